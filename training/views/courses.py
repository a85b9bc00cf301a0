"""Courses on the pages of the staff: the list, one of them, its forms and moves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.models import AccessLog
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from partnerships.policies import departments_for
from partnerships.views.record_pages import RecordFormView
from training.filters import CourseFilters, EnrolmentFilters, FeeFilters
from training.forms import CourseForm
from training.models import (
    OPEN_TO_STAFF,
    Course,
    CourseCertificate,
    CourseState,
    Enrolment,
    Fee,
)
from training.operations import courses as operations
from training.tables import CourseTable, EnrolmentTable, FeeTable
from training.transitions import COURSE_MOVES, EDIT, READ
from training.views import tabs
from training.words import plain


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Training for partners"), "url": reverse("training:course_list")}]


class CourseList(ListView):
    """Courses of one's departments; trainers and who looks after one come here too."""

    capability = READ
    title = gettext_lazy("Training for partners")
    list_name = "training:courses"
    table_class = CourseTable
    filterset_class = CourseFilters
    sorts = {"first_at": "first_at", "enrol_until": "enrol_until"}
    default_sort = "-first_at"
    search_placeholder = gettext_lazy("Title, contents or place")
    empty_title = gettext_lazy("No courses yet")
    empty_text = gettext_lazy(
        "Plan a course for employees of partners, offer it, and they enrol their people at the portal."
    )
    empty_icon = "school"

    def get_queryset(self) -> QuerySet[Course]:
        rows = Course.objects.visible_to(self.request.user).with_names().with_numbers()
        return rows.defer("aims", "outcome", "search_text", "search_bigrams")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Plan a course"), "url": reverse("training:course_new"), "icon": "plus"}

    def extra_context(self) -> dict[str, Any]:
        address = reverse("training:course_list")
        return {
            "actions": [
                {"label": _("People enrolled"), "url": reverse("training:enrolment_list"), "icon": "users"},
                {"label": _("Fees"), "url": reverse("training:fee_list"), "icon": "coin"},
                {"label": _("Over and not closed"), "url": f"{address}?unclosed=on", "icon": "clock"},
            ]
        }


class EnrolmentList(ListView):
    capability = READ
    title = gettext_lazy("People in courses")
    list_name = "training:enrolments"
    table_class = EnrolmentTable
    filterset_class = EnrolmentFilters
    sorts = {"enrolled_at": "enrolled_at"}
    default_sort = "-enrolled_at"
    search_placeholder = gettext_lazy("Name or enterprise")
    empty_title = gettext_lazy("Nobody is enrolled yet")
    empty_text = gettext_lazy("Enterprises enrol their employees at the portal once a course is offered.")
    empty_icon = "users-group"
    personal_data = AccessLog.Data.CONTACT

    def get_queryset(self) -> QuerySet[Enrolment]:
        number = CourseCertificate.objects.filter(enrolment=OuterRef("pk")).values("number")
        rows = Enrolment.objects.visible_to(self.request.user).with_names()
        return rows.annotate(certificate_number=Subquery(number[:1]))

    def extra_context(self) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class FeeList(ListView):
    """What enterprises owe and have paid; its export is the income."""

    capability = READ
    title = gettext_lazy("Fees for courses")
    list_name = "training:fees"
    table_class = FeeTable
    filterset_class = FeeFilters
    sorts = {"due_since": "due_since"}
    default_sort = "-due_since"
    search_placeholder = gettext_lazy("Course, enterprise or receipt")
    empty_title = gettext_lazy("Nothing is owed yet")
    empty_text = gettext_lazy("Fees are reckoned when a course begins.")
    empty_icon = "coin"

    def get_queryset(self) -> QuerySet[Fee]:
        return Fee.objects.visible_to(self.request.user).with_names()

    def extra_context(self) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


# --- One course ---------------------------------------------------------------------------------

MOVES = {
    "offer": "speakerphone",
    "record": "history",
    "begin": "player-play",
    "close": "checks",
    "cancel": "ban",
}


class CourseDetail(DetailView):
    record: Course
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="training/course_overview.html",
            context=tabs.overview,
            order=0,
        ),
        Tab(
            name="people",
            label=gettext_lazy("People enrolled"),
            template="training/course_people.html",
            context=tabs.people,
            order=10,
        ),
        Tab(
            name="fees",
            label=gettext_lazy("Fees"),
            template="training/course_fees.html",
            context=tabs.fees,
            order=20,
            capability=READ,
        ),
    ]

    def get_queryset(self) -> QuerySet[Course]:
        rows = Course.objects.visible_to(self.request.user).with_names().with_numbers()
        return rows.select_related("occupation", "organiser", "closed_by", "created_by")

    def offered_tabs(self) -> list[Tab]:
        """What is owed and the history are for those who may read it by power."""
        offered = super().offered_tabs()
        if self.record.permits(self.request.user, READ):
            return offered
        return [tab for tab in offered if tab.name in {"overview", "people"}]

    def context(self) -> dict[str, Any]:
        course: Any = self.record
        enrolled = course.enrolled_count or 0
        first = course.first_at and date_format(timezone.localdate(course.first_at))
        return {
            "title": course.title,
            "chip": course.chip,
            "subtitle": str(course.department),
            "breadcrumbs": crumbs(),
            **self.moves(),
            "next_step": self.next_step(),
            "facts": [
                {"label": _("First session"), "value": first or "—"},
                {"label": pgettext("course for employees", "Hours"), "value": plain(course.hours)},
                {
                    "label": pgettext("course for employees", "Enrolled"),
                    "value": _("%(enrolled)d of %(places)d")
                    % {"enrolled": enrolled, "places": course.capacity},
                },
                {"label": _("Waiting for a place"), "value": course.waiting_count or 0},
                {"label": pgettext("course for employees", "Fewest"), "value": course.minimum},
                {"label": _("Enrolment until"), "value": date_format(course.enrol_until)},
                {
                    "label": _("Fee per head"),
                    "value": number_format(course.fee, 2, force_grouping=True) if course.fee else _("free"),
                },
                {"label": _("Looked after by"), "value": course.organiser},
            ],
        }

    def next_step(self) -> dict[str, Any] | None:
        course, now = self.record, timezone.now()
        whose = str(course.organiser or course.department)
        if course.state == CourseState.DRAFT and course.last_at and course.last_at <= now:
            return {"text": _("Its sessions are over: record that it was held."), "whose": whose}
        if course.state == CourseState.DRAFT:
            return {"text": _("Enter its sessions, then offer it to enterprises."), "whose": whose}
        if course.state == CourseState.OFFERED and timezone.localdate(now) <= course.enrol_until:
            return {"text": _("Enterprises enrol their people."), "whose": _("the enterprises")}
        if course.state == CourseState.OFFERED:
            return {"text": _("Enrolment is over: begin it, or cancel it."), "whose": whose}
        if course.state == CourseState.RUNNING and course.last_at and course.last_at <= now:
            return {
                "text": _("It is over: enter the results, then close it so that it counts."),
                "whose": whose,
                "meaning": "late",
            }
        if course.state == CourseState.RUNNING:
            return {"text": _("Mark who was at each session."), "whose": whose}
        return None

    def moves(self) -> dict[str, Any]:
        course, user, now = self.record, self.request.user, timezone.now()
        moves = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": reverse(f"training:course_{offer.name}", args=[course.pk]),
                "icon": MOVES[offer.name],
                "danger": offer.transition.needs_reason,
                "disabled_reason": offer.refusal,
            }
            for offer in COURSE_MOVES.offers(actor=user, record=course, now=now)
            if offer.name != "record" or (course.last_at and course.last_at <= now)
        ]
        primary = next((one for one in moves if one["name"] != "cancel" and not one["disabled_reason"]), None)
        menu = [move for move in moves if move is not primary]
        if course.permits(user, EDIT):
            menu = [*self.keeping(), *menu]
        return {"primary_action": primary, "actions": menu}

    def keeping(self) -> list[dict[str, Any]]:
        course = self.record
        address = lambda name: reverse(f"training:course_{name}", args=[course.pk])  # noqa: E731
        found = []
        if course.is_changeable:
            found += [
                {"label": _("Edit"), "url": address("edit"), "icon": "edit"},
                {"label": _("Add sessions"), "url": address("session_new"), "icon": "calendar-event"},
            ]
        if course.state in OPEN_TO_STAFF:
            found.append({"label": _("Enrol employees"), "url": address("enrol"), "icon": "user-plus"})
        if course.state in {CourseState.RUNNING, CourseState.CLOSED}:
            found.append({"label": _("Attendance sheet"), "url": address("sheet"), "icon": "clipboard-check"})
        return found


class CourseNew(FormView):
    form_class = CourseForm
    title = gettext_lazy("Plan a course")
    success_message = gettext_lazy("Kept as a draft. Enter its sessions next.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        user: Any = self.request.user
        return {"initial": {"department": departments_for(user, EDIT).first(), "organiser": user.pk}}

    def perform(self, form: Any) -> Course:
        return operations.plan_course(actor=self.request.user, now=timezone.now(), **form.entered())

    def cancel_url(self) -> str:
        return reverse("training:course_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfCourse(RecordFormView):
    capability = EDIT
    record: Course

    def records(self) -> QuerySet:
        return Course.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class CourseEdit(OfCourse):
    form_class = CourseForm
    title = gettext_lazy("Change the course")

    def form_kwargs(self) -> dict[str, Any]:
        teachers = [one.teacher_id for one in self.record.trainers.all()]
        return {"instance": self.record, "initial": {"teachers": teachers}}

    def perform(self, form: Any) -> Course:
        return operations.change_course(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.entered()
        )
