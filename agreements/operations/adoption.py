"""Taking over agreements that were concluded before this program: as they are, nothing replayed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.choices import RenewalDecision, RenewalRule
from agreements.models import Agreement, AgreementFile, AgreementType
from agreements.operations.drafting import EDITABLE_FIELDS, add_parties, check_owner, require_power
from agreements.operations.files import keep_file
from agreements.operations.parties import Counterparty
from agreements.operations.refusals import UnableToAdopt
from agreements.transitions import AGREEMENT_MOVES
from core.access import Actor
from core.filetypes import SCANS

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def adopt_existing(
    *,
    actor: Actor,
    old_reference: str,
    type: AgreementType,
    department_id: int,
    counterparties: Sequence[Counterparty],
    starts_on: date,
    ends_on: date,
    now: datetime,
    owner: User | None = None,
    signed_on: date | None = None,
    terminated_on: date | None = None,
    termination_reason: str = "",
    **terms: Any,
) -> Agreement:
    """Take over one agreement under its old number. Its state follows from its dates.

    No approval is replayed and no reminder is made up for: what was due before today stays unsent,
    and for an agreement that has ended nobody is asked what shall follow. Its words are in the scan.

    Raises:
        PermissionDenied: the actor does not take over agreements for this department.
        UnableToAssign: the owner does not work on agreements of this department.
        UnableToAdopt: the number is missing or known, there is no enterprise or owner, or a date
            contradicts another.
        ValidationError: a term is not valid.
    """
    require_power(actor, "agreement.administer", department_id)
    today = timezone.localdate(now)
    _check_number(old_reference)
    owner_id = owner.pk if owner else actor.pk
    if owner_id is None:
        raise UnableToAdopt(_("Say who looks after it: name an owner."))
    if not counterparties:
        raise UnableToAdopt(_("No enterprise is a party."))
    _check_dates(
        today, starts_on=starts_on, ends_on=ends_on, signed_on=signed_on, terminated_on=terminated_on
    )
    if unknown := terms.keys() - EDITABLE_FIELDS:
        raise UnableToAdopt(_("“%(name)s” cannot be changed here.") % {"name": ", ".join(sorted(unknown))})
    terms = {
        "forms": list(type.forms),
        "renewal_rule": type.renewal_rule,
        "automatic_term_months": type.automatic_term_months,
        "notice_days": type.notice_days,
    } | terms
    agreement = Agreement(
        is_imported=True,
        old_reference=old_reference.strip(),
        type=type,
        department_id=department_id,
        owner_id=owner_id,
        starts_on=starts_on,
        ends_on=ends_on,
        reminders_from=today,
        created_at=now,
        updated_at=now,
        **terms,
    )
    check_owner(agreement)
    if not terminated_on and ends_on < today and agreement.renewal_rule != RenewalRule.AUTOMATIC:
        agreement.renewal_decision = RenewalDecision.LAPSE
        agreement.renewal_reason = _("It had ended before it was taken over.")
        agreement.renewal_decided_at, agreement.renewal_decided_by_id = now, actor.pk
    agreement.clean_fields(exclude={f.name for f in Agreement._meta.fields if f.name not in terms})
    agreement.validate_constraints()
    agreement.save(force_insert=True)
    add_parties(agreement, counterparties)
    if terminated_on:
        reason = termination_reason.strip() or _("Terminated before it was taken over.")
        return AGREEMENT_MOVES.move(
            actor=actor,
            pk=agreement.pk,
            name="adopt_terminated",
            now=now,
            reason=reason,
            changes={
                "signed_on": signed_on,
                "terminated_on": terminated_on,
                "termination_reason": reason,
            },
        )
    return AGREEMENT_MOVES.move(
        actor=actor, pk=agreement.pk, name="adopt", now=now, changes={"signed_on": signed_on}
    )


@transaction.atomic
def attach_scan(*, actor: Actor, pk: int, upload: File[bytes], now: datetime) -> AgreementFile:
    """Keep the scan of the signed paper beside an agreement that was taken over.

    Raises:
        NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
        UnableToAdopt: it was concluded here, where whoever edits it adds its files.
        UnacceptableFile: too large, empty, of another type, or harmful.
    """
    agreement = Agreement.objects.for_write(actor, pk, "agreement.administer")
    if not agreement.is_imported:
        raise UnableToAdopt(_("This agreement was not taken over from before."))
    return keep_file(
        agreement,
        actor=actor,
        capability="agreement.administer",
        upload=upload,
        now=now,
        accepted=SCANS,
        purpose=AgreementFile.Purpose.SCAN,
    )


def _check_number(old_reference: str) -> None:
    number = old_reference.strip()
    if not number:
        raise UnableToAdopt(_("The old reference number is missing."))
    if Agreement.objects.numbered(number).exists():
        raise UnableToAdopt(_("“%(number)s” is known already.") % {"number": number})


def _check_dates(
    today: date, *, starts_on: date, ends_on: date, signed_on: date | None, terminated_on: date | None
) -> None:
    if ends_on < starts_on:
        raise UnableToAdopt(_("The last day lies before the first."))
    if signed_on and signed_on > today:
        raise UnableToAdopt(_("Nobody can have signed in the future."))
    if terminated_on and not starts_on <= terminated_on <= ends_on:
        raise UnableToAdopt(_("It was terminated on a day outside its term."))
