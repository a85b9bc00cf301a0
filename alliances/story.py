"""Alliances in the story of an enterprise: since when it is a member, and as what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.models import Alliance, Member
from alliances.walls import ALLIANCE_COLUMNS
from core.story import Happening, StorySource


def _rows(enterprise_id: int, until: date) -> Any:
    rows = Member.objects.filter(enterprise=enterprise_id, starts_on__lte=until)
    return rows.order_by("-starts_on", "-pk")


def _line(member: Member, alliance: Alliance, page: str) -> Happening:
    return Happening(
        on=member.starts_on,
        title=alliance.name,
        text=_("in the alliance as: %(role)s") % {"role": member.get_role_display()},
        url=reverse(page, args=[alliance.pk]),
    )


def told(actor: Any, enterprise: Any, until: date, limit: int) -> Iterator[Happening]:
    """One query."""
    seen = Alliance.objects.visible_to(actor).order_by().values("pk")
    rows = _rows(enterprise.pk, until).filter(alliance__in=seen).select_related("alliance")
    for member in rows[:limit]:
        yield _line(member, member.alliance, "alliances:alliance_detail")


def told_to_partner(partner: Any, until: date, limit: int) -> Iterator[Happening]:
    """Two queries."""
    rows = list(_rows(partner.enterprise.pk, until)[:limit])
    found = Alliance.objects.only(*ALLIANCE_COLUMNS).in_bulk({one.alliance_id for one in rows})
    for member in rows:
        if member.alliance_id in found:
            yield _line(member, found[member.alliance_id], "portal:alliance")


STORY = StorySource(
    name="alliances",
    label=gettext_lazy("Alliances"),
    icon="affiliate",
    told=told,
    told_to_partner=told_to_partner,
    order=64,
)
