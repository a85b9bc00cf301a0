"""Work–study alternation at the portal: the timetables of the enterprise, and its weeks to confirm."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.models import AccessLog
from core.personal import note_reading
from core.registry import PartnerDeadline
from core.walls import outside
from internships.me.walls import CLASS_COLUMNS
from internships.models import SchoolClass
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest
from placements.forms.alternation import AbsencesForm
from placements.models import AlternationSchedule, AlternationState, AlternationWeek, LearningPlace
from placements.operations.alternation_credits import confirm_week_as_host, students_of

SHOWN_DEADLINES = 5


def own_schedules(partner: Partner) -> QuerySet[AlternationSchedule]:
    """Behind the walls, which show no drafts."""
    return AlternationSchedule.objects.filter(enterprise=partner.enterprise)


def own_weeks(partner: Partner) -> QuerySet[AlternationWeek]:
    return AlternationWeek.objects.filter(schedule__enterprise=partner.enterprise)


def own_schedule(partner: Partner, pk: int) -> AlternationSchedule:
    """Raises NotVisible."""
    schedule = own_schedules(partner).filter(pk=pk).first()
    if schedule is None:
        raise NotVisible(f"placements.AlternationSchedule {pk}")
    _name([schedule], partner)
    return schedule


def speaks(partner: Partner, schedule: AlternationSchedule) -> bool:
    """Whether somebody confirms weeks for the enterprise: its liaisons, and whom the timetable names."""
    return partner.is_liaison or schedule.host_contact_id == partner.contact.pk


def _name(schedules: list[AlternationSchedule], partner: Partner) -> None:
    """Each with its class and enterprise, of which no more is open here. One query."""
    classes = SchoolClass.objects.only(*CLASS_COLUMNS).in_bulk([row.school_class_id for row in schedules])
    for schedule in schedules:
        schedule.school_class = classes[schedule.school_class_id]
        schedule.enterprise = partner.enterprise


@require_safe
def schedule_list(request: PartnerRequest) -> HttpResponse:
    schedules = list(own_schedules(request.partner).order_by("-starts_on", "-pk"))
    _name(schedules, request.partner)
    today = timezone.localdate()
    waiting = _waiting(request.partner, today)
    context = {
        "title": _("Work–study alternation"),
        "subtitle": _("Classes that learn with you and at the school by turns."),
        "lines": [
            {
                "schedule": schedule,
                "waiting": [
                    week
                    for week in waiting
                    if week.schedule_id == schedule.pk and speaks(request.partner, schedule)
                ],
            }
            for schedule in schedules
        ],
    }
    return render(request, "portal/alternations.html", context)


def _waiting(partner: Partner, on: date) -> list[AlternationWeek]:
    """The weeks here that have begun and nobody has confirmed. One query."""
    rows = own_weeks(partner).filter(
        place=LearningPlace.ENTERPRISE,
        vouched_at=None,
        monday__lte=on,
        schedule__state=AlternationState.RUNNING,
    )
    return list(rows.order_by("monday", "pk"))


@require_safe
def schedule_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    partner = request.partner
    schedule = own_schedule(partner, pk)
    today = timezone.localdate()
    with outside():  # whom to call at the school: a name and a number
        found = AlternationSchedule.objects.select_related(
            "school_contact", "school_class__class_teacher", "host_contact"
        ).get(pk=schedule.pk)
        teacher = found.school_contact or found.school_class.class_teacher
        people = [
            (role, str(person), person.phone)
            for role, person in (
                (pgettext("who looks after a class", "At the school"), teacher),
                (_("With you"), found.host_contact),
            )
            if person is not None
        ]
    context = {
        "title": str(schedule.school_class),
        "chip": schedule.chip,
        "subtitle": schedule.get_kind_display(),
        "breadcrumbs": crumbs(),
        "schedule": schedule,
        "people": people,
        "may_confirm": speaks(partner, schedule),
        "today": today,
        "weeks": list(schedule.weeks.all()),
    }
    return render(request, "portal/alternation.html", context)


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Work–study alternation"), "url": reverse("portal:alternations")}]


class WeekConfirm(PortalFormView):
    """Everybody was there, but for these."""

    form_class = AbsencesForm
    template_name = "portal/alternation_week.html"
    submit_label = gettext_lazy("Confirm the week")
    success_message = gettext_lazy("Confirmed: the hours are credited. Thank you.")
    record: AlternationWeek

    def authorise(self, **kwargs: Any) -> None:
        rows = own_weeks(self.partner).filter(place=LearningPlace.ENTERPRISE, vouched_at=None)
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.AlternationWeek {kwargs['pk']}")
        found.schedule = own_schedule(self.partner, found.schedule_id)
        if not speaks(self.partner, found.schedule):
            raise PermissionDenied(_("A liaison of your enterprise does this, or whom the timetable names."))
        self.record = found

    def get_title(self) -> str:
        return _("The week of %(day)s") % {"day": self.record}

    def build(self, *args: Any) -> AbsencesForm:
        with outside():  # the names of the class
            students = list(students_of(self.record.schedule, self.record))
            note_reading(self.request, students, data=AccessLog.Data.RECORD)  # type: ignore[arg-type]
        return AbsencesForm(*args, user=self.partner, week=self.record, students=students)

    def perform(self, form: Any) -> str:
        absences = form.absences()
        with outside():
            confirm_week_as_host(
                actor=self.partner,
                enterprise_id=self.partner.enterprise.pk,
                pk=self.record.pk,
                absences=absences,
                now=timezone.now(),
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:alternation", args=[self.record.schedule_id])

    def extra_context(self, form: Any) -> dict[str, Any]:
        schedule = self.record.schedule
        return {
            "subtitle": str(schedule.school_class),
            "breadcrumbs": [*crumbs(), {"label": str(schedule.school_class), "url": self.cancel_url()}],
            "week": self.record,
        }


def deadlines(partner: Partner, first: date, last: date) -> Any:
    """The weeks that wait for this person, on the portal's first page. Two queries at most."""
    today = timezone.localdate()
    if not first <= today <= last:
        return
    waiting = [week for week in _waiting(partner, today) if week.sunday < today]
    if not waiting:
        return
    schedules = own_schedules(partner).in_bulk({week.schedule_id for week in waiting})
    mine = [week for week in waiting if speaks(partner, schedules[week.schedule_id])]
    for week in mine[:SHOWN_DEADLINES]:
        yield PartnerDeadline(
            on=today,
            title=_("Confirm the week of a class"),
            text=str(week),
            url=reverse("portal:alternation_week", args=[week.pk]),
        )
