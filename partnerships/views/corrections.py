"""What people of an enterprise say is different: read, and decided one by one."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.registry import Tab
from core.views import FormView
from partnerships import operations
from partnerships.corrections import ReadCorrection, read
from partnerships.forms import CorrectionsForm
from partnerships.models import Correction, CorrectionFile, Enterprise
from partnerships.policies import EDIT, seen
from partnerships.views.enterprises import crumbs

SHOWN = 50


def _rows(enterprise: Enterprise) -> Any:
    return enterprise.corrections.select_related("contact", "proposed_by", "decided_by").prefetch_related(
        "files"
    )


def _read(enterprise: Enterprise, rows: Any) -> list[ReadCorrection]:
    lines = []
    for row in rows:
        row.enterprise = enterprise
        lines.append(read(row))
    return lines


def corrections_tab(request: Any, enterprise: Any) -> dict[str, Any]:
    rows = _rows(enterprise)
    may_edit = enterprise.permits(request.user, EDIT)
    return {
        "waiting": _read(enterprise, rows.waiting().order_by("proposed_at", "pk")),
        "decided": _read(
            enterprise, rows.exclude(state=Correction.State.WAITING).order_by("-decided_at", "-pk")[:SHOWN]
        ),
        "decide_url": reverse("partnerships:corrections", args=[enterprise.pk]) if may_edit else "",
    }


CORRECTIONS = Tab(
    name="corrections",
    label=_("Proposed corrections"),
    template="partnerships/corrections_tab.html",
    context=corrections_tab,
    order=25,
    count=lambda _request, enterprise: enterprise.corrections.waiting().count() or None,
)


class Decide(FormView):
    """Every correction that waits, with what is on record beside it."""

    form_class = CorrectionsForm
    template_name = "partnerships/corrections.html"
    title = _("Proposed corrections")
    submit_label = _("Decide")
    success_message = _("Decided. What is accepted is on record, and whoever proposed it is told.")

    def authorise(self, **kwargs: Any) -> None:
        enterprises = Enterprise.objects.select_related("owner")
        self.enterprise: Enterprise = seen(enterprises, self.request.user, kwargs["pk"], EDIT)

    def form_kwargs(self) -> dict[str, Any]:
        waiting = _rows(self.enterprise).waiting().order_by("proposed_at", "pk")
        return {"lines": _read(self.enterprise, waiting)}

    def perform(self, form: Any) -> str:
        operations.decide_corrections(
            actor=self.request.user,
            enterprise_pk=self.enterprise.pk,
            decisions=form.decisions(),
            now=timezone.now(),
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return f"{self.enterprise.get_absolute_url()}?tab=corrections"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.enterprise), "subtitle": str(self.enterprise)}


@require_safe
def file(request: PersonRequest, pk: int) -> HttpResponseBase:
    corrections = Correction.objects.visible_to(request.user).filter(pk=pk)
    kept = CorrectionFile.objects.filter(parent__in=corrections).first()
    if kept is None:
        raise NotVisible(f"the file of partnerships.Correction {pk}")
    return serve(request, kept)
