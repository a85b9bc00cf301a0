"""One appointment of a part-time teacher: its check-list, its steps, its agreement, its hours."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from compliance.checklist import lines_of
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import DetailView, ListView
from teachers.filters.parttime import AppointmentFilters, EngagementFilters
from teachers.models import Appointment, AppointmentState, Engagement
from teachers.operations.appointments import objection_to_vetting
from teachers.parttime_agreement import number_of
from teachers.parttime_checks import STAGES
from teachers.standards import latest_check
from teachers.tables.parttime import AppointmentTable, EngagementTable
from teachers.transitions.parttime import (
    APPOINTMENT_MOVES,
    EDIT,
    READ,
    VET,
    objections_are_answered,
)
from teachers.views.parttime import percent, span

S = AppointmentState


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Appointments"), "url": reverse("teachers:appointment_list")}]


class AppointmentList(ListView):
    capability = READ
    title = gettext_lazy("Appointments of part-time teachers")
    list_name = "teachers:part_time_appointments"
    table_class = AppointmentTable
    filterset_class = AppointmentFilters
    sorts = {"waiting_since": "waiting_since", "begins_on": "begins_on", "ends_on": "ends_on"}
    default_sort = "-waiting_since"
    search_placeholder = gettext_lazy("Name, enterprise or need")
    empty_title = gettext_lazy("No appointments yet")
    empty_text = gettext_lazy("Publish a need, then propose somebody for it.")
    empty_icon = "user-check"
    personal_data = AccessLog.Data.RECORD

    def get_queryset(self) -> QuerySet[Appointment]:
        rows = Appointment.objects.visible_to(self.request.user).with_names()
        return rows.defer("statement", "vetting", "induction", "answer")


class EngagementList(ListView):
    capability = READ
    title = gettext_lazy("Courses and hours of part-time teachers")
    list_name = "teachers:part_time_engagements"
    table_class = EngagementTable
    filterset_class = EngagementFilters
    sorts = {"year": "study_year", "hours_planned": "hours_planned", "course": "course"}
    default_sort = "-year"
    search_placeholder = gettext_lazy("Name, enterprise or course")
    empty_title = gettext_lazy("No courses yet")
    empty_text = gettext_lazy("Courses of a term are entered with the appointment of whoever teaches them.")
    empty_icon = "clock"
    personal_data = AccessLog.Data.RECORD

    def get_queryset(self) -> QuerySet[Engagement]:
        rows = Engagement.objects.visible_to(self.request.user).with_names()
        return rows.defer("assessment")


# --- Tabs -------------------------------------------------------------------------------------


def checklist(request: HttpRequest, appointment: Any) -> dict[str, Any]:
    """What the rules found at the vetting and before the induction. About six queries."""
    user: Any = request.user
    found = [(stage, latest_check(appointment, stage)) for stage in STAGES]
    may_decide = appointment.is_coming and appointment.permits(user, VET)
    return {
        "appointment": appointment,
        "checks": [
            (
                stage.label,
                check,
                [(group, [(line, []) for line in lines]) for group, lines in lines_of(check)],
            )
            for stage, check in found
            if check is not None
        ],
        "may_decide": may_decide and not objection_to_vetting(user, appointment),
        "check_url": reverse("teachers:appointment_check", args=[appointment.pk])
        if appointment.is_coming
        else "",
    }


def steps(request: HttpRequest, appointment: Any) -> dict[str, Any]:
    """Who did what when, the files, and the objections for whoever answers them. Two queries."""
    one: Appointment = appointment
    user: Any = request.user
    may_answer = one.permits(user, VET) and not objection_to_vetting(user, one)
    objections = one.objections.select_related("made_by", "answered_by") if may_answer else []
    since = one.publicised_from
    running = [row for row in objections if since is not None and row.objected_on >= since]
    public = span(one.publicised_from, one.publicised_until) if one.publicised_from else ""
    publicity = pgettext("appointment of a part-time teacher", "Made public")
    return {
        "appointment": one,
        "steps": [
            (_("Need published"), one.need.published_on, None, str(one.need)),
            (
                pgettext("appointment of a part-time teacher", "Proposed"),
                one.proposed_on,
                one.proposed_by,
                one.statement,
            ),
            (
                pgettext("appointment of a part-time teacher", "Vetted"),
                one.vetted_on,
                one.vetted_by,
                one.vetting,
            ),
            (publicity, one.publicised_from, one.publicised_by, public),
            (_("Agreement signed"), one.agreed_on, one.agreed_by, number_of(one) if one.agreed_on else ""),
            (_("Induction"), one.inducted_on, one.inducted_by, one.induction),
        ],
        "files": list(one.files.all()),
        "may_answer": may_answer and one.publicised_from is not None,
        "objections": running,
        "earlier_objections": [row for row in objections if row not in running],
    }


def agreement(request: HttpRequest, appointment: Any) -> dict[str, Any]:
    """Two queries."""
    user: Any = request.user
    one: Appointment = appointment
    may_write = one.permits(user, EDIT) and one.state in {S.VETTED, S.PUBLICISED}
    return {
        "appointment": one,
        "clauses": list(one.clauses.all()),
        "number": number_of(one),
        "may_write": may_write,
        "signed": one.files.filter(is_agreement=True).first(),
    }


def engagements(request: HttpRequest, appointment: Any) -> dict[str, Any]:
    """One query."""
    user: Any = request.user
    teaches = appointment.state in {S.INDUCTED, S.ENDED}
    return {
        "appointment": appointment,
        "engagements": list(appointment.engagements.all()),
        "may_edit": teaches and appointment.permits(user, EDIT),
    }


ICONS = {
    "vet": "circle-check",
    "publicise": "speakerphone",
    "agree": "writing-sign",
    "induct": "school",
    "end": "archive",
    "refuse": "circle-x",
    "withdraw": "arrow-back-up",
}
PRIMARY = ("vet", "publicise", "agree", "induct")
OF_PROPOSER = {"vet", "refuse"}
# Made with the answer to an objection.
BY_ANSWER = {"reject", "send_back"}


class AppointmentDetail(DetailView):
    record: Appointment
    tabs = [
        Tab(
            name="checklist",
            label=gettext_lazy("Check-list"),
            template="teachers/appointment_checklist.html",
            context=checklist,
            order=0,
        ),
        Tab(
            name="steps",
            label=pgettext_lazy("appointment of a part-time teacher", "Steps"),
            template="teachers/appointment_steps.html",
            context=steps,
            order=10,
        ),
        Tab(
            name="agreement",
            label=pgettext_lazy("appointment of a part-time teacher", "Agreement"),
            template="teachers/appointment_agreement.html",
            context=agreement,
            order=20,
        ),
        Tab(
            name="engagements",
            label=gettext_lazy("Courses and hours"),
            template="teachers/part_time_engagements.html",
            context=engagements,
            order=30,
        ),
    ]

    def get_queryset(self) -> QuerySet[Appointment]:
        rows = Appointment.objects.visible_to(self.request.user).with_names()
        return rows.select_related("proposed_by", "vetted_by", "publicised_by", "agreed_by", "inducted_by")

    def context(self) -> dict[str, Any]:
        one, user = self.record, self.request.user
        note_reading(self.request, [one.person], data=AccessLog.Data.RECORD)
        moves = self.moves()
        primary = next((move for move in moves if move["name"] in PRIMARY), None)
        menu = [move for move in moves if move is not primary]
        if one.permits(user, EDIT) and one.state in {S.PROPOSED, S.VETTED}:
            edit = reverse("teachers:appointment_edit", args=[one.pk])
            menu.insert(0, {"label": _("Change days and fee"), "url": edit, "icon": "edit"})
        if self.may_enter_objections():
            enter = reverse("teachers:appointment_object", args=[one.pk])
            menu.append({"label": _("Enter an objection"), "url": enter, "icon": "alert-triangle"})
        return {
            "title": str(one.contact),
            "chip": one.chip_on(timezone.localdate()),
            "subtitle": str(one.need),
            "breadcrumbs": crumbs(),
            "primary_action": primary,
            "actions": menu,
            "next_step": next_step(one),
            "facts": [
                {
                    "label": _("Part-time teacher"),
                    "value": one.contact,
                    "url": one.person.get_absolute_url() if one.person.permits(user, READ) else "",
                },
                {"label": _("Enterprise"), "value": one.contact.enterprise},
                {
                    "label": pgettext("need of a part-time teacher", "Need"),
                    "value": one.need,
                    "url": one.need.get_absolute_url(),
                },
                {"label": _("Department"), "value": one.need.department},
                {"label": _("From–until"), "value": span(one.begins_on, one.ends_on)},
                {"label": _("Title or skill"), "value": one.person.standing_in_words},
                {"label": _("Fee an hour"), "value": f"¥{one.fee}" if one.fee is not None else ""},
                {"label": _("Proposed by the enterprise"), "value": _("yes") if one.by_enterprise else ""},
            ],
        }

    def may_enter_objections(self) -> bool:
        """As :meth:`AppointmentQuerySet.open_to_objection` says of the office."""
        one, user = self.record, self.request.user
        if one.state not in {S.PUBLICISED, S.AGREED} or one.publicised_from is None:
            return False
        may_enter = one.permits(user, EDIT) or one.permits(user, VET)
        return may_enter and one.publicised_from <= timezone.localdate()

    def moves(self) -> list[dict[str, Any]]:
        one, user = self.record, self.request.user
        objection = objection_to_vetting(user, one)
        offers = APPOINTMENT_MOVES.offers(actor=user, record=one, now=timezone.now())
        return [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": reverse(f"teachers:appointment_{offer.name}", args=[one.pk]),
                "icon": ICONS[offer.name],
                "danger": offer.name in {"refuse", "withdraw", "end"},
                "disabled_reason": (objection if offer.name in OF_PROPOSER else "") or offer.refusal,
            }
            for offer in offers
            if offer.name not in BY_ANSWER
        ]


def next_step(one: Appointment) -> dict[str, Any] | None:
    """What happens next and whose it is; of what was given up, why."""
    office, vetter = _("Teacher affairs office"), _("Somebody who vets, not the proposer")
    known: dict[str, tuple[str, str]] = {
        S.PROPOSED: (
            _("Look at the check-list and vet the proposal."),
            vetter,
        ),
        S.VETTED: (_("Make it public."), _("Somebody who vets")),
        S.PUBLICISED: (_("It is public; then the agreement is signed."), office),
        S.AGREED: (_("Hold the induction and record it."), office),
    }
    if one.state in known:
        text, whose = known[one.state]
        if one.state in {S.PUBLICISED, S.AGREED} and objections_are_answered(one, timezone.now()):
            return {"text": _("Answer the objection: nothing is signed or held before."), "whose": vetter}
        if one.state == S.PROPOSED and one.answer:
            back = _("It came back after an objection: %(reason)s") % {"reason": one.answer}
            text = f"{back} {text}"
        if one.person.trained_on is None:
            text = f"{text} {_('The training in teaching is missing: it comes before the induction.')}"
        due = one.publicised_until if one.state == S.PUBLICISED else None
        return {"text": text, "whose": whose, "due": due}
    if one.answer:
        last = date_format(one.ended_on) if one.ended_on else ""
        return {"text": f"{last} {one.answer}".strip()}
    return None


def share_in_words(share: Any) -> str:
    """The share of part-time teachers with one more, against the cap, where somebody is proposed."""
    then = share.with_one_more()
    said = {
        "now": percent(share.share) or 0,
        "then": percent(then.share),
        "cap": percent(then.cap),
    }
    if then.cap is None:
        return _("Part-time teachers: %(now)s %% of all today; %(then)s %% with one more.") % said
    if then.is_above:
        return (
            _(
                "Part-time teachers: %(now)s %% of all today; %(then)s %% with one more. "
                "That is above the %(cap)s %% that are advised (PT-03)."
            )
            % said
        )
    return (
        _(
            "Part-time teachers: %(now)s %% of all today; %(then)s %% with one more; "
            "up to %(cap)s %% are advised (PT-03)."
        )
        % said
    )
