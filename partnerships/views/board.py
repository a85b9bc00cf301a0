from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import Refused
from core.http import PersonRequest
from partnerships import operations
from partnerships.models import Enterprise, Stage
from partnerships.models.enterprise import STAGE_CHIPS
from partnerships.policies import EDIT, READ, seen
from partnerships.transitions import STAGES, move_between

CARDS_PER_COLUMN = 30
# Barred enterprises are no stage of the work: their bar has its reason on their own page.
COLUMNS = (Stage.PROSPECT, Stage.IN_TALKS, Stage.PARTNER, Stage.DORMANT, Stage.ENDED)


@require_safe
def board(request: PersonRequest) -> HttpResponse:
    """The stages side by side: the enterprises that changed last, at most a screenful each."""
    if not request.user.can(READ):
        raise PermissionDenied
    newest_first = Window(RowNumber(), partition_by=F("state"), order_by=F("state_since").desc())
    rows = (
        Enterprise.objects.visible_to(request.user)
        .filter(state__in=COLUMNS)
        .annotate(place=newest_first)
        .filter(place__lte=CARDS_PER_COLUMN)
        .select_related("owner", "industry")
        .defer("notes", "search_text", "search_bigrams", "other_names")
        .order_by("place")
    )
    cards: dict[str, list[dict[str, Any]]] = {stage: [] for stage in COLUMNS}
    for enterprise in rows:
        cards[enterprise.state].append(_card(request, enterprise))
    return render(
        request,
        "partnerships/board.html",
        {
            "title": _("Stage board"),
            "breadcrumbs": [
                {"label": _("Enterprises"), "url": reverse("partnerships:enterprise_list")},
            ],
            "list_url": reverse("partnerships:enterprise_list"),
            "per_column": CARDS_PER_COLUMN,
            "board_columns": [
                {
                    "id": stage.value,
                    "label": stage.label,
                    "meaning": STAGE_CHIPS[stage].meaning,
                    "cards": cards[stage],
                }
                for stage in COLUMNS
            ],
        },
    )


def _card(request: PersonRequest, enterprise: Enterprise) -> dict[str, Any]:
    may_edit = enterprise.permits(request.user, EDIT)
    return {
        "id": enterprise.pk,
        "title": str(enterprise),
        "url": enterprise.get_absolute_url(),
        "text": " · ".join(str(part) for part in (enterprise.industry, enterprise.owner) if part),
        "move_url": reverse("partnerships:enterprise_move", args=[enterprise.pk]) if may_edit else "",
        "targets": [
            {"id": stage.value, "label": stage.label}
            for stage in COLUMNS
            if (name := move_between(enterprise.state, stage)) and not STAGES.moves[name].needs_reason
        ],
    }


@require_POST
def move(request: PersonRequest, pk: int) -> JsonResponse:
    """A card was put into another column, whose stage is ``to``; 409 with the reason where it cannot go."""
    enterprise: Enterprise = seen(Enterprise.objects.all(), request.user, pk, EDIT)
    name = move_between(enterprise.state, request.POST.get("to", ""))
    try:
        if name is None:
            raise Refused(_("There is no way from this stage to that one."))
        if STAGES.moves[name].needs_reason:
            raise Refused(_("This move needs a reason: make it on the enterprise's own page."))
        enterprise = operations.move_stage(actor=request.user, pk=pk, name=name, now=timezone.now())
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=409)
    return JsonResponse({"state": enterprise.state})
