"""The rules of the addresses of ceremonies and envelopes. The ceremony here is the director's own."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdfium2
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from agreements.models import Agreement, Amendment
from signing.links import open_link
from signing.links_to_sign import link_to
from signing.models import CommonText, Envelope, Signatory, SignatoryFile
from tests.access.agreements import EDIT, READ, sent
from tests.access.rules import Rule, row
from tests.world import ONE_PIXEL, World

_NOW = timezone.now()
SEALED = {"state": "completed", "closed_at": _NOW, "sealed_at": _NOW, "sealed_sha256": "0" * 64}


def one_page() -> bytes:
    content = BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(595, 842)
        document.save(content)
    return content.getvalue()


def ceremony(world: World) -> Signatory:
    """What the director is asked to sign."""
    found = Signatory.objects.filter(envelope__state="out", user=world.director).first()
    return found or _signatory(_envelope(sent(world), world), world)


def partners_ceremony(world: World) -> Signatory:
    """What the partner's signatory is asked to sign, who comes in by the portal."""
    return _partners(world, "out")


def partners_sealed_ceremony(world: World) -> Signatory:
    return _partners(world, "completed")


def _partners(world: World, state: str) -> Signatory:
    found = Signatory.objects.filter(envelope__state=state, user=world.signatory.user).first()
    if found is not None:
        return found
    agreement = sent(world)
    envelope = _envelope(agreement, world, **(SEALED if state == "completed" else {}))
    party = agreement.parties.get(role="enterprise")
    return _signatory(
        envelope,
        world,
        party_key=str(party.pk),
        name=world.signatory.name,
        email=world.signatory.user.email,
        user=world.signatory.user,
    )


def sealed_ceremony(world: World) -> Signatory:
    found = Signatory.objects.filter(envelope__state="completed", user=world.director).first()
    if found is not None:
        return found
    return _signatory(_envelope(sent(world), world, **SEALED), world)


def seal(record: Agreement | Amendment, world: World) -> None:
    if not Envelope.objects.about(record).exists():
        _envelope(record, world, **SEALED)


def _envelope(record: Agreement | Amendment, world: World, **more: Any) -> Envelope:
    content = one_page()
    name = default_storage.save("matrix/one.pdf", ContentFile(content))
    if more:
        more["sealed_file"] = name
    text, _made = CommonText.objects.get_or_create(
        sha256="0" * 64, defaults={"title_en": "Text", "paragraphs": []}
    )
    envelope = Envelope(
        subject=record,
        title_en="Paper",
        reference="AG-1",
        document=name,
        document_sha256=hashlib.sha256(content).hexdigest(),
        pages=1,
        language="en",
        common_text=text,
        deadline_on=timezone.localdate() + timedelta(days=7),
        created_by=world.officer,
        created_at=timezone.now(),
        **more,
    )
    envelope.save(force_insert=True)
    return envelope


def _signatory(envelope: Envelope, world: World, **more: Any) -> Signatory:
    given: dict[str, Any] = {
        "party_key": "1",
        "name": world.director.name,
        "email": world.director.email,
        "user": world.director,
    } | more
    return Signatory.objects.create(
        envelope=envelope,
        order=1,
        party_en="Centre",
        party_zh="中心",
        means_allowed=["email"],
        status="invited",
        invited_at=timezone.now(),
        **given,
    )


def kept(world: World) -> SignatoryFile:
    return SignatoryFile.objects.first() or SignatoryFile.objects.create(
        parent=ceremony(world),
        purpose=SignatoryFile.Purpose.SCAN,
        file=ContentFile(ONE_PIXEL, name="scan.png"),
        name="scan.png",
        mime="image/png",
        size=len(ONE_PIXEL),
        sha256="0" * 64,
        added_at=timezone.now(),
    )


def own(method: Any = "GET", **more: Any) -> Rule:
    return Rule(
        access="own",
        row=ceremony,
        method=method,
        arguments=lambda world: {"pk": ceremony(world).pk, **more},
    )


def of_record(capability: str, arguments: Any, method: Any = "GET") -> Rule:
    return row(
        lambda world: Agreement.objects.get(pk=ceremony(world).envelope.subject_id),
        capability,
        read=READ,
        method=method,
        arguments=arguments,
    )


def linked_ceremony(world: World) -> Signatory:
    """What somebody without an account is asked to sign, who has opened their link."""
    return _linked(world, "out")


def _linked(world: World, state: str) -> Signatory:
    found = Signatory.objects.filter(envelope__state=state, user=None).first()
    if found is not None:
        return found
    envelope = _envelope(sent(world), world, **(SEALED if state == "completed" else {}))
    signatory = _signatory(envelope, world, name="周强", email="zhou@jinggong.example", user=None)
    open_link(link_to(signatory, now=timezone.now()), now=timezone.now())
    return signatory


def by_link(method: Any = "GET", *, state: str = "out", **more: Any) -> Rule:
    """Whoever has the address is let in, whoever else they may be."""

    def arguments(world: World) -> dict[str, Any]:
        signatory = _linked(world, state)
        return {"token": link_to(signatory, now=timezone.now()).token, "pk": signatory.pk, **more}

    return Rule(access="public", method=method, arguments=arguments)


def link_itself(method: Any = "GET") -> Rule:
    return Rule(
        access="public",
        method=method,
        arguments=lambda world: {"token": link_to(linked_ceremony(world), now=timezone.now()).token},
    )


def of_link(method: Any = "GET") -> Rule:
    """Staff's page of how somebody is reached."""
    return row(
        lambda world: Agreement.objects.get(pk=linked_ceremony(world).envelope.subject_id),
        EDIT,
        read=READ,
        method=method,
        arguments=lambda world: {
            "pk": linked_ceremony(world).envelope_id,
            "signatory_id": linked_ceremony(world).pk,
        },
    )


def of_text(world: World) -> dict[str, int]:
    return {"text_id": ceremony(world).envelope.common_text_id}


RULES: dict[str, Rule] = {
    "link:task": link_itself(),
    "link:open": link_itself("POST"),
    "link:language": link_itself("POST"),
    "link:sign:ceremony": by_link(),
    "link:sign:document": by_link(),
    "link:sign:page": by_link(page=1),
    "link:sign:sealed": by_link(state="completed"),
    "link:sign:consent": by_link("POST"),
    "link:sign:page_seen": by_link("POST", page=1),
    "link:sign:authority": by_link("POST"),
    "link:sign:ask_for_code": by_link("POST"),
    "link:sign:identify": by_link("POST"),
    "link:sign:sign": by_link("POST"),
    "link:sign:decline": by_link("POST"),
    "signing:signatory_reach": of_link(),
    "signing:signatory_link": of_link("POST"),
    "signing:signatory_link_revoke": of_link("POST"),
    "signing:ceremony": own(),
    "signing:document": own(),
    "signing:page": own(page=1),
    "signing:sealed": Rule(
        access="own", row=sealed_ceremony, arguments=lambda world: {"pk": sealed_ceremony(world).pk}
    ),
    "signing:consent": own("POST"),
    "signing:page_seen": own("POST", page=1),
    "signing:authority": own("POST"),
    "signing:ask_for_code": own("POST"),
    "signing:identify": own("POST"),
    "signing:sign": own("POST"),
    "signing:decline": own("POST"),
    "signing:batch": Rule(access="own", row=ceremony, arguments=of_text),
    "signing:batch_sign": Rule(access="own", row=ceremony, arguments=of_text),
    "signing:envelope_void": of_record(EDIT, lambda world: {"pk": ceremony(world).envelope_id}),
    "signing:envelope_sealed": of_record(READ, lambda world: {"pk": sealed_ceremony(world).envelope_id}),
    "signing:envelope_file": of_record(
        READ, lambda world: {"pk": kept(world).parent.envelope_id, "file_id": kept(world).pk}
    ),
    "signing:signatory_remind": of_record(
        EDIT,
        lambda world: {"pk": ceremony(world).envelope_id, "signatory_id": ceremony(world).pk},
        method="POST",
    ),
}
