"""Deciding, one by one, on what an enterprise says is different from our records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit
from core.access import NotVisible
from core.errors import Refused
from core.notifications import NewNotification, notify_many
from partnerships.corrections import fingerprint, in_both_languages, in_words, label_of
from partnerships.models import Correction, Enterprise, EnterpriseFile
from partnerships.models.correction import LEFT, LICENCE, NEW_CONTACT
from partnerships.notices import CORRECTIONS_DECIDED
from partnerships.operations.contacts import add_contact, change_contact, end_contact
from partnerships.operations.enterprises import change_enterprise
from partnerships.operations.papers import attach_to_enterprise
from partnerships.policies import EDIT, enterprise_for_write
from partnerships.transitions import CORRECTIONS

if TYPE_CHECKING:
    from accounts.models import User


class OutdatedCorrection(Refused):
    """What is on record has changed since the decider looked at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionDecision:
    """What somebody decides on one correction.

    Attributes:
        seen: :func:`partnerships.corrections.fingerprint` of what was on record as they saw it.
        reason: the enterprise reads it; a rejection has one.
    """

    pk: int
    is_accepted: bool
    seen: str
    reason: str = ""


@transaction.atomic
def decide_corrections(
    *, actor: User, enterprise_pk: int, decisions: Sequence[CorrectionDecision], now: datetime
) -> list[Correction]:
    """Accept or reject what an enterprise proposed. All of the decisions hold, or none.

    What is accepted goes through the operation that anybody would use to change it. Each proposer is
    told what became of theirs.

    Raises:
        NotVisible, PermissionDenied: the enterprise, or it has no such correction.
        OutdatedCorrection: what is on record is not what was seen.
        TransitionRefused: it was decided or withdrawn meanwhile, or a rejection lacks its reason.
        ValidationError: what is accepted cannot be so.
    """
    enterprise = enterprise_for_write(actor, enterprise_pk)
    rows = {
        row.pk: row
        for row in Correction.objects.filter(enterprise=enterprise, pk__in=[one.pk for one in decisions])
        .select_related("contact", "proposed_by")
        .prefetch_related("files")
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    decided = []
    for decision in decisions:
        if decision.pk not in rows:
            raise NotVisible(f"partnerships.Correction {decision.pk}")
        correction = rows[decision.pk]
        correction.enterprise = Enterprise.objects.get(pk=enterprise.pk)  # as the one before left it
        decided.append(_decide(actor, correction, decision, now))
    _tell_proposers(enterprise, decided, now=now)
    return decided


def _decide(actor: User, correction: Correction, decision: CorrectionDecision, now: datetime) -> Correction:
    moved = CORRECTIONS.move(
        actor=actor,
        pk=correction.pk,
        name="accept" if decision.is_accepted else "reject",
        now=now,
        reason=decision.reason,
        changes={"reason": decision.reason.strip(), "decided_by_id": actor.pk, "decided_at": now},
    )
    if decision.is_accepted:
        if correction.contact is not None:
            correction.contact.refresh_from_db()
        if fingerprint(correction.current()) != decision.seen:
            raise OutdatedCorrection(
                _("“%(what)s” has changed meanwhile: it is now “%(value)s”. Please decide again.")
                % {
                    "what": label_of(correction),
                    "value": in_words(correction.field, correction.current()),
                }
            )
        _apply(actor, correction, now)
    moved.contact = correction.contact
    audit.record(
        actor=actor,
        subject=correction.enterprise,
        verb=f"enterprise.correction_{moved.state}",
        now=now,
        reason=moved.reason,
        details={"correction": correction.pk, "field": correction.field},
        capability=EDIT,
    )
    return moved


def _apply(actor: User, correction: Correction, now: datetime) -> None:
    field = correction.field
    value: Any = correction.after
    given: Any = {field: value}
    if field == LICENCE:
        _keep_licence(actor, correction, now)
    elif field == NEW_CONTACT:
        add_contact(actor=actor, enterprise_pk=correction.enterprise_id, now=now, **value)
    elif field == LEFT:
        left_on = date.fromisoformat(value)
        end_contact(actor=actor, pk=correction.contact_id, left_on=left_on, now=now)
    elif correction.contact_id is not None:
        change_contact(actor=actor, pk=correction.contact_id, now=now, **given)
    else:
        change_enterprise(actor=actor, pk=correction.enterprise_id, now=now, **given)


def _keep_licence(actor: User, correction: Correction, now: datetime) -> None:
    """The paper joins the enterprise's own; the one that was sent stays with the proposal."""
    sent = correction.kept_file
    if sent is None:
        raise NotVisible(f"the file of partnerships.Correction {correction.pk}")
    with sent.file.open("rb") as content:
        attach_to_enterprise(
            actor=actor,
            pk=correction.enterprise_id,
            upload=ContentFile(content.read(), name=sent.name),
            purpose=EnterpriseFile.Purpose.LICENCE,
            now=now,
        )


def _tell_proposers(enterprise: Enterprise, decided: Sequence[Correction], *, now: datetime) -> None:
    by_person: dict[int, list[Correction]] = defaultdict(list)
    for correction in decided:
        by_person[correction.proposed_by_id].append(correction)
    notify_many(
        [
            NewNotification(
                key=f"{CORRECTIONS_DECIDED.name}:{min(row.pk for row in rows)}:u{person}",
                kind=CORRECTIONS_DECIDED.name,
                recipient_id=person,
                subject=enterprise,
                data={
                    "enterprise": enterprise.name,
                    "lines": in_both_languages(rows, with_outcome=True),
                    "url": reverse("portal:enterprise") + "#corrections",
                },
            )
            for person, rows in by_person.items()
        ],
        now=now,
    )
