"""The addresses of the partner portal, and those at which the staff lets people into it."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from agreements.models import Agreement, AgreementFile, AgreementRequest, AgreementRequestFile, Amendment
from agreements.operations import attach_file
from partnerships.models import Correction, CorrectionFile
from tests.access.partnerships import question as question_of_mentor
from tests.access.rules import Rule, holder, portal, public, row
from tests.access.signing import partners_ceremony, partners_sealed_ceremony, seal
from tests.agreements.office import furnish
from tests.world import World


def agreement(world: World) -> Agreement:
    """One between the centre and the partner, out for signature; made once for a world."""
    return Agreement.objects.filter(state="out_for_signature").first() or furnish(world).sent()


def of_agreement(**more: Any) -> Any:
    return lambda world: {"pk": agreement(world).pk} | more


def annex(world: World) -> AgreementFile:
    parent = agreement(world)
    return parent.files.first() or attach_file(
        actor=world.officer,
        pk=parent.pk,
        upload=ContentFile(b"%PDF-1.7\n", name="annex.pdf"),
        purpose=AgreementFile.Purpose.ANNEX,
        now=timezone.now(),
    )


def own_contact(world: World) -> dict[str, Any]:
    return {"contact_id": world.liaison.pk}


def correction(world: World) -> Correction:
    """One with a paper, that waits; made once for a world."""
    found = Correction.objects.first()
    if found is None:
        assert world.liaison.user is not None
        found = Correction.objects.create(
            enterprise=world.partner,
            field="licence",
            after="licence.pdf",
            proposed_by=world.liaison.user,
            proposed_at=timezone.now(),
        )
        kept = CorrectionFile(
            parent=found,
            name="licence.pdf",
            mime="application/pdf",
            size=9,
            sha256="0" * 64,
            added_at=found.proposed_at,
        )
        kept.file.save("", ContentFile(b"%PDF-1.7\n"))
    return found


def to_sign(method: Any = "GET", make: Any = partners_ceremony, **more: Any) -> Rule:
    """The ceremony of the partner's signatory, which their colleagues do not come across either."""
    return portal(
        make,
        method=method,
        arguments=lambda world: {"pk": make(world).pk} | more,
        only_for="signatory",
    )


def together(world: World) -> dict[str, Any]:
    return {"text_id": partners_ceremony(world).envelope.common_text_id}


def sealed_amendment(world: World) -> dict[str, Any]:
    of_theirs = partners_sealed_ceremony(world).envelope.subject
    amendment = of_theirs.amendments.first() or Amendment.objects.create(
        agreement=of_theirs,
        number=1,
        reason="Both sides want it",
        effective_on=timezone.localdate(),
        state="out_for_signature",
        proposed_by=world.officer,
        created_at=timezone.now(),
    )
    seal(amendment, world)
    return {"pk": of_theirs.pk, "amendment_id": amendment.pk}


def asked(world: World, kind: str = "change") -> AgreementRequest:
    """What the liaison asks for, with a file; made once for a world and a kind."""
    about = agreement(world)
    found = about.requests.filter(kind=kind).first()
    if found is None:
        assert world.liaison.user is not None
        found = AgreementRequest.objects.create(
            agreement=about,
            enterprise=world.partner,
            kind=kind,
            text="Please",
            last_day=about.ends_on if kind == "notice" else None,
            asked_by=world.liaison.user,
            asked_at=timezone.now(),
        )
        kept = AgreementRequestFile(
            parent=found,
            name="draft.pdf",
            mime="application/pdf",
            size=9,
            sha256="0" * 64,
            added_at=found.asked_at,
        )
        kept.file.save("", ContentFile(b"%PDF-1.7\n"))
    return found


def of_request(**more: Any) -> Any:
    return lambda world: {"pk": agreement(world).pk, "request_id": asked(world).pk} | more


def file_of_request(world: World) -> AgreementRequestFile:
    return asked(world).files.get()


def answering(capability: str, kind: str) -> Rule:
    return row(
        lambda world: asked(world, kind),
        f"agreement.{capability}",
        arguments=lambda world: {"pk": asked(world, kind).pk},
    )


RULES: dict[str, Rule] = {
    "portal:sealed": portal(
        partners_sealed_ceremony,
        arguments=lambda world: {"pk": partners_sealed_ceremony(world).envelope.subject_id},
    ),
    "portal:sealed_amendment": portal(partners_sealed_ceremony, arguments=sealed_amendment),
    "portal:signing:ceremony": to_sign(),
    "portal:signing:document": to_sign(),
    "portal:signing:page": to_sign(page=1),
    "portal:signing:sealed": to_sign(make=partners_sealed_ceremony),
    "portal:signing:consent": to_sign("POST"),
    "portal:signing:page_seen": to_sign("POST", page=1),
    "portal:signing:authority": to_sign("POST"),
    "portal:signing:ask_for_code": to_sign("POST"),
    "portal:signing:identify": to_sign("POST"),
    "portal:signing:sign": to_sign("POST"),
    "portal:signing:decline": to_sign("POST"),
    "portal:signing:batch": portal(partners_ceremony, arguments=together, only_for="signatory"),
    "portal:signing:batch_sign": portal(partners_ceremony, arguments=together, only_for="signatory"),
    "join": public(token="made-up"),
    "join_with_passkey": public(token="made-up"),
    "portal:welcome": portal(),
    "portal:home": portal(),
    "portal:enterprise": portal(),
    "portal:correct": portal(),
    "portal:contact_new": portal(),
    "portal:contact_correct": portal(
        lambda world: world.mentor, arguments=lambda world: {"pk": world.mentor.pk}
    ),
    "portal:correction_withdraw": portal(
        correction, method="POST", arguments=lambda world: {"pk": correction(world).pk}
    ),
    "portal:correction_file": portal(correction, arguments=lambda world: {"pk": correction(world).pk}),
    "partnerships:corrections": row(lambda world: world.partner, "enterprise.edit"),
    "partnerships:correction_file": row(correction, "enterprise.read"),
    "portal:agreements": portal(),
    "portal:agreement": portal(agreement, arguments=of_agreement()),
    "portal:document": portal(agreement, arguments=of_agreement(language="en")),
    "portal:comment": portal(agreement, method="POST", arguments=of_agreement()),
    "portal:file": portal(
        agreement, arguments=lambda world: {"pk": agreement(world).pk, "file_id": annex(world).pk}
    ),
    "portal:ask": portal(agreement, arguments=of_agreement(kind="change")),
    "portal:request_withdraw": portal(agreement, method="POST", arguments=of_request()),
    "portal:request_file": portal(
        agreement,
        arguments=lambda world: of_request()(world) | {"file_id": file_of_request(world).pk},
    ),
    "agreements:request_answer": answering("edit", "change"),
    "agreements:request_amend": answering("edit", "change"),
    "agreements:request_renew": answering("edit", "renewal"),
    "agreements:request_terminate": answering("end", "notice"),
    "agreements:request_lapse": answering("end", "notice"),
    "agreements:request_file": row(
        asked,
        "agreement.read",
        arguments=lambda world: {"pk": asked(world).pk, "file_id": file_of_request(world).pk},
    ),
    "partnerships:portal_people": holder("enterprise.read"),
    "portal:question": portal(
        question_of_mentor, arguments=lambda world: {"pk": question_of_mentor(world).pk}, only_for="mentor"
    ),
    "portal:choose": portal(method="POST", arguments=own_contact, only_for="liaison"),
    "partnerships:contact_invite": row(lambda world: world.mentor, "enterprise.edit", method="POST"),
    "partnerships:contact_uninvite": row(lambda world: world.mentor, "enterprise.edit", method="POST"),
}
