"""What those who handle a concern do about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import NotVisible
from core.http import PersonRequest
from core.views import FormView, act
from partnerships.views.record_pages import RecordAct, RecordFormView
from placements.forms.concerns import (
    ActionForm,
    AffectedForm,
    NoteForm,
    OutcomeForm,
    PublicReasonForm,
    ReaderForm,
    ResultForm,
)
from placements.models import Concern, ConcernAction
from placements.operations import concerns as operations
from placements.operations import incidents
from placements.transitions.concerns import HANDLE
from placements.views.concerns import crumbs


class OfConcernForm(RecordFormView):
    """A form about a concern, for those who handle it."""

    capability = HANDLE
    record: Concern

    def records(self) -> QuerySet:
        return Concern.objects.select_related("enterprise", "placement__student")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs(self.request.user)


class OfConcernAct(OfConcernForm, RecordAct):
    """Asks before something is done about a concern."""


# --- How it moves -----------------------------------------------------------------------------


@act
def look_into(request: PersonRequest, pk: int) -> Concern:
    concern = operations.look_into(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("It is yours to look into. Whoever raised it is told."))
    return concern


@act
def take_up_again(request: PersonRequest, pk: int) -> Concern:
    return operations.take_up_again(actor=request.user, pk=pk, now=timezone.now())


@act
def declare_incident(request: PersonRequest, pk: int) -> str:
    concern = incidents.declare_incident(actor=request.user, pk=pk, now=timezone.now())
    return f"{concern.get_absolute_url()}?tab=affected"


class Settle(OfConcernAct):
    form_class = OutcomeForm
    title = gettext_lazy("Settle it")
    submit_label = gettext_lazy("Settle it")
    question = gettext_lazy("Is it settled?")
    success_message = gettext_lazy("Settled. Whoever raised it reads what came of it.")
    operation = staticmethod(operations.settle)


class NotUphold(OfConcernAct):
    form_class = OutcomeForm
    title = gettext_lazy("Do not uphold it")
    submit_label = gettext_lazy("Do not uphold it")
    question = gettext_lazy("Was nothing found?")
    success_message = gettext_lazy("Closed. Whoever raised it reads why.")
    operation = staticmethod(operations.not_uphold)


# --- Notes, readers, actions ------------------------------------------------------------------


class Note(FormView):
    """Whoever reads a concern may write on it."""

    form_class = NoteForm
    title = gettext_lazy("Write it down")
    concern: Concern

    def authorise(self, **kwargs: Any) -> None:
        found = Concern.objects.visible_to(self.request.user).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.Concern {kwargs['pk']}")
        self.concern = found

    def perform(self, form: Any) -> Concern:
        return operations.add_note(
            actor=self.request.user, pk=self.concern.pk, now=timezone.now(), **form.as_operation()
        )

    def cancel_url(self) -> str:
        return self.concern.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "breadcrumbs": [
                *crumbs(self.request.user),
                {"label": str(self.concern), "url": self.cancel_url()},
            ]
        }


class NameReader(OfConcernForm):
    form_class = ReaderForm
    title = gettext_lazy("Let a colleague read it")
    submit_label = gettext_lazy("Let them read it")

    def perform(self, form: Any) -> Concern:
        return operations.name_reader(
            actor=self.request.user,
            pk=self.record.pk,
            user=form.cleaned_data["reader"],
            now=timezone.now(),
        )


@act
def dismiss_reader(request: PersonRequest, pk: int, reader_id: int) -> Concern:
    return operations.dismiss_reader(actor=request.user, pk=pk, reader_id=reader_id, now=timezone.now())


class SetAction(OfConcernForm):
    form_class = ActionForm
    title = gettext_lazy("Say what is to be done")
    submit_label = gettext_lazy("Ask for it")

    def perform(self, form: Any) -> Any:
        return operations.set_action(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class FinishAction(FormView):
    form_class = ResultForm
    title = gettext_lazy("It is done")
    submit_label = gettext_lazy("It is done")
    action: ConcernAction

    def authorise(self, **kwargs: Any) -> None:
        rows = ConcernAction.objects.visible_to(self.request.user).select_related("concern")
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.ConcernAction {kwargs['pk']}")
        self.action = found

    def perform(self, form: Any) -> Concern:
        return operations.finish_action(
            actor=self.request.user,
            action_id=self.action.pk,
            result=form.cleaned_data["result"],
            now=timezone.now(),
        )

    def cancel_url(self) -> str:
        return self.action.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "form_help": self.action.text,
            "breadcrumbs": [
                *crumbs(self.request.user),
                {"label": str(self.action.concern), "url": self.cancel_url()},
            ],
        }


# --- Incidents --------------------------------------------------------------------------------


class NameAffected(OfConcernForm):
    form_class = AffectedForm
    title = gettext_lazy("Whom it concerns")

    def form_kwargs(self) -> dict[str, Any]:
        rows = incidents.candidates(self.request.user, self.record).with_names()
        shown = rows.filter(state__in=["in_progress", "interrupted", "prepared", "offered"])
        named = set(self.record.affected_rows.values_list("placement", flat=True))
        found = {one.pk: one for one in [*shown, *rows.filter(pk__in=named)]}
        return {
            "places": [
                (one.pk, f"{one.student} · {one.post} · {one.get_state_display()}") for one in found.values()
            ],
            "initial": {"placements": sorted(named)},
        }

    def perform(self, form: Any) -> str:
        incidents.name_affected(
            actor=self.request.user,
            pk=self.record.pk,
            placement_ids=form.cleaned_data["placements"],
            now=timezone.now(),
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return f"{self.record.get_absolute_url()}?tab=affected"


class AskForVetting(OfConcernAct):
    form_class = PublicReasonForm
    title = gettext_lazy("Have the host visited anew")
    submit_label = gettext_lazy("Have it visited anew")
    question = gettext_lazy("Is the last visit of the host to count no more?")
    consequences = (
        gettext_lazy("Nobody is placed there, or starts there, until somebody has visited the host anew."),
        gettext_lazy("Whoever sees the visits of the host reads the reason; the host does not."),
    )
    danger = True
    success_message = gettext_lazy("The host is to be visited anew before anybody else is sent there.")
    operation = staticmethod(incidents.ask_for_vetting)

    def cancel_url(self) -> str:
        return f"{self.record.get_absolute_url()}?tab=affected"


class Interrupt(OfConcernAct):
    """All affected who are at the host, in one act with the exact number."""

    form_class = PublicReasonForm
    title = gettext_lazy("Let them stay away from the host")
    submit_label = gettext_lazy("Interrupt these placements")
    question = ""
    danger = True
    success_message = ""

    def shown(self) -> list[Any]:
        return list(incidents.to_interrupt(self.record).with_names())

    def perform(self, form: Any) -> str:
        expected = [int(key) for key in self.request.POST.getlist("expected") if key.isdecimal()]
        done = incidents.interrupt_affected(
            actor=self.request.user,
            pk=self.record.pk,
            expected=expected,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        count = len(done)
        messages.success(
            self.request,
            ngettext(
                "%(count)d placement is interrupted: %(names)s.",
                "%(count)d placements are interrupted: %(names)s.",
                count,
            )
            % {"count": count, "names": ", ".join(str(one.student) for one in done)},
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return f"{self.record.get_absolute_url()}?tab=affected"

    def extra_context(self, form: Any) -> dict[str, Any]:
        shown = self.shown()
        count = len(shown)
        return super().extra_context(form) | {
            "question": ngettext(
                "Interrupt %(count)d placement at %(enterprise)s?",
                "Interrupt %(count)d placements at %(enterprise)s?",
                count,
            )
            % {"count": count, "enterprise": self.record.enterprise},
            "consequences": [
                _("They stay away until each placement is resumed. Students and instructors read why."),
                _("All of them, or none: where one cannot be interrupted, nothing changes."),
            ],
            "sample": [f"{one.student} · {one.post}" for one in shown],
            "hidden": [("expected", one.pk) for one in shown],
            "confirm_url": reverse("placements:concern_interrupt", args=[self.record.pk]),
        }
