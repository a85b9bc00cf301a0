"""What the home page of the portal says of agreements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.choices import CONCLUDED_STATES, FormOfCooperation, State
from agreements.models import Side, Standing
from agreements.portal.promises import own_periods
from agreements.portal.reading import own_rows
from agreements.reading import in_words
from agreements.variables import shown_amount
from core.registry import Direction, PartnerDeadline, PartnerFigure
from partnerships.portal.partner import Partner


def deadlines(partner: Partner, first: date, last: date) -> Iterator[PartnerDeadline]:
    """Until when notice is possible, while nothing is decided, and the last days. One query."""
    rows = own_rows(partner).filter(
        Q(notice_on__range=(first, last)) | Q(last_day__range=(first, last)),
        state__in=[State.SIGNED, State.TERMINATED, State.RENEWED],
    )
    for agreement in rows.order_by("last_day", "pk"):
        url = reverse("portal:agreement", args=[agreement.pk])
        notice_on, last_day = agreement.notice_on, agreement.last_day
        is_open = agreement.state == State.SIGNED and not agreement.renewal_decision
        if is_open and notice_on and first <= notice_on <= last:
            yield PartnerDeadline(
                on=notice_on, title=agreement.title, text=_("Notice possible until"), url=url
            )
        if last_day and first <= last_day <= last:
            yield PartnerDeadline(on=last_day, title=agreement.title, text=_("Last day"), url=url)


def figures(partner: Partner, on: date) -> Iterator[PartnerFigure]:
    """How long, how much and in which ways both work together. Four queries."""
    ours = own_rows(partner).filter(state__in=CONCLUDED_STATES)
    since = ours.aggregate(since=Min("starts_on"))["since"]
    if since is not None and since <= on:
        years = (on - since).days // 365
        yield PartnerFigure(
            label=_("Together since"),
            value=str(since.year),
            text=ngettext("%(count)d full year", "%(count)d full years", years) % {"count": years},
        )
    binding = ours.binding(on)
    in_force = binding.count()
    if not in_force:
        return
    yield PartnerFigure(label=_("Agreements in force"), value=str(in_force), url=reverse("portal:agreements"))
    declared = binding.exclude(value_amount=None).order_by("value_currency")
    for row in declared.values("value_currency").annotate(total=Sum("value_amount")):
        yield PartnerFigure(
            label=_("Declared value"),
            value=shown_amount(row["total"], row["value_currency"]),
            text=_("of the agreements in force, as they state it"),
        )
    used = {form for forms in binding.values_list("forms", flat=True) for form in forms}
    if used:
        forms = [form for form in FormOfCooperation if form in used]
        yield PartnerFigure(
            label=_("Forms of cooperation"), value=str(len(forms)), text=in_words("forms", forms)
        )


def promises(partner: Partner, on: date) -> Iterator[PartnerFigure]:
    """How many promises of each side run, and how many are met or on course. One query."""
    running = own_periods(partner).filter(starts_on__lte=on, due_on__gte=on).order_by()
    counts = running.values("side").annotate(
        total=Count("pk"), good=Count("pk", filter=Q(standing__in=[Standing.MET, Standing.ON_COURSE]))
    )
    directions = {
        Side.ENTERPRISE: (Direction.GIVEN, _("What we promised")),
        Side.CENTRE: (Direction.RECEIVED, _("What the centre promised us")),
    }
    for row in sorted(counts, key=lambda row: row["side"]):
        direction, label = directions[Side(row["side"])]
        yield PartnerFigure(
            label=label,
            value=f"{row['good']} / {row['total']}",
            direction=direction,
            text=_("promises of this period met or on course"),
            url=reverse("portal:promises"),
        )
