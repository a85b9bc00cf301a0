from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.bilingual import listed
from core.dates import plausible_day
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from teachers.evidence_kinds import KINDS
from teachers.filters.teachers import TeacherFilters
from teachers.forms.teachers import NewTeacherForm, TeacherForm
from teachers.models import Teacher
from teachers.operations import teachers as operations
from teachers.policies import EDIT, IMPORT, READ, is_own, may_keep, seen
from teachers.reading import sections_of, standing_of
from teachers.tables.teachers import TeacherTable, presence_chip
from teachers.views.file import facts_of_teacher

SHOWN_CHOICES = 20


def crumbs(teacher: Teacher | None = None) -> list[dict[str, Any]]:
    found = [{"label": _("Teachers"), "url": reverse("teachers:teacher_list")}]
    if teacher is not None:
        found.append({"label": str(teacher), "url": teacher.get_absolute_url()})
    return found


class TeacherList(ListView):
    title = gettext_lazy("Teachers")
    capability = READ
    list_name = "teachers:teachers"
    personal_data = AccessLog.Data.RECORD
    table_class = TeacherTable
    filterset_class = TeacherFilters
    sorts = {"name": "pinyin_key", "staff_number": "staff_number", "hired_on": "hired_on"}
    default_sort = "name"
    search_placeholder = gettext_lazy("Name, staff number or pinyin initials")
    empty_title = gettext_lazy("No teachers yet")
    empty_text = gettext_lazy("Enter the first one: classes and internships name them.")
    empty_icon = "chalkboard"

    def get_queryset(self) -> QuerySet:
        return (
            Teacher.objects.visible_to(self.request.user)
            .select_related("department", "user")
            .prefetch_related("majors")
            .defer("search_text", "search_bigrams")
        )

    def extra_context(self) -> dict[str, Any]:
        if not self.request.user.can(IMPORT):
            return {}
        url = reverse("core:import_upload", args=["teachers.teachers"])
        return {"actions": [{"label": _("Import a list"), "url": url, "icon": "upload"}]}

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("New teacher"), "url": reverse("teachers:teacher_new"), "icon": "plus"}


def overview(request: HttpRequest, teacher: Any) -> dict[str, Any]:
    """Who they are, and their standing on the day that was asked for, today unless it is one."""
    on = plausible_day(request.GET.get("on", "")) or timezone.localdate()
    return {"teacher": teacher, "standing": standing_of(teacher, on), "today": timezone.localdate()}


def service(request: HttpRequest, teacher: Any) -> dict[str, Any]:
    """Two queries."""
    user: Any = request.user
    return {
        "teacher": teacher,
        "periods": list(teacher.service_periods.select_related("department")),
        "absences": list(teacher.absences.all()),
        "may_edit": teacher.permits(user, EDIT),
    }


def evidence_tab(name: str, label: Any, order: int, *slugs: str) -> Tab:
    """A tab of the page of a teacher that shows some kinds of evidence."""
    kinds = [kind for kind in KINDS if kind.slug in slugs]

    def context(request: HttpRequest, teacher: Any) -> dict[str, Any]:
        user: Any = request.user
        return {
            "teacher": teacher,
            "sections": sections_of(user, teacher, kinds, with_files=True),
            "may_add": may_keep(user, teacher),
        }

    return Tab(name=name, label=label, template="teachers/evidence_tab.html", context=context, order=order)


class TeacherDetail(DetailView):
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="teachers/overview.html",
            context=overview,
            order=10,
        ),
        evidence_tab("qualifications", gettext_lazy("Qualifications"), 20, "qualification"),
        evidence_tab(
            "experience", gettext_lazy("Training and experience"), 30, "training", "course", "experience"
        ),
        evidence_tab("achievements", gettext_lazy("Achievements"), 40, "achievement"),
        Tab(
            name="service",
            label=gettext_lazy("Service"),
            template="teachers/service.html",
            context=service,
            order=90,
        ),
    ]
    record: Teacher

    def get_queryset(self) -> QuerySet:
        rows = Teacher.objects.visible_to(self.request.user).select_related("department", "region", "user")
        return rows.prefetch_related("majors")

    def context(self) -> dict[str, Any]:
        teacher = self.record
        if not is_own(self.request.user, teacher):
            note_reading(self.request, [teacher], data=AccessLog.Data.RECORD)
        return {
            "title": str(teacher),
            "subtitle": f"{teacher.get_kind_display()} · {teacher.department}",
            "chip": presence_chip(teacher),
            "breadcrumbs": crumbs(),
            **self.offered_actions(teacher),
            "facts": [
                *facts_of_teacher(teacher),
                {"label": _("Born on"), "value": teacher.birth_date and date_format(teacher.birth_date)},
                {"label": _("Majors taught"), "value": listed(teacher.majors.all())},
                {"label": _("Signs in as"), "value": teacher.user or ""},
                {"label": _("Left on"), "value": teacher.left_on and date_format(teacher.left_on)},
            ],
        }

    def offered_actions(self, teacher: Teacher) -> dict[str, Any]:
        if not teacher.permits(self.request.user, EDIT):
            return {}

        def action(name: str, label: str, icon: str) -> dict[str, Any]:
            return {"label": label, "url": reverse(f"teachers:{name}", args=[teacher.pk]), "icon": icon}

        acts = [action("absence_new", _("Record an absence"), "clock-pause")]
        if teacher.left_on:
            acts.append(action("teacher_return", _("Came back"), "arrow-back-up"))
        else:
            acts.append(action("service_change", _("Change department or kind"), "calendar-event"))
            acts.append(action("teacher_leave", _("Leaves the centre"), "logout"))
        return {"primary_action": action("teacher_edit", _("Edit"), "edit"), "actions": acts}


class TeacherNew(FormView):
    form_class = NewTeacherForm
    title = gettext_lazy("New teacher")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> Teacher:
        return operations.add_teacher(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("teachers:teacher_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class TeacherEdit(FormView):
    form_class = TeacherForm

    def authorise(self, **kwargs: Any) -> None:
        self.teacher: Teacher = seen(Teacher.objects.all(), self.request.user, kwargs["pk"], EDIT)

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.teacher}

    def get_title(self) -> str:
        return _("Edit %(name)s") % {"name": self.teacher}

    def perform(self, form: Any) -> Teacher:
        changed: Any = {name: form.cleaned_data[name] for name in form.changed_data}
        return operations.change_teacher(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **changed
        )

    def cancel_url(self) -> str:
        return self.teacher.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.teacher)}


@require_safe
def choices(request: PersonRequest) -> JsonResponse:
    """Teachers to choose among, for any form that names one."""
    rows = Teacher.objects.visible_to(request.user).current().matching(request.GET.get("q", ""))
    return JsonResponse(
        {
            "results": [
                {"value": str(row.pk), "text": f"{row} · {row.staff_number}"} for row in rows[:SHOWN_CHOICES]
            ]
        }
    )
