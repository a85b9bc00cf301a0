"""Changing a signed agreement: an amendment of its own, proposed, approved and signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agreements.choices import AmendmentState, RenewalRule, State
from agreements.documents import order_document
from agreements.models import Agreement, Amendment, AmendmentChange, PaperSignature
from agreements.notices import stop_reminding
from agreements.operations.electronic import (
    call_off_envelope,
    note_paper_in_envelope,
    require_nobody_signed_electronically,
    require_out_for_signature,
)
from agreements.operations.paper import write_signature
from agreements.operations.refusals import UnableToAmend
from agreements.operations.revision import REVISED, revise
from agreements.operations.succession import UNDECIDED, living_successor
from agreements.terms import (
    CLAUSE_FIELDS,
    TERM_KINDS,
    Change,
    Kind,
    SignedAmendment,
    Terms,
    effective_terms,
    fold,
    original_terms,
    signed_amendments,
)
from agreements.transitions import AMENDMENT_MOVES
from core import audit
from core.access import Actor
from signing.operations import cancel_approval, open_approval

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """What somebody wants changed.

    Attributes:
        target: the name of a term, the key of a clause (see :mod:`agreements.terms`), or "" for a
            new clause.
        after: the new value of the term, or the words of the clause; ``None`` strikes a clause out.
    """

    kind: str
    target: str
    after: Any


@transaction.atomic
def propose_amendment(
    *,
    actor: User,
    pk: int,
    reason: str,
    effective_on: date,
    changes: Sequence[ProposedChange],
    now: datetime,
) -> Amendment:
    """Draft an amendment of a signed agreement.

    Raises:
        NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
        UnableToAmend: the agreement is not signed, or a change is not possible.
    """
    agreement = Agreement.objects.for_write(actor, pk, "agreement.edit")
    if agreement.state not in {State.SIGNED, State.SUSPENDED}:
        raise UnableToAmend(
            _("Only a signed agreement can be amended: this one is “%(state)s”.")
            % {"state": agreement.get_state_display()}
        )
    last = agreement.amendments.aggregate(last=Max("number"))["last"] or 0
    amendment = Amendment(
        agreement=agreement,
        number=last + 1,
        proposed_by=actor,
        created_at=now,
    )
    _put(amendment, reason, effective_on, changes)
    _write_down(actor, amendment, "amendment.draft", now)
    return amendment


@transaction.atomic
def edit_amendment(
    *,
    actor: User,
    amendment_id: int,
    reason: str,
    effective_on: date,
    changes: Sequence[ProposedChange],
    now: datetime,
) -> Amendment:
    """Replace what a draft proposes. What is in review or approved is taken back first."""
    amendment = _locked(actor, amendment_id)
    if amendment.state != AmendmentState.DRAFT:
        raise UnableToAmend(
            _("Only a draft can be changed: this amendment is “%(state)s”.")
            % {"state": amendment.get_state_display()}
        )
    amendment.changes.all().delete()
    _put(amendment, reason, effective_on, changes)
    _write_down(actor, amendment, "amendment.edit", now)
    return amendment


@transaction.atomic
def submit_amendment(*, actor: User, amendment_id: int, now: datetime) -> Amendment:
    """Send an amendment for review, its "from" side brought up to date.

    Raises:
        UnableToAmend: another amendment is on its way, or a change has become pointless.
    """
    amendment = _locked(actor, amendment_id)
    on_its_way = amendment.agreement.amendments.filter(
        state__in=[AmendmentState.IN_REVIEW, AmendmentState.APPROVED, AmendmentState.OUT_FOR_SIGNATURE]
    ).exclude(pk=amendment_id)
    if on_its_way.exists():
        raise UnableToAmend(_("Another amendment of this agreement is on its way. Conclude it first."))
    if amendment.state == AmendmentState.DRAFT:
        proposed = [
            ProposedChange(
                change.kind,
                change.target if not _is_new(amendment, change.target) else "",
                _value(change.kind, change.target, change.after),
            )
            for change in amendment.changes.all()
        ]
        amendment.changes.all().delete()
        _put(amendment, amendment.reason, amendment.effective_on, proposed)
    amendment = AMENDMENT_MOVES.move(actor=actor, pk=amendment_id, name="submit", now=now)
    open_approval(
        actor=actor,
        subject=amendment,
        route=amendment.agreement.type.route,
        department_id=amendment.department_id,
        title=str(amendment),
        now=now,
    )
    return amendment


@transaction.atomic
def recall_amendment(*, actor: User, amendment_id: int, now: datetime, reason: str = "") -> Amendment:
    """Take an amendment back from review, to change it."""
    _locked(actor, amendment_id)
    amendment = AMENDMENT_MOVES.move(actor=actor, pk=amendment_id, name="recall", now=now, reason=reason)
    cancel_approval(subject=amendment, now=now, reason=reason or _("Taken back by its author."))
    return amendment


@transaction.atomic
def withdraw_amendment(*, actor: User, amendment_id: int, reason: str, now: datetime) -> Amendment:
    """Give an amendment up before it is concluded. Its number stays its own."""
    call_off_envelope(_locked(actor, amendment_id), actor=actor, reason=reason, now=now)
    amendment = AMENDMENT_MOVES.move(actor=actor, pk=amendment_id, name="withdraw", now=now, reason=reason)
    cancel_approval(subject=amendment, now=now, reason=reason)
    return amendment


@transaction.atomic
def send_amendment(*, actor: User, amendment_id: int, now: datetime) -> Amendment:
    """Let the parties sign an approved amendment; its words are fixed from now on."""
    _locked(actor, amendment_id)
    return AMENDMENT_MOVES.move(actor=actor, pk=amendment_id, name="send", now=now)


@transaction.atomic
def call_back_amendment(*, actor: User, amendment_id: int, reason: str, now: datetime) -> Amendment:
    """Take an amendment back that nobody has signed yet."""
    amendment = _locked(actor, amendment_id)
    require_nobody_signed_electronically(amendment)
    call_off_envelope(amendment, actor=actor, reason=reason, now=now)
    return AMENDMENT_MOVES.move(actor=actor, pk=amendment_id, name="call_back", now=now, reason=reason)


@transaction.atomic
def record_amendment_signature(
    *,
    actor: User,
    amendment_id: int,
    party_id: int,
    signed_on: date,
    now: datetime,
    signatory: User | None = None,
    signatory_name: str = "",
    signatory_title: str = "",
    scan: File[bytes] | None = None,
) -> PaperSignature:
    """Write down who signed an amendment for a party by hand. With the last party it is concluded.

    Raises:
        UnableToSign: see :func:`agreements.operations.record_paper_signature`.
    """
    amendment = _locked(actor, amendment_id)
    require_out_for_signature(amendment)
    signature = write_signature(
        amendment.agreement,
        actor=actor,
        party_id=party_id,
        signatory=signatory,
        signatory_name=signatory_name,
        signatory_title=signatory_title,
        signed_on=signed_on,
        now=now,
        amendment_id=amendment_id,
    )
    note_paper_in_envelope(amendment, signature, actor=actor, scan=scan, now=now)
    conclude_amendment_when_all_signed(amendment, actor=actor, now=now)
    return signature


def conclude_amendment_when_all_signed(amendment: Amendment, *, actor: Actor, now: datetime) -> None:
    """The amendment is signed with its last party. The caller holds the agreement's lock and its own."""
    signed = PaperSignature.objects.filter(amendment=amendment)
    if signed.count() < amendment.agreement.parties.count():
        return
    AMENDMENT_MOVES.move(
        actor=actor,
        pk=amendment.pk,
        name="sign",
        now=now,
        changes={"signed_on": max(signed.values_list("signed_on", flat=True))},
    )
    _revise(amendment.agreement, amendment, now)


# --- What the approval's outcome does ---------------------------------------------------------


def locked_amendment(pk: int) -> Amendment:
    """The amendment behind its agreement's lock, as whoever else changes it takes them."""
    Agreement.objects.select_for_update(of=("self",)).get(amendments=pk)
    return Amendment.objects.select_for_update(of=("self",)).get(pk=pk)


def amendment_approved(amendment: Amendment, actor: User, now: datetime) -> None:
    AMENDMENT_MOVES.move(actor=actor, pk=amendment.pk, name="approve", now=now)
    order_document(amendment, now=now)


def amendment_returned(amendment: Amendment, actor: User, now: datetime, reason: str) -> None:
    AMENDMENT_MOVES.move(actor=actor, pk=amendment.pk, name="return", now=now, reason=reason)


# --- Inside -----------------------------------------------------------------------------------


def _locked(actor: User, amendment_id: int) -> Amendment:
    """The amendment behind its agreement's lock, in this order."""
    amendment = Amendment.objects.permitting(actor, "agreement.edit").filter(pk=amendment_id).first()
    if amendment is not None:
        Agreement.objects.for_write(actor, amendment.agreement_id, "agreement.edit")
    return Amendment.objects.for_write(actor, amendment_id, "agreement.edit")


def _put(amendment: Amendment, reason: str, effective_on: date, changes: Sequence[ProposedChange]) -> None:
    agreement = amendment.agreement
    if not reason.strip():
        raise UnableToAmend(_("Please give a reason: the others will read it."))
    starts_on, last_day = agreement.term
    if not starts_on <= effective_on <= last_day:
        raise UnableToAmend(
            _("It runs from %(start)s to %(end)s and can be amended from a day in between.")
            % {"start": starts_on, "end": last_day}
        )
    amendment.reason, amendment.effective_on = reason.strip(), effective_on
    amendment.save()
    terms = effective_terms(agreement, on=effective_on)
    mandatory = {str(pk) for pk in agreement.clauses.filter(is_mandatory=True).values_list("pk", flat=True)}
    rows: list[AmendmentChange] = []
    for order, change in enumerate(changes, start=1):
        if change.kind == Kind.FIELD:
            row = _field_change(change, terms)
        elif change.target:
            row = _clause_change(change, terms, mandatory)
        else:
            added = len([earlier for earlier in rows if _is_new(amendment, earlier.target)]) + 1
            row = _new_clause(change, f"{amendment.number}.{added}")
        row.amendment, row.order = amendment, order
        rows.append(row)
    if len({(row.kind, row.target) for row in rows}) < len(rows):
        raise UnableToAmend(_("The same thing is changed twice."))
    _check_earlier(agreement, rows, effective_on)
    _check_result(agreement, amendment, rows)
    AmendmentChange.objects.bulk_create(rows)


def _field_change(change: ProposedChange, terms: Terms) -> AmendmentChange:
    kind = TERM_KINDS.get(change.target)
    if kind is None:
        raise UnableToAmend(_("“%(name)s” cannot be amended.") % {"name": change.target})
    before, after = kind.stored(terms.value(change.target)), kind.stored(change.after)
    if before == after:
        raise UnableToAmend(_("“%(name)s” does not change.") % {"name": kind.label})
    return AmendmentChange(kind=Kind.FIELD, target=change.target, before=before, after=after)


def _clause_change(change: ProposedChange, terms: Terms, mandatory: set[str]) -> AmendmentChange:
    clause = terms.clause(change.target)
    if clause is None:
        raise UnableToAmend(_("There is no such clause any more."))
    if change.after is None and change.target in mandatory:
        raise UnableToAmend(
            _("“%(clause)s” is mandatory for this type of agreement.") % {"clause": clause.heading}
        )
    after = None if change.after is None else clause.words | _words(change.after)
    if after == clause.words:
        raise UnableToAmend(_("“%(name)s” does not change.") % {"name": clause.heading})
    return AmendmentChange(kind=Kind.CLAUSE, target=change.target, before=clause.words, after=after)


def _new_clause(change: ProposedChange, key: str) -> AmendmentChange:
    words = dict.fromkeys(CLAUSE_FIELDS, "") | _words(change.after or {})
    if not (words["heading_en"] or words["heading_zh"]):
        raise UnableToAmend(_("A clause needs a heading."))
    return AmendmentChange(kind=Kind.CLAUSE, target=key, before=None, after=words)


def _words(words: dict[str, str]) -> dict[str, str]:
    if words.keys() - set(CLAUSE_FIELDS):
        raise UnableToAmend(_("A clause has a heading and a text in two languages, nothing else."))
    return {name: text.strip() for name, text in words.items()}


def _check_earlier(agreement: Agreement, rows: list[AmendmentChange], effective_on: date) -> None:
    """Refuse to change what a signed amendment has changed from a later day on: its words would win."""
    changed = {(row.kind, row.target) for row in rows}
    for later in sorted(signed_amendments(agreement), key=lambda signed: signed.effective_on):
        if later.effective_on > effective_on and any(
            (change.kind, change.target) in changed for change in later.changes
        ):
            raise UnableToAmend(
                _(
                    "Amendment %(number)d changes the same from %(day)s on. "
                    "Let this one take effect on that day or later."
                )
                % {"number": later.number, "day": later.effective_on}
            )


def _check_result(agreement: Agreement, amendment: Amendment, rows: list[AmendmentChange]) -> None:
    """Refuse what the terms would not allow at signing either, when it takes effect or later on."""
    proposed = SignedAmendment(
        amendment.number,
        amendment.effective_on,
        tuple(Change(row.kind, row.target, row.after) for row in rows),
    )
    amendments = [*signed_amendments(agreement), proposed]
    for day in (amendment.effective_on, date.max):
        _check_terms(agreement, fold(original_terms(agreement), amendments, on=day))


def _check_terms(agreement: Agreement, terms: Terms) -> None:
    result = {name: term.value for name, term in terms.fields.items()}
    candidate = Agreement(
        starts_on=agreement.starts_on,
        **{name: value for name, value in result.items() if name != "majors"},
    )
    candidate.clean_fields(
        exclude={
            field.name
            for field in Agreement._meta.fields
            if field.name not in result or field.name == "majors"
        }
    )
    if candidate.ends_on is None or candidate.ends_on < agreement.term[0]:
        raise UnableToAmend(_("The last day lies before the first."))
    if candidate.renewal_rule == RenewalRule.AUTOMATIC and not candidate.automatic_term_months:
        raise UnableToAmend(_("Say by how many months it renews itself."))


def _is_new(amendment: Amendment, target: str) -> bool:
    return target.startswith(f"{amendment.number}.")


def _value(kind: str, target: str, stored: Any) -> Any:
    return TERM_KINDS[target].read(stored) if kind == Kind.FIELD else stored


def _revise(agreement: Agreement, amendment: Amendment, now: datetime) -> None:
    """Bring what deadlines hang on up to date.

    A moved deadline is a new one: nobody has answered it, unless by a renewal that is on its way.
    """
    terms = fold(original_terms(agreement), signed_amendments(agreement), on=date.max)
    changed: dict[str, object] = {}
    if terms.fields["ends_on"].amendment == amendment.number:  # otherwise it may have renewed itself since
        agreement.revised_ends_on = changed["revised_ends_on"] = terms.value("ends_on")
    changed |= revise(agreement)
    touched = {change.target for change in amendment.changes.all()}
    if touched & {"ends_on", *REVISED} and living_successor(agreement) is None:
        changed |= UNDECIDED
    for name, value in changed.items():
        setattr(agreement, name, value)
    agreement.terms_version += 1
    agreement.updated_at = now
    agreement.save(update_fields=[*changed, "terms_version", "updated_at"])
    stop_reminding(agreement)


def _write_down(actor: User, amendment: Amendment, verb: str, now: datetime) -> None:
    audit.record(actor=actor, subject=amendment, verb=verb, now=now, capability="agreement.edit")
