"""The clauses of an agreement, edited in place; the library's own texts stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext as _

from agreements.models import Agreement, AgreementClause, ClauseVersion
from agreements.operations.editing import editing
from agreements.operations.refusals import UnableToEdit
from agreements.terms import CLAUSE_FIELDS
from agreements.variables import VariableProblem, checked_values, names_in
from signing.subjects import fingerprint

if TYPE_CHECKING:
    from accounts.models import User


class ClauseChanged(UnableToEdit):
    """What somebody was about to change is not what they were shown."""


def clause_fingerprint(clause: AgreementClause) -> str:
    """A short name for exactly these words and values."""
    return fingerprint({name: getattr(clause, name) for name in (*CLAUSE_FIELDS, "values")})


def edit_clause(
    *,
    actor: User,
    pk: int,
    clause_id: int,
    now: datetime,
    words: Mapping[str, str] | None = None,
    values: Mapping[str, Any] | None = None,
    expected: int | None = None,
    seen: str | None = None,
) -> AgreementClause:
    """Change the heading, the text or the values of the variables.

    Args:
        seen: the :func:`clause_fingerprint` that the actor was shown. Others may work on the
            agreement's other clauses meanwhile.

    Raises:
        ClauseChanged: somebody else changed this clause since.
        UnableToEdit: braces do not match, or a value is not of its variable's kind.
    """
    with editing(actor=actor, pk=pk, now=now, expected=expected) as agreement:
        clause = agreement.clauses.select_for_update(of=("self",)).select_related("source").get(pk=clause_id)
        if seen is not None and seen != clause_fingerprint(clause):
            raise ClauseChanged(_("Somebody else changed this clause in the meantime."))
        _put_words(clause, words or {})
        try:
            clause.values = clause.values | checked_values(clause, values or {})
        except VariableProblem as problem:
            raise UnableToEdit(str(problem)) from problem
        clause.save()
    return clause


def add_clause(
    *,
    actor: User,
    pk: int,
    now: datetime,
    version: ClauseVersion | None = None,
    words: Mapping[str, str] | None = None,
    position: int | None = None,
) -> AgreementClause:
    """Add a clause of the library, or one's own words; last, unless ``position`` (from 1) is given."""
    with editing(actor=actor, pk=pk, now=now) as agreement:
        position = min(position or _last(agreement) + 1, _last(agreement) + 1)
        agreement.clauses.filter(order__gte=position).update(order=F("order") + 1)
        clause = AgreementClause(agreement=agreement, order=position, source=version)
        if version is not None:
            if agreement.clauses.filter(source__clause=version.clause_id).exists():
                raise UnableToEdit(_("The agreement has this clause already."))
            _put_words(clause, {name: getattr(version, name) for name in CLAUSE_FIELDS})
        _put_words(clause, words or {})
        if not clause.heading:
            raise UnableToEdit(_("A clause needs a heading."))
        clause.save(force_insert=True)
    return clause


def remove_clause(*, actor: User, pk: int, clause_id: int, now: datetime) -> None:
    """Take a clause out.

    Raises:
        UnableToEdit: the type of the agreement makes it mandatory.
    """
    with editing(actor=actor, pk=pk, now=now) as agreement:
        clause = agreement.clauses.get(pk=clause_id)
        if clause.is_mandatory:
            raise UnableToEdit(
                _("“%(clause)s” is mandatory for this type of agreement.") % {"clause": clause.heading}
            )
        clause.delete()
        agreement.clauses.filter(order__gt=clause.order).update(order=F("order") - 1)


def reorder_clauses(*, actor: User, pk: int, order: Sequence[int], now: datetime) -> None:
    """Put the clauses into the order of these keys, which name each of them once.

    Raises:
        UnableToEdit: a clause came or went since the actor saw the list.
    """
    with editing(actor=actor, pk=pk, now=now) as agreement:
        if sorted(order) != sorted(agreement.clauses.values_list("pk", flat=True)):
            raise UnableToEdit(_("The clauses changed in the meantime. Load them again."))
        _put_in_order(agreement, order)


def reset_clause(*, actor: User, pk: int, clause_id: int, now: datetime) -> AgreementClause:
    """Take the words of the clause library again, in the version that the agreement began with.

    Raises:
        UnableToEdit: the clause does not come from the library.
    """
    with editing(actor=actor, pk=pk, now=now) as agreement:
        clause = agreement.clauses.select_for_update(of=("self",)).select_related("source").get(pk=clause_id)
        if clause.source is None:
            raise UnableToEdit(_("This clause does not come from the library."))
        _put_words(clause, {name: getattr(clause.source, name) for name in CLAUSE_FIELDS})
        clause.save()
    return clause


def move_clause(*, actor: User, pk: int, clause_id: int, places: int, now: datetime) -> None:
    """Move a clause down by so many places, or up where it is negative; it stops at either end."""
    with editing(actor=actor, pk=pk, now=now) as agreement:
        keys = list(agreement.clauses.order_by("order").values_list("pk", flat=True))
        before = keys.index(clause_id)
        keys.insert(min(max(before + places, 0), len(keys) - 1), keys.pop(before))
        _put_in_order(agreement, keys)


def _put_in_order(agreement: Agreement, order: Sequence[int]) -> None:
    clauses = {clause.pk: clause for clause in agreement.clauses.all()}
    for position, key in enumerate(order, start=1):
        clauses[key].order = position
    AgreementClause.objects.bulk_update(clauses.values(), ["order"])


def _last(agreement: Agreement) -> int:
    return agreement.clauses.count()


def _put_words(clause: AgreementClause, words: Mapping[str, str]) -> None:
    for name, text in words.items():
        if name not in CLAUSE_FIELDS:
            raise UnableToEdit(_("“%(name)s” cannot be changed here.") % {"name": name})
        try:
            names_in(text)
        except VariableProblem as problem:
            raise UnableToEdit(str(problem)) from problem
        setattr(clause, name, text.strip())
