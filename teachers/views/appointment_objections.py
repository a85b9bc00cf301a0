"""Objections to part-time teachers: made from the public notice, entered and answered by the office."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.access import NotVisible
from teachers.forms.parttime_objections import AnswerForm, ObjectionForm
from teachers.models import Appointment, AppointmentObjection
from teachers.operations import objections
from teachers.operations.appointments import objection_to_vetting
from teachers.transitions.parttime import READ, VET
from teachers.views.appointments import crumbs
from teachers.views.recognition_acts import Answer
from teachers.views.recognition_boards import ObjectTo as ObjectToRecognition


class ObjectTo(ObjectToRecognition):
    form_class = ObjectionForm
    title = gettext_lazy("Object to a part-time teacher")
    operation = staticmethod(objections.object_to)

    def authorise(self, **kwargs: Any) -> None:
        rows = Appointment.objects.open_to_objection(self.request.user, timezone.localdate())
        found = rows.select_related("person__teacher").with_names().filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"teachers.Appointment {kwargs['pk']}")
        if objections.is_about(self.request.user, found):
            raise PermissionDenied
        self.record = found

    def form_kwargs(self) -> dict[str, Any]:
        return {"appointment": self.record}

    def cancel_url(self) -> str:
        """Back to the appointment where one sees it, else to the notice."""
        if self.record.permits(self.request.user, READ):
            return f"{self.record.get_absolute_url()}?tab=steps"
        return reverse("teachers:recognition_publicity")


class AnswerObjection(Answer):
    form_class = AnswerForm
    operation = staticmethod(objections.answer_objection)
    record: AppointmentObjection

    def authorise(self, **kwargs: Any) -> None:
        rows = AppointmentObjection.objects.visible_to(self.request.user)
        named = rows.select_related("appointment__contact", "appointment__need", "made_by")
        found = named.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"teachers.AppointmentObjection {kwargs['pk']}")
        if not found.permits(self.request.user, VET):
            raise PermissionDenied
        if objection_to_vetting(self.request.user, found.appointment):
            raise PermissionDenied
        self.record = found

    def form_kwargs(self) -> dict[str, Any]:
        return {"possible": objections.consequences_of(self.record)}

    def about(self) -> Appointment:
        return self.record.appointment

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def cancel_url(self) -> str:
        return f"{self.about().get_absolute_url()}?tab=steps"
