"""What the parties promise: written into the text, entered from a paper that is signed, and confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.choices import CONCLUDED_STATES, EDITABLE_STATES, SEALED_STATES
from agreements.counting import CountReport, count_promises
from agreements.models import (
    Agreement,
    Obligation,
    ObligationConfirmation,
    ObligationPeriod,
    Party,
    Side,
)
from agreements.operations.editing import editing
from agreements.operations.refusals import UnableToEdit
from agreements.promise_notices import tell_of_answer, tell_of_entered_promises
from core import audit
from core.access import Actor
from core.errors import Refused
from core.metrics import Giver, metric_of

if TYPE_CHECKING:
    from accounts.models import User

PROMISE_FIELDS = frozenset(
    {
        "side",
        "enterprise",
        "metric",
        "quantity",
        "what_en",
        "what_zh",
        "rhythm",
        "starts_on",
        "ends_on",
    }
)


class UnableToConfirm(Refused):
    """The number cannot be confirmed now; the message says why."""


def may_enter(agreement: Agreement) -> bool:
    """Whether promises of a signed paper can be entered: it was taken over, or holds none of its own.

    Costs a query where it was concluded here.
    """
    if agreement.state not in CONCLUDED_STATES:
        return False
    return agreement.is_imported or not agreement.obligations.filter(is_taken_over=False).exists()


@contextmanager
def _writing(*, actor: User, pk: int, now: datetime) -> Iterator[Agreement]:
    """The agreement, locked for a change of its promises: of the text, or entered from a signed paper.

    Raises:
        NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
        UnableToEdit: the text is sealed, and promises stand in it.
    """
    agreement = Agreement.objects.for_write(actor, pk, "agreement.edit")
    if agreement.state in EDITABLE_STATES or not may_enter(agreement):
        with editing(actor=actor, pk=pk, now=now) as agreement:
            yield agreement
        return
    yield agreement
    Agreement.objects.filter(pk=pk).update(updated_at=now)
    audit.record(
        actor=actor, subject=agreement, verb="agreement.enter_promises", now=now, capability="agreement.edit"
    )
    tell_of_entered_promises(agreement, now=now)
    count_promises(on=timezone.localdate(now), now=now, agreements=[pk])


@transaction.atomic
def add_promise(*, actor: User, pk: int, now: datetime, **values: Any) -> Obligation:
    """Write a promise at the end of the others. ``values`` are :data:`PROMISE_FIELDS`; without an enterprise
    it concerns the only one that is a party.

    Raises:
        UnableToEdit: the text is sealed, the metric is not promised by this side, or several are parties.
        ValidationError: a value is not valid.
    """
    with _writing(actor=actor, pk=pk, now=now) as agreement:
        promise = Obligation(
            agreement=agreement,
            order=agreement.obligations.count() + 1,
            is_taken_over=agreement.state in SEALED_STATES,
            entered_by=actor,
        )
        _put(promise, values)
        promise.save(force_insert=True)
    return promise


@transaction.atomic
def edit_promise(
    *, actor: User, pk: int, promise_id: int, changes: Mapping[str, Any], now: datetime
) -> Obligation:
    """Change a promise. One that was entered from paper waits for the enterprise again.

    Raises:
        UnableToEdit: as :func:`add_promise`; also where the enterprise has confirmed it.
    """
    with _writing(actor=actor, pk=pk, now=now) as agreement:
        promise = _promise(agreement, promise_id)
        promise.objection = ""
        _put(promise, changes)
        promise.save()
    return promise


@transaction.atomic
def remove_promise(*, actor: User, pk: int, promise_id: int, now: datetime) -> None:
    """Take a promise out; of one entered from paper what was counted goes with it.

    Raises UnableToEdit: the enterprise has confirmed it.
    """
    with _writing(actor=actor, pk=pk, now=now) as agreement:
        promise = _promise(agreement, promise_id)
        after = promise.order
        promise.delete()
        agreement.obligations.filter(order__gt=after, confirmed_at=None).update(order=F("order") - 1)


@transaction.atomic
def move_promise(*, actor: User, pk: int, promise_id: int, places: int, now: datetime) -> None:
    """Move a promise of a text down by so many places, or up where it is negative; it stops at either end.

    Raises UnableToEdit: the text is sealed.
    """
    with editing(actor=actor, pk=pk, now=now) as agreement:
        keys = list(agreement.obligations.order_by("order").values_list("pk", flat=True))
        if promise_id not in keys:
            raise UnableToEdit(_("Somebody else took this promise out meanwhile."))
        before = keys.index(promise_id)
        keys.insert(min(max(before + places, 0), len(keys) - 1), keys.pop(before))
        rows = agreement.obligations.in_bulk()
        for position, key in enumerate(keys, start=1):
            rows[key].order = position
        Obligation.objects.bulk_update(rows.values(), ["order"])


# --- Counting and confirming ------------------------------------------------------------------


@transaction.atomic
def count_now(*, actor: User, pk: int, now: datetime) -> CountReport:
    """Count the promises of one agreement at once, instead of with the next sweep.

    Raises NotVisible, PermissionDenied: as :meth:`core.access.ScopedQuerySet.for_write`.
    """
    agreement = Agreement.objects.for_write(actor, pk, "agreement.edit")
    report = count_promises(on=timezone.localdate(now), now=now, agreements=[agreement.pk])
    audit.record(
        actor=actor, subject=agreement, verb="agreement.count_promises", now=now, capability="agreement.edit"
    )
    return report


@transaction.atomic
def say_of_promise(
    *,
    actor: User,
    period_id: int,
    is_objection: bool,
    comment: str,
    seen: Decimal,
    now: datetime,
) -> ObligationConfirmation:
    """Confirm or dispute for the centre what was counted; the enterprise's people are told.

    Args:
        seen: the number that the actor was shown.

    Raises:
        NotVisible, PermissionDenied: as :meth:`core.access.ScopedQuerySet.for_write`.
        UnableToConfirm: see :func:`keep_word`.
    """
    period: ObligationPeriod = ObligationPeriod.objects.for_write(actor, period_id, "agreement.edit")
    said = keep_word(
        period, by=actor, side=Side.CENTRE, is_objection=is_objection, comment=comment, seen=seen, now=now
    )
    tell_of_answer(said, now=now)
    return said


def keep_word(
    period: ObligationPeriod,
    *,
    by: Actor,
    side: Side,
    is_objection: bool,
    comment: str,
    seen: Decimal,
    now: datetime,
) -> ObligationConfirmation:
    """Write down what one side says of the number. The caller has locked the period.

    Raises UnableToConfirm: it has not begun, the number has changed since it was shown, or an objection
    lacks its reason.
    """
    if period.starts_on > timezone.localdate(now):
        raise UnableToConfirm(_("Its time has not begun: there is nothing to confirm yet."))
    if seen != period.counted:
        raise UnableToConfirm(
            _("The number has changed meanwhile: it is %(number)s now. Look at it again.")
            % {"number": period.counted_in_words}
        )
    if is_objection and not comment.strip():
        raise UnableToConfirm(_("Say what is not right: the other side reads it."))
    said = ObligationConfirmation.objects.create(
        period=period,
        side=side,
        is_objection=is_objection,
        counted=seen,
        comment=comment.strip(),
        said_by_id=by.pk,
        said_at=now,
    )
    audit.record(
        actor=by,
        subject=period.agreement,
        verb="agreement.dispute_promise" if is_objection else "agreement.confirm_promise",
        now=now,
        details={"promise": period.obligation_id, "period": period.pk, "counted": str(seen)},
        reason=comment.strip(),
    )
    return said


def last_words(periods: Iterable[ObligationPeriod]) -> dict[int, dict[str, ObligationConfirmation]]:
    """What each side said last of each period, by key and side. One query."""
    found: dict[int, dict[str, ObligationConfirmation]] = {}
    said = ObligationConfirmation.objects.filter(period__in=[period.pk for period in periods])
    for one in said.order_by("said_at", "pk"):
        found.setdefault(one.period_id, {})[one.side] = one
    return found


# --- Shared -----------------------------------------------------------------------------------


def _promise(agreement: Agreement, promise_id: int) -> Obligation:
    promise = agreement.obligations.select_for_update().filter(pk=promise_id).first()
    if promise is None:
        raise UnableToEdit(_("Somebody else took this promise out meanwhile."))
    if promise.confirmed_at is not None:
        raise UnableToEdit(
            _("The enterprise has confirmed that the paper says so: it is not changed any more.")
        )
    return promise


def _put(promise: Obligation, values: Mapping[str, Any]) -> None:
    if unknown := values.keys() - PROMISE_FIELDS:
        raise UnableToEdit(_("“%(name)s” cannot be changed here.") % {"name": ", ".join(sorted(unknown))})
    for name, value in values.items():
        setattr(promise, name, value.strip() if isinstance(value, str) else value)
    parties = {
        party.enterprise_id: party.enterprise
        for party in promise.agreement.parties.filter(role=Party.Role.ENTERPRISE).select_related("enterprise")
    }
    if promise.enterprise_id is None and len(parties) == 1:
        promise.enterprise = next(iter(parties.values()))
    if promise.enterprise_id not in parties:
        raise UnableToEdit(_("Say which enterprise of the agreement it concerns."))
    metric = metric_of(promise.metric)
    if metric is None or Giver(promise.side) not in metric.givers:
        raise UnableToEdit(
            _("“%(label)s” is not something that %(side)s can promise.")
            % {"label": promise.label, "side": Side(promise.side).label}
        )
    promise.full_clean(exclude={"agreement", "entered_by", "confirmed_by"})
