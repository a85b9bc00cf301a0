"""Home of the portal: what waits for the enterprise, and what comes next."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.chips import agreement_chip
from agreements.choices import State
from agreements.portal.reading import agreements_of
from agreements.portal.signing import waiting_for
from partnerships.portal.partner import PartnerRequest


@require_safe
def home(request: PartnerRequest) -> HttpResponse:
    today = timezone.localdate()
    agreements = agreements_of(request.partner)
    waiting = agreements.filter(state=State.OUT_FOR_SIGNATURE).order_by("submitted_at", "pk")
    ending = agreements.awaiting_decision(today).order_by("notice_on", "pk")
    in_force = agreements.binding(today).order_by("last_day", "pk")
    context = {
        "title": _("Good day, %(name)s") % {"name": request.partner.contact},
        "subtitle": str(request.partner.enterprise),
        "waiting": list(waiting),
        "ending": list(ending),
        **waiting_for(request.partner),
        "in_force": [{"agreement": row, "chip": agreement_chip(row, on=today)} for row in in_force],
    }
    return render(request, "portal/home.html", context)
