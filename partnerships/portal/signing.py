"""Signing at the portal: the ceremony of ``signing``, behind the walls."""

from __future__ import annotations

from django.urls import reverse

from core.walls import outside
from signing.models import Signatory
from signing.views.audiences import Audience

PORTAL = Audience(
    namespace="portal:signing",
    base_template="base_portal.html",
    home=lambda _request: reverse("portal:home"),
    acting=outside,
)


def entrance(signatory: Signatory) -> str:
    """Where somebody of an enterprise signs who has an account at the portal."""
    user = signatory.user
    return reverse("portal:signing:ceremony", args=[signatory.pk]) if user and user.is_partner else ""
