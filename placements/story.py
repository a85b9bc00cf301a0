"""What placements tell of an enterprise: how many interns came and went, never who (``core.story``)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.story import Happening, StorySource
from partnerships.models import Enterprise
from partnerships.portal.partner import Partner
from placements.models import Placement
from placements.portal.days import own_interns


def _told(actor: Any, enterprise: Enterprise, until: date, limit: int) -> Iterator[Happening]:
    rows = Placement.objects.visible_to(actor).filter(enterprise=enterprise.pk)
    address = f"{reverse('placements:placement_list')}?{urlencode({'enterprise': enterprise.pk})}"
    return _lines(rows, until, limit, address)


def _told_to_partner(partner: Partner, until: date, limit: int) -> Iterator[Happening]:
    return _lines(own_interns(partner), until, limit, reverse("portal:interns"))


def _lines(placements: QuerySet[Placement], until: date, limit: int, address: str) -> Iterator[Happening]:
    came = placements.filter(started_on__lte=until).order_by().values(on=F("started_on"), what=Value("came"))
    went = placements.filter(ended_on__lte=until).order_by().values(on=F("ended_on"), what=Value("went"))
    counted = [rows.annotate(number=Count("pk")) for rows in (came, went)]
    for row in counted[0].union(counted[1], all=True).order_by("-on", "what")[:limit]:
        number = row["number"]
        if row["what"] == "came":
            title = ngettext("%(count)d intern began", "%(count)d interns began", number)
        else:
            title = ngettext("%(count)d internship ended", "%(count)d internships ended", number)
        yield Happening(on=row["on"], title=title % {"count": number}, url=address)


INTERNS = StorySource(
    name="interns",
    label=_("Interns"),
    icon="heart-handshake",
    told=_told,
    told_to_partner=_told_to_partner,
    order=20,
)
