"""Writing the clause library. A change is a new version; agreements keep the one they were made from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import Clause, ClauseVersion
from agreements.operations.refusals import UnableToEdit
from agreements.terms import CLAUSE_FIELDS
from agreements.variables import KINDS, VariableProblem, names_in

if TYPE_CHECKING:
    from accounts.models import User

DECLARATION = frozenset({"name", "kind", "label_en", "label_zh"})
_DECLARED_NAME = re.compile(r"[a-z][a-z0-9_]*")


@transaction.atomic
def write_clause_version(
    *,
    actor: User,
    clause_id: int,
    words: Mapping[str, str],
    variables: Sequence[Mapping[str, Any]],
    reason: str,
    now: datetime,
) -> ClauseVersion:
    """Add the next version of a clause. The caller has authorised the actor.

    Raises:
        UnableToEdit: no reason, nothing changed, or the variables of the texts and the declared ones
            are not the same.
    """
    if not reason.strip():
        raise UnableToEdit(_("Please give a reason: the others will read it."))
    clause = Clause.objects.select_for_update().get(pk=clause_id)
    new = {name: words.get(name, "").strip() for name in CLAUSE_FIELDS}
    check_declarations(new, variables)
    declared = [dict(variable) for variable in variables]
    current = clause.current
    if current is not None and (
        {name: getattr(current, name) for name in CLAUSE_FIELDS} == new and current.variables == declared
    ):
        raise UnableToEdit(_("The words are the same as before."))
    return ClauseVersion.objects.create(
        clause=clause,
        number=current.number + 1 if current else 1,
        variables=declared,
        reason=reason.strip(),
        author=actor,
        created_at=now,
        **new,
    )


def check_declarations(words: Mapping[str, str], variables: Any) -> None:
    """Raises :class:`UnableToEdit` unless each text uses exactly the declared variables."""
    if not isinstance(variables, list | tuple) or not all(
        _is_declaration(variable) for variable in variables
    ):
        raise UnableToEdit(
            _("Each variable needs a name, a kind (%(kinds)s) and a label in both languages.")
            % {"kinds": ", ".join(KINDS)}
        )
    declared = {variable["name"] for variable in variables}
    if len(declared) < len(variables):
        raise UnableToEdit(_("A variable is declared twice."))
    for name in ("text_en", "text_zh"):
        if words[name]:
            _check_text(words[name], declared)


def _is_declaration(variable: Any) -> bool:
    return (
        isinstance(variable, dict)
        and variable.keys() == DECLARATION
        and all(isinstance(value, str) and value for value in variable.values())
        and variable["kind"] in KINDS
        and _DECLARED_NAME.fullmatch(variable["name"]) is not None
    )


def _check_text(text: str, declared: set[str]) -> None:
    try:
        used = {name for name in names_in(text) if "." not in name}
    except VariableProblem as problem:
        raise UnableToEdit(str(problem)) from problem
    if differing := used ^ declared:
        raise UnableToEdit(
            _("Used and declared variables differ: %(names)s.") % {"names": ", ".join(sorted(differing))}
        )
