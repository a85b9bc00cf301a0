"""A part-time teacher who works for another enterprise now: first which, then as which of its contacts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.access import NotVisible
from partnerships.models import Enterprise
from partnerships.views.record_pages import RecordFormView
from teachers.forms.parttime import ChooseEnterpriseForm, EmployerForm
from teachers.models import PartTimeTeacher
from teachers.operations.employers import works_elsewhere
from teachers.transitions.parttime import EDIT
from teachers.views.parttime import crumbs


class OfPartTimer(RecordFormView):
    capability = EDIT
    title = gettext_lazy("Works elsewhere now")
    record: PartTimeTeacher

    def records(self) -> QuerySet:
        return PartTimeTeacher.objects.select_related("contact__enterprise")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class ChooseEmployer(OfPartTimer):
    form_class = ChooseEnterpriseForm
    submit_label = gettext_lazy("Go on")
    success_message = ""

    def perform(self, form: Any) -> str:
        chosen = form.cleaned_data["enterprise"].pk
        return reverse("teachers:part_timer_employer_of", args=[self.record.pk, chosen])

    def extra_context(self, form: Any) -> dict[str, Any]:
        between = f"{self.record} · {self.record.contact.enterprise}"
        return super().extra_context(form) | {"subtitle": between}


class Employer(OfPartTimer):
    form_class = EmployerForm
    success_message = gettext_lazy("Saved: one person, one record.")
    enterprise: Enterprise

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        found = Enterprise.objects.visible_to(self.request.user).filter(pk=kwargs["enterprise_id"]).first()
        if found is None:
            raise NotVisible(f"partnerships.Enterprise {kwargs['enterprise_id']}")
        self.enterprise = found

    def form_kwargs(self) -> dict[str, Any]:
        return {"enterprise": self.enterprise, "person": self.record}

    def perform(self, form: Any) -> Any:
        known = form.cleaned_data
        return works_elsewhere(
            actor=self.request.user,
            pk=self.record.pk,
            contact_id=known["contact"].pk,
            since=known["since"],
            now=timezone.now(),
        )

    def extra_context(self, form: Any) -> dict[str, Any]:
        between = f"{self.record} · {self.record.contact.enterprise} → {self.enterprise}"
        return super().extra_context(form) | {"subtitle": between}
