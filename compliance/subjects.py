"""Records for which filings can be recorded: the apps that have them offer them here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet

from core.access import Actor


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """A kind of record that filings are about.

    Attributes:
        name: in addresses: ``/rules/filings/new/post/17/``.
        pack: the code of the pack whose rules the filings lift.
        rows: those an actor sees. Each has ``department_id`` and ``get_absolute_url()``.
        tab: the tab of its page that shows the filings.
    """

    name: str
    model: type[models.Model]
    pack: str
    rows: Callable[[Actor], QuerySet]
    tab: str


_subjects: dict[str, Subject] = {}


def register_subject(subject: Subject) -> None:
    """Let filings be recorded for a kind of record. Called from ``AppConfig.ready``."""
    _subjects[subject.name] = subject


def subject_named(name: str) -> Subject | None:
    return _subjects.get(name)


def subject_of(record: Any) -> Subject | None:
    return next((one for one in _subjects.values() if isinstance(record, one.model)), None)


def page_of(record: Any) -> str:
    """The page that shows the filings of a record; the home page where its kind is offered no more."""
    subject = subject_of(record)
    return f"{record.get_absolute_url()}?tab={subject.tab}" if subject else "/"
