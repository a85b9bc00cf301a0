"""Who is at the portal: a person, for one of the enterprises they work for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.access import NOWHERE, NotVisible, Scope

if TYPE_CHECKING:
    from accounts.models import User
    from partnerships.models import Contact, Enterprise

CHOSEN = "portal_contact"


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody of an enterprise. No capability of the centre is theirs, whatever happens.

    Attributes:
        contact: as whom they are here now.
        memberships: as whom they could be.
    """

    user: User
    contact: Contact
    memberships: tuple[Contact, ...]

    is_partner: ClassVar[bool] = True

    @property
    def pk(self) -> int:
        return self.user.pk

    @property
    def enterprise(self) -> Enterprise:
        return self.contact.enterprise

    @property
    def is_liaison(self) -> bool:
        """Whether they speak for their enterprise here."""
        return "liaison" in self.contact.roles

    def scope_for(self, capability: str) -> Scope:
        return NOWHERE

    def on_behalf_of(self, capability: str, department_id: int | None) -> None:
        return None


class PartnerRequest(HttpRequest):
    """A request of the portal, once the middleware has let it in."""

    user: User
    partner: Partner


def partner_of(user: User, chosen: object) -> Partner | None:
    """As whom a person comes in: as the contact they chose, or else the first they are. One query."""
    from partnerships.models import Contact

    memberships = tuple(
        Contact.objects.in_portal()
        .filter(user=user)
        .select_related("enterprise")
        .order_by("enterprise__name", "pk")
    )
    contact = next((one for one in memberships if one.pk == chosen), None) or next(iter(memberships), None)
    return Partner(user, contact, memberships) if contact else None


def require_liaison(partner: Partner) -> None:
    """Raises PermissionDenied."""
    if not partner.is_liaison:
        raise PermissionDenied(_("A liaison of your enterprise does this."))


def choose(request: PartnerRequest, contact_id: int) -> Contact:
    """Go on as another contact. Raises NotVisible."""
    for contact in request.partner.memberships:
        if contact.pk == contact_id:
            cast("HttpRequest", request).session[CHOSEN] = contact.pk
            return contact
    raise NotVisible(f"partnerships.Contact {contact_id}")
