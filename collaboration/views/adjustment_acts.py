"""What the staff does with an adjustment of a curriculum: names the panel, records opinions, decides."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from collaboration.forms.adjustments import (
    AdoptForm,
    BringForm,
    OpinionForm,
    PanelForm,
    PaperForm,
    RejectForm,
    WhyForm,
)
from collaboration.models import AdjustmentFile, CurriculumAdjustment, PanelMember
from collaboration.operations import adjustments as operations
from collaboration.transitions.adjustments import DECIDE, EDIT
from collaboration.views.adjustments import crumbs
from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from partnerships.views.record_pages import RecordAct, RecordFormView


def at_panel(adjustment: CurriculumAdjustment) -> str:
    return f"{adjustment.get_absolute_url()}?tab=panel"


class OfAdjustment(RecordFormView):
    capability = EDIT
    record: CurriculumAdjustment

    def records(self) -> QuerySet:
        return CurriculumAdjustment.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class NamePanel(OfAdjustment):
    form_class = PanelForm
    title = gettext_lazy("Name the panel of both sides")

    def form_kwargs(self) -> dict[str, Any]:
        return {"adjustment": self.record}

    def perform(self, form: Any) -> str:
        one = operations.name_panel(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
        return at_panel(one)


class Bring(OfAdjustment):
    form_class = BringForm
    title = gettext_lazy("Bring before the panel")
    submit_label = gettext_lazy("Bring before the panel")
    success_message = gettext_lazy("Its members of the centre are told.")

    def perform(self, form: Any) -> str:
        one = operations.bring(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
        return at_panel(one)


class GiveOpinion(OfAdjustment):
    """Whoever keeps it records any; a member of the centre gives their own."""

    form_class = OpinionForm
    title = gettext_lazy("Opinion of a member")
    success_message = gettext_lazy("Recorded.")
    member: PanelMember

    def authorise(self, **kwargs: Any) -> None:
        user = self.request.user
        rows = CurriculumAdjustment.objects.visible_to(user).with_names()
        record = rows.filter(pk=kwargs["pk"]).first()
        if record is None:
            raise NotVisible(f"collaboration.CurriculumAdjustment {kwargs['pk']}")
        member = record.members.filter(pk=kwargs["member_id"]).first()
        if member is None:
            raise NotVisible(f"collaboration.PanelMember {kwargs['member_id']}")
        if member.user_id != user.pk and not record.permits(user, EDIT):
            raise PermissionDenied(_("Each member gives their own opinion."))
        self.record, self.member = record, member

    def form_kwargs(self) -> dict[str, Any]:
        member = self.member
        if not member.opinion:
            return {}
        said = {"opinion": member.opinion, "words": member.words, "given_on": member.given_on}
        return {"initial": said}

    def perform(self, form: Any) -> str:
        operations.record_opinion(
            actor=self.request.user,
            pk=self.record.pk,
            member_id=self.member.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )
        return at_panel(self.record)

    def cancel_url(self) -> str:
        return at_panel(self.record)

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {"subtitle": str(self.member)}


class AddPaper(OfAdjustment):
    form_class = PaperForm
    title = gettext_lazy("Add a paper")
    submit_label = gettext_lazy("Add")
    success_message = gettext_lazy("Added.")

    def perform(self, form: Any) -> str:
        operations.add_file(
            actor=self.request.user,
            pk=self.record.pk,
            upload=form.cleaned_data["upload"],
            now=timezone.now(),
        )
        return at_panel(self.record)


@require_safe
def paper(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    rows = CurriculumAdjustment.objects.visible_to(request.user).filter(pk=pk)
    kept = AdjustmentFile.objects.filter(parent__in=rows, pk=file_id).first()
    if kept is None:
        raise NotVisible(f"collaboration.AdjustmentFile {file_id}")
    return serve(request, kept)


class Decision(RecordAct):
    capability = DECIDE
    record: CurriculumAdjustment

    def records(self) -> QuerySet:
        return CurriculumAdjustment.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class Adopt(Decision):
    form_class = AdoptForm
    title = gettext_lazy("Adopt the adjustment")
    submit_label = gettext_lazy("Adopt")
    question = gettext_lazy("Adopt it, from a term on?")
    consequences = (
        gettext_lazy("The enterprises whose needs are behind it read the decision."),
        gettext_lazy("Who teaches the course is told."),
    )
    success_message = gettext_lazy("Adopted: everybody concerned is told.")
    operation = staticmethod(operations.adopt)


class Reject(Decision):
    form_class = RejectForm
    title = gettext_lazy("Do not adopt the adjustment")
    submit_label = gettext_lazy("Do not adopt")
    question = gettext_lazy("Leave the course as it is?")
    consequences = (gettext_lazy("The enterprises whose needs are behind it read the decision."),)
    success_message = gettext_lazy("Not adopted: everybody concerned is told why.")
    danger = True
    operation = staticmethod(operations.reject)


class Withdraw(Decision):
    capability = EDIT
    form_class = WhyForm
    title = gettext_lazy("Withdraw the proposal")
    submit_label = gettext_lazy("Withdraw")
    question = gettext_lazy("Withdraw this proposal?")
    consequences = (gettext_lazy("The enterprises whose needs are behind it read the reason."),)
    success_message = gettext_lazy("Withdrawn.")
    danger = True
    operation = staticmethod(operations.withdraw)
