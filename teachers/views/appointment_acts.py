"""What is done with an appointment of a part-time teacher, and with the courses of a term."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from agreements.choices import Language
from agreements.documents.printing import LANGUAGES
from core.access import NotVisible
from core.attachments import confine, serve
from core.errors import Refused
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.rendering.errors import RenderError
from core.views import act
from partnerships.views.record_pages import RecordAct, RecordFormView
from teachers.forms.parttime import (
    AgreementForm,
    AssessmentForm,
    EndForm,
    EngagementForm,
    HoursForm,
    InductionForm,
    ProposalForm,
    SignedForm,
    VettingForm,
    WhyForm,
)
from teachers.models import Appointment, AppointmentFile, Engagement, PartTimeNeed
from teachers.operations import appointments as operations
from teachers.operations import engagements as teaching
from teachers.parttime_agreement import agreement_pdf, drafted_clauses, number_of
from teachers.parttime_standing import share_on
from teachers.transitions.parttime import EDIT, VET
from teachers.views.appointments import crumbs, share_in_words
from teachers.views.parttime import need_crumbs


class Propose(RecordFormView):
    """For a need. Says where the share of part-time teachers stands."""

    capability = EDIT
    form_class = ProposalForm
    title = gettext_lazy("Propose a part-time teacher")
    submit_label = pgettext_lazy("part-time teachers", "Propose")
    success_message = gettext_lazy("Proposed, with the check-list. Somebody else vets it.")
    record: PartTimeNeed

    def records(self) -> QuerySet:
        return PartTimeNeed.objects.select_related("department")

    def crumbs(self) -> list[dict[str, Any]]:
        return need_crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        begins_on = max(self.record.starts_on, timezone.localdate())
        return {"initial": {"begins_on": begins_on, "ends_on": self.record.ends_on}}

    def perform(self, form: Any) -> Appointment:
        fields = dict(form.cleaned_data)
        person = fields.pop("person")
        return operations.propose(
            actor=self.request.user,
            need_id=self.record.pk,
            person_id=person.pk,
            now=timezone.now(),
            **fields,
        )

    def extra_context(self, form: Any) -> dict[str, Any]:
        share = share_in_words(share_on(timezone.localdate()))
        return super().extra_context(form) | {"subtitle": f"{self.record}. {share}"}


class OfAppointment(RecordFormView):
    capability = EDIT
    record: Appointment

    def records(self) -> QuerySet:
        return Appointment.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class Edit(OfAppointment):
    form_class = ProposalForm
    title = gettext_lazy("Change days and fee")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> Appointment:
        return operations.change_proposal(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class Vet(OfAppointment):
    capability = VET
    form_class = VettingForm
    title = gettext_lazy("Vet the proposal")
    submit_label = gettext_lazy("Found fit")
    success_message = gettext_lazy("Vetted.")

    def perform(self, form: Any) -> Appointment:
        return operations.vet(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class Publicise(OfAppointment, RecordAct):
    capability = VET
    title = submit_label = pgettext_lazy("appointment of a part-time teacher", "Make public")
    question = gettext_lazy("Make this appointment public?")
    consequences = (
        gettext_lazy("Name, enterprise, department and courses are shown to everybody of the centre."),
        gettext_lazy("It begins tomorrow and lasts as many working days as the rules ask for."),
    )
    success_message = gettext_lazy("It is public from tomorrow on. The agreement is drafted.")
    operation = staticmethod(operations.publicise)


class WriteAgreement(OfAppointment):
    form_class = AgreementForm
    title = gettext_lazy("Write the agreement")

    def form_kwargs(self) -> dict[str, Any]:
        rows = self.record.clauses.values("kind", "text_zh", "text_en")
        kept: list[dict[str, Any]] = [dict(row) for row in rows]
        return {
            "initial": {
                f"{clause['kind']}_{language}": clause[f"text_{language}"]
                for clause in kept or drafted_clauses(self.record)
                for language in ("zh", "en")
            }
        }

    def perform(self, form: Any) -> str:
        operations.write_agreement(
            actor=self.request.user, pk=self.record.pk, clauses=form.clauses(), now=timezone.now()
        )
        return f"{self.record.get_absolute_url()}?tab=agreement"


class Agree(OfAppointment):
    form_class = SignedForm
    title = gettext_lazy("Record the signed agreement")
    success_message = gettext_lazy("Kept. The induction comes next.")

    def perform(self, form: Any) -> Appointment:
        return operations.agree(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class Induct(OfAppointment):
    form_class = InductionForm
    title = gettext_lazy("Record the induction")
    success_message = gettext_lazy("Inducted: courses of a term can be entered now.")

    def perform(self, form: Any) -> Appointment:
        return operations.induct(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class Refuse(OfAppointment, RecordAct):
    capability = VET
    form_class = WhyForm
    title = submit_label = pgettext_lazy("appointment of a part-time teacher", "Refuse")
    question = gettext_lazy("Refuse this appointment?")
    danger = True
    success_message = gettext_lazy("Refused.")
    operation = staticmethod(operations.refuse)


class Withdraw(OfAppointment, RecordAct):
    form_class = WhyForm
    title = submit_label = pgettext_lazy("appointment of a part-time teacher", "Withdraw")
    question = gettext_lazy("Withdraw this appointment?")
    danger = True
    success_message = gettext_lazy("Withdrawn.")
    operation = staticmethod(operations.withdraw)


class End(OfAppointment, RecordAct):
    form_class = EndForm
    title = submit_label = pgettext_lazy("appointment of a part-time teacher", "End early")
    question = gettext_lazy("End this appointment before its last day?")
    consequences = (gettext_lazy("What was taught until then stays and counts."),)
    danger = True
    success_message = gettext_lazy("Ended.")
    operation = staticmethod(operations.end)


@act
def check(request: PersonRequest, pk: int) -> Appointment:
    appointment = operations.check_again(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Checked again."))
    return appointment


def _seen(request: PersonRequest, pk: int) -> Appointment:
    """Raises NotVisible."""
    found = Appointment.objects.visible_to(request.user).with_names().filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"teachers.Appointment {pk}")
    appointment: Appointment = found
    return appointment


@require_safe
def agreement(request: PersonRequest, pk: int) -> HttpResponse:
    """The agreement as a PDF, to be read or signed; ``?language=`` en, zh-hans or both."""
    appointment = _seen(request, pk)
    language = LANGUAGES.get(request.GET.get("language", ""), Language.BOTH)
    try:
        painted = agreement_pdf(appointment, language)
    except (Refused, RenderError) as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(f"{appointment.get_absolute_url()}?tab=agreement")
    note_reading(request, [appointment.person], data=AccessLog.Data.FILE, act=AccessLog.Act.EXPORTED)
    response = HttpResponse(painted.content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number_of(appointment)}.pdf"'
    return confine(response, is_shown_pdf=True)


@require_safe
def appointment_file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    appointment = _seen(request, pk)
    found = AppointmentFile.objects.filter(parent=appointment, pk=file_id).first()
    if found is None:
        raise NotVisible(f"teachers.AppointmentFile {file_id}")
    note_reading(request, [appointment.person], data=AccessLog.Data.FILE)
    return serve(request, found)


# --- Courses of a term --------------------------------------------------------------------------


class Engage(OfAppointment):
    form_class = EngagementForm
    title = gettext_lazy("Enter a course of a term")

    def form_kwargs(self) -> dict[str, Any]:
        need = self.record.need
        return {"initial": {"fee": self.record.fee, "hours_planned": need.hours_per_term}}

    def perform(self, form: Any) -> str:
        teaching.engage(
            actor=self.request.user, appointment_id=self.record.pk, now=timezone.now(), **form.entered()
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return f"{self.record.get_absolute_url()}?tab=engagements"


class OfEngagement(RecordFormView):
    capability = EDIT
    record: Engagement

    def records(self) -> QuerySet:
        return Engagement.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def cancel_url(self) -> str:
        return f"{self.record.get_absolute_url()}?tab=engagements"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {"subtitle": str(self.record.appointment.contact)}


class EngagementEdit(OfEngagement):
    form_class = EngagementForm
    title = gettext_lazy("Change the course of a term")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> str:
        teaching.change_engagement(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.entered()
        )
        return self.cancel_url()


class ConfirmHours(OfEngagement):
    form_class = HoursForm
    title = gettext_lazy("Confirm the hours taught")
    submit_label = gettext_lazy("Confirm")
    success_message = gettext_lazy("Confirmed: these hours count.")

    def form_kwargs(self) -> dict[str, Any]:
        known = self.record.hours_taught
        return {"initial": {"hours_taught": self.record.hours_planned if known is None else known}}

    def perform(self, form: Any) -> str:
        teaching.confirm_hours(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.cancel_url()


class Assess(OfEngagement):
    form_class = AssessmentForm
    title = gettext_lazy("Assess the teaching")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"grade": self.record.grade, "assessment": self.record.assessment}}

    def perform(self, form: Any) -> str:
        teaching.assess(actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data)
        return self.cancel_url()


@act
def remove_engagement(request: PersonRequest, pk: int) -> str:
    appointment = teaching.remove_engagement(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Taken out."))
    return f"{appointment.get_absolute_url()}?tab=engagements"
