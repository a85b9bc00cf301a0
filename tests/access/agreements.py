"""The rules of the addresses of agreements, amendments and approvals."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile

from agreements.models import Agreement, AgreementDocument, AgreementFile, Amendment, PaperSignature
from signing.models import Approval, ApprovalStep
from tests.access.rules import Rule, holder, public, row, signed_in
from tests.agreements.office import TODAY, furnish
from tests.agreements.samples import put_into, some_amendment
from tests.world import ONE_PIXEL, World

READ, EDIT, END, ADMINISTER = (f"agreement.{name}" for name in ("read", "edit", "end", "administer"))


def draft(world: World) -> Agreement:
    return Agreement.objects.filter(state="draft").first() or furnish(world).draft()


def sent(world: World) -> Agreement:
    found = Agreement.objects.filter(state="out_for_signature").first()
    return found or put_into("out_for_signature", furnish(world).draft())


def signed(world: World) -> Agreement:
    return Agreement.objects.filter(state="signed").first() or put_into("signed", furnish(world).draft())


def amendment(world: World) -> Amendment:
    return Amendment.objects.first() or some_amendment(world, signed(world))


def clause(world: World) -> dict[str, int]:
    agreement = draft(world)
    return {"pk": agreement.pk, "clause_id": agreement.clauses.filter(is_mandatory=False).get().pk}


def party(world: World) -> dict[str, int]:
    agreement = draft(world)
    return {"pk": agreement.pk, "party_id": agreement.parties.get(role="enterprise").pk}


def party_that_signs(world: World) -> dict[str, int]:
    agreement = sent(world)
    return {"pk": agreement.pk, "party_id": agreement.parties.get(role="enterprise").pk}


def party_of_amendment(world: World) -> dict[str, int]:
    found = amendment(world)
    return {"pk": found.pk, "party_id": found.agreement.parties.get(role="enterprise").pk}


def signature(world: World) -> dict[str, int]:
    agreement = sent(world)
    found, _made = PaperSignature.objects.get_or_create(
        party=agreement.parties.get(role="centre"),
        amendment=None,
        defaults={
            "signatory_name": "Lin Wei",
            "signed_on": TODAY,
            "recorded_by": world.director,
            "recorded_at": agreement.updated_at,
        },
    )
    return {"pk": agreement.pk, "signature_id": found.pk}


def file(world: World) -> dict[str, int]:
    agreement = draft(world)
    kept = AgreementFile.objects.first() or AgreementFile.objects.create(
        parent=agreement,
        file=ContentFile(ONE_PIXEL, name="scan.png"),
        name="scan.png",
        mime="image/png",
        size=len(ONE_PIXEL),
        sha256="0" * 64,
        added_at=agreement.created_at,
    )
    return {"pk": agreement.pk, "file_id": kept.pk}


def in_review(world: World) -> Agreement:
    return Agreement.objects.filter(state="in_review").first() or furnish(world).submitted()


def current_step(world: World) -> dict[str, int]:
    approval = Approval.objects.about(in_review(world)).open().get()
    return {"step_id": ApprovalStep.objects.current().get(approval=approval).pk}


def of_draft(capability: str = EDIT, **more) -> Rule:
    return row(draft, capability, read=READ, **more)


def of_signed(capability: str = EDIT, **more) -> Rule:
    return row(signed, capability, read=READ, **more)


def of_amendment(capability: str = EDIT, **more) -> Rule:
    return row(amendment, capability, read=READ, **more)


def document(world: World) -> AgreementDocument:
    content = b"%PDF-"
    return AgreementDocument.objects.first() or AgreementDocument.objects.create(
        agreement=draft(world),
        version=1,
        language="en",
        content_sha256="0" * 64,
        file=ContentFile(content, name="kept.pdf"),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=1,
        created_at=draft(world).created_at,
    )


RULES: dict[str, Rule] = {
    "agreements:agreement_document": row(
        draft, READ, arguments=lambda world: {"pk": draft(world).pk, "language": "en"}
    ),
    "agreements:kept_document": row(
        draft, READ, arguments=lambda world: {"pk": draft(world).pk, "document_id": document(world).pk}
    ),
    "agreements:amendment_document": row(
        amendment, READ, arguments=lambda world: {"pk": amendment(world).pk, "language": "en"}
    ),
    "agreements:agreement_consolidated": row(signed, READ),
    "agreements:consolidated_document": row(
        signed, READ, arguments=lambda world: {"pk": signed(world).pk, "language": "en"}
    ),
    "agreements:verify_any": public(),
    "agreements:verify": Rule(
        access="public", arguments=lambda world: {"code": document(world).content_sha256[:20]}
    ),
    "agreements:agreement_list": holder(READ),
    "agreements:agreement_new": holder(EDIT),
    "agreements:draft_hints": holder(EDIT),
    "agreements:agreement_copy": holder(EDIT),
    "agreements:agreement_choices": signed_in(),
    "agreements:deadlines": holder(READ),
    "agreements:agreement_detail": of_draft(READ),
    "agreements:agreement_edit": of_draft(),
    "agreements:agreement_submit": of_draft(),
    "agreements:agreement_check": of_draft(READ, method="POST"),
    "agreements:agreement_recall": of_draft(),
    "agreements:agreement_withdraw": of_draft(),
    "agreements:agreement_delete": of_draft(),
    "agreements:agreement_send": of_draft(),
    "agreements:agreement_send_electronically": of_draft(),
    "agreements:agreement_call_back": of_draft(),
    "agreements:agreement_suspend": of_signed(END),
    "agreements:agreement_resume": of_signed(END),
    "agreements:agreement_terminate": of_signed(END),
    "agreements:agreement_renewal": of_signed(READ),
    "agreements:agreement_renew": of_signed(),
    "agreements:agreement_lapse": of_signed(END),
    "agreements:agreement_reconsider": of_signed(END),
    "agreements:agreement_acknowledge": of_signed(method="POST"),
    "agreements:agreement_snooze": of_signed(),
    "agreements:agreement_hand_over": of_draft(ADMINISTER),
    "agreements:agreement_amend": of_signed(),
    "agreements:agreement_clauses": of_draft(),
    "agreements:clause_new": of_draft(),
    "agreements:clause_edit": of_draft(arguments=clause),
    "agreements:clause_preview": of_draft(arguments=clause, method="POST"),
    "agreements:clause_move": of_draft(arguments=clause, method="POST"),
    "agreements:clause_remove": of_draft(arguments=clause, method="POST"),
    "agreements:clause_reset": of_draft(arguments=clause, method="POST"),
    "agreements:party_new": of_draft(),
    "agreements:party_people": of_draft(),
    "agreements:party_edit": of_draft(arguments=party),
    "agreements:party_refresh": of_draft(arguments=party, method="POST"),
    "agreements:party_remove": of_draft(arguments=party),
    "agreements:signature_new": row(sent, EDIT, read=READ, arguments=party_that_signs),
    "agreements:signature_remove": row(sent, EDIT, read=READ, arguments=signature),
    "agreements:file_new": of_draft(),
    "agreements:file": of_draft(READ, arguments=file),
    "agreements:file_remove": of_draft(arguments=file, method="POST"),
    "agreements:comment_new": of_draft(READ, method="POST"),
    "agreements:amendment_detail": of_amendment(READ),
    "agreements:amendment_edit": of_amendment(),
    "agreements:amendment_submit": of_amendment(),
    "agreements:amendment_recall": of_amendment(),
    "agreements:amendment_send": of_amendment(),
    "agreements:amendment_send_electronically": of_amendment(),
    "agreements:amendment_call_back": of_amendment(),
    "agreements:amendment_withdraw": of_amendment(),
    "agreements:amendment_signature_new": of_amendment(arguments=party_of_amendment),
    "signing:desk": signed_in(),
    "signing:decide": row(in_review, "agreement.review", read=READ, arguments=current_step),
}
