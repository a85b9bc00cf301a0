"""How a signatory without an account is reached: the link goes out anew, is handed over, or is taken back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, sms
from core.access import NotVisible
from core.dates import end_of
from signing.ledger import Kinds, write
from signing.links_to_sign import Channel, link_to
from signing.models import Envelope, Means, Signatory, TaskLink
from signing.notices import send_link, stop_inviting, tell_readdressed
from signing.operations.envelopes import locked_for_staff
from signing.operations.identity import end_codes
from signing.operations.refusals import UnableToReach
from signing.signables import signable_of

if TYPE_CHECKING:
    from accounts.models import User

Status = Signatory.Status

# What somebody did under an address that turned out to be another's.
PROGRESS: dict[str, Any] = {
    "opened_at": None,
    "pages_seen": [],
    "read_in_batch": False,
    "consented_at": None,
    "statement": "",
    "identified_at": None,
    "identified_by": "",
    "identified_with": "",
}


def means_by(*, email: str, phone: str) -> list[str]:
    """How somebody without an account can show who they are: by a code to what is recorded of them."""
    reachable = {Means.EMAIL: bool(email), Means.SMS: bool(phone) and sms.is_available()}
    return [str(means) for means, can_be in reachable.items() if can_be]


@transaction.atomic
def send_link_again(
    *,
    actor: User,
    envelope_id: int,
    signatory_id: int,
    channel: str,
    email: str,
    phone: str,
    now: datetime,
) -> TaskLink:
    """Give the link out anew, by another way or to a corrected address; the earlier one opens no more.

    With another mailbox or telephone the person begins anew: whoever read and confirmed under the old one
    may have been somebody else.

    Raises:
        NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
        UnableToReach: it is not their turn, they sign in or on paper, or the channel has no address.
    """
    record, signatory = _locked(actor, envelope_id, signatory_id)
    email, phone = email.strip(), phone.strip()
    means = means_by(email=email, phone=phone)
    if not means:
        raise UnableToReach(
            _("Without a mailbox or a telephone nobody can show who they are: enter one of them.")
        )
    if (channel == Channel.EMAIL and not email) or (channel == Channel.SMS and Means.SMS not in means):
        raise UnableToReach(_("There is no address for this way of sending."))
    before = {"email": signatory.email, "phone": signatory.phone}
    is_corrected = before != {"email": email, "phone": phone}
    if is_corrected:
        _begin_anew(signatory, email=email, phone=phone, means=means, now=now)
    link = TaskLink.objects.select_for_update().get(pk=link_to(signatory, now=now).pk)
    link.email, link.phone, link.channel = email, phone, channel
    link.version += 1
    link.sent_at, link.opened_at, link.revoked_at = now, None, None
    link.expires_at = end_of(signatory.envelope.deadline_on)
    link.save()
    stop_inviting(signatory)
    if channel != Channel.BY_HAND:
        send_link(signatory, link.version, now=now)
    if is_corrected:
        tell_readdressed(signatory, before, link.version, record=record, actor=actor, now=now)
    details = {"channel": channel, "version": link.version} | (
        {"from": before, "to": {"email": email, "phone": phone}} if is_corrected else {}
    )
    write(signatory.envelope, Kinds.READDRESSED, now=now, actor=actor, signatory=signatory, details=details)
    audit.record(
        actor=actor,
        subject=record,
        verb="envelope.readdress",
        now=now,
        details={"envelope": envelope_id, "signatory": signatory.name} | details,
        capability=signable_of(signatory.envelope).capability,
    )
    return link


@transaction.atomic
def hand_over_link(*, actor: User, envelope_id: int, signatory_id: int, now: datetime) -> TaskLink:
    """Somebody of the centre takes the address to hand it over; the ledger says who did.

    Raises:
        NotVisible, PermissionDenied, UnableToReach: see :func:`send_link_again`.
    """
    _record, signatory = _locked(actor, envelope_id, signatory_id)
    link = link_to(signatory, now=now)
    if link.revoked_at is not None:
        raise UnableToReach(_("The link was taken back. Send a new one."))
    write(
        signatory.envelope,
        Kinds.HANDED_OVER,
        now=now,
        actor=actor,
        signatory=signatory,
        details={"version": link.version},
    )
    return link


@transaction.atomic
def revoke_link(*, actor: User, envelope_id: int, signatory_id: int, now: datetime) -> TaskLink:
    """Let the link open no more, until a new one is sent.

    Raises:
        NotVisible, PermissionDenied, UnableToReach: see :func:`send_link_again`.
    """
    _record, signatory = _locked(actor, envelope_id, signatory_id)
    link = TaskLink.objects.select_for_update().get(pk=link_to(signatory, now=now).pk)
    if link.revoked_at is None:
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
        stop_inviting(signatory)
        write(
            signatory.envelope,
            Kinds.LINK_REVOKED,
            now=now,
            actor=actor,
            signatory=signatory,
            details={"version": link.version},
        )
    return link


def _begin_anew(signatory: Signatory, *, email: str, phone: str, means: list[str], now: datetime) -> None:
    signatory.email, signatory.phone, signatory.means_allowed = email, phone, means
    if signatory.status == Status.OPENED:
        signatory.status = Status.INVITED
    for name, value in PROGRESS.items():
        setattr(signatory, name, value)
    signatory.save(update_fields=["email", "phone", "means_allowed", "status", *PROGRESS])
    end_codes([signatory], now=now)


def _locked(actor: User, envelope_id: int, signatory_id: int) -> tuple[Any, Signatory]:
    record, envelope = locked_for_staff(actor, envelope_id)
    signatory = envelope.signatories.select_for_update().filter(pk=signatory_id).first()
    if signatory is None:
        raise NotVisible(f"signing.Signatory {signatory_id}")
    signatory.envelope = envelope
    if not can_be_sent_a_link(signatory):
        raise UnableToReach(_("%(name)s is not asked to sign by a link now.") % {"name": signatory})
    return record, signatory


def can_be_sent_a_link(signatory: Signatory) -> bool:
    """Reads the envelope."""
    return (
        signatory.envelope.state == Envelope.State.OUT
        and signatory.is_electronic
        and signatory.user_id is None
        and signatory.status in {Status.INVITED, Status.OPENED}
    )
