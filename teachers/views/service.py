"""From a day on: another department or kind, leaving, coming back, absences; and corrections of them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.views import FormView
from teachers.forms.service import AbsenceForm, LeaveForm, PeriodForm, ServiceForm
from teachers.models import Absence, ServicePeriod, Teacher
from teachers.operations import service as operations
from teachers.policies import EDIT, seen
from teachers.views.teachers import crumbs


class _OfTeacher(FormView):
    """Something that changes a teacher's service."""

    teacher: Teacher

    def authorise(self, **kwargs: Any) -> None:
        self.teacher = seen(Teacher.objects.all(), self.request.user, kwargs["pk"], EDIT)

    def cancel_url(self) -> str:
        return f"{self.teacher.get_absolute_url()}?tab=service"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"subtitle": str(self.teacher), "breadcrumbs": crumbs(self.teacher)}


class ServiceChange(_OfTeacher):
    form_class = ServiceForm
    title = gettext_lazy("Change department or kind")

    def build(self, *args: Any) -> Any:
        initial = {"department": self.teacher.department_id, "kind": self.teacher.kind}
        return ServiceForm(*args, user=self.request.user, initial=initial)

    def perform(self, form: Any) -> str:
        operations.change_service(
            actor=self.request.user, pk=self.teacher.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.cancel_url()


class ComeBack(ServiceChange):
    title = gettext_lazy("Came back")

    def perform(self, form: Any) -> str:
        operations.come_back(
            actor=self.request.user, pk=self.teacher.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.cancel_url()


class Leave(_OfTeacher):
    form_class = LeaveForm
    title = gettext_lazy("Leaves the centre")

    def perform(self, form: Any) -> str:
        operations.leave(actor=self.request.user, pk=self.teacher.pk, now=timezone.now(), **form.cleaned_data)
        return self.cancel_url()


class AbsenceNew(_OfTeacher):
    form_class = AbsenceForm
    title = gettext_lazy("Record an absence")

    def perform(self, form: Any) -> str:
        operations.record_absence(
            actor=self.request.user, pk=self.teacher.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.cancel_url()


class AbsenceEdit(_OfTeacher):
    form_class = AbsenceForm
    title = gettext_lazy("Change the absence")

    def authorise(self, **kwargs: Any) -> None:
        rows = Absence.objects.select_related("teacher")
        self.absence: Absence = seen(rows, self.request.user, kwargs["pk"], EDIT)
        self.teacher = self.absence.teacher

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.absence}

    def perform(self, form: Any) -> str:
        operations.change_absence(
            actor=self.request.user, pk=self.absence.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.cancel_url()


class PeriodEdit(_OfTeacher):
    form_class = PeriodForm
    title = gettext_lazy("Correct the period of service")

    def authorise(self, **kwargs: Any) -> None:
        rows = ServicePeriod.objects.select_related("teacher")
        self.period: ServicePeriod = seen(rows, self.request.user, kwargs["pk"], EDIT)
        self.teacher = self.period.teacher

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.period}

    def perform(self, form: Any) -> str:
        operations.correct_period(
            actor=self.request.user, pk=self.period.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.cancel_url()
