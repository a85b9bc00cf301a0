"""Adjustments of curricula at the portal: those that came from the enterprise's own needs."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.adjustment_walls import ADJUSTMENT_COLUMNS
from collaboration.models import CurriculumAdjustment, Need
from collaboration.need_walls import NEED_COLUMNS
from core.access import NotVisible
from partnerships.portal.partner import Partner, PartnerRequest


def own_adjustments(partner: Partner) -> QuerySet[CurriculumAdjustment]:
    """With the needs of this enterprise that are behind each. Three queries."""
    needs = Need.objects.filter(enterprise=partner.enterprise).only(*NEED_COLUMNS)
    rows = CurriculumAdjustment.objects.filter(needs__enterprise=partner.enterprise).distinct()
    return rows.only(*ADJUSTMENT_COLUMNS).prefetch_related("major", Prefetch("needs", needs))


def crumbs() -> list[dict[str, Any]]:
    needs = {"label": _("Our needs"), "url": reverse("portal:enterprise_needs")}
    return [needs, {"label": _("Courses changed by our needs"), "url": reverse("portal:adjustments")}]


@require_safe
def adjustment_list(request: PartnerRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = own_adjustments(request.partner).order_by("-proposed_on", "-pk")
    context = {
        "title": _("Courses changed by our needs"),
        "subtitle": _(
            "What the school changes, or wants to change, in its courses because of what you told it."
        ),
        "breadcrumbs": crumbs()[:1],
        "rows": [(one, one.chip_on(today)) for one in rows],
    }
    return render(request, "portal/adjustments.html", context)


@require_safe
def adjustment_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    one = own_adjustments(request.partner).filter(pk=pk).first()
    if one is None:
        raise NotVisible(f"collaboration.CurriculumAdjustment {pk}")
    context = {
        "title": one.course,
        "chip": one.chip_on(timezone.localdate()),
        "subtitle": f"{one.get_kind_display()} · {one.major.title}",
        "breadcrumbs": crumbs(),
        "adjustment": one,
        "needs": list(one.needs.all()),
    }
    return render(request, "portal/adjustment.html", context)
