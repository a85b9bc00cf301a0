"""Who is told of adjustments of curricula: the panel, the enterprises behind them, who teaches the course."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collaboration.courses import teachers_of
from collaboration.models import CurriculumAdjustment
from core.notifications import Importance, Kind, NewNotification, Readers, notify_many
from partnerships.models import Contact, ContactRole

PANEL = Kind(
    name="collaboration.adjustment_panel",
    label=_("Panels on curricula on which I sit"),
    icon="gavel",
    importance=Importance.HIGH,
    readers=Readers.STAFF | Readers.PARTNERS,
)
DECIDED = Kind(
    name="collaboration.adjustment_decided",
    label=_("Decisions on adjustments of curricula"),
    icon="circle-check",
    importance=Importance.HIGH,
    readers=Readers.STAFF | Readers.PARTNERS,
)
KINDS = (PANEL, DECIDED)


def _tell(adjustment: CurriculumAdjustment, kind: Kind, people: dict[int, str], *, now: datetime) -> None:
    """Args: people: the page that each is led to."""
    data: dict[str, Any] = {
        "course": adjustment.course,
        "major": {"zh": adjustment.major.name_zh, "en": adjustment.major.name_en or adjustment.major.name_zh},
        "state": adjustment.state,
        "panel_on": adjustment.panel_on,
        "place": adjustment.place,
        "effective_on": adjustment.effective_on,
        "words": adjustment.decision,
    }
    notify_many(
        [
            NewNotification(
                key=f"{kind.name}:{adjustment.pk}:{now.isoformat()}:u{one}",
                kind=kind.name,
                recipient_id=one,
                subject=adjustment,
                data=data | {"url": url},
            )
            for one, url in people.items()
        ],
        now=now,
    )


def tell_panel(adjustment: CurriculumAdjustment, *, by: int | None, now: datetime) -> None:
    """The members of both sides; who of an enterprise has no account is asked by whoever keeps the panel."""
    page, at_portal = adjustment.get_absolute_url(), reverse("portal:adjustment", args=[adjustment.pk])
    people: dict[int, str] = {}
    for user, of_enterprise in adjustment.members.order_by("pk").values_list("user", "contact__user"):
        if of_enterprise is not None:
            people[of_enterprise] = at_portal
        elif user is not None and user != by:
            people[user] = page
    _tell(adjustment, PANEL, people, now=now)


def tell_decision(adjustment: CurriculumAdjustment, *, by: int | None, now: datetime) -> None:
    """Who proposed it, the liaisons of the enterprises whose needs are behind it, and, where it is adopted,
    the teachers of the course."""
    page = adjustment.get_absolute_url()
    liaisons = (
        Contact.objects.in_portal()
        .with_role(ContactRole.LIAISON)
        .filter(enterprise__in=adjustment.needs.order_by().values("enterprise"))
        .exclude(user=None)
    )
    at_portal = reverse("portal:adjustment", args=[adjustment.pk])
    people: dict[int, str] = dict.fromkeys(liaisons.values_list("user", flat=True), at_portal)
    staff: set[int | None] = {adjustment.proposed_by_id}
    if adjustment.state == "adopted":
        staff |= set(teachers_of(adjustment).exclude(user=None).values_list("user", flat=True))
    people |= {one: page for one in staff if one is not None and one != by}
    _tell(adjustment, DECIDED, people, now=now)
