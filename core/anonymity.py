"""Answers that nobody's name stands beside: not in a key, and not in how PostgreSQL keeps the rows either.

A table says of each row which transaction wrote it (``xmin``) or locked it (``xmax``), and roughly in which
order rows came. An answer and the note that somebody has answered are written in one transaction, or neither
is: so the notes of all who are asked are written anew with each answer, and once nobody can answer any more
the answers are written anew together, in an order drawn by lot. What remains is in docs/threat-model.md.
"""

from __future__ import annotations

from random import SystemRandom
from typing import Any
from uuid import uuid4

from django.db import models, transaction
from django.db.models import Count, F, TextField
from django.db.models.expressions import RawSQL


def write_anew(rows: models.QuerySet, field: str) -> None:
    """Give rows one and the same writer, whatever of them has changed. One query."""
    rows.order_by().update(**{field: F(field)})


def not_mixed(rows: Any, by: str) -> list[Any]:
    """The keys by which rows belong together that were not all written at once. One query."""
    table = rows.model._meta.db_table
    writer = RawSQL(f'"{table}".xmin::text', (), TextField())  # noqa: S611 — our own table
    found = rows.order_by().values(by).annotate(writers=Count(writer, distinct=True)).filter(writers__gt=1)
    return list(found.order_by(by).values_list(by, flat=True))


@transaction.atomic
def mix(rows: Any) -> int:
    """Write answers anew at once, each with another key, in an order drawn by lot. Answers how many.

    The caller has locked what they belong to. Three queries.
    """
    answers = list(rows.order_by())
    SystemRandom().shuffle(answers)
    rows.model._base_manager.filter(pk__in=[one.pk for one in answers]).delete()
    for one in answers:
        one.pk = uuid4()
    rows.model._base_manager.bulk_create(answers)
    return len(answers)
