"""The small figures of the home page: each opens onto the rows it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from agreements.choices import Phase, State
from agreements.models import Agreement
from core.paging import bounded_count
from partnerships.models import Enterprise, Stage
from placements.models import Placement, PlacementState

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Figure:
    label: str
    value: str
    url: str
    icon: str


def figures_for(user: User, *, on: date) -> list[Figure]:
    """What the person may see, counted; one bounded query each."""
    found = []
    if user.can("enterprise.read"):
        enterprises = Enterprise.objects.visible_to(user)
        found.append(
            _figure(
                _("Partners"),
                enterprises.filter(state=Stage.PARTNER),
                f"{reverse('partnerships:enterprise_list')}?state={Stage.PARTNER}",
                "building-factory-2",
            )
        )
    if user.can("agreement.read"):
        agreements = Agreement.objects.visible_to(user)
        address = reverse("agreements:agreement_list")
        found += [
            _figure(
                _("Agreements in force"),
                agreements.in_phase(Phase.IN_FORCE, on),
                f"{address}?phase={Phase.IN_FORCE}",
                "file-certificate",
            ),
            _figure(
                _("Expiring"),
                agreements.in_phase(Phase.EXPIRING, on),
                f"{address}?phase={Phase.EXPIRING}",
                "hourglass-high",
            ),
            _figure(
                _("In review"),
                agreements.filter(state=State.IN_REVIEW),
                f"{address}?state={State.IN_REVIEW}",
                "eye",
            ),
            _figure(
                _("Out for signature"),
                agreements.filter(state=State.OUT_FOR_SIGNATURE),
                f"{address}?state={State.OUT_FOR_SIGNATURE}",
                "signature",
            ),
        ]
    if user.can("placement.read"):
        placements = Placement.objects.visible_to(user)
        address = reverse("placements:placement_list")
        before = (PlacementState.OFFERED, PlacementState.PREPARED)
        found += [
            _figure(
                _("Students at work"),
                placements.filter(state=PlacementState.IN_PROGRESS),
                f"{address}?state={PlacementState.IN_PROGRESS}",
                "heart-handshake",
            ),
            _figure(
                _("Before the start"),
                placements.filter(state__in=before),
                f"{address}?{urlencode([('state', state.value) for state in before])}",
                "calendar-event",
            ),
        ]
    return found


def _figure(label: str, rows: QuerySet, url: str, icon: str) -> Figure:
    count, is_capped = bounded_count(rows)
    return Figure(
        label=label,
        value=number_format(count, force_grouping=True) + ("+" if is_capped else ""),
        url=url,
        icon=icon,
    )
