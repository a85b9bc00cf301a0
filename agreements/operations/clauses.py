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

if TYPE_CHECKING:
    from accounts.models import User


def edit_clause(
    *,
    actor: User,
    pk: int,
    clause_id: int,
    now: datetime,
    words: Mapping[str, str] | None = None,
    values: Mapping[str, Any] | None = None,
    expected: int | None = None,
) -> AgreementClause:
    """Change the heading, the text or the values of the variables.

    Raises:
        UnableToEdit: braces do not match, or a value is not of its variable's kind.
    """
    with editing(actor=actor, pk=pk, now=now, expected=expected) as agreement:
        clause = agreement.clauses.select_for_update(of=("self",)).select_related("source").get(pk=clause_id)
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
        clauses = {clause.pk: clause for clause in agreement.clauses.all()}
        if sorted(order) != sorted(clauses):
            raise UnableToEdit(_("The clauses changed in the meantime. Load them again."))
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
