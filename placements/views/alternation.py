"""Work–study alternation on the pages of the staff: timetables, their weeks, clashes, hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from catalogue.calendars import work_calendar
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import DetailView, ListView
from internships.models import Student
from internships.policies import CARE
from placements.alternation_clashes import Clash, clashes_of
from placements.alternation_querysets import hours_of
from placements.alternation_weeks import weeks_between
from placements.filters.alternation import AlternationFilters, HoursFilters
from placements.models import AlternationSchedule, AlternationWeek, LearningPlace, WeekCredit
from placements.operations.alternation_credits import looks_after
from placements.tables.alternation import AlternationTable, HoursTable
from placements.transitions.alternation import ALTERNATION_MOVES, EDIT, READ

MOST_CLASHING = 100


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Work–study alternation"), "url": reverse("placements:alternation_list")}]


def with_numbers(rows: Any) -> Any:
    """With how many weeks there are at each place, and how many that are over nobody has confirmed."""
    over = timezone.localdate() - timedelta(days=6)
    return rows.annotate(
        school_weeks=Count("weeks", filter=Q(weeks__place=LearningPlace.SCHOOL)),
        enterprise_weeks=Count("weeks", filter=Q(weeks__place=LearningPlace.ENTERPRISE)),
        waiting_weeks=Count(
            "weeks", filter=Q(state="running", weeks__vouched_at=None, weeks__monday__lt=over)
        ),
    )


def require_sight(user: Any) -> None:
    """Class teachers look after their own classes here, whatever their powers. Raises PermissionDenied."""
    if any(user.scope_for(power) for power in (READ, CARE)):
        return
    if not AlternationSchedule.objects.visible_to(user).exists():
        raise PermissionDenied


class AlternationList(ListView):
    capability = READ
    title = gettext_lazy("Work–study alternation")
    list_name = "placements:alternations"
    table_class = AlternationTable
    filterset_class = AlternationFilters
    sorts = {"starts_on": "starts_on", "ends_on": "ends_on"}
    default_sort = "-starts_on"
    search_placeholder = gettext_lazy("Class or enterprise")
    empty_title = gettext_lazy("No timetables yet")
    empty_text = gettext_lazy(
        "A class that learns at the school and at an enterprise by turns has a timetable of its weeks here."
    )
    empty_icon = "calendar-event"

    def authorise(self) -> None:
        require_sight(self.request.user)

    def get_queryset(self) -> QuerySet[AlternationSchedule]:
        return with_numbers(AlternationSchedule.objects.visible_to(self.request.user)).select_related(
            "school_class__major", "enterprise", "department"
        )

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("New timetable"), "url": reverse("placements:alternation_new"), "icon": "plus"}

    def extra_context(self) -> dict[str, Any]:
        return {
            "actions": [
                {
                    "label": _("Clashes"),
                    "url": reverse("placements:alternation_clashes"),
                    "icon": "alert-triangle",
                },
                {
                    "label": _("Hours of students"),
                    "url": reverse("placements:alternation_hours"),
                    "icon": "clock-hour-4",
                },
            ]
        }


class HoursList(ListView):
    """The hours of every student at both places, of the weeks that were confirmed."""

    capability = READ
    title = gettext_lazy("Hours at school and enterprise")
    list_name = "placements:alternation_hours"
    table_class = HoursTable
    filterset_class = HoursFilters
    sorts = {"name": "pinyin_key", "number": "number"}
    default_sort = "name"
    search_placeholder = gettext_lazy("Name, student number or pinyin initials")
    empty_title = gettext_lazy("No hours yet")
    empty_text = gettext_lazy("Hours are credited once somebody has confirmed a week.")
    empty_icon = "clock-hour-4"
    personal_data = AccessLog.Data.RECORD

    def authorise(self) -> None:
        require_sight(self.request.user)

    def get_queryset(self) -> QuerySet[Student]:
        credits = WeekCredit.objects.visible_to(self.request.user)
        students = Student.objects.visible_to(self.request.user).filter(
            pk__in=credits.order_by().values("student")
        )
        return hours_of(students.select_related("school_class__major"), credits).defer(
            "identity", "search_text", "search_bigrams"
        )

    def extra_context(self) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


@require_safe
def clash_list(request: PersonRequest) -> HttpResponse:
    """What stands against the weeks to come of all timetables in force; what cannot be comes first."""
    require_sight(request.user)
    today = timezone.localdate()
    rows = AlternationSchedule.objects.visible_to(request.user).exclude(state="stopped")
    schedules = list(rows.filter(ends_on__gte=today).with_names().order_by("starts_on", "pk")[:MOST_CLASHING])
    found = clashes_of(schedules, since=today)
    context = {
        "title": _("Clashes"),
        "subtitle": _("Of this week and those to come, in timetables in force and drafts."),
        "breadcrumbs": crumbs(),
        "groups": [
            (schedule, serious)
            for schedule in schedules
            if (serious := [clash for clash in found[schedule.pk] if not clash.is_note])
        ],
    }
    return render(request, "placements/alternation_clashes.html", context)


# --- One timetable ----------------------------------------------------------------------------


def timetable(request: HttpRequest, schedule: Any) -> dict[str, Any]:
    """Every week of the calendar, marked or not. Fifteen queries, however many weeks."""
    weeks = {week.monday: week for week in schedule.weeks.select_related("vouched_by")}
    clashes: dict[Any, list[Clash]] = {}
    for clash in clashes_of([schedule])[schedule.pk]:
        clashes.setdefault(clash.week.monday, []).append(clash)
    today = timezone.localdate()
    calendar = work_calendar(schedule.starts_on, schedule.ends_on + timedelta(days=6))
    return {
        "schedule": schedule,
        "lines": [
            {
                "calendar": one,
                "week": weeks.get(one.monday),
                "clashes": clashes.get(one.monday, []),
                "is_now": one.monday <= today <= one.sunday,
                "is_open": one.monday in weeks and one.monday <= today and schedule.state != "draft",
            }
            for one in weeks_between(schedule.starts_on, schedule.ends_on, calendar)
        ],
        "may_confirm": looks_after(request.user, schedule),  # type: ignore[arg-type]
        "weeks_url": reverse("placements:alternation_weeks", args=[schedule.pk])
        if schedule.is_editable and schedule.permits(request.user, EDIT)
        else "",
    }


def hours(request: HttpRequest, schedule: Any) -> dict[str, Any]:
    """Every student's hours, week by week. Five queries."""
    credits = WeekCredit.objects.filter(week__schedule=schedule)
    by_week: dict[int, dict[int, WeekCredit]] = {}
    for credit in credits.order_by():
        by_week.setdefault(credit.student_id, {})[credit.week_id] = credit
    students = list(
        hours_of(Student.objects.filter(pk__in=by_week.keys()), credits)
        .defer("identity", "search_text", "search_bigrams")
        .order_by("pinyin_key", "pk")
    )
    note_reading(request, students, data=AccessLog.Data.RECORD)  # type: ignore[arg-type]
    weeks = list(schedule.weeks.filter(vouched_at__isnull=False))
    return {
        "weeks": weeks,
        "lines": [
            {"student": student, "credits": [by_week[student.pk].get(week.pk) for week in weeks]}
            for student in students
        ],
        "list_url": f"{reverse('placements:alternation_hours')}?schedule={schedule.pk}",
    }


def _count_hours(request: HttpRequest, schedule: Any) -> int | None:
    return schedule.weeks.filter(vouched_at__isnull=False).count() or None


ICONS = {"publish": "send", "take_back": "arrow-back-up", "stop": "circle-x"}


class AlternationDetail(DetailView):
    record: AlternationSchedule
    tabs = [
        Tab(
            name="timetable",
            label=gettext_lazy("Timetable"),
            template="placements/alternation_timetable.html",
            context=timetable,
            order=0,
        ),
        Tab(
            name="hours",
            label=pgettext_lazy("credited", "Hours"),
            template="placements/alternation_hours.html",
            context=hours,
            order=10,
            count=_count_hours,
        ),
    ]

    def get_queryset(self) -> QuerySet[AlternationSchedule]:
        rows = AlternationSchedule.objects.visible_to(self.request.user).with_names()
        return rows.select_related(
            "school_class__class_teacher",
            "school_class__major",
            "agreement",
            "school_contact",
            "host_contact",
        )

    def context(self) -> dict[str, Any]:
        schedule, user = self.record, self.request.user
        moves = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": reverse(f"placements:alternation_{offer.name}", args=[schedule.pk]),
                "icon": ICONS[offer.name],
                "danger": offer.transition.is_final,
                "disabled_reason": offer.refusal,
            }
            for offer in ALTERNATION_MOVES.offers(actor=user, record=schedule, now=timezone.now())
        ]
        primary = next((move for move in moves if move["name"] == "publish"), None)
        menu = [move for move in moves if move is not primary]
        if schedule.is_editable and schedule.permits(user, EDIT):
            weeks = reverse("placements:alternation_weeks", args=[schedule.pk])
            edit = reverse("placements:alternation_edit", args=[schedule.pk])
            menu[:0] = [
                {"label": _("Mark the weeks"), "url": weeks, "icon": "calendar-event"},
                {"label": _("Edit"), "url": edit, "icon": "edit"},
            ]
        return {
            "title": str(schedule),
            "chip": schedule.chip,
            "subtitle": f"{schedule.get_kind_display()} · {schedule.school_class.major}",
            "breadcrumbs": crumbs(),
            "primary_action": primary,
            "actions": menu,
            "facts": facts_of(schedule),
        }


def facts_of(schedule: AlternationSchedule) -> list[dict[str, Any]]:
    """Class, enterprise, contacts and agreement have to be fetched along."""
    teacher = schedule.school_contact or schedule.school_class.class_teacher
    agreement = schedule.agreement
    contact = schedule.host_contact
    return [
        {
            "label": _("Class"),
            "value": schedule.school_class,
            "url": schedule.school_class.get_absolute_url(),
        },
        {
            "label": _("Enterprise"),
            "value": schedule.enterprise,
            "url": schedule.enterprise.get_absolute_url(),
        },
        {
            "label": _("Agreement"),
            "value": agreement,
            "url": agreement.get_absolute_url() if agreement else "",
        },
        {
            "label": _("From–until"),
            "value": f"{date_format(schedule.starts_on)} – {date_format(schedule.ends_on)}",
        },
        {
            "label": _("Hours a week"),
            "value": _("%(school)s at the school, %(enterprise)s at the enterprise")
            % {
                "school": number_format(schedule.school_hours.normalize()),
                "enterprise": number_format(schedule.enterprise_hours.normalize()),
            },
        },
        {
            "label": pgettext("who looks after a class", "At the school"),
            "value": teacher,
            "help": teacher.phone if teacher else "",
        },
        {
            "label": pgettext("who looks after a class", "At the enterprise"),
            "value": contact,
            "help": contact.phone if contact else "",
        },
        {"label": _("Places at the enterprise"), "value": schedule.capacity},
        {"label": _("Why it was stopped"), "value": schedule.reason},
    ]


def weeks_seen(user: Any) -> QuerySet[AlternationWeek]:
    return AlternationWeek.objects.visible_to(user).select_related(
        "schedule__school_class__class_teacher",
        "schedule__school_contact",
        "schedule__enterprise",
        "vouched_by",
    )


def schedules_of(request: HttpRequest, rows: Any) -> Iterable[AlternationSchedule]:
    return with_numbers(rows).with_names().order_by("-starts_on", "-pk")


def alternations_of(field: str) -> Any:
    def context(request: HttpRequest, record: Any) -> dict[str, Any]:
        """One query."""
        user: Any = request.user
        rows = AlternationSchedule.objects.visible_to(user).filter(**{field: record})
        return {"schedules": list(schedules_of(request, rows)), "shows_class": field != "school_class"}

    return context


def _tab(field: str, order: int) -> Tab:
    return Tab(
        name="alternation",
        label=gettext_lazy("Work–study alternation"),
        template="placements/alternation_of_record.html",
        context=alternations_of(field),
        order=order,
        count=lambda request, record: (
            AlternationSchedule.objects.visible_to(request.user)  # type: ignore[arg-type]
            .filter(**{field: record})
            .count()
            or None
        ),
    )


ALTERNATIONS_OF = {
    "partnerships.Enterprise": _tab("enterprise", 66),
    "internships.SchoolClass": _tab("school_class", 30),
}
