"""What the staff do about an inspection: prepare it, name people, draw, open, close; and its files."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from assessments.views.papers import as_file
from core.access import NotVisible
from core.forms import ReasonForm
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.views import FormView, act
from governance import inspection_reading as reading
from governance.inspection_forms import CloseForm, DaysForm, DrawForm, InspectionForm, InspectorForm
from governance.inspection_papers import report_pdf
from governance.inspection_transitions import EDIT, OPEN
from governance.models import Inspection, Inspector, SampleDraw
from governance.operations import inspections, samples
from governance.views.inspected import bundle_response, wanted_format
from governance.views.inspections import crumbs
from partnerships.policies import departments_for
from partnerships.views.record_pages import RecordAct, RecordFormView


class InspectionNew(FormView):
    form_class = InspectionForm
    title = gettext_lazy("Prepare an inspection")
    success_message = gettext_lazy("Prepared. Name the people who inspect, and draw the sample.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        return {
            "initial": {
                "department": departments_for(user, EDIT).first(),
                "responsible": user,
                "starts_on": timezone.localdate(),
            }
        }

    def perform(self, form: Any) -> Inspection:
        return inspections.prepare(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("governance:inspection_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.request.user)}


class OfInspection(RecordFormView):
    capability = EDIT
    record: Any

    def records(self) -> QuerySet:
        return Inspection.objects.all()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs(self.request.user)


class InspectionEdit(OfInspection):
    form_class = InspectionForm
    title = gettext_lazy("Edit the inspection")

    def form_kwargs(self) -> dict[str, Any]:
        one = self.record
        return {"instance": one, "initial": {"kinds": one.kinds, "years": one.years}}

    def perform(self, form: Any) -> Inspection:
        return inspections.change(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.cleaned_data
        )


class InspectorNew(OfInspection):
    form_class = InspectorForm
    title = gettext_lazy("Name an inspector")
    success_message = gettext_lazy("Named. They are invited when the inspection is opened, or from the list.")

    def perform(self, form: Any) -> str:
        inspections.name_inspector(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
        return f"{self.cancel_url()}?tab=inspectors"


class InspectorEdit(OfInspection):
    form_class = InspectorForm
    title = gettext_lazy("Correct an inspector")
    success_message = gettext_lazy("Corrected.")

    def inspector(self) -> Inspector:
        """Raises NotVisible."""
        found: Inspector | None = self.record.inspectors.filter(pk=self.kwargs["inspector_id"]).first()
        if found is None:
            raise NotVisible(f"governance.Inspector {self.kwargs['inspector_id']}")
        return found

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.inspector()}

    def perform(self, form: Any) -> str:
        inspections.correct_inspector(
            actor=self.request.user,
            pk=self.record.pk,
            inspector_id=self.kwargs["inspector_id"],
            now=timezone.now(),
            **form.cleaned_data,
        )
        return people_of(self.record.pk)


class Draw(OfInspection):
    form_class = DrawForm
    title = gettext_lazy("Draw a sample")
    submit_label = pgettext_lazy("sample", "Draw")
    success_message = gettext_lazy("Drawn. Seed and list stand below the sample: anybody can draw it again.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"inspection": self.record}

    def perform(self, form: Any) -> str:
        samples.draw_sample(actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.given())
        return self.cancel_url()


class Days(OfInspection):
    capability = OPEN
    form_class = DaysForm
    title = gettext_lazy("Change the last day")
    success_message = gettext_lazy("The access ends on the new day.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"ends_on": self.record.ends_on}}

    def perform(self, form: Any) -> Inspection:
        return inspections.change_days(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class InspectionAct(RecordAct, OfInspection):
    """A move of an inspection, asked before it is made."""

    capability = OPEN


class Open(InspectionAct):
    title = submit_label = gettext_lazy("Let the inspectors in")
    question = gettext_lazy("Let these people see the dossiers of the scope?")
    consequences = (
        gettext_lazy("Whoever was not invited yet gets an invitation by e-mail."),
        gettext_lazy("They see the scope from the first to the last day, and nothing else."),
        gettext_lazy("Everything they open or take away is written down."),
        gettext_lazy("The scope can be changed no more."),
    )
    success_message = gettext_lazy("The inspection is open.")
    operation = staticmethod(inspections.open_inspection)

    def extra_context(self, form: Any) -> dict[str, Any]:
        """Whoever opens it opens the sensitive data as well: they read why."""
        said = super().extra_context(form)
        if self.record.opens_sensitive:
            opened = _("Sensitive data are shown to them: %(reason)s") % {
                "reason": self.record.sensitive_reason
            }
            said["consequences"] = [opened, *self.consequences]
        return said


class Close(InspectionAct):
    form_class = CloseForm
    title = submit_label = gettext_lazy("Close the inspection")
    question = gettext_lazy("Close this inspection?")
    success_message = gettext_lazy("Closed: nobody comes in any more.")
    operation = staticmethod(inspections.close)

    def extra_context(self, form: Any) -> dict[str, Any]:
        """Says what is open: that goes on being put right."""
        found = self.record.findings.unsettled().order_by("number")
        count = len(found)
        said = (
            ngettext(
                "%(count)s finding is not settled; it goes on being put right:",
                "%(count)s findings are not settled; they go on being put right:",
                count,
            )
            % {"count": count}
            if count
            else _("Every finding is settled.")
        )
        return super().extra_context(form) | {
            "consequences": [
                _("Its inspectors see nothing from now on."),
                _("Packed papers are deleted."),
                said,
            ],
            "sample": [f"{one.number}. {one.what}" for one in found[:10]],
            "more_count": max(0, count - 10),
        }


class EndEarly(InspectionAct):
    form_class = ReasonForm
    title = submit_label = gettext_lazy("End it early")
    question = gettext_lazy("End this inspection before its time?")
    consequences = (gettext_lazy("Its inspectors see nothing from now on."),)
    danger = True
    success_message = gettext_lazy("Ended: nobody comes in any more.")
    operation = staticmethod(inspections.end_early)


def people_of(pk: int) -> str:
    return f"{reverse('governance:inspection_detail', args=[pk])}?tab=inspectors"


@act
def invite(request: PersonRequest, pk: int, inspector_id: int) -> str:
    inspections.invite(actor=request.user, pk=pk, inspector_id=inspector_id, now=timezone.now())
    messages.success(request, _("The invitation is on its way."))
    return people_of(pk)


@act
def revoke(request: PersonRequest, pk: int, inspector_id: int) -> str:
    inspections.revoke(actor=request.user, pk=pk, inspector_id=inspector_id, now=timezone.now())
    messages.success(request, _("The access is taken back."))
    return people_of(pk)


@act
def give_back(request: PersonRequest, pk: int, inspector_id: int) -> str:
    inspections.give_back(actor=request.user, pk=pk, inspector_id=inspector_id, now=timezone.now())
    messages.success(request, _("They may come in again: a new invitation is on its way."))
    return people_of(pk)


# --- Dossiers and files -------------------------------------------------------------------------


def read_inspection(request: PersonRequest, pk: int) -> Inspection:
    """Raises NotVisible."""
    rows = Inspection.objects.visible_to(request.user).select_related("department", "responsible")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"governance.Inspection {pk}")
    return found


def _noted(
    request: PersonRequest, shown: list[reading.Dossier], act: AccessLog.Act, inspection: Inspection
) -> None:
    for people in reading.people_of(shown).values():
        note_reading(request, people, data=reading.data_of(inspection), act=act)


def dossier_read(
    request: PersonRequest, inspection: Inspection, kind: str, key: int
) -> tuple[reading.Dossier, bool]:
    """What the reader may read by the pages of its own app, and whether they may take papers of it.

    Raises NotVisible.
    """
    found = reading.dossier_to_read(inspection, kind, key, now=timezone.now(), reader=request.user)
    return found, found.kind.may_take(request.user, found.record)


@require_safe
def dossier(request: PersonRequest, pk: int, kind: str, key: int) -> HttpResponse:
    """As the inspectors see it."""
    inspection = read_inspection(request, pk)
    found, may_take = dossier_read(request, inspection, kind, key)
    _noted(request, [found], AccessLog.Act.OPENED, inspection)
    may_find = inspection.permits(request.user, EDIT) and inspection.opened_at is not None
    finding = f"{reverse('governance:finding_new', args=[pk])}?kind={kind}&key={key}"
    context = {
        "title": found.title,
        "subtitle": f"{found.kind.label} · {found.line}",
        "breadcrumbs": [
            *crumbs(request.user),
            {"label": inspection.title, "url": inspection.get_absolute_url()},
        ],
        "inspection": inspection,
        "primary_action": {"label": _("Enter a finding"), "url": finding, "icon": "plus"}
        if may_find
        else None,
        **reading.dossier_context(
            inspection,
            found,
            lambda part: reverse("governance:inspection_part", args=[pk, kind, key, part]),
            may_take=may_take,
        ),
    }
    return render(request, "governance/inspection_dossier.html", context)


@require_safe
def part(request: PersonRequest, pk: int, kind: str, key: int, name: str) -> HttpResponseBase:
    inspection = read_inspection(request, pk)
    found, may_take = dossier_read(request, inspection, kind, key)
    if not may_take:
        raise PermissionDenied
    response = reading.part_response(inspection, found, name, now=timezone.now())
    _noted(request, [found], AccessLog.Act.EXPORTED, inspection)
    return response


@require_safe
def matrix(request: PersonRequest, pk: int) -> HttpResponseBase:
    inspection = read_inspection(request, pk)
    found = samples.sampled_dossiers(inspection, now=timezone.now(), reader=request.user)
    _noted(request, found, AccessLog.Act.EXPORTED, inspection)
    return reading.matrix_response(inspection, found, wanted_format(request))


@require_safe
def population(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The keys of a draw: the last one, or that in the address."""
    inspection = read_inspection(request, pk)
    rows = SampleDraw.objects.filter(inspection=inspection).order_by("-number")
    asked = request.GET.get("draw", "")
    if asked.isdecimal() and len(asked) < 5:
        rows = rows.filter(number=int(asked))
    draw = rows.first()
    if draw is None:
        raise NotVisible(f"sample of inspection {pk}")
    return reading.population_response(draw, wanted_format(request))


def whole_sample(request: PersonRequest, inspection: Inspection) -> list[reading.Dossier]:
    """The dossiers of the sample, for somebody who may take the papers of each. Raises PermissionDenied."""
    now = timezone.now()
    found = samples.sampled_dossiers(inspection, now=now, has_items=False)
    readable = samples.sampled_dossiers(inspection, now=now, reader=request.user, has_items=False)
    if len(readable) < len(found) or not all(one.kind.may_take(request.user, one.record) for one in readable):
        raise PermissionDenied(_("Some of these papers lie beyond your powers: take them one by one."))
    return found


@act
def bundle_order(request: PersonRequest, pk: int) -> Inspection:
    inspection = read_inspection(request, pk)
    whole_sample(request, inspection)
    samples.order_bundle(actor=request.user, inspection=inspection, now=timezone.now())
    messages.success(request, _("The papers are being packed."))
    return inspection


@require_safe
def bundle(request: PersonRequest, pk: int) -> HttpResponseBase:
    inspection = read_inspection(request, pk)
    found = whole_sample(request, inspection)
    try:
        file = samples.open_bundle(samples.latest_bundle(inspection))
    except samples.UnableToDraw as refusal:
        raise NotVisible(str(refusal)) from refusal
    _noted(request, found, AccessLog.Act.EXPORTED, inspection)
    return bundle_response(file, inspection.pk)


@require_safe
def report(request: PersonRequest, pk: int) -> HttpResponse:
    """Names the dossiers that findings are about, and those in which something is lacking."""
    inspection = read_inspection(request, pk)
    now = timezone.now()
    sample = partial(samples.sampled_dossiers, inspection, now=now, reader=request.user)
    named = [*sample(has_items=False), *reading.found_in(inspection, now=now)]
    _noted(request, named, AccessLog.Act.EXPORTED, inspection)
    return as_file(report_pdf(inspection, sample, now=now), f"inspection-{inspection.pk}")
