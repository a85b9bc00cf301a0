"""Evaluation at the portal: a mentor judges their own students, and nobody else's.

Placements lie outside the wall: every function here that steps out asks for those that the person mentors.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Direction, PartnerFigure
from core.walls import outside
from internships.models import AssessmentCriterion, Side
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest
from placements.forms.evaluation import NOT_COPIED, ScoresForm
from placements.models import EvaluationResult, Placement, SideEvaluation
from placements.operations import evaluation as operations
from placements.operations.mentor_evaluations import ASKED_BEFORE


def own_mentees(partner: Partner) -> QuerySet[Placement]:
    """The students somebody mentors whose end has come, or comes. Call it outside the wall."""
    rows = Placement.objects.filter(mentor=partner.contact, state__in=operations.JUDGED_STATES)
    return rows.select_related("student__school_class", "post", "plan").order_by("ends_on", "pk")


def lines_for(partner: Partner) -> list[dict[str, Any]]:
    """Each of them with what was handed in. Three queries."""
    with outside():
        placements = list(own_mentees(partner))
    keys = [placement.pk for placement in placements]
    given = {one.placement_id: one for one in SideEvaluation.objects.filter(placement__in=keys)}
    results = {
        one.placement_id: one
        for one in EvaluationResult.objects.filter(placement__in=keys).order_by("version")
    }
    return [
        {
            "placement": one,
            "given": given.get(one.pk),
            "result": results.get(one.pk),
            "is_due": one.ends_on <= timezone.localdate() + ASKED_BEFORE,
        }
        for one in placements
    ]


@require_safe
def evaluation_list(request: PartnerRequest) -> HttpResponse:
    lines = lines_for(request.partner)
    with outside():
        note_reading(
            request,  # type: ignore[arg-type]
            [line["placement"].student for line in lines],
            data=AccessLog.Data.RECORD,
        )
    context = {
        "title": _("Evaluations"),
        "subtitle": _("The students you mentor: say at the end what they have learned."),
        "lines": lines,
    }
    return render(request, "portal/evaluations.html", context)


class Evaluate(PortalFormView):
    form_class = ScoresForm
    title = gettext_lazy("Judge for the enterprise")
    submit_label = gettext_lazy("Hand in")
    success_message = gettext_lazy("Handed in. You can change it until the school confirms the result.")

    def authorise(self, **kwargs: Any) -> None:
        with outside():
            found = own_mentees(self.partner).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.Placement {kwargs['pk']}")
        self.placement = found

    def build(self, *args: Any) -> ScoresForm:
        return ScoresForm(*args, user=self.partner, **self.form_kwargs())

    def form_kwargs(self) -> dict[str, Any]:
        known = SideEvaluation.objects.filter(placement=self.placement.pk, side=Side.ENTERPRISE)
        criteria = AssessmentCriterion.objects.filter(plan=self.placement.plan_id, side=Side.ENTERPRISE)
        return {
            "criteria": list(criteria.order_by("order")),
            "known": known.prefetch_related("scores").first(),
        }

    def perform(self, form: Any) -> str:
        scores, remark = form.scores, form.cleaned_data["remark"]
        with outside():
            operations.evaluate_for_enterprise(
                actor=self.partner,
                contact_id=self.partner.contact.pk,
                name=self.partner.contact.name,
                pk=self.placement.pk,
                scores=scores,
                remark=remark,
                now=timezone.now(),
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:evaluations")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": f"{self.placement.student} · {self.placement.post}",
            "form_help": NOT_COPIED,
            "breadcrumbs": [{"label": _("Evaluations"), "url": self.cancel_url()}],
        }


def figures(partner: Any, on: Any) -> list[PartnerFigure]:
    """How many of one's students wait to be judged, at their end or soon. Three queries."""
    waiting = [
        line
        for line in lines_for(partner)
        if line["is_due"] and line["given"] is None and line["result"] is None
    ]
    if not waiting:
        return []
    return [
        PartnerFigure(
            label=_("Students you mentor who wait to be judged"),
            value=str(len(waiting)),
            direction=Direction.GIVEN,
            url=reverse("portal:evaluations"),
        )
    ]
