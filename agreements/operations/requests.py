"""Answering what an enterprise asks for: by doing it, or by saying why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from agreements.models import Agreement, AgreementRequest, Amendment
from agreements.notices import REQUEST_ANSWERED
from agreements.operations.amendments import ProposedChange, propose_amendment
from agreements.operations.life import terminate_agreement
from agreements.operations.renewal import let_lapse, renew_agreement
from agreements.requests import CAPABILITIES
from agreements.transitions import REQUEST_MOVES
from core import audit
from core.access import NotVisible
from core.notifications import notify

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def answer_request(
    *, actor: User, request_id: int, is_accepted: bool, answer: str, now: datetime
) -> AgreementRequest:
    """Say yes or no. A yes says that the centre will do it; the operations below do it at once.

    Raises:
        NotVisible, PermissionDenied: it takes the power to do what is asked for.
        TransitionRefused: it was answered or withdrawn meanwhile, or a refusal lacks its reason.
    """
    asked = _locked(actor, request_id)
    return _answer(actor, asked, is_accepted=is_accepted, answer=answer, now=now)


@transaction.atomic
def amend_as_asked(
    *,
    actor: User,
    request_id: int,
    reason: str,
    effective_on: date,
    changes: Sequence[ProposedChange],
    now: datetime,
) -> Amendment:
    """Begin the amendment that was asked for. Raises as :func:`propose_amendment`, :func:`answer_request`."""
    asked = _locked(actor, request_id)
    amendment = propose_amendment(
        actor=actor,
        pk=asked.agreement_id,
        reason=reason,
        effective_on=effective_on,
        changes=changes,
        now=now,
    )
    _answer(actor, asked, is_accepted=True, now=now, amendment=amendment)
    return amendment


@transaction.atomic
def renew_as_asked(
    *, actor: User, request_id: int, starts_on: date, ends_on: date, now: datetime
) -> Agreement:
    """Begin the renewal that was proposed. Raises as :func:`renew_agreement`, :func:`answer_request`."""
    asked = _locked(actor, request_id)
    successor = renew_agreement(
        actor=actor, pk=asked.agreement_id, starts_on=starts_on, ends_on=ends_on, now=now
    )
    _answer(actor, asked, is_accepted=True, now=now, successor=successor)
    return successor


@transaction.atomic
def terminate_as_asked(
    *, actor: User, request_id: int, terminated_on: date, reason: str, now: datetime
) -> Agreement:
    """End the agreement on the notice. Raises as :func:`terminate_agreement`, :func:`answer_request`."""
    asked = _locked(actor, request_id)
    agreement = terminate_agreement(
        actor=actor, pk=asked.agreement_id, terminated_on=terminated_on, reason=reason, now=now
    )
    _answer(actor, asked, is_accepted=True, now=now)
    return agreement


@transaction.atomic
def let_lapse_as_asked(*, actor: User, request_id: int, reason: str, now: datetime) -> Agreement:
    """Let it end with its term on the notice. Raises as :func:`let_lapse`, :func:`answer_request`."""
    asked = _locked(actor, request_id)
    agreement = let_lapse(actor=actor, pk=asked.agreement_id, reason=reason, now=now)
    _answer(actor, asked, is_accepted=True, now=now)
    return agreement


def _locked(actor: User, request_id: int) -> AgreementRequest:
    """The request behind its agreement's lock, for whoever may do what it asks for."""
    asked = AgreementRequest.objects.visible_to(actor).filter(pk=request_id).first()
    if asked is None:
        raise NotVisible(f"agreements.AgreementRequest {request_id}")
    capability = CAPABILITIES[AgreementRequest.Kind(asked.kind)]
    agreement = Agreement.objects.for_write(actor, asked.agreement_id, capability)
    asked = AgreementRequest.objects.for_write(actor, request_id, capability)
    asked.agreement = agreement
    return asked


def _answer(
    actor: User, asked: AgreementRequest, *, is_accepted: bool, now: datetime, answer: str = "", **led_to: Any
) -> AgreementRequest:
    moved = REQUEST_MOVES.move(
        actor=actor,
        pk=asked.pk,
        name="accept" if is_accepted else "refuse",
        now=now,
        reason=answer,
        changes={"answer": answer.strip(), "answered_by_id": actor.pk, "answered_at": now, **led_to},
    )
    audit.record(
        actor=actor,
        subject=asked.agreement,
        verb=f"agreement.request_{moved.state}",
        now=now,
        reason=moved.answer,
        details={"request": asked.pk, "kind": asked.kind},
        capability=CAPABILITIES[AgreementRequest.Kind(asked.kind)],
    )
    notify(
        key=f"{REQUEST_ANSWERED.name}:{asked.pk}",
        kind=REQUEST_ANSWERED.name,
        recipient=asked.asked_by,
        subject=asked.agreement,
        data={
            "asked": asked.kind,
            "is_accepted": is_accepted,
            "answer": moved.answer,
            "url": reverse("portal:agreement", args=[asked.agreement_id]) + "#requests",
        },
        now=now,
    )
    return moved
