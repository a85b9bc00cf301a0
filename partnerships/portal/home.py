"""What the home page of the portal says of the relationship: how often both met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from core.registry import PartnerFigure
from partnerships.models import Interaction, InteractionKind
from partnerships.portal.partner import Partner

# Both sides were there. What staff note of calls and mails is their own.
MET = {InteractionKind.VISIT: _("Visits"), InteractionKind.MEETING: _("Meetings")}


def own_interactions(partner: Partner) -> dict[str, int]:
    """How many there were of each kind; the walls let nothing else of them through. One query."""
    rows = Interaction.objects.filter(enterprise=partner.enterprise, kind__in=MET).order_by()
    return dict(rows.values_list("kind").annotate(Count("pk")))


def figures(partner: Partner, on: date) -> Iterator[PartnerFigure]:
    counts = own_interactions(partner)
    for kind, label in MET.items():
        if counts.get(kind):
            yield PartnerFigure(label=label, value=str(counts[kind]))
