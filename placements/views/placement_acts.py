"""Acts on one placement: those that ask nothing are sent at once, the others ask for what they need."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.http import PersonRequest
from core.views import act
from partnerships.views.record_pages import RecordAct, RecordFormView
from placements.forms.placements import EndEarlyForm, GuidesForm, LodgingForm, ReasonForm
from placements.models import Placement
from placements.operations import placements as operations
from placements.operations.changes import change_guides
from placements.views.placements import EDIT, START, crumbs


@act
def prepare(request: PersonRequest, pk: int) -> Placement:
    placement = operations.prepare_placement(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Ready to start: nothing stands in the way."))
    return placement


@act
def start(request: PersonRequest, pk: int) -> Placement:
    placement = operations.start_placement(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("The internship has begun."))
    return placement


@act
def resume(request: PersonRequest, pk: int) -> Placement:
    placement = operations.resume_placement(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("The internship goes on."))
    return placement


@act
def check(request: PersonRequest, pk: int) -> str:
    placement = operations.check_again(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Checked against the rules."))
    return f"{placement.get_absolute_url()}?tab=readiness"


class PlacementAct(RecordAct):
    record: Placement
    capability = START

    def records(self) -> QuerySet:
        return Placement.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class Reopen(PlacementAct):
    form_class = ReasonForm
    title = submit_label = gettext_lazy("Take back the declaration")
    question = gettext_lazy("Take back that this placement is ready?")
    success_message = gettext_lazy("Taken back.")
    operation = staticmethod(operations.reopen_placement)


class Interrupt(PlacementAct):
    form_class = ReasonForm
    title = submit_label = gettext_lazy("Interrupt")
    question = gettext_lazy("Interrupt this internship for a while?")
    success_message = gettext_lazy("The internship is interrupted.")
    operation = staticmethod(operations.interrupt_placement)


class Finish(PlacementAct):
    title = submit_label = gettext_lazy("Finish")
    question = gettext_lazy("Has the student worked to the last day?")
    consequences = (gettext_lazy("This cannot be undone."),)
    success_message = gettext_lazy("The internship is finished.")
    operation = staticmethod(operations.finish_placement)


class EndEarly(PlacementAct):
    form_class = EndEarlyForm
    title = submit_label = gettext_lazy("End early")
    question = gettext_lazy("End this internship before its last day?")
    consequences = (
        gettext_lazy("This cannot be undone."),
        gettext_lazy("The student can be placed again at once."),
    )
    danger = True
    success_message = gettext_lazy("The internship has ended.")
    operation = staticmethod(operations.end_placement_early)


class Cancel(PlacementAct):
    capability = EDIT
    form_class = ReasonForm
    title = submit_label = gettext_lazy("Cancel the placement")
    question = gettext_lazy("Give this place up before it starts?")
    consequences = (
        gettext_lazy("This cannot be undone; the seat is free again."),
        gettext_lazy("The student can be placed again at once."),
    )
    danger = True
    success_message = gettext_lazy("The placement is cancelled.")
    operation = staticmethod(operations.cancel_placement)


class Guides(RecordFormView):
    record: Placement
    capability = EDIT
    form_class = GuidesForm
    title = gettext_lazy("Who guides the student")

    def records(self) -> QuerySet:
        return Placement.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        return {"placement": self.record}

    def perform(self, form: Any) -> Placement:
        return change_guides(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class Where(RecordFormView):
    """Where the student sleeps."""

    record: Placement
    capability = EDIT
    form_class = LodgingForm
    title = gettext_lazy("Lodging during the internship")

    def records(self) -> QuerySet:
        return Placement.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        return {"placement": self.record}

    def perform(self, form: Any) -> Placement:
        return operations.say_lodging(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
