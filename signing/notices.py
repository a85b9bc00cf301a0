"""What people are told about approvals and signatures, and when it is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.background import nudge
from core.notifications import Importance, Kind, NewNotification, Readers, cancel, notify, notify_many
from signing.links import keep_open
from signing.links_to_sign import link_to, links_to
from signing.signables import entrance_of, signable_of

if TYPE_CHECKING:
    from accounts.models import User
    from core.access import Actor
    from signing.models import Approval, ApprovalStep, Envelope, IdentityCode, Signatory

REMIND_TASK = "signing.tasks.remind"

DECISION = Kind(
    name="signing.decision",
    label=_("Decisions that wait for me"),
    icon="checkbox",
    can_be_off=False,
)
OVERDUE = Kind(
    name="signing.overdue",
    label=_("Decisions overdue with people who report to me"),
    icon="alarm",
    importance=Importance.HIGH,
    can_be_off=False,
)
NOBODY_DECIDES = Kind(
    name="signing.nobody_decides",
    label=_("Requests of mine that nobody can decide"),
    icon="alert-triangle",
    importance=Importance.HIGH,
    can_be_off=False,
)
DECIDED = Kind(name="signing.decided", label=_("What became of my requests"), icon="circle-check")

KINDS = (DECISION, OVERDUE, NOBODY_DECIDES, DECIDED)

SIGN = Kind(
    name="signing.sign",
    label=_("Documents that I am asked to sign"),
    icon="signature",
    can_be_off=False,
    readers=Readers.EVERYBODY,
)
CODE = Kind(
    name="signing.code",
    label=_("Codes to sign with"),
    icon="key",
    can_be_off=False,
    readers=Readers.EVERYBODY,
)
SIGNED = Kind(name="signing.signed", label=_("Signatures under what I sent out"), icon="writing-sign")
ENDED = Kind(
    name="signing.ended",
    label=_("Signings that were declined, called off or ran out"),
    icon="alert-triangle",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=Readers.EVERYBODY,
)
SEALED = Kind(
    name="signing.sealed",
    label=_("Documents that everybody has signed"),
    icon="rosette-discount-check",
    readers=Readers.EVERYBODY,
)

READDRESSED = Kind(
    name="signing.readdressed",
    label=_("Links to sign that go to another address"),
    icon="mail-share",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=Readers.EVERYBODY,
)

ENVELOPE_KINDS = (SIGN, CODE, SIGNED, ENDED, SEALED, READDRESSED)


def ask_soon() -> None:
    """Somebody has to decide now: tell them as soon as this transaction is committed."""
    nudge(REMIND_TASK)


def stop_asking(subject: models.Model) -> None:
    """The step is decided, or the request taken back: what has not been sent need not be."""
    cancel(subject=subject, kinds=[DECISION.name, OVERDUE.name, NOBODY_DECIDES.name])


def tell_outcome(*, approval: Approval, step: ApprovalStep, subject: models.Model, now: datetime) -> None:
    """Tell whoever asked that it is approved, or returned and why; unless they decided themselves."""
    asker: User = approval.opened_by
    if step.decided_by is None or step.decided_by == asker:
        return
    notify(
        key=f"{DECIDED.name}:{step.pk}",
        kind=DECIDED.name,
        recipient=asker,
        subject=subject,
        data={
            "is_approved": approval.outcome == "approved",
            "reason": step.reason,
            "decided_by": {"zh": step.decided_by.name, "en": step.decided_by.name_latin},
        },
        now=now,
    )


# --- Signing ----------------------------------------------------------------------------------


def invite(signatory: Signatory, *, now: datetime) -> None:
    """It is this person's turn to sign."""
    notify_many([invitation(signatory, "asked", now=now)], now=now)


def remind_by_hand(signatory: Signatory, *, now: datetime) -> bool:
    """Somebody wants them reminded now; ``False`` where they were today."""
    day = timezone.localdate(now).isoformat()
    return notify_many([invitation(signatory, f"by_hand:{day}", now=now)], now=now) == 1


def send_link(signatory: Signatory, version: int, *, now: datetime) -> None:
    """The link goes out anew, to wherever they can be reached now."""
    notify_many([invitation(signatory, f"link:{version}", now=now)], now=now)


def invitation(signatory: Signatory, notice: str, *, now: datetime) -> NewNotification:
    """What somebody is told whose turn it is. Reads the envelope and whoever sent it."""
    envelope = signatory.envelope
    return told(
        signatory,
        kind=SIGN,
        key=f"{SIGN.name}:{signatory.pk}:{notice}",
        now=now,
        data={
            "notice": notice.partition(":")[0],
            "deadline_on": envelope.deadline_on,
            "sender": _names(envelope.created_by),
        },
    )


def stop_inviting(signatory: Signatory) -> None:
    """They have signed or cannot any more: what has not been sent need not be."""
    cancel(subject=signatory, kinds=[SIGN.name, CODE.name])
    for link in links_to([signatory.pk]):
        cancel(subject=link, kinds=[SIGN.name])


def tell_readdressed(
    signatory: Signatory, before: dict[str, str], version: int, *, record: Any, actor: User, now: datetime
) -> None:
    """The mailbox or telephone that the link went to so far hears that it goes elsewhere, and so do staff.

    Whoever sends it to an address of their own could sign as this person: they shall not do so unheard.
    """
    envelope = signatory.envelope
    data = {
        "document": _title(envelope),
        "who": {"zh": signatory.name, "en": signatory.name_latin or signatory.name},
        "party": {"zh": signatory.party_zh, "en": signatory.party_en},
        "actor": _names(actor),
    }
    left = before["email"] if before["email"] != signatory.email else ""
    called = before["phone"] if not left and before["phone"] != signatory.phone else ""
    rows = list(_to_staff(envelope, READDRESSED, record, data, actor, once=f"s{signatory.pk}:v{version}"))
    if left or called:
        rows.append(
            NewNotification(
                key=f"{READDRESSED.name}:{signatory.pk}:{version}",
                kind=READDRESSED.name,
                email=left,
                phone=called,
                name=signatory.name,
                language=signatory.language,
                subject=signatory,
                data=data | {"url": ""},
            )
        )
    notify_many(rows, now=now)


def send_code(code: IdentityCode, *, now: datetime) -> None:
    """To the recorded mailbox or telephone, never to the inbox: the digits are worked out when it is sent."""
    signatory = code.signatory
    is_text_message = code.means == "sms"
    notify(
        key=f"{CODE.name}:{code.pk}",
        kind=CODE.name,
        email="" if is_text_message else code.sent_to,
        phone=code.sent_to if is_text_message else "",
        name=signatory.name,
        language=signatory.language,
        subject=code,
        data={"url": "", "document": _title(signatory.envelope), "expires_at": code.expires_at},
        now=now,
    )


def tell_signed(envelope: Envelope, signatory: Signatory, *, record: Any, now: datetime) -> None:
    """Whoever looks after the record hears that one more has signed."""
    owner = signable_of(envelope).owner(record)
    if signatory.user_id == owner.pk:
        return
    notify(
        key=f"{SIGNED.name}:{signatory.pk}",
        kind=SIGNED.name,
        recipient=owner,
        subject=record,
        data={
            "who": {"zh": signatory.name, "en": signatory.name_latin or signatory.name},
            "party": {"zh": signatory.party_zh, "en": signatory.party_en},
        },
        now=now,
    )


def tell_end(envelope: Envelope, *, record: Any, actor: Actor, now: datetime) -> None:
    """Nobody can sign it any more: the owner and everybody who was asked hear why."""
    decliner = envelope.signatories.filter(status="declined").first()
    data = {
        "state": envelope.state,
        "reason": envelope.closing_reason,
        "who": {"zh": decliner.name, "en": decliner.name_latin or decliner.name} if decliner else "",
        "document": _title(envelope),
    }
    rows = [
        told(person, kind=ENDED, key=f"{ENDED.name}:{person.pk}", data=data, now=now)
        for person in envelope.signatories.exclude(status__in=["waiting", "declined"]).filter(
            way="electronic"
        )
        if person.user_id is None or person.user_id != actor.pk
    ]
    notify_many([*rows, *_to_staff(envelope, ENDED, record, data, actor)], now=now)


def tell_sealed(envelope: Envelope, *, record: Any, now: datetime) -> None:
    """Everybody has signed and the sealed document is there; links lead to it for a while."""
    keep_open(links_to(envelope.signatories.values_list("pk", flat=True)), now=now)
    data = {"document": _title(envelope), "sha256": envelope.sealed_sha256}
    rows = [
        told(person, kind=SEALED, key=f"{SEALED.name}:{person.pk}", data=data, now=now)
        for person in envelope.signatories.filter(way="electronic")
    ]
    notify_many([*rows, *_to_staff(envelope, SEALED, record, data, None)], now=now)


def told(
    signatory: Signatory, *, kind: Kind, key: str, data: dict[str, Any], now: datetime
) -> NewNotification:
    """To a signatory, by account or by link, whose address is made with the message and kept nowhere."""
    more = {
        "document": _title(signatory.envelope),
        "party": {"zh": signatory.party_zh, "en": signatory.party_en},
    } | data
    if signatory.user_id is not None:
        more["url"] = entrance_of(signatory)
        return NewNotification(
            key=key, kind=kind.name, recipient_id=signatory.user_id, subject=signatory, data=more
        )
    link = link_to(signatory, now=now)
    is_text_message = link.channel == link.Channel.SMS or not link.email
    return NewNotification(
        key=key,
        kind=kind.name,
        email="" if is_text_message else link.email,
        phone=link.phone if is_text_message else "",
        name=signatory.name,
        language=signatory.language,
        subject=link,
        data=more,
    )


def _to_staff(
    envelope: Envelope,
    kind: Kind,
    record: Any,
    data: dict[str, Any],
    actor: Actor | None,
    *,
    once: str = "",
) -> Iterable[NewNotification]:
    """The record's owner and whoever sent it out, but for the actor; ``once`` tells two occasions apart."""
    owner = signable_of(envelope).owner(record)
    for person in {owner, envelope.created_by}:
        if actor is None or person.pk != actor.pk:
            yield NewNotification(
                key=f"{kind.name}:e{envelope.pk}:u{person.pk}{once and f':{once}'}",
                kind=kind.name,
                recipient_id=person.pk,
                subject=record,
                data=data,
            )


def _title(envelope: Envelope) -> dict[str, str]:
    return {"zh": envelope.title_zh or envelope.title_en, "en": envelope.title_en or envelope.title_zh}


def _names(user: User) -> dict[str, str]:
    return {"zh": user.name, "en": user.name_latin or user.name}
