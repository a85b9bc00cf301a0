"""Classes of students."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from internships.filters.students import ClassFilters
from internships.forms.students import ClassForm, GraduationForm
from internships.models import SchoolClass, Student, StudentState
from internships.operations import classes as operations
from internships.policies import EDIT, READ, cares_for_class, seen
from internships.tables.students import ClassTable, account_chip, class_chip


def crumbs(school_class: SchoolClass | None = None) -> list[dict[str, Any]]:
    found = [{"label": _("Classes"), "url": reverse("internships:class_list")}]
    if school_class is not None:
        found.append({"label": str(school_class), "url": school_class.get_absolute_url()})
    return found


def with_counts(rows: Any) -> Any:
    return rows.select_related("major", "department", "class_teacher").annotate(
        enrolled_count=Count("students", filter=Q(students__state=StudentState.ENROLLED))
    )


class ClassList(ListView):
    title = gettext_lazy("Classes")
    capability = READ
    list_name = "internships:classes"
    table_class = ClassTable
    filterset_class = ClassFilters
    sorts = {"name": "pinyin_key", "entered_in": "entered_in"}
    default_sort = "-entered_in"
    search_placeholder = gettext_lazy("Name of the class")
    empty_title = gettext_lazy("No classes yet")
    empty_text = gettext_lazy("Enter the classes first: students are imported into them.")
    empty_icon = "users-group"

    def get_queryset(self) -> QuerySet:
        return with_counts(SchoolClass.objects.visible_to(self.request.user))

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("New class"), "url": reverse("internships:class_new"), "icon": "plus"}


def _students(request: HttpRequest, school_class: Any) -> dict[str, Any]:
    rows = Student.objects.visible_to(request.user).filter(school_class=school_class).defer("identity")  # type: ignore[arg-type]
    students = list(rows.prefetch_related("guardians"))
    note_reading(request, students, data=AccessLog.Data.RECORD)  # type: ignore[arg-type]
    return {
        "school_class": school_class,
        "lines": [
            {
                "student": student,
                "account": account_chip(student),
                "guardian": next(iter(student.guardians.all()), None),
            }
            for student in students
        ],
        "may_edit": school_class.permits(request.user, EDIT) and school_class.graduated_on is None,
    }


class ClassDetail(DetailView):
    tabs = [
        Tab(
            name="students",
            label=gettext_lazy("Students"),
            template="internships/class_students.html",
            context=_students,
            order=10,
            count=lambda _request, school_class: school_class.enrolled_count,
        )
    ]
    record: SchoolClass

    def get_queryset(self) -> QuerySet:
        return with_counts(SchoolClass.objects.visible_to(self.request.user))

    def context(self) -> dict[str, Any]:
        school_class = self.record
        may_edit = school_class.permits(self.request.user, EDIT)
        edit_url = reverse("internships:class_edit", args=[school_class.pk])
        graduate = {
            "label": _("Graduate the class"),
            "url": reverse("internships:class_graduate", args=[school_class.pk]),
            "icon": "certificate",
        }
        invite = {
            "label": _("Invite the class"),
            "url": reverse("internships:class_invite", args=[school_class.pk]),
            "icon": "send",
        }
        may_invite = cares_for_class(self.request.user, school_class)
        goes_on = school_class.graduated_on is None
        today = timezone.localdate()
        return {
            "title": str(school_class),
            "subtitle": f"{school_class.major} · {school_class.department}",
            "chip": class_chip(school_class),
            "breadcrumbs": crumbs(),
            "primary_action": {"label": _("Edit"), "url": edit_url, "icon": "edit"} if may_edit else None,
            "actions": [
                *([invite] if may_invite and goes_on else ()),
                *([graduate] if may_edit and goes_on else ()),
            ],
            "facts": [
                {"label": _("Class teacher"), "value": school_class.class_teacher or ""},
                {
                    "label": _("Study year"),
                    "value": None if school_class.graduated_on else school_class.study_year(today),
                    "help": _("It rolls over by itself on 1 September."),
                },
                {"label": _("Entered in"), "value": str(school_class.entered_in)},
                {"label": _("Length in years"), "value": school_class.years},
                {"label": _("Major"), "value": school_class.major, "help": school_class.major.code},
                {"label": _("Department"), "value": school_class.department},
                {"label": _("Graduated on"), "value": school_class.graduated_on},
            ],
        }


class ClassNew(FormView):
    form_class = ClassForm
    title = gettext_lazy("New class")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> SchoolClass:
        return operations.add_class(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("internships:class_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfClass(FormView):
    """A form about one class, for those who keep it."""

    def authorise(self, **kwargs: Any) -> None:
        self.school_class: SchoolClass = seen(
            SchoolClass.objects.all(), self.request.user, kwargs["pk"], EDIT
        )

    def cancel_url(self) -> str:
        return self.school_class.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.school_class)}


class ClassEdit(OfClass):
    form_class = ClassForm

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.school_class}

    def get_title(self) -> str:
        return _("Edit %(name)s") % {"name": self.school_class}

    def perform(self, form: Any) -> SchoolClass:
        changed: Any = {name: form.cleaned_data[name] for name in form.changed_data}
        return operations.change_class(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **changed
        )


class ClassGraduate(OfClass):
    form_class = GraduationForm
    submit_label = gettext_lazy("Graduate the class")
    success_message = gettext_lazy("The class has graduated, and everybody enrolled in it.")

    def get_title(self) -> str:
        return _("Graduate %(name)s") % {"name": self.school_class}

    def perform(self, form: Any) -> SchoolClass:
        return operations.graduate_class(
            actor=self.request.user,
            pk=self.kwargs["pk"],
            graduated_on=form.cleaned_data["graduated_on"],
            now=timezone.now(),
        )

    def extra_context(self, form: Any) -> dict[str, Any]:
        enrolled = self.school_class.students.filter(state=StudentState.ENROLLED).count()
        return super().extra_context(form) | {
            "form_help": _(
                "%(count)s students are enrolled in it and graduate with it. Whoever is on leave stays so."
            )
            % {"count": enrolled}
        }
