"""Who of the enterprises was asked into the portal, who came, and whose access has ended."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.look import Chip, Meaning
from partnerships.models import Contact, Invitation
from partnerships.querysets import PORTAL_ROLES, ContactQuerySet


class PortalState(models.TextChoices):
    """Where somebody of an enterprise stands with the portal."""

    INVITED = "invited", gettext_lazy("Invited")
    EXPIRED = "expired", gettext_lazy("Invitation expired")
    TAKEN_BACK = "taken_back", gettext_lazy("Invitation taken back")
    INSIDE = "inside", gettext_lazy("In the portal")
    ENDED = "ended", gettext_lazy("Access ended")


CHIPS = {
    PortalState.INVITED: Chip(PortalState.INVITED.label, Meaning.WAITING, "send"),
    PortalState.EXPIRED: Chip(PortalState.EXPIRED.label, Meaning.SOON, "hourglass-high"),
    PortalState.TAKEN_BACK: Chip(PortalState.TAKEN_BACK.label, Meaning.INACTIVE, "arrow-back-up"),
    PortalState.INSIDE: Chip(PortalState.INSIDE.label, Meaning.GOOD, "door-enter"),
    PortalState.ENDED: Chip(PortalState.ENDED.label, Meaning.INACTIVE, "logout"),
}


def portal_people(contacts: ContactQuerySet, *, now: datetime) -> ContactQuerySet:
    """Those who were ever invited or came in, with ``portal_state``, ``invited_at`` and ``joined_at``.

    Their latest invitation is the first of ``invitations``, which is fetched along.
    """
    latest = Invitation.objects.filter(contact=OuterRef("pk")).order_by("-sent_at", "-pk")
    may_enter = Q(left_on=None, roles__overlap=PORTAL_ROLES)
    return (
        contacts.filter(Q(user__isnull=False) | Exists(latest))
        .annotate(
            invited_at=Subquery(latest.values("sent_at")[:1]),
            joined_at=Subquery(latest.exclude(accepted_at=None).values("accepted_at")[:1]),
            expires_at=Subquery(latest.filter(accepted_at=None, revoked_at=None).values("expires_at")[:1]),
        )
        .annotate(
            portal_state=Case(
                When(may_enter & Q(user__is_active=True), then=Value(PortalState.INSIDE)),
                When(user__isnull=False, then=Value(PortalState.ENDED)),
                When(may_enter & Q(expires_at__gt=now), then=Value(PortalState.INVITED)),
                When(may_enter & Q(expires_at__isnull=False), then=Value(PortalState.EXPIRED)),
                default=Value(PortalState.TAKEN_BACK),
                output_field=models.CharField(),
            ),
            last_signed_in_at=F("user__last_login"),
        )
        .select_related("enterprise", "user")
        .prefetch_related(
            Prefetch(
                "invitations",
                Invitation.objects.select_related("invited_by").order_by("-sent_at", "-pk"),
            )
        )
    )


def latest_invitation(contact: Contact) -> Invitation | None:
    return next(iter(contact.invitations.all()), None)


def why_ended(contact: Contact) -> str:
    """Why somebody has no access, or will not have it; empty where they have or can."""
    if contact.left_on is not None:
        return _("Left the enterprise on %(day)s") % {
            "day": formats.date_format(contact.left_on, "DATE_FORMAT")
        }
    if not set(contact.roles) & set(PORTAL_ROLES):
        return _("No role that opens the portal")
    if contact.user is not None and not contact.user.is_active:
        return _("The account is closed")
    return ""
