"""Some liaisons who have come into the partner portal."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count

from agreements.portal.walls import SHOWN_STATES
from insights.demonstration.people import PASSWORD
from insights.demonstration.stories import Story, midnight
from partnerships.models import Contact, ContactRole, Enterprise
from partnerships.operations import accept_invitation, invite_contact

MOST = 3


def joining(on: date) -> Story:
    """The liaisons of the enterprises with the most agreements accept an invitation, this week."""
    now = midnight(on - timedelta(days=2)) + timedelta(hours=10)
    yield now
    # Who signs as well would need a second factor first.
    busiest = (
        Enterprise.objects.filter(
            agreement_parties__agreement__state__in=SHOWN_STATES,
            contacts__in=Contact.objects.in_portal().filter(roles=[ContactRole.LIAISON], is_primary=True),
        )
        .annotate(agreements=Count("agreement_parties"))
        .order_by("-agreements", "pk")[:MOST]
    )
    for contact in Contact.objects.in_portal().filter(
        enterprise__in=list(busiest), roles=[ContactRole.LIAISON], is_primary=True
    ):
        owner = contact.enterprise.owner
        assert owner is not None  # noqa: S101 — the demonstration gives every enterprise one
        invitation = invite_contact(actor=owner, pk=contact.pk, now=now)
        now += timedelta(hours=3)
        yield now
        accept_invitation(token=invitation.token, user=None, password=PASSWORD, now=now)
        now += timedelta(minutes=20)
        yield now
