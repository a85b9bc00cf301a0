"""What needs somebody today: decisions, deadlines, what is stuck and with whom, what enterprises ask for,
mail that did not arrive.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Agreement, AgreementRequest, ObligationPeriod, Standing
from compliance.choices import Stage
from compliance.models import Evaluation
from compliance.operations import rule_pack
from compliance.subjects import DECIDE
from core.bilingual import listed
from core.look import Chip, Meaning
from core.models import Notification
from insights import (
    alliance_queues,
    assessment_queues,
    exchange_queues,
    governance_queues,
    information_queues,
    need_queues,
    project_queues,
    resource_queues,
    teacher_queues,
    training_queues,
)
from insights.lines import SHOWN, Line, Queue, queue_of
from partnerships.models import Correction, Enterprise, Interaction
from placements.models import ChangeKind, ChangeState, InsurancePolicy, Placement, PlacementChange
from placements.transitions.changes import EDIT as CHANGE
from placements.transitions.papers import EDIT as PAPERS
from signing.desk import with_subjects
from signing.models import ApprovalStep
from signing.policies import with_whom

if TYPE_CHECKING:
    from accounts.models import User


def queues_for(user: User, *, on: date) -> list[Queue]:
    """The queues that are not empty, in the order in which they press; a constant number of queries."""
    found = (
        decisions(user),
        deadlines(user, on),
        stuck(user, on),
        promises(user, on),
        requests(user),
        changes(user),
        exchange_queues.to_answer(user),
        exchange_queues.to_close(user, now=timezone.now()),
        training_queues.courses(user, on, now=timezone.now()),
        alliance_queues.tasks(user),
        corrections(user),
        rules(user),
        policies(user),
        teacher_queues.panels(user, on),
        teacher_queues.own_file(user, on),
        teacher_queues.to_decide(user, on),
        need_queues.needs(user, on),
        assessment_queues.warnings(user, on),
        assessment_queues.words(user, on),
        assessment_queues.actions(user),
        assessment_queues.surveys(user, on),
        resource_queues.bookings(user, now=timezone.now()),
        resource_queues.contributions(user),
        resource_queues.proposals(user),
        resource_queues.maintenance(user, on, now=timezone.now()),
        project_queues.to_decide(user),
        project_queues.overdue(user, on),
        governance_queues.acknowledgements(user, on),
        governance_queues.findings(user, on),
        next_actions(user),
        information_queues.tasks(user),
        information_queues.stories(user, on),
        information_queues.announcements(user, on),
        returned_mail(user),
    )
    return [queue for queue in found if queue.lines]


def decisions(user: User) -> Queue:
    """Approvals whose current step this person can decide, the oldest deadline first."""
    steps = with_subjects(ApprovalStep.objects.waiting_for(user))
    return queue_of(
        "decisions",
        _("Waiting for your decision"),
        "gavel",
        (
            Line(
                title=str(step.approval.subject),
                url=_address(step),
                text=_("%(step)s · asked by %(name)s") % {"step": step.name, "name": step.approval.opened_by},
                due_on=step.due_on,
            )
            for step in steps[: SHOWN + 1]
        ),
        reverse("signing:desk"),
    )


def deadlines(user: User, on: date) -> Queue:
    """Agreements that end, or bind for another term, unless somebody decides: this person's own, and those
    whose end is in their power."""
    deciding = Agreement.objects.permitting(user, "agreement.end")
    agreements = (
        Agreement.objects.visible_to(user)
        .filter(Q(owner=user) | Q(pk__in=deciding.values("pk")))
        .awaiting_decision(on)
        .order_by("notice_on", "pk")
        .select_related("department")
    )
    return queue_of(
        "deadlines",
        _("About to lapse"),
        "hourglass-high",
        (
            Line(
                title=agreement.title,
                url=agreement.get_absolute_url(),
                text=" · ".join(filter(None, (agreement.number, agreement.counterparty))),
                due_on=agreement.notice_on
                if agreement.notice_on and agreement.notice_on >= on
                else agreement.last_day,
                chip=_deadline_chip(agreement, on),
            )
            for agreement in agreements[: SHOWN + 1]
        ),
        reverse("agreements:agreement_list") + "?undecided=on&sort=last_day",
    )


def _deadline_chip(agreement: Agreement, on: date) -> Chip:
    if agreement.last_day and agreement.last_day < on:
        return Chip(_("expired, undecided"), Meaning.LATE)
    if agreement.notice_on and agreement.notice_on < on:
        return Chip(_("notice date passed"), Meaning.LATE)
    return Chip(_("decide before the notice date"), Meaning.SOON, "hourglass-high")


def stuck(user: User, on: date) -> Queue:
    """What this person sent for a decision that is overdue, and with whom it lies."""
    steps = (
        with_subjects(ApprovalStep.objects.overdue(on))
        .filter(approval__opened_by=user)
        .order_by("due_on", "pk")[: SHOWN + 1]
    )
    return queue_of(
        "stuck",
        _("Stuck"),
        "player-pause",
        (
            Line(
                title=str(waiting.step.approval.subject),
                url=_address(waiting.step),
                text=_("%(step)s · with %(names)s")
                % {
                    "step": waiting.step.name,
                    "names": listed(holder.user for holder in waiting.deciders[:3]) or _("nobody"),
                },
                due_on=waiting.step.due_on,
            )
            for waiting in with_whom(steps, on=on)
        ),
        reverse("signing:desk"),
    )


def promises(user: User, on: date) -> Queue:
    """Promises of this person's agreements that are behind schedule, the nearest due day first."""
    behind = (
        ObligationPeriod.objects.visible_to(user)
        .filter(standing=Standing.BEHIND, due_on__gte=on, agreement__owner=user)
        .with_names()
        .order_by("due_on", "pk")
    )
    return queue_of(
        "promises",
        _("Promises behind schedule"),
        "target-arrow",
        (
            Line(
                title=f"{period.label}: {period.counted_in_words} / {period.promised_in_words}",
                url=period.get_absolute_url(),
                text=" · ".join((str(period.enterprise), str(period.agreement))),
                due_on=period.due_on,
                chip=period.chip,
            )
            for period in behind[: SHOWN + 1]
        ),
        reverse("agreements:promise_list") + "?standing=behind&mine=on",
    )


def requests(user: User) -> Queue:
    """What enterprises ask for about this person's agreements, and notices on which they can act."""
    ending = Agreement.objects.permitting(user, "agreement.end")
    asked = (
        AgreementRequest.objects.visible_to(user)
        .open()
        .filter(Q(agreement__owner=user) | Q(kind="notice", agreement__in=ending))
        .select_related("agreement", "enterprise")
        .order_by("asked_at", "pk")
    )
    return queue_of(
        "requests",
        _("Asked by enterprises"),
        "message-circle",
        (
            Line(
                title=str(one.agreement),
                url=one.get_absolute_url(),
                text=" · ".join((one.get_kind_display(), str(one.enterprise))),
                due_on=one.last_day,
            )
            for one in asked[: SHOWN + 1]
        ),
    )


def changes(user: User) -> Queue:
    """What enterprises, students or colleagues want changed of placements that this person keeps."""
    asked = (
        PlacementChange.objects.permitting(user, CHANGE)
        .filter(state=ChangeState.ASKED)
        .select_related("placement__student", "placement__enterprise")
        .order_by("asked_at", "pk")
    )
    return queue_of(
        "changes",
        _("Changes of placements that are asked for"),
        "arrows-exchange",
        (
            Line(
                title=f"{one.placement.student}: {one}",
                url=one.get_absolute_url(),
                text=" · ".join((one.get_asked_by_display(), str(one.placement.enterprise))),
                due_on=one.new_ends_on if one.kind == ChangeKind.EARLY_END else None,
            )
            for one in asked[: SHOWN + 1]
        ),
        reverse("placements:change_list") + "?mine=on",
    )


def corrections(user: User) -> Queue:
    """Enterprises of this person's, or of nobody's, whose people say that our records are not right."""
    nobodys = Q(enterprise__owner=None) & Q(pk__in=Correction.objects.permitting(user, "enterprise.edit"))
    waiting = (
        Correction.objects.visible_to(user)
        .waiting()
        .filter(Q(enterprise__owner=user) | nobodys)
        .order_by()
        .values("enterprise")
        .annotate(count=Count("pk"), since=Min("proposed_at"))
        .order_by("since", "enterprise")[: SHOWN + 1]
    )
    found = {row["enterprise"]: row["count"] for row in waiting}
    enterprises = Enterprise.objects.in_bulk(found)
    return queue_of(
        "corrections",
        _("Corrections that enterprises propose"),
        "pencil",
        (
            Line(
                title=str(enterprises[pk]),
                url=reverse("partnerships:corrections", args=[pk]),
                text=ngettext("%(count)d correction", "%(count)d corrections", count) % {"count": count},
            )
            for pk, count in found.items()
        ),
    )


def rules(user: User) -> Queue:
    """Questions of rules about internships that this person may answer, the oldest first; what was asked
    before the start is over where the internship is. Two queries, the names with them."""
    live = Placement.objects.live().order_by().values("pk")
    waiting = (
        Evaluation.objects.permitting(user, DECIDE)
        .current()
        .with_questions()
        .filter(~Q(stage=Stage.START) | Q(subject_id__in=live))
        .filter(subject_type=ContentType.objects.get_for_model(Placement))
        .select_related("version")
        .prefetch_related(GenericPrefetch("subject", [Placement.objects.with_names()]))
        .order_by("evaluated_at", "pk")[: SHOWN + 1]
    )
    return queue_of(
        "rules",
        _("Rules that wait for your decision"),
        "scale",
        (
            Line(
                title=str(check.subject),
                url=reverse("compliance:decide", args=[check.pk, check.asking[0]]),
                text=_asked(check),
            )
            for check in waiting
        ),
    )


def _asked(check: Evaluation) -> str:
    """The first question of a check, and how many more there are."""
    pack = rule_pack(check.version)
    first, *others = (pack.rule(code).title for code in check.asking)
    words = " ".join(filter(None, (check.occasion, first)))
    if not others:
        return words
    return ngettext(
        "%(question)s, and %(count)d more question",
        "%(question)s, and %(count)d more questions",
        len(others),
    ) % {"question": words, "count": len(others)}


def policies(user: User) -> Queue:
    """Insurances of which nobody has said whether students pay them: the rule asks for all of the insured."""
    open = (
        InsurancePolicy.objects.permitting(user, PAPERS)
        .filter(is_deducted=None, insured__placement__in=Placement.objects.live())
        .annotate(count=Count("insured", distinct=True))
        .order_by("covers_until", "pk")
    )
    return queue_of(
        "policies",
        _("Insurances: is the premium kept back from pay?"),
        "shield-x",
        (
            Line(
                title=str(policy),
                url=reverse("placements:policy_deduction", args=[policy.pk]),
                text=ngettext("insures %(count)d student", "insures %(count)d students", policy.count)
                % {"count": policy.count},
            )
            for policy in open[: SHOWN + 1]
        ),
    )


def next_actions(user: User) -> Queue:
    """What this person promised after a visit, a call or a meeting, the earliest date first."""
    interactions = (
        Interaction.objects.visible_to(user)
        .with_open_action()
        .filter(next_action_owner=user)
        .select_related("enterprise")
        .order_by("next_action_on", "pk")
    )
    return queue_of(
        "actions",
        _("Your next actions"),
        "checklist",
        (
            Line(
                title=interaction.next_action,
                url=interaction.get_absolute_url(),
                text=interaction.enterprise.display_name,
                due_on=interaction.next_action_on,
            )
            for interaction in interactions[: SHOWN + 1]
        ),
    )


def returned_mail(user: User) -> Queue:
    """Mail to others that came back or was given up, about records of this person's."""
    unread = Notification.objects.filter(recipient=user, kind="core.mail_refused", read_at=None).order_by(
        F("due_at").desc(), "-pk"
    )
    return queue_of(
        "mail",
        _("Mail that did not arrive"),
        "mail-off",
        (
            Line(
                title=notification.data["about"],
                url=reverse("core:open_notification", args=[notification.pk]),
                text=notification.data["address"],
                chip=Chip(
                    _("given up") if notification.data.get("is_given_up") else _("refused"), Meaning.STOPPED
                ),
            )
            for notification in unread[: SHOWN + 1]
        ),
        reverse("core:inbox"),
    )


def _address(step: ApprovalStep) -> str:
    """The page of what is being approved; fetched along with the steps."""
    subject: Any = step.approval.subject
    return subject.get_absolute_url()
