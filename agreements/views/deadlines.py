"""The last days for notice and the ends that lie ahead, month by month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.chips import agreement_chip
from agreements.choices import State
from agreements.models import Agreement
from agreements.policies import READ
from core.access import Text
from core.http import PersonRequest

DAYS_AHEAD = 366
DAYS_BACK = 90
SHOWN = 500


@dataclass(frozen=True, slots=True)
class Deadline:
    day: date
    label: Text
    agreement: Agreement
    chip: Any
    is_settled: bool


@require_safe
def deadlines(request: PersonRequest) -> HttpResponse:
    if not request.user.can(READ):
        raise PermissionDenied
    today = timezone.localdate()
    first, last = today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
    rows = (
        Agreement.objects.visible_to(request.user)
        .filter(Q(notice_on__range=(first, last)) | Q(last_day__range=(first, last)), state=State.SIGNED)
        .select_related("owner")
        .order_by("notice_on", "pk")
    )
    if request.GET.get("mine"):
        rows = rows.filter(owner=request.user)
    shown = list(rows[: SHOWN + 1])
    found = sorted(
        (entry for row in shown[:SHOWN] for entry in _deadlines_of(row, today) if first <= entry.day <= last),
        key=lambda entry: (entry.day, entry.agreement.pk),
    )
    months: dict[date, list[Deadline]] = defaultdict(list)
    for entry in found:
        if entry.day >= today or not entry.is_settled:
            months[entry.day.replace(day=1)].append(entry)
    return render(
        request,
        "agreements/deadlines.html",
        {
            "title": _("Deadlines"),
            "subtitle": _(
                "Last days for notice and ends of agreements: the past quarter and the coming year."
            ),
            "months": list(months.items()),
            "today": today,
            "mine": bool(request.GET.get("mine")),
            "shown": SHOWN if len(shown) > SHOWN else None,
        },
    )


def _deadlines_of(agreement: Agreement, today: date) -> list[Deadline]:
    chip = agreement_chip(agreement, on=today)
    settled = bool(agreement.renewal_decision)
    return [
        Deadline(day, label, agreement, chip, settled)
        for day, label in (
            (agreement.notice_on, _("Notice possible until")),
            (agreement.last_day, _("Last day")),
        )
        if day is not None
    ]
