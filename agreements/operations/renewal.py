"""What follows when an agreement ends: its owner answers the reminders, renews, or lets it lapse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from agreements.choices import RenewalDecision, RenewalRule, State
from agreements.models import Agreement, AgreementClause
from agreements.notices import stop_asking_the_owner, stop_reminding
from agreements.operations.drafting import can_own, copy_parties, copy_promises, require_power
from agreements.operations.refusals import UnableToRenew
from agreements.operations.succession import reopen_renewal
from agreements.phases import last_day_of_term
from agreements.terms import CLAUSE_FIELDS, EffectiveClause, Terms, effective_terms
from catalogue.models import Major
from core import audit

if TYPE_CHECKING:
    from accounts.models import User

SNOOZE_DAYS = 7
LONGEST_SNOOZE_DAYS = 30


@transaction.atomic
def acknowledge_deadline(*, actor: User, pk: int, now: datetime) -> Agreement:
    """Say that one has seen the approaching end: no reminder sent until now is passed on to the head."""
    agreement = _undecided(actor, pk, "agreement.edit")
    agreement.acknowledged_at, agreement.acknowledged_by = now, actor
    agreement.save(update_fields=["acknowledged_at", "acknowledged_by"])
    stop_asking_the_owner(agreement)
    _write_down(actor, agreement, "agreement.acknowledge", now)
    return agreement


@transaction.atomic
def snooze_deadline(*, actor: User, pk: int, now: datetime, until: date | None = None) -> Agreement:
    """Be reminded again on a day, by default in a week; acknowledges as well.

    Raises:
        UnableToRenew: the day is not ahead, or lies behind :func:`latest_snooze`.
    """
    today = timezone.localdate(now)
    agreement = _undecided(actor, pk, "agreement.edit")
    until = until or usual_snooze(agreement, on=today)
    if until <= today:
        raise UnableToRenew(_("Choose a day ahead."))
    if until > (latest := latest_snooze(agreement, on=today)):
        raise UnableToRenew(
            _("Choose a day before it has to be decided: %(day)s at the latest.")
            % {"day": formats.date_format(latest, "DATE_FORMAT")}
        )
    agreement.acknowledged_at, agreement.acknowledged_by = now, actor
    agreement.snoozed_until = until
    agreement.save(update_fields=["acknowledged_at", "acknowledged_by", "snoozed_until"])
    stop_asking_the_owner(agreement)
    _write_down(actor, agreement, "agreement.snooze", now, until=until.isoformat())
    return agreement


def usual_snooze(agreement: Agreement, *, on: date) -> date:
    """In a week, or as late as possible where the deadline is nearer."""
    return min(on + timedelta(days=SNOOZE_DAYS), latest_snooze(agreement, on=on))


def latest_snooze(agreement: Agreement, *, on: date) -> date:
    """How long the question can be put off: to the day before notice has to be given, then before the last
    day, and after the end for thirty days at a time. Tomorrow can always be chosen."""
    for deadline in (agreement.notice_on, agreement.last_day):
        if deadline is not None and deadline > on:
            return max(deadline - timedelta(days=1), on + timedelta(days=1))
    return on + timedelta(days=LONGEST_SNOOZE_DAYS)


@transaction.atomic
def let_lapse(*, actor: User, pk: int, reason: str, now: datetime) -> Agreement:
    """Decide that an agreement ends with its term. One that renews itself will not do so any more.

    Raises:
        UnableToRenew: it has been decided, or no reason is given.
    """
    agreement = _undecided(actor, pk, "agreement.end")
    if not reason.strip():
        raise UnableToRenew(_("Please give a reason: the others will read it."))
    _decide(agreement, actor, RenewalDecision.LAPSE, reason.strip(), now)
    _write_down(actor, agreement, "agreement.lapse", now, reason=reason.strip())
    return agreement


@transaction.atomic
def reconsider_lapse(*, actor: User, pk: int, reason: str, now: datetime) -> Agreement:
    """Take back the decision to let an agreement lapse."""
    agreement = Agreement.objects.for_write(actor, pk, "agreement.end")
    if agreement.renewal_decision != RenewalDecision.LAPSE or agreement.state != State.SIGNED:
        raise UnableToRenew(_("Nobody decided to let it lapse."))
    reopen_renewal(agreement, now=now)
    _write_down(actor, agreement, "agreement.reconsider", now, reason=reason.strip())
    return agreement


@transaction.atomic
def renew_agreement(
    *,
    actor: User,
    pk: int,
    now: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
    quantities: Mapping[int, Decimal] | None = None,
) -> Agreement:
    """Begin the successor: a draft with the effective terms, linked; the old one's reminders stop.

    It starts on the day after the old one's last, or today where that has passed, and runs as long
    as its type usually does.

    Args:
        quantities: what is to be promised anew, by key of the old promise, where it is another amount.

    Raises:
        NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
        UnableToRenew: it is not signed, is being renewed already, or is to lapse.
    """
    old = _undecided(actor, pk, "agreement.edit")
    require_power(actor, "agreement.edit", old.department_id)
    today = timezone.localdate(now)
    starts_on = starts_on or max(old.last_day + timedelta(days=1), today)
    terms = effective_terms(old, on=max(today, old.last_day))
    new = Agreement(
        type=old.type,
        department_id=old.department_id,
        owner=old.owner if can_own(old.owner, old.department_id) else actor,
        predecessor=old,
        title_en=old.title_en,
        title_zh=old.title_zh,
        language=old.language,
        starts_on=starts_on,
        ends_on=ends_on or last_day_of_term(starts_on, old.type.term_months),
        created_at=now,
        updated_at=now,
        **{name: term.value for name, term in terms.fields.items() if name not in {"majors", "ends_on"}},
    )
    if new.renewal_rule == RenewalRule.AUTOMATIC and not new.automatic_term_months:
        new.automatic_term_months = old.type.automatic_term_months
    new.validate_constraints()
    new.save(force_insert=True)
    new.majors.set(Major.objects.filter(code__in=terms.value("majors")))
    copy_parties(old, new, actor)
    _copy_effective_clauses(old, new, terms)
    copy_promises(old, new, quantities=quantities)
    _decide(old, actor, RenewalDecision.RENEW, "", now)
    _write_down(actor, old, "agreement.renew", now, successor=new.pk)
    audit.record(
        actor=actor,
        subject=new,
        verb="agreement.draft",
        now=now,
        details={"renews": old.pk},
        capability="agreement.edit",
    )
    return new


def _copy_effective_clauses(old: Agreement, new: Agreement, terms: Terms) -> None:
    """Unchanged clauses keep their variables, so that dates and names are new; amended ones their words."""
    rows = {str(clause.pk): clause for clause in old.clauses.select_related("source")}
    AgreementClause.objects.bulk_create(
        _successor_of(rows.get(clause.key), clause, new, order)
        for order, clause in enumerate(terms.clauses, start=1)
    )


def _successor_of(
    row: AgreementClause | None, clause: EffectiveClause, new: Agreement, order: int
) -> AgreementClause:
    if row is None:
        return AgreementClause(agreement=new, order=order, **clause.words)
    words = {name: getattr(row, name) for name in CLAUSE_FIELDS} if clause.amendment is None else clause.words
    return AgreementClause(
        agreement=new,
        order=order,
        source=row.source,
        is_mandatory=row.is_mandatory,
        values=row.values,
        **words,
    )


def _undecided(actor: User, pk: int, capability: str) -> Agreement:
    agreement = Agreement.objects.for_write(actor, pk, capability)
    if agreement.state != State.SIGNED:
        raise UnableToRenew(
            _("There is nothing to decide: the agreement is “%(state)s”.")
            % {"state": agreement.get_state_display()}
        )
    if agreement.renewal_decision:
        raise UnableToRenew(
            _("This has been decided: %(decision)s.") % {"decision": agreement.get_renewal_decision_display()}
        )
    return agreement


def _decide(agreement: Agreement, actor: User, decision: RenewalDecision, reason: str, now: datetime) -> None:
    agreement.renewal_decision, agreement.renewal_reason = decision, reason
    agreement.renewal_decided_at, agreement.renewal_decided_by = now, actor
    agreement.save(
        update_fields=[
            "renewal_decision",
            "renewal_reason",
            "renewal_decided_at",
            "renewal_decided_by",
        ]
    )
    stop_reminding(agreement)


def _write_down(
    actor: User, agreement: Agreement, verb: str, now: datetime, *, reason: str = "", **details: object
) -> None:
    audit.record(
        actor=actor,
        subject=agreement,
        verb=verb,
        now=now,
        reason=reason,
        details=details,
        capability="agreement.end"
        if verb in {"agreement.lapse", "agreement.reconsider"}
        else "agreement.edit",
    )
