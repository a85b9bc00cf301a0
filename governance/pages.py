"""What a regulation can apply to: the kinds of records that move by a table of transitions."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.text import capfirst

from core.transitions import TransitionTable, transition_tables
from governance.querysets import works_here


def processes() -> dict[str, TransitionTable]:
    """The tables of transitions by the label of their model, such as "agreements.Agreement"."""
    return {table.model._meta.label: table for table in transition_tables()}


def name_of(label: str) -> str:
    """A kind of record in words; the label itself where it is known no more."""
    table = processes().get(label)
    return capfirst(str(table.model._meta.verbose_name_plural)) if table else label


def page_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every kind of record, by app."""
    return [
        (
            str(apps.get_app_config(app).verbose_name),
            [(label, name_of(label)) for label in labels],
        )
        for app, labels in groupby(processes(), key=lambda label: label.partition(".")[0])
    ]


def rules_link(user: Any, model: Any) -> str:
    """The page of a process, where its rules stand, for people of the centre. No query."""
    if not works_here(user) or model._meta.label not in processes():
        return ""
    return reverse("governance:process_detail", args=[model._meta.label])
