"""The parties of an agreement, with their particulars as the paper shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Centre
from agreements.models import Agreement, Party
from agreements.operations.editing import editing
from agreements.operations.refusals import UnableToEdit
from core.access import Actor, NotVisible
from partnerships.models import Contact, ContactRole, Enterprise, Stage

if TYPE_CHECKING:
    from accounts.models import User

# What somebody may correct by hand; the rest follows from the records.
CORRECTABLE = frozenset(
    {
        "legal_name",
        "legal_name_en",
        "registration_code",
        "address",
        "address_en",
        "representative",
        "signatory_name",
        "signatory_title",
    }
)


@dataclass(frozen=True, slots=True)
class Counterparty:
    """An enterprise that becomes a party, and its people; by default its first contact and signatory."""

    enterprise: Enterprise
    contact: Contact | None = None
    signatory: Contact | None = None


def add_party(*, actor: User, pk: int, counterparty: Counterparty, now: datetime) -> Party:
    """Add an enterprise behind the parties that are there.

    Raises:
        NotVisible: the actor cannot see the enterprise.
        UnableToEdit: it is a party already, or barred, or a contact works elsewhere.
    """
    with editing(actor=actor, pk=pk, now=now) as agreement:
        require_partners(actor, [counterparty])
        if agreement.parties.filter(enterprise=counterparty.enterprise).exists():
            raise UnableToEdit(
                _("%(enterprise)s is a party already.") % {"enterprise": counterparty.enterprise}
            )
        last = agreement.parties.aggregate(last=Max("order"))["last"] or 0
        party = enterprise_party(agreement, counterparty, order=last + 1)
        party.save(force_insert=True)
        name_counterparty(agreement)
    return party


def edit_party(
    *,
    actor: User,
    pk: int,
    party_id: int,
    now: datetime,
    contact: Contact | None = None,
    signatory: Contact | None = None,
    particulars: dict[str, str] | None = None,
) -> Party:
    """Correct a party's particulars, or name another contact or signatory.

    Raises:
        UnableToEdit: a contact works elsewhere, or a particular cannot be corrected here.
    """
    with editing(actor=actor, pk=pk, now=now) as agreement:
        party = agreement.parties.select_for_update().get(pk=party_id)
        for person in filter(None, (contact, signatory)):
            _require_colleague(party.enterprise, person)
        if contact is not None:
            party.contact = contact
        if signatory is not None:
            party.signatory = signatory
            party.signatory_name, party.signatory_title = signatory.name, signatory.title
        for name, value in (particulars or {}).items():
            if name not in CORRECTABLE:
                raise UnableToEdit(_("“%(name)s” cannot be changed here.") % {"name": name})
            setattr(party, name, value.strip())
        party.clean_fields()
        party.save()
        name_counterparty(agreement)
    return party


def refresh_party(*, actor: User, pk: int, party_id: int, now: datetime) -> Party:
    """Take a party's particulars from the records again, as they are today."""
    with editing(actor=actor, pk=pk, now=now) as agreement:
        party = agreement.parties.select_for_update().get(pk=party_id)
        _take_particulars(party)
        party.save()
        name_counterparty(agreement)
    return party


def remove_party(*, actor: User, pk: int, party_id: int, now: datetime) -> None:
    """Take an enterprise out. The centre stays.

    Raises:
        UnableToEdit: the party is the centre.
    """
    with editing(actor=actor, pk=pk, now=now) as agreement:
        party = agreement.parties.get(pk=party_id)
        if party.role == Party.Role.CENTRE:
            raise UnableToEdit(_("The centre is a party to each of its agreements."))
        party.delete()
        for order, remaining in enumerate(agreement.parties.order_by("order"), start=1):
            Party.objects.filter(pk=remaining.pk).exclude(order=order).update(order=order)
        name_counterparty(agreement)


# --- Shared with drafting ---------------------------------------------------------------------


def require_partners(actor: Actor, counterparties: Sequence[Counterparty]) -> None:
    """Raises unless the actor sees each enterprise, and each may become a party."""
    wanted = {counterparty.enterprise.pk for counterparty in counterparties}
    found = Enterprise.objects.visible_to(actor).in_bulk(wanted)
    if missing := wanted - found.keys():
        raise NotVisible(f"partnerships.Enterprise {sorted(missing)}")
    for counterparty in counterparties:
        enterprise = found[counterparty.enterprise.pk]
        if enterprise.state == Stage.BARRED:
            raise UnableToEdit(
                _("%(enterprise)s is barred from new agreements.") % {"enterprise": enterprise}
            )
        for person in filter(None, (counterparty.contact, counterparty.signatory)):
            _require_colleague(enterprise, person)


def centre_party(agreement: Agreement, *, order: int = 1) -> Party:
    party = Party(agreement=agreement, order=order, role=Party.Role.CENTRE)
    _take_particulars(party)
    return party


def enterprise_party(agreement: Agreement, counterparty: Counterparty, *, order: int) -> Party:
    enterprise = counterparty.enterprise
    people = list(enterprise.contacts.current())
    party = Party(
        agreement=agreement,
        order=order,
        role=Party.Role.ENTERPRISE,
        enterprise=enterprise,
        contact=counterparty.contact or _first(people, ContactRole.LIAISON),
        signatory=counterparty.signatory or _first(people, ContactRole.SIGNATORY),
    )
    _take_particulars(party)
    return party


def name_counterparty(agreement: Agreement) -> None:
    """Keep the first enterprise's names beside the agreement, where lists sort by them."""
    first = agreement.parties.filter(role=Party.Role.ENTERPRISE).order_by("order").first()
    agreement.counterparty_name = first.legal_name if first else ""
    agreement.counterparty_name_en = first.legal_name_en if first else ""
    agreement.save(
        update_fields=["counterparty_name", "counterparty_name_en", "counterparty_key", "counterparty_en_key"]
    )


def _take_particulars(party: Party) -> None:
    for name, value in _particulars(party).items():
        setattr(party, name, value)


def _particulars(party: Party) -> dict[str, Any]:
    if party.enterprise is None:
        centre = Centre.current()
        return {
            "legal_name": centre.legal_name_zh or centre.legal_name_en,
            "legal_name_en": centre.legal_name_en,
            "registration_code": centre.registration_code,
            "address": centre.address_zh or centre.address_en,
            "address_en": centre.address_en,
            "representative": centre.representative,
            "signatory_name": centre.representative,
            "signatory_title": centre.representative_title_zh or centre.representative_title_en,
        }
    enterprise, signatory = party.enterprise, party.signatory
    return {
        "legal_name": enterprise.name,
        "legal_name_en": enterprise.name_en,
        "registration_code": enterprise.code or "",
        "address": enterprise.address,
        "signatory_name": signatory.name if signatory else "",
        "signatory_title": signatory.title if signatory else "",
    }


def _first(people: list[Contact], role: str) -> Contact | None:
    return next((person for person in people if role in person.roles), None)


def _require_colleague(enterprise: Enterprise | None, person: Contact) -> None:
    if enterprise is None or person.enterprise_id != enterprise.pk:
        raise UnableToEdit(_("%(person)s does not work there.") % {"person": person})
