"""How many interns are at a host at the same time (INT-09), counted from the placements themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Self

from django.db.models import Count

from internships.occupancy import Group
from placements.models import Placement


def groups_at(enterprises: Collection[int]) -> dict[int, list[Group]]:
    """Everybody with a live placement at hosts: placed by a round, directly, or where they found the host.

    One query: as many rows as there are posts and dates, not as there are interns.
    """
    groups: dict[int, list[Group]] = defaultdict(list)
    rows = (
        Placement.objects.live()
        .filter(enterprise__in=enterprises)
        .order_by()
        .values_list("enterprise", "post", "post__occupation", "starts_on", "ends_on")
        .annotate(interns=Count("pk"))
    )
    for enterprise, *group in rows:
        groups[enterprise].append(Group(*group))
    return groups


class Crowds:
    """The interns of some hosts, and how many of them there are on the fullest day of a placement."""

    def __init__(self, groups: dict[int, list[Group]]) -> None:
        self._groups = groups
        self._known: dict[tuple[int, int, date, date], dict[str, int]] = {}

    @classmethod
    def at_hosts_of(cls, placements: Sequence[Placement]) -> Self:
        """One query."""
        groups = groups_at({placement.enterprise_id for placement in placements})
        return cls(defaultdict(list, groups))

    def around(self, placement: Placement) -> dict[str, int]:
        """``interns`` and ``post_interns`` on the fullest day of a placement; itself is one of them."""
        key = (placement.enterprise_id, placement.post_id, placement.starts_on, placement.ends_on)
        if key not in self._known:
            here = self._groups[placement.enterprise_id]
            occupation = placement.post.occupation_id
            similar = [
                group
                for group in here
                if group.post == placement.post_id
                or (occupation is not None and group.occupation == occupation)
            ]
            self._known[key] = {
                "interns": fullest(here, placement.starts_on, placement.ends_on),
                "post_interns": fullest(similar, placement.starts_on, placement.ends_on),
            }
        return self._known[key]


def fullest(groups: Iterable[Group], first: date, last: date) -> int:
    """The most interns there are on one day of a period, both ends included."""
    changes: dict[date, int] = defaultdict(int)
    for group in groups:
        if group.starts_on <= last and group.ends_on >= first:
            changes[max(group.starts_on, first)] += group.interns
            changes[group.ends_on + timedelta(days=1)] -= group.interns
    most = present = 0
    for day in sorted(changes):
        present += changes[day]
        most = max(most, present)
    return most
