"""Home of the portal: what waits for the enterprise, what comes next, and what both give each other; and the
whole partnership on one page."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.chips import agreement_chip
from agreements.choices import State
from agreements.portal.promises import own_periods
from agreements.portal.reading import agreements_of
from agreements.portal.signing import waiting_for
from core.giving import balance_of
from core.registry import Direction, partner_deadlines, partner_figures
from core.story import story_for
from core.walls import outside
from insights import partnership
from insights.views.partnership import place_in_story, told
from partnerships.portal.partner import PartnerRequest
from partnerships.portal.questions import questions_to

AHEAD = timedelta(days=365)
SHOWN_DEADLINES = 8
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


@require_safe
def our_partnership(request: PartnerRequest) -> HttpResponse:
    """What both gave, what is promised, what happened. A constant number of queries."""
    partner, today = request.partner, timezone.localdate()
    until, skip = place_in_story(request)
    lines = story_for(partner, until=until, limit=skip + partnership.ON_A_PAGE + 1)
    with outside():  # numbers alone: the records behind them stand on pages of their own
        balance = balance_of(partner.enterprise.pk, until=today)
    agreements = list(agreements_of(partner).binding(today).order_by("last_day", "pk"))
    owners = {one.owner.pk: one.owner for one in agreements if one.owner is not None}
    context = {
        "title": _("Our partnership"),
        "subtitle": _("What both sides gave, what is promised, and what happened."),
        "people": [
            {"name": owner, "role": _("looks after our agreements"), "email": owner.email}
            for owner in owners.values()
        ],
        "deadlines": [
            {"label": one.title, "date": one.on, "url": one.url}
            for one in partner_deadlines(partner, today, today + AHEAD)[:SHOWN_DEADLINES]
        ],
        "promises": partnership.by_side(
            partnership.open_promises(own_periods(partner), today), at_portal=True
        ),
        "given": partnership.gifts_of(balance, today, at_portal=True),
        "chart": partnership.chart_of(balance, at_portal=True),
        "year": today.year,
        **told(lines, until, skip, reverse("portal:our_partnership")),
    }
    return render(request, "portal/partnership.html", context)
