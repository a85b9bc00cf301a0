from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from teachers.filters.teachers import TeacherFilters
from teachers.forms.teachers import NewTeacherForm, TeacherForm
from teachers.models import Teacher
from teachers.operations import teachers as operations
from teachers.policies import EDIT, READ, seen
from teachers.tables.teachers import TeacherTable, presence_chip

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
    sorts = {"name": "pinyin_key", "staff_number": "staff_number"}
    default_sort = "name"
    search_placeholder = gettext_lazy("Name, staff number or pinyin initials")
    empty_title = gettext_lazy("No teachers yet")
    empty_text = gettext_lazy("Enter the first one: classes and internships name them.")
    empty_icon = "chalkboard"

    def get_queryset(self) -> QuerySet:
        return (
            Teacher.objects.visible_to(self.request.user)
            .select_related("department", "user")
            .defer("search_text", "search_bigrams")
        )

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("New teacher"), "url": reverse("teachers:teacher_new"), "icon": "plus"}


def _overview(request: HttpRequest, teacher: Any) -> dict[str, Any]:
    return {"teacher": teacher}


class TeacherDetail(DetailView):
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="teachers/overview.html",
            context=_overview,
            order=10,
        )
    ]
    record: Teacher

    def get_queryset(self) -> QuerySet:
        return Teacher.objects.visible_to(self.request.user).select_related("department", "user")

    def context(self) -> dict[str, Any]:
        teacher = self.record
        note_reading(self.request, [teacher], data=AccessLog.Data.RECORD)
        may_edit = teacher.permits(self.request.user, EDIT)
        edit_url = reverse("teachers:teacher_edit", args=[teacher.pk])
        return {
            "title": str(teacher),
            "subtitle": f"{teacher.get_kind_display()} · {teacher.department}",
            "chip": presence_chip(teacher),
            "breadcrumbs": crumbs(),
            "primary_action": {"label": _("Edit"), "url": edit_url, "icon": "edit"} if may_edit else None,
            "facts": [
                {"label": _("Staff number"), "value": teacher.staff_number},
                {"label": _("Department"), "value": teacher.department},
                {"label": _("Phone"), "value": teacher.phone},
                {"label": _("Signs in as"), "value": teacher.user or ""},
                {"label": _("Left on"), "value": teacher.left_on},
            ],
        }


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
