"""Targets of indicators: setting and changing them, and how a number stands before its target."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from core.indicators import Departments, Kind, Number, indicator_of
from core.look import Chip, Meaning
from core.school_years import YearKind
from insights.models import Target

SET = "indicator.target"
HUNDRED = Decimal(100)


class UnableToSet(Refused):
    """The target cannot be what it was meant to be."""


@transaction.atomic
def set_target(
    *,
    actor: Actor,
    code: str,
    year_kind: str,
    year: int,
    department: Department | None,
    value: Decimal,
    now: datetime,
) -> Target:
    """Say for the first time what a number should be at the end of a year.

    Raises:
        NotVisible: there is no such indicator.
        PermissionDenied: the actor does not set targets there; for the whole centre everywhere.
        UnableToSet: there is one for that year, or a share is above a hundred per cent.
    """
    scope = actor.scope_for(SET)
    if not (scope.everywhere if department is None else scope.covers(department.pk)):
        raise PermissionDenied
    if indicator_of(code, on=YearKind(year_kind).last_day(year)) is None:
        raise NotVisible(f"indicator {code}")
    target = Target(
        code=code,
        year_kind=year_kind,
        year=year,
        department=department,
        value=value,
        set_by_id=actor.pk,
        set_at=now,
    )
    _check(target)
    target.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            target.save(force_insert=True)
    except IntegrityError as error:
        raise UnableToSet(_("There is a target for this year already: change it.")) from error
    audit.record(actor=actor, subject=target, verb="target.set", now=now)
    return target


@transaction.atomic
def change_target(*, actor: Actor, pk: int, value: Decimal, reason: str, now: datetime) -> Target:
    """Say otherwise, for a reason that stays in the history.

    Raises:
        NotVisible, PermissionDenied: as usual.
        UnableToSet: without a reason, to what it is already, or a share above a hundred per cent.
    """
    target: Target = Target.objects.for_write(actor, pk, SET)
    if not reason.strip():
        raise UnableToSet(_("Say why the target is changed."))
    if target.value == value:
        raise UnableToSet(_("That is the target already."))
    target.value, target.set_by_id, target.set_at = value, actor.pk, now
    _check(target)
    target.full_clean(validate_unique=False, validate_constraints=False)
    target.save()
    audit.record(actor=actor, subject=target, verb="target.change", now=now, reason=reason.strip())
    return target


def _check(target: Target) -> None:
    indicator = target.indicator
    if indicator is not None and indicator.nature.kind == Kind.SHARE and target.value > HUNDRED:
        raise UnableToSet(_("A share is a hundred per cent at the most."))


# --- How a number stands ----------------------------------------------------------------------


class Standing(StrEnum):
    """How a number stands before its target on a day."""

    REACHED = "reached"
    ON_THE_WAY = "on_the_way"
    BEHIND = "behind"

    @property
    def chip(self) -> Chip:
        return CHIPS[self]


CHIPS = {
    Standing.REACHED: Chip(pgettext_lazy("of a target", "Reached"), Meaning.GOOD, "circle-check"),
    Standing.ON_THE_WAY: Chip(pgettext_lazy("of a target", "On the way"), Meaning.WAITING, "trending-up"),
    Standing.BEHIND: Chip(pgettext_lazy("of a target", "Behind"), Meaning.LATE, "alert-triangle"),
}


def elapsed(first: date, last: date, on: date) -> Fraction:
    """How much of a year has passed by the end of a day, of 1."""
    days = min(max((on - first).days + 1, 0), (last - first).days + 1)
    return Fraction(days, (last - first).days + 1)


def standing(
    target: Number | float, actual: Number | float | None, *, start: Number | float | None, passed: Fraction
) -> Standing | None:
    """Whether a target is reached, on the way, or behind; nothing where there is no number.

    On the way is what has come at least as far from where it started to the target as the year has passed,
    as long as the year goes on.

    Args:
        start: the number when the year began: 0 for what adds up since then.
    """
    if actual is None:
        return None
    goal, now, began = (Fraction(str(one)) for one in (target, actual, start or 0))
    if now >= goal:
        return Standing.REACHED
    if passed >= 1:
        return Standing.BEHIND
    due = min(began, goal) + max(goal - began, Fraction(0)) * passed
    return Standing.ON_THE_WAY if now >= due and began < goal else Standing.BEHIND


def targets_for(
    codes: Iterable[str], on: date, year_kind: str, departments: Departments
) -> dict[str, Target]:
    """The target of each indicator for the year of a day: of the whole centre, or of one department; none
    where one looks at several. One query."""
    rows = Target.objects.filter(
        code__in=list(codes), year_kind=year_kind, year=YearKind(year_kind).year_of(on)
    )
    if departments is None:
        rows = rows.filter(department=None)
    elif len(departments) == 1:
        rows = rows.filter(department__in=departments)
    else:
        return {}
    return {one.code: one for one in rows.order_by()}


def against(target: Target, actual: Any, start: Any, on: date) -> Standing | None:
    """How a number stands before a target on a day of its year."""
    return standing(target.value, actual, start=start, passed=elapsed(target.first_day, target.last_day, on))
