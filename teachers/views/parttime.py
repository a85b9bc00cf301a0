"""Part-time teachers from enterprises: who they are, what they are needed for, how many there are."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import Department
from core.access import NotVisible
from core.dates import plausible_day
from core.exports import FORMATS, ExportColumn, rows_response
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.school_years import in_words, school_year
from core.views import DetailView, FormView, ListView, act
from partnerships.models import Contact, Enterprise
from partnerships.views.record_pages import RecordFormView
from teachers.filters.parttime import NeedFilters, PartTimerFilters
from teachers.forms.parttime import ChooseEnterpriseForm, NeedForm, PartTimerForm
from teachers.models import Appointment, Engagement, NeedState, PartTimeNeed, PartTimeTeacher
from teachers.operations import parttime as operations
from teachers.parttime_namesakes import namesakes
from teachers.parttime_rules import PartTimeNumbers, numbers_on
from teachers.parttime_standing import (
    hours_by_department,
    hours_taught,
    share_on,
    shares_by_department,
)
from teachers.tables.parttime import NeedTable, PartTimerTable
from teachers.transitions.parttime import EDIT, READ


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Part-time teachers"), "url": reverse("teachers:part_timer_list")}]


def need_crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Needs of part-time teachers"), "url": reverse("teachers:need_list")}]


def span(first: Any, last: Any) -> str:
    return f"{date_format(first)} – {date_format(last)}"


# --- People -----------------------------------------------------------------------------------


class PartTimerList(ListView):
    capability = READ
    title = gettext_lazy("Part-time teachers")
    list_name = "teachers:part_timers"
    table_class = PartTimerTable
    filterset_class = PartTimerFilters
    sorts = {"trained_on": "trained_on", "name": "contact__name"}
    default_sort = "name"
    search_placeholder = gettext_lazy("Name, enterprise, title or trade")
    empty_title = gettext_lazy("No part-time teachers yet")
    empty_text = gettext_lazy("Take in somebody from an enterprise, then propose them for a published need.")
    empty_icon = "user-star"
    personal_data = AccessLog.Data.RECORD

    def get_queryset(self) -> QuerySet[PartTimeTeacher]:
        rows = PartTimeTeacher.objects.visible_to(self.request.user).with_names()
        return rows.with_last_day(timezone.localdate()).defer("birth_date")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Take somebody in"), "url": reverse("teachers:part_timer_new"), "icon": "plus"}

    def extra_context(self) -> dict[str, Any]:
        address = reverse("teachers:part_timer_list")
        return {
            "actions": [
                {
                    "label": _("Serving today"),
                    "url": f"{address}?serving={timezone.localdate().isoformat()}",
                    "icon": "circle-check",
                },
                {
                    "label": _("Share and full-time equivalents"),
                    "url": reverse("teachers:part_time_standing"),
                    "icon": "chart-bar",
                },
            ]
        }


def about(request: HttpRequest, person: Any) -> dict[str, Any]:
    """With where they worked, and for whoever keeps them who seems to be the same person. Two queries."""
    user: Any = request.user
    found = namesakes(user, person.contact) if person.permits(user, EDIT) else []
    employments = list(person.employments.select_related("contact__enterprise"))
    return {
        "person": person,
        "employments": employments if len(employments) > 1 else [],
        "namesakes": [(one, same_person(person, one)) for one in found],
    }


def same_person(person: PartTimeTeacher, namesake: Contact) -> str:
    """Where it is said that a namesake is the same person: with the record that was there first."""
    other = getattr(namesake, "part_time_teacher", None)
    if other is not None and other.pk < person.pk:
        arguments = [other.pk, person.contact.enterprise_id]
    else:
        arguments = [person.pk, namesake.enterprise_id]
    return reverse("teachers:part_timer_employer_of", args=arguments)


def appointments_of(request: HttpRequest, person: Any) -> dict[str, Any]:
    """One query."""
    user: Any = request.user
    rows = Appointment.objects.visible_to(user).filter(person=person.pk).with_names()
    today = timezone.localdate()
    return {"rows": [(one, one.chip_on(today)) for one in rows], "person": person}


def engagements_of(request: HttpRequest, person: Any) -> dict[str, Any]:
    """One query."""
    user: Any = request.user
    rows = Engagement.objects.visible_to(user).filter(appointment__person=person.pk)
    return {"engagements": list(rows.select_related("appointment")), "may_edit": False}


class PartTimerDetail(DetailView):
    record: PartTimeTeacher
    tabs = [
        Tab(
            name="about",
            label=gettext_lazy("Overview"),
            template="teachers/part_timer_overview.html",
            context=about,
            order=0,
        ),
        Tab(
            name="appointments",
            label=pgettext_lazy("part-time teachers", "Appointments"),
            template="teachers/part_time_appointments.html",
            context=appointments_of,
            order=10,
        ),
        Tab(
            name="engagements",
            label=gettext_lazy("Courses and hours"),
            template="teachers/part_time_engagements.html",
            context=engagements_of,
            order=20,
        ),
    ]

    def get_queryset(self) -> QuerySet[PartTimeTeacher]:
        rows = PartTimeTeacher.objects.visible_to(self.request.user)
        named = rows.select_related("contact__enterprise", "department", "teacher__department")
        found: QuerySet[PartTimeTeacher] = named.with_last_day(timezone.localdate())
        return found

    def context(self) -> dict[str, Any]:
        person: Any = self.record
        user, contact = self.request.user, person.contact
        note_reading(self.request, [person], data=AccessLog.Data.RECORD)
        actions = []
        if person.permits(user, EDIT):
            edit = reverse("teachers:part_timer_edit", args=[person.pk])
            actions.append({"label": _("Edit"), "url": edit, "icon": "edit"})
            elsewhere = reverse("teachers:part_timer_employer", args=[person.pk])
            actions.append({"label": _("Works elsewhere now"), "url": elsewhere, "icon": "arrows-exchange"})
        enterprise = contact.enterprise
        return {
            "title": str(person),
            "subtitle": f"{enterprise} · {contact.title}" if contact.title else str(enterprise),
            "breadcrumbs": crumbs(),
            "actions": actions,
            "facts": [
                {
                    "label": _("Enterprise"),
                    "value": enterprise,
                    "url": enterprise.get_absolute_url()
                    if enterprise.permits(user, "enterprise.read")
                    else "",
                },
                {"label": _("Department"), "value": person.department},
                {"label": _("Title or skill"), "value": person.standing_in_words},
                {
                    "label": _("Teaches until"),
                    "value": date_format(person.serves_until) if person.serves_until else "",
                },
                {"label": _("Also in our own record as"), "value": person.teacher},
                {"label": _("Phone"), "value": contact.phone},
                {"label": _("E-mail"), "value": contact.email},
            ],
        }


class ChooseEnterprise(FormView):
    form_class = ChooseEnterpriseForm
    title = gettext_lazy("Take in a part-time teacher")
    submit_label = gettext_lazy("Go on")
    success_message = ""

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> str:
        return reverse("teachers:part_timer_new_of", args=[form.cleaned_data["enterprise"].pk])

    def cancel_url(self) -> str:
        return reverse("teachers:part_timer_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class PartTimerNew(FormView):
    form_class = PartTimerForm
    title = gettext_lazy("Take in a part-time teacher")
    enterprise: Enterprise

    def authorise(self, **kwargs: Any) -> None:
        rows = Enterprise.objects.visible_to(self.request.user)
        found = rows.filter(pk=kwargs["enterprise_id"]).first()
        if found is None:
            raise NotVisible(f"partnerships.Enterprise {kwargs['enterprise_id']}")
        if not self.request.user.can(EDIT):
            raise PermissionDenied
        self.enterprise = found

    def form_kwargs(self) -> dict[str, Any]:
        return {"enterprise": self.enterprise}

    def perform(self, form: Any) -> PartTimeTeacher:
        fields = form.entered()
        contact = fields.pop("contact")
        return operations.enter_part_timer(
            actor=self.request.user, contact_id=contact.pk, now=timezone.now(), **fields
        )

    def cancel_url(self) -> str:
        return reverse("teachers:part_timer_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(), "subtitle": str(self.enterprise)}


class PartTimerEdit(RecordFormView):
    capability = EDIT
    form_class = PartTimerForm
    title = gettext_lazy("Change what is known")
    record: PartTimeTeacher

    def records(self) -> QuerySet:
        return PartTimeTeacher.objects.select_related("contact__enterprise")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> PartTimeTeacher:
        return operations.change_part_timer(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.entered()
        )


# --- Needs ------------------------------------------------------------------------------------


class NeedList(ListView):
    capability = READ
    title = gettext_lazy("Needs of part-time teachers")
    list_name = "teachers:part_time_needs"
    table_class = NeedTable
    filterset_class = NeedFilters
    sorts = {"starts_on": "starts_on"}
    default_sort = "-starts_on"
    search_placeholder = gettext_lazy("Need, course, title or skill")
    empty_title = gettext_lazy("No needs yet")
    empty_text = gettext_lazy("Say what a department needs somebody from practice for, and publish it.")
    empty_icon = "user-search"

    def get_queryset(self) -> QuerySet[PartTimeNeed]:
        rows = PartTimeNeed.objects.visible_to(self.request.user)
        return rows.with_counts().select_related("department")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Enter a need"), "url": reverse("teachers:need_new"), "icon": "plus"}


def need_overview(request: HttpRequest, need: Any) -> dict[str, Any]:
    return {"need": need}


def people_for(request: HttpRequest, need: Any) -> dict[str, Any]:
    """One query."""
    user: Any = request.user
    rows = Appointment.objects.visible_to(user).filter(need=need.pk).with_names()
    today = timezone.localdate()
    return {"rows": [(one, one.chip_on(today)) for one in rows], "need": need}


class NeedDetail(DetailView):
    record: PartTimeNeed
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="teachers/need_overview.html",
            context=need_overview,
            order=0,
        ),
        Tab(
            name="people",
            label=pgettext_lazy("need of a part-time teacher", "People"),
            template="teachers/part_time_appointments.html",
            context=people_for,
            order=10,
            count=lambda _request, need: need.appointments.count() or None,
        ),
    ]

    def get_queryset(self) -> QuerySet[PartTimeNeed]:
        rows = PartTimeNeed.objects.visible_to(self.request.user)
        return rows.select_related("department").prefetch_related("majors")

    def context(self) -> dict[str, Any]:
        need = self.record
        return {
            "title": str(need),
            "subtitle": str(need.department),
            "chip": need.chip,
            "breadcrumbs": need_crumbs(),
            **self.moves(),
            "facts": [
                {"label": _("Department"), "value": need.department},
                {"label": _("Title or skill sought"), "value": need.sought},
                {"label": pgettext("need of a part-time teacher", "People"), "value": need.seats},
                {"label": _("Hours a term"), "value": need.hours_per_term},
                {"label": _("From–until"), "value": span(need.starts_on, need.ends_on)},
                {
                    "label": _("Published on"),
                    "value": date_format(need.published_on) if need.published_on else "",
                },
            ],
        }

    def moves(self) -> dict[str, Any]:
        need = self.record
        if not need.permits(self.request.user, EDIT):
            return {}
        address = lambda name: reverse(f"teachers:need_{name}", args=[need.pk])  # noqa: E731
        publish = {"label": _("Publish"), "url": address("publish"), "icon": "speakerphone", "post": True}
        if need.state == NeedState.DRAFT:
            edit = {"label": _("Edit"), "url": address("edit"), "icon": "edit"}
            return {"primary_action": publish, "actions": [edit]}
        if need.state == NeedState.CLOSED:
            return {"actions": [publish]}
        propose = {"label": _("Propose somebody"), "url": address("propose"), "icon": "user-plus"}
        close = {"label": _("Close"), "url": address("close"), "icon": "archive", "post": True}
        return {"primary_action": propose, "actions": [close]}


class NeedNew(FormView):
    form_class = NeedForm
    title = gettext_lazy("Enter a need")
    success_message = gettext_lazy("Saved as a draft: publish it when it is complete.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> PartTimeNeed:
        return operations.draft_need(actor=self.request.user, now=timezone.now(), **form.entered())

    def cancel_url(self) -> str:
        return reverse("teachers:need_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": need_crumbs()}


class NeedEdit(RecordFormView):
    capability = EDIT
    form_class = NeedForm
    title = gettext_lazy("Change the need")
    record: PartTimeNeed

    def records(self) -> QuerySet:
        return PartTimeNeed.objects.select_related("department")

    def crumbs(self) -> list[dict[str, Any]]:
        return need_crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> PartTimeNeed:
        return operations.change_need(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.entered()
        )


@act
def publish(request: PersonRequest, pk: int) -> PartTimeNeed:
    need = operations.publish_need(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Published: enterprises read it at the portal and can propose people."))
    return need


@act
def close(request: PersonRequest, pk: int) -> PartTimeNeed:
    need = operations.close_need(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Closed: nobody can be proposed any more."))
    return need


# --- Standing ---------------------------------------------------------------------------------


@require_safe
def standing(request: PersonRequest) -> HttpResponseBase:
    """Share and full-time equivalents by department, on a page or as a file. About ten queries."""
    if not request.user.can(READ):
        raise PermissionDenied
    day = plausible_day(request.GET.get("on", "")) or timezone.localdate()
    seen = request.user.scope_for(READ)
    shares = {key: one for key, one in shares_by_department(day).items() if seen.covers(key)}
    departments = Department.objects.filter(pk__in=shares).order_by("pk")
    year, total = school_year(day), share_on(day)
    numbers, hours = numbers_on(day), hours_by_department(year)
    rows = [
        (
            one,
            shares[one.pk],
            percent(shares[one.pk].share),
            hours.get(one.pk, 0),
            equivalents(hours.get(one.pk, 0), numbers),
        )
        for one in departments
    ]
    if request.GET.get("export") in FORMATS:
        return rows_response(
            filename=f"{_('Part-time teachers by department')} {day.isoformat()}",
            columns=STANDING_COLUMNS,
            rows=rows,
            fmt=request.GET["export"],
        )
    context = {
        "title": _("Part-time teachers by department"),
        "subtitle": _("Everybody and every hour once, as of the day."),
        "breadcrumbs": crumbs(),
        "on": day,
        "year": in_words(year),
        "rows": rows,
        "total": total,
        "total_percent": percent(total.share),
        "total_hours": (together := hours_taught(year)),
        "total_equivalents": equivalents(together, numbers),
        "cap_percent": percent(total.cap),
        "hours_of_one": numbers.hours if numbers else None,
        "is_everywhere": seen.everywhere,
        "list_url": reverse("teachers:part_timer_list"),
    }
    return render(request, "teachers/part_time_standing.html", context)


STANDING_COLUMNS = [
    ExportColumn(gettext_lazy("Department"), lambda row: str(row[0])),
    ExportColumn(gettext_lazy("Part-time teachers"), lambda row: row[1].part_time),
    ExportColumn(gettext_lazy("Own teachers"), lambda row: row[1].full_time),
    ExportColumn(gettext_lazy("Share in percent"), lambda row: row[2]),
    ExportColumn(gettext_lazy("Hours taught in the school year"), lambda row: row[3]),
    ExportColumn(gettext_lazy("Full-time equivalents"), lambda row: row[4]),
]


def equivalents(hours: int, numbers: PartTimeNumbers | None) -> float | None:
    return round(hours / numbers.hours, 2) if numbers else None


def percent(share: Any) -> float | None:
    return None if share is None else round(float(share) * 100, 1)
