"""What an enterprise judged on paper, entered by the school with its scan."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from internships.models import Side
from partnerships.views.record_pages import RecordFormView
from placements.forms.evaluation import NOT_COPIED, PaperScoresForm
from placements.models import EvaluationScan, Placement, SideEvaluation
from placements.operations.paper_evaluation import evaluate_on_paper
from placements.transitions.placements import EDIT
from placements.views.evaluation import address_of, criteria_of, crumbs


class EvaluateOnPaper(RecordFormView):
    record: Placement
    capability = EDIT
    form_class = PaperScoresForm
    title = gettext_lazy("Enter what was judged on paper")
    submit_label = gettext_lazy("Enter")
    success_message = gettext_lazy("Entered for the enterprise, with the scan.")

    def records(self) -> QuerySet:
        return Placement.objects.with_names().select_related("mentor")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def cancel_url(self) -> str:
        return address_of(self.record)

    def form_kwargs(self) -> dict[str, Any]:
        known = SideEvaluation.objects.filter(placement=self.record, side=Side.ENTERPRISE)
        return {
            "criteria": criteria_of(self.record.plan_id, Side.ENTERPRISE),
            "known": known.prefetch_related("scores").first(),
            "mentor": self.record.mentor.name if self.record.mentor else "",
        }

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {**super().extra_context(form), "form_help": NOT_COPIED}

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        evaluate_on_paper(
            actor=self.request.user,
            pk=self.record.pk,
            scores=form.scores,
            now=timezone.now(),
            **{name: given[name] for name in ("name", "judged_on", "remark", "scan")},
        )
        return self.cancel_url()


@require_safe
def scan(request: PersonRequest, pk: int) -> HttpResponseBase:
    kept = EvaluationScan.objects.filter(
        parent__in=SideEvaluation.objects.visible_to(request.user), pk=pk
    ).first()
    if kept is None:
        raise NotVisible(f"placements.EvaluationScan {pk}")
    return serve(request, kept)
