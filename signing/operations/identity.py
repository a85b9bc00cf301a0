"""Who is about to sign: a code sent to the recorded mailbox or telephone, or one's authenticator app.

A wrong try has to be counted, so these operations answer instead of raising: what raises is rolled back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.utils.translation import gettext as _

from core.access import Actor
from core.notifications import cancel
from signing.codes import is_code, new_salt
from signing.ledger import Kinds, write
from signing.models import EnvelopeEvent, IdentityCode, Means, Signatory
from signing.notices import send_code
from signing.operations.ceremony import Where, locked
from signing.operations.refusals import UnableToSign

CODE_LASTS = timedelta(minutes=10)
TRIES = 5
BETWEEN_CODES = timedelta(minutes=1)
CODES_PER_HOUR = 5
REFUSALS_PER_HOUR = 10


class Identity(StrEnum):
    """What became of a try."""

    CONFIRMED = "confirmed"
    WRONG = "wrong"
    EXPIRED = "expired"


def words_for(answer: Identity) -> str:
    return {
        Identity.CONFIRMED: _("It is confirmed that it is you."),
        Identity.WRONG: _("The code is not right."),
        Identity.EXPIRED: _("The code is not valid any more. Please ask for a new one."),
    }[answer]


@transaction.atomic
def ask_for_code(
    *, actor: Actor, signatory_id: int, now: datetime, means: Means = Means.EMAIL
) -> IdentityCode:
    """Send a code to the signatory's recorded mailbox or telephone.

    Raises:
        UnableToSign: they are to be identified otherwise, or asked too often; see also
            :func:`signing.operations.ceremony.open_document`.
    """
    signatory = locked(actor, signatory_id, now=now)
    _require_means(signatory, means)
    if means is Means.TOTP or not signatory.address_for(means):
        raise UnableToSign(_("A code cannot be sent there."))
    _require_patience(signatory, now)
    recent = IdentityCode.objects.filter(signatory=signatory, created_at__gt=now - timedelta(hours=1))
    last = recent.first()
    if last is not None and now - last.created_at < BETWEEN_CODES:
        raise UnableToSign(_("A code was sent a moment ago. Please wait for it."))
    if recent.count() >= CODES_PER_HOUR:
        raise UnableToSign(_("Too many codes were asked for. Please wait for an hour."))
    end_codes([signatory], now=now)
    code = IdentityCode.objects.create(
        signatory=signatory,
        salt=new_salt(),
        means=means,
        sent_to=signatory.address_for(means),
        created_at=now,
        expires_at=now + CODE_LASTS,
    )
    send_code(code, now=now)
    write(
        signatory.envelope,
        Kinds.CODE_SENT,
        now=now,
        actor=actor,
        signatory=signatory,
        details={"to": code.sent_to, "means": str(means)},
    )
    return code


@transaction.atomic
def identify_by_code(
    *, actor: Actor, signatory_ids: Sequence[int], typed: str, where: Where, now: datetime
) -> Identity:
    """Compare a typed code with the last one that was sent to one of these signatories.

    Several signatories are one person in several envelopes: one step counts for all of them.

    Raises:
        UnableToSign: too many wrong tries; see also :func:`ask_for_code`.
    """
    people = _locked_people(actor, signatory_ids, now)
    code = (
        IdentityCode.objects.select_for_update()
        .filter(signatory__in=people, used_at=None)
        .order_by("-created_at", "-pk")
        .first()
    )
    if code is None or code.expires_at <= now or code.tries >= TRIES:
        return Identity.EXPIRED
    means = Means(code.means)
    _require_means_of_all(people, means)
    asked = next(person for person in people if person.pk == code.signatory_id)
    _require_patience(asked, now)
    if not is_code(code.salt, typed):
        code.tries += 1
        code.save(update_fields=["tries"])
        _write_refusal(asked, actor, means, where, now)
        return Identity.WRONG
    code.used_at = now
    code.save(update_fields=["used_at"])
    end_codes(people, now=now)
    for person in people:
        if person.address_for(means) == code.sent_to:
            _confirm(person, actor=actor, means=means, detail=code.sent_to, where=where, now=now)
    return Identity.CONFIRMED


@transaction.atomic
def identify_by_app(
    *, actor: Actor, signatory_ids: Sequence[int], typed: str, where: Where, now: datetime
) -> Identity:
    """Check a code of the authenticator app of the person who is signed in.

    Raises:
        UnableToSign: they have no such app, too many wrong tries; see also :func:`ask_for_code`.
    """
    people = _locked_people(actor, signatory_ids, now)
    _require_means_of_all(people, Means.TOTP)
    app = Authenticator.objects.filter(user_id=actor.pk, type=Authenticator.Type.TOTP).first()
    if actor.pk is None or app is None:
        raise UnableToSign(_("You have not set up an authenticator app."))
    _require_patience(people[0], now)
    if not TOTP(app).validate_code("".join(typed.split())):
        _write_refusal(people[0], actor, Means.TOTP, where, now)
        return Identity.WRONG
    for person in people:
        _confirm(person, actor=actor, means=Means.TOTP, detail=people[0].email, where=where, now=now)
    return Identity.CONFIRMED


def end_codes(people: Sequence[Signatory], *, now: datetime) -> None:
    """None that was sent to them so far is accepted any more. Callers hold their locks."""
    codes = IdentityCode.objects.filter(signatory__in=people, used_at=None, expires_at__gt=now)
    for code in codes:
        cancel(subject=code)
    codes.update(expires_at=now)


def can_use_app(actor: Actor) -> bool:
    return (
        actor.pk is not None
        and Authenticator.objects.filter(user_id=actor.pk, type=Authenticator.Type.TOTP).exists()
    )


# --- Inside -----------------------------------------------------------------------------------


def _locked_people(actor: Actor, signatory_ids: Sequence[int], now: datetime) -> list[Signatory]:
    """In the order of their envelopes, so that two ceremonies at a time wait for each other."""
    in_order = Signatory.objects.of(actor).filter(pk__in=signatory_ids).order_by("envelope_id")
    people = [locked(actor, pk, now=now) for pk in in_order.values_list("pk", flat=True)]
    if not people:
        raise UnableToSign(_("Nothing is chosen."))
    return people


def _require_means_of_all(people: Sequence[Signatory], means: Means) -> None:
    for person in people:
        _require_means(person, means)


def _require_means(signatory: Signatory, means: Means) -> None:
    if means not in signatory.means_allowed:
        raise UnableToSign(_("This way of identifying yourself is not admitted here."))


def _require_patience(signatory: Signatory, now: datetime) -> None:
    refusals = EnvelopeEvent.objects.filter(
        envelope=signatory.envelope_id,
        signatory=signatory,
        kind=Kinds.IDENTITY_REFUSED,
        at__gt=now - timedelta(hours=1),
    )
    if refusals.count() >= REFUSALS_PER_HOUR:
        raise UnableToSign(_("Too many wrong codes. Please wait for an hour."))


def _write_refusal(signatory: Signatory, actor: Actor, means: Means, where: Where, now: datetime) -> None:
    write(
        signatory.envelope,
        Kinds.IDENTITY_REFUSED,
        now=now,
        actor=actor,
        signatory=signatory,
        details={"means": str(means), "address": where.address},
    )


def _confirm(
    signatory: Signatory, *, actor: Actor, means: Means, detail: str, where: Where, now: datetime
) -> None:
    signatory.identified_at, signatory.identified_by, signatory.identified_with = now, means, detail
    signatory.save(update_fields=["identified_at", "identified_by", "identified_with"])
    write(
        signatory.envelope,
        Kinds.IDENTIFIED,
        now=now,
        actor=actor,
        signatory=signatory,
        details={"means": str(means), "with": detail, "address": where.address},
    )
