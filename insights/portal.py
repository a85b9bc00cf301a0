"""Home of the portal: what waits for the enterprise, what comes next, and what both give each other."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.chips import agreement_chip
from agreements.choices import State
from agreements.portal.reading import agreements_of
from agreements.portal.signing import waiting_for
from core.registry import Direction, partner_deadlines, partner_figures
from partnerships.portal.partner import PartnerRequest
from partnerships.portal.questions import questions_to

AHEAD = timedelta(days=365)
# From the enterprise's side.
HEADINGS = {
    Direction.TOGETHER: gettext_lazy("Together with the centre"),
    Direction.GIVEN: gettext_lazy("What you give"),
    Direction.RECEIVED: gettext_lazy("What you receive"),
}


@require_safe
def home(request: PartnerRequest) -> HttpResponse:
    today = timezone.localdate()
    agreements = agreements_of(request.partner)
    waiting = agreements.filter(state=State.OUT_FOR_SIGNATURE).order_by("submitted_at", "pk")
    in_force = agreements.binding(today).order_by("last_day", "pk")
    context = {
        "title": _("Good day, %(name)s") % {"name": request.partner.contact},
        "subtitle": str(request.partner.enterprise),
        "waiting": list(waiting),
        "deadlines": partner_deadlines(request.partner, today, today + AHEAD),
        "figures": [
            (HEADINGS[direction], lines)
            for direction, lines in partner_figures(request.partner, today).items()
        ],
        **waiting_for(request.partner),
        "to_answer": questions_to(request.partner).open(),
        "in_force": [{"agreement": row, "chip": agreement_chip(row, on=today)} for row in in_force],
    }
    return render(request, "portal/home.html", context)
