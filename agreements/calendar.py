"""The ends of agreements, in the calendars of those who may see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.choices import RenewalRule, State
from agreements.models import Agreement
from core.calendar import MOST, Deadline

if TYPE_CHECKING:
    from accounts.models import User


def deadlines(user: User, first: date, last: date) -> Iterator[Deadline]:
    """Until when notice can be given, while nothing is decided, and the last days."""
    rows = (
        Agreement.objects.visible_to(user)
        .filter(Q(notice_on__range=(first, last)) | Q(last_day__range=(first, last)), state=State.SIGNED)
        # Says nothing new, since notice comes before the end, but lets the index on the last day be used.
        .filter(last_day__gte=first)
        .order_by("last_day", "pk")
    )
    for agreement in rows[:MOST]:
        yield from _of(agreement, first, last)


def _of(agreement: Agreement, first: date, last: date) -> Iterator[Deadline]:
    notice_on, last_day = agreement.notice_on, agreement.last_day
    description = " · ".join(filter(None, (agreement.number, agreement.counterparty)))
    if notice_on and first <= notice_on <= last and not agreement.renewal_decision:
        yield Deadline(
            uid=f"agreement-{agreement.pk}-notice",
            on=notice_on,
            title=_("Last day for notice: %(agreement)s") % {"agreement": agreement.title},
            description=description,
            path=reverse("agreements:agreement_renewal", args=[agreement.pk]),
        )
    if last_day and first <= last_day <= last:
        renews = (agreement.revised_renewal_rule or agreement.renewal_rule) == RenewalRule.AUTOMATIC
        words = _("Renews itself after today: %(agreement)s") if renews else _("Last day: %(agreement)s")
        yield Deadline(
            uid=f"agreement-{agreement.pk}-end",
            on=last_day,
            title=words % {"agreement": agreement.title},
            description=description,
            path=agreement.get_absolute_url(),
        )
