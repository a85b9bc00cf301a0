"""What the work with teachers puts on the home page: one's own file, panels, and what one decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.look import Meaning
from insights.lines import SHOWN, Line, Queue, queue_of
from teachers.file_cards import cards_for
from teachers.models import Appointment, Panel, Practice, Recognition, Teacher
from teachers.parttime_notices import AHEAD
from teachers.policies import CONFIRM, sits_on_a_panel, teaches_here
from teachers.recognition_reminders import AHEAD as REVIEWS_AHEAD
from teachers.transitions.evidence import KINDS
from teachers.transitions.parttime import EDIT as KEEP
from teachers.transitions.parttime import VET
from teachers.transitions.practice import ACCEPT, APPROVE
from teachers.transitions.recognition import JUDGE, PUBLISH, REVIEW
from teachers.waiting import waiting_for

if TYPE_CHECKING:
    from accounts.models import User

OWN_TO_DO = (Meaning.SOON, Meaning.LATE)


def panels(user: User, on: date) -> Queue:
    """Panels that this person sits on and that are not closed, the nearest day first. One query at most."""
    rows: Any = []
    if sits_on_a_panel(user):
        open_ones = Panel.objects.filter(members__user=user, state__in=["planned", "in_session"])
        rows = open_ones.annotate(case_count=Count("cases", distinct=True)).order_by("held_on", "pk")
    return queue_of(
        "panels",
        _("Panels where you vote"),
        "gavel",
        (
            Line(
                title=panel.name,
                url=reverse("teachers:panel_desk", args=[panel.pk])
                if panel.is_in_session
                else panel.get_absolute_url(),
                text=ngettext("%(count)d application", "%(count)d applications", panel.case_count)
                % {"count": panel.case_count},
                due_on=panel.held_on,
                chip=panel.chip,
            )
            for panel in rows[: SHOWN + 1]
        ),
        reverse("teachers:panel_list"),
    )


def own_file(user: User, on: date) -> Queue:
    """What a teacher has to do in their own file: what came back first, then what is owed or lapses."""
    teacher = None
    if teaches_here(user):
        teacher = Teacher.objects.select_related("department").filter(user=user.pk).first()
    lines = _own_lines(user, teacher, on) if teacher else ()
    return queue_of("own_file", _("Your file as a teacher"), "id-badge-2", lines, reverse("teachers:my_file"))


def _own_lines(user: User, teacher: Teacher, on: date) -> Iterator[Line]:
    for row in returned_evidence(teacher):
        yield Line(title=str(row), url=row.get_absolute_url(), text=row.answer, chip=row.chip)
    for card in cards_for(user, teacher, on):
        if card.meaning in OWN_TO_DO:
            yield Line(title=str(card.heading), url=card.url, text=str(card.text), due_on=card.due_on)


def returned_evidence(teacher: Teacher) -> Iterator[Any]:
    """What the office sent back, kind by kind. One query, and one for each kind that something is of."""
    models: list[Any] = list(KINDS)
    first, *others = (
        model.objects.of([teacher.pk])
        .filter(state="returned")
        .order_by()
        .annotate(slug=Value(model.slug, output_field=CharField()))
        .values_list("slug", "pk")
        for model in models
    )
    found = list(first.union(*others, all=True).order_by())
    for model in models:
        keys = [pk for slug, pk in found if slug == model.slug]
        if keys:
            yield from model.objects.filter(pk__in=keys).order_by("entered_at", "pk")


def to_decide(user: User, on: date) -> Queue:
    """What waits for those who confirm, approve, accept and recognise, all of it: each line is a list. One
    query a line."""
    return Queue(
        name="teachers",
        title=_("Teachers wait for you"),
        icon="chalkboard",
        lines=[
            Line(title=words(count) % {"count": count}, url=address)
            for power, rows, words, address in _waiting(user, on)
            if user.can(power) and (count := rows().count())
        ],
    )


type Waiting = tuple[str, Callable[[], Any], Callable[[int], str], str]


def _waiting(user: User, on: date) -> Iterator[Waiting]:
    practices, recognitions = reverse("teachers:practice_list"), reverse("teachers:recognition_list")

    def practice(power: str, state: str) -> Callable[[], Any]:
        return lambda: (
            Practice.objects.permitting(user, power).filter(state=state).exclude(teacher__user=user.pk)
        )

    def recognition(power: str, **wanted: Any) -> Callable[[], Any]:
        return lambda: (
            Recognition.objects.permitting(user, power).filter(**wanted).exclude(teacher__user=user.pk)
        )

    yield (
        CONFIRM,
        lambda: waiting_for(user),
        lambda n: ngettext("%(count)d entry to confirm", "%(count)d entries to confirm", n),
        reverse("teachers:to_confirm"),
    )
    yield (
        APPROVE,
        practice(APPROVE, "planned"),
        lambda n: ngettext(
            "%(count)d plan of practice to approve", "%(count)d plans of practice to approve", n
        ),
        f"{practices}?state=planned",
    )
    yield (
        APPROVE,
        lambda: Practice.objects.permitting(user, APPROVE).to_prolong().exclude(teacher__user=user.pk),
        lambda n: ngettext(
            "%(count)d prolongation of practice to approve",
            "%(count)d prolongations of practice to approve",
            n,
        ),
        f"{practices}?prolonging=on",
    )
    yield (
        ACCEPT,
        practice(ACCEPT, "submitted"),
        lambda n: ngettext("%(count)d practice to accept", "%(count)d practices to accept", n),
        f"{practices}?state=submitted",
    )
    yield (
        REVIEW,
        recognition(REVIEW, state="applied"),
        lambda n: ngettext(
            "%(count)d application for recognition for the department to agree",
            "%(count)d applications for recognition for the department to agree",
            n,
        ),
        f"{recognitions}?state=applied",
    )
    yield (
        JUDGE,
        recognition(JUDGE, state="department_approved", body="own"),
        lambda n: ngettext(
            "%(count)d application to bring before a panel",
            "%(count)d applications to bring before a panel",
            n,
        ),
        f"{recognitions}?state=department_approved&body=own",
    )
    yield (
        PUBLISH,
        lambda: Recognition.objects.to_conclude_by(user, on),
        lambda n: ngettext(
            "%(count)d recognition to conclude after its publicity",
            "%(count)d recognitions to conclude after their publicity",
            n,
        ),
        f"{recognitions}?publicity=over",
    )
    yield from _of_publishers(user, on, recognition)
    yield from _of_part_time(user, on)


def _of_publishers(user: User, on: date, recognition: Callable[..., Callable[[], Any]]) -> Iterator[Waiting]:
    """Beside what waits to be concluded: what was said against it, outside bodies, what lapses."""
    recognitions = reverse("teachers:recognition_list")

    def lapsing(first: date, last: date) -> Callable[[], Any]:
        return lambda: recognition(PUBLISH)().lapsing(first, last)

    yield (
        PUBLISH,
        lambda: recognition(PUBLISH)().with_open("objections"),
        lambda n: ngettext(
            "%(count)d recognition with an objection to answer",
            "%(count)d recognitions with an objection to answer",
            n,
        ),
        f"{recognitions}?waits=objections",
    )
    yield (
        PUBLISH,
        lambda: recognition(PUBLISH)().with_open("appeals"),
        lambda n: ngettext("%(count)d appeal to answer", "%(count)d appeals to answer", n),
        f"{recognitions}?waits=appeal",
    )
    yield (
        PUBLISH,
        recognition(PUBLISH, state="department_approved", body="outside"),
        lambda n: ngettext(
            "%(count)d application to send to the outside body",
            "%(count)d applications to send to the outside body",
            n,
        ),
        f"{recognitions}?state=department_approved&body=outside",
    )
    yield (
        PUBLISH,
        recognition(PUBLISH, state="sent_out"),
        lambda n: ngettext(
            "%(count)d decision of an outside body to record",
            "%(count)d decisions of an outside body to record",
            n,
        ),
        f"{recognitions}?state=sent_out",
    )
    yield (
        PUBLISH,
        lapsing(on, on + REVIEWS_AHEAD),
        lambda n: ngettext(
            "%(count)d recognition to review within 180 days",
            "%(count)d recognitions to review within 180 days",
            n,
        ),
        f"{recognitions}?lapses=half",
    )
    yield (
        PUBLISH,
        lambda: recognition(PUBLISH)().lapsed_by(on),
        lambda n: ngettext(
            "%(count)d recognition that has lapsed without a review",
            "%(count)d recognitions that have lapsed without a review",
            n,
        ),
        f"{recognitions}?lapses=lapsed",
    )


def _of_part_time(user: User, on: date) -> Iterator[Waiting]:
    """Appointments of part-time teachers, step by step."""
    appointments = reverse("teachers:appointment_list")

    def appointment(power: str, **wanted: Any) -> Callable[[], Any]:
        return lambda: Appointment.objects.permitting(user, power).filter(**wanted)

    yield (
        VET,
        lambda: (
            Appointment.objects.permitting(user, VET).filter(state="proposed").exclude(proposed_by=user.pk)
        ),
        lambda n: ngettext("%(count)d part-time teacher to vet", "%(count)d part-time teachers to vet", n),
        f"{appointments}?state=proposed",
    )
    yield (
        VET,
        appointment(VET, state="vetted"),
        lambda n: ngettext(
            "%(count)d part-time teacher to make public", "%(count)d part-time teachers to make public", n
        ),
        f"{appointments}?state=vetted",
    )
    yield (
        VET,
        lambda: Appointment.objects.to_answer_by(user),
        lambda n: ngettext(
            "%(count)d part-time teacher with an objection to answer",
            "%(count)d part-time teachers with an objection to answer",
            n,
        ),
        f"{appointments}?waits=objections",
    )
    yield (
        KEEP,
        appointment(KEEP, state="publicised", publicised_until__lt=on),
        lambda n: ngettext(
            "%(count)d agreement with a part-time teacher to sign",
            "%(count)d agreements with part-time teachers to sign",
            n,
        ),
        f"{appointments}?publicity=over",
    )
    yield (
        KEEP,
        appointment(KEEP, state="agreed"),
        lambda n: ngettext(
            "%(count)d part-time teacher to induct", "%(count)d part-time teachers to induct", n
        ),
        f"{appointments}?state=agreed",
    )
    yield (
        KEEP,
        lambda: Appointment.objects.permitting(user, KEEP).ending(on, on + AHEAD),
        lambda n: ngettext(
            "%(count)d appointment of a part-time teacher that ends within 30 days",
            "%(count)d appointments of part-time teachers that end within 30 days",
            n,
        ),
        f"{appointments}?ending=month",
    )
