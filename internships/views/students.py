"""Students, as the school sees them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import DetailView, FormView, ListView, act
from internships.filters.students import StudentFilters
from internships.forms.students import GuardianForm, MoveForm, StudentForm
from internships.models import Guardian, Student
from internships.operations import students as operations
from internships.policies import EDIT, IDENTITY, IMPORT, READ, may_care_for, seen
from internships.student_transitions import STUDENT_MOVES
from internships.tables.students import StudentTable, account_chip
from partnerships.views.enterprises import import_action

SHOWN_CHOICES = 20


def crumbs(student: Student | None = None) -> list[dict[str, Any]]:
    found = [{"label": _("Students"), "url": reverse("internships:student_list")}]
    if student is not None:
        found.append({"label": str(student), "url": student.get_absolute_url()})
    return found


def of_students(rows: Any) -> QuerySet[Student]:
    """With what every page says about a student beside the student's own row."""
    return rows.select_related(
        "school_class__major", "school_class__department", "school_class__class_teacher", "user"
    )


class StudentList(ListView):
    title = gettext_lazy("Students")
    capability = READ
    list_name = "internships:students"
    personal_data = AccessLog.Data.SENSITIVE
    table_class = StudentTable
    filterset_class = StudentFilters
    sorts = {"name": "pinyin_key", "number": "number"}
    default_sort = "name"
    search_placeholder = gettext_lazy("Name, student number or pinyin initials")
    empty_title = gettext_lazy("No students yet")
    empty_text = gettext_lazy(
        "Import the school's list, class by class or all at once, or enter the first one."
    )
    empty_icon = "school"

    def get_queryset(self) -> QuerySet:
        rows = of_students(Student.objects.visible_to(self.request.user))
        return rows.prefetch_related(Prefetch("guardians", Guardian.objects.filter(is_first=True))).defer(
            "identity", "identity_digest", "search_text", "search_bigrams"
        )

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("New student"), "url": reverse("internships:student_new"), "icon": "plus"}

    def extra_context(self) -> dict[str, Any]:
        actions = [{"label": _("Classes"), "url": reverse("internships:class_list"), "icon": "users-group"}]
        if self.request.user.can(IMPORT):
            actions.append(import_action("internships.students"))
        return {"actions": actions}


# --- One student ------------------------------------------------------------------------------


def _details(request: HttpRequest, student: Any) -> dict[str, Any]:
    user: Any = request.user
    return {
        "student": student,
        "account_chip": account_chip(student),
        "may_see_identity": bool(student.identity) and student.permits(user, IDENTITY),
    }


def _guardians(request: HttpRequest, student: Any) -> dict[str, Any]:
    return {
        "student": student,
        "guardians": student.guardians.all(),
        "may_edit": student.permits(request.user, EDIT),
    }


class StudentDetail(DetailView):
    tabs = [
        Tab(
            name="details",
            label=gettext_lazy("Details"),
            template="internships/student_details.html",
            context=_details,
            order=10,
        ),
        Tab(
            name="guardians",
            label=gettext_lazy("Guardians"),
            template="internships/student_guardians.html",
            context=_guardians,
            order=20,
            count=lambda _request, student: student.guardians.count(),
        ),
    ]
    record: Student

    def get_queryset(self) -> QuerySet:
        return of_students(Student.objects.visible_to(self.request.user))

    def context(self) -> dict[str, Any]:
        student, user = self.record, self.request.user
        note_reading(self.request, [student], data=AccessLog.Data.SENSITIVE)
        school_class = student.school_class
        may_edit = student.permits(user, EDIT)
        edit_url = reverse("internships:student_edit", args=[student.pk])
        return {
            "title": str(student),
            "subtitle": f"{student.number} · {school_class} · {school_class.major}",
            "chip": student.chip,
            "breadcrumbs": crumbs(),
            "primary_action": {"label": _("Edit"), "url": edit_url, "icon": "edit"} if may_edit else None,
            "actions": self.actions(),
            "next_step": self.next_step(may_edit=may_edit),
            "facts": [
                {"label": _("Class"), "value": school_class, "url": school_class.get_absolute_url()},
                {"label": _("Study year"), "value": school_class.study_year(timezone.localdate())},
                {"label": _("Major"), "value": school_class.major, "help": school_class.major.code},
                {"label": _("Department"), "value": school_class.department},
                {"label": _("Class teacher"), "value": school_class.class_teacher or ""},
                {"label": _("Age"), "value": student.age(timezone.localdate())},
                {"label": _("Phone"), "value": student.phone},
            ],
        }

    def actions(self) -> list[dict[str, Any]]:
        student = self.record
        care: list[dict[str, Any]] = []
        if may_care_for(self.request.user, student):
            care = [
                {
                    "label": _("Record a talk"),
                    "url": reverse("internships:talk_new", args=[student.pk]),
                    "icon": "message",
                },
                {
                    "label": _("New code to sign in"),
                    "url": reverse("internships:student_code", args=[student.pk]),
                    "icon": "key",
                    "post": True,
                    "confirm": _("Print a new code? An earlier one works no more."),
                },
            ]
        return care + [
            {
                "label": offer.transition.label,
                "url": reverse("internships:student_move", args=[student.pk, offer.name]),
                "icon": "arrow-right",
                "post": not offer.transition.needs_reason,
                "danger": offer.transition.is_final,
                "disabled_reason": offer.refusal,
            }
            for offer in STUDENT_MOVES.offers(actor=self.request.user, record=student, now=timezone.now())
        ]

    def next_step(self, *, may_edit: bool) -> dict[str, Any] | None:
        student = self.record
        if may_edit and not student.guardians.exists():
            return {
                "text": _("No guardian is on record: nobody could sign for this student, or be called."),
                "url": reverse("internships:guardian_new", args=[student.pk]),
                "label": _("Add a guardian"),
            }
        return None


class StudentNew(FormView):
    form_class = StudentForm
    title = gettext_lazy("New student")
    success_message = gettext_lazy("The student is entered.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        given = self.request.GET.get("class", "")
        return {"initial": {"school_class": int(given)}} if given.isdecimal() and len(given) < 10 else {}

    def perform(self, form: Any) -> Student:
        return operations.add_student(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("internships:student_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfStudent(FormView):
    """A form about one student, for those who keep the record."""

    capability = EDIT

    def authorise(self, **kwargs: Any) -> None:
        rows = of_students(Student.objects.all())
        self.student: Student = seen(rows, self.request.user, kwargs["pk"], self.capability)
        note_reading(self.request, [self.student], data=AccessLog.Data.SENSITIVE)

    def cancel_url(self) -> str:
        return self.student.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.student)}


class StudentEdit(OfStudent):
    form_class = StudentForm

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.student}

    def get_title(self) -> str:
        return _("Edit %(name)s") % {"name": self.student}

    def perform(self, form: Any) -> Student:
        # Only what this person changed: a colleague may have edited the rest meanwhile.
        changed: Any = {name: form.cleaned_data[name] for name in form.changed_data}
        return operations.change_student(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **changed
        )


class StudentMove(OfStudent):
    """One move of the table of students: at once, or with the reason that it asks for."""

    form_class = MoveForm
    success_message = gettext_lazy("The state has changed.")

    def authorise(self, **kwargs: Any) -> None:
        if kwargs["name"] not in STUDENT_MOVES.moves:
            raise NotVisible(kwargs["name"])
        self.move = STUDENT_MOVES.moves[kwargs["name"]]
        super().authorise(**kwargs)

    def form_kwargs(self) -> dict[str, Any]:
        return {"needs_reason": self.move.needs_reason}

    def get_title(self) -> str:
        return f"{self.move.label}: {self.student}"

    def perform(self, form: Any) -> Student:
        return operations.move_student(
            actor=self.request.user,
            pk=self.kwargs["pk"],
            name=self.kwargs["name"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {"submit_label": self.move.label, "danger": self.move.is_final}


@never_cache
@act
def identity(request: PersonRequest, pk: int) -> HttpResponse:
    """The whole identity number, once: who looked is in the log of access and in the history."""
    number = operations.reveal_identity(actor=request.user, pk=pk, now=timezone.now())
    student = of_students(Student.objects.visible_to(request.user)).get(pk=pk)
    note_reading(request, [student], data=AccessLog.Data.SENSITIVE)
    context = {
        "title": _("Identity number of %(name)s") % {"name": student},
        "breadcrumbs": crumbs(student),
        "student": student,
        "number": number,
    }
    return render(request, "internships/identity.html", context)


# --- Guardians --------------------------------------------------------------------------------


def _guardians_tab(student: Student) -> str:
    return f"{student.get_absolute_url()}?tab=guardians"


class GuardianNew(OfStudent):
    form_class = GuardianForm
    title = gettext_lazy("Add a guardian")
    success_message = gettext_lazy("The guardian is added.")

    def perform(self, form: Any) -> str:
        operations.add_guardian(
            actor=self.request.user, student_pk=self.kwargs["pk"], now=timezone.now(), **form.cleaned_data
        )
        return _guardians_tab(self.student)

    def cancel_url(self) -> str:
        return _guardians_tab(self.student)


class GuardianEdit(FormView):
    form_class = GuardianForm

    def authorise(self, **kwargs: Any) -> None:
        rows = Guardian.objects.select_related("student__school_class")
        self.guardian: Guardian = seen(rows, self.request.user, kwargs["pk"], EDIT)
        note_reading(self.request, [self.guardian.student], data=AccessLog.Data.SENSITIVE)

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.guardian}

    def get_title(self) -> str:
        return _("Edit %(name)s") % {"name": self.guardian}

    def perform(self, form: Any) -> str:
        changed: Any = {name: form.cleaned_data[name] for name in form.changed_data}
        operations.change_guardian(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **changed
        )
        return _guardians_tab(self.guardian.student)

    def cancel_url(self) -> str:
        return _guardians_tab(self.guardian.student)

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.guardian.student)}


@act
def guardian_remove(request: PersonRequest, pk: int) -> str:
    return _guardians_tab(operations.remove_guardian(actor=request.user, pk=pk, now=timezone.now()))


@require_safe
def choices(request: PersonRequest) -> JsonResponse:
    """Students to choose among, for any form that names one."""
    rows = Student.objects.visible_to(request.user).enrolled().matching(request.GET.get("q", ""))
    found = rows.select_related("school_class").defer("identity")[:SHOWN_CHOICES]
    note_reading(request, found, data=AccessLog.Data.RECORD)
    return JsonResponse(
        {
            "results": [
                {"value": str(row.pk), "text": f"{row} · {row.number} · {row.school_class}"} for row in found
            ]
        }
    )
