"""Records for which filings can be recorded, or on which people decide with a power of their own: the apps
that have them offer them here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import QuerySet

from core.access import Actor

if TYPE_CHECKING:
    from compliance.models import PackVersion

DECIDE = "rule.decide"


def no_objection(actor: Actor, record: Any) -> str:
    return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """A kind of record that filings, or people's decisions, are about.

    Attributes:
        name: in addresses: ``/rules/filings/new/post/17/``.
        version: the version whose rules the filings lift on a day.
        rows: those an actor sees. Each has ``department_id`` and ``get_absolute_url()``.
        tab: the tab of its page that shows the filings, and the questions.
        power: what somebody who decides a question about it must hold.
        objection: why somebody who holds that may still not decide about this record; empty where they may.
        check_tabs: the tab that shows what was checked at a stage.
    """

    name: str
    model: type[models.Model]
    version: Callable[[date], PackVersion]
    rows: Callable[[Actor], QuerySet]
    tab: str
    power: str = DECIDE
    objection: Callable[[Actor, Any], str] = no_objection
    check_tabs: Mapping[str, str] = field(default_factory=dict)


_subjects: dict[str, Subject] = {}


def register_subject(subject: Subject) -> None:
    """Let filings be recorded for a kind of record. Called from ``AppConfig.ready``."""
    _subjects[subject.name] = subject


def subject_named(name: str) -> Subject | None:
    return _subjects.get(name)


def subject_of(record: Any) -> Subject | None:
    return next((one for one in _subjects.values() if isinstance(record, one.model)), None)


def power_to_decide(model: type[models.Model] | None) -> str:
    """What somebody must hold who decides questions about records of a kind."""
    return next((one.power for one in _subjects.values() if one.model is model), DECIDE)


def objection_to(actor: Actor, record: Any) -> str:
    """Why this person may not decide about this record, whatever they hold; empty where they may."""
    subject = subject_of(record)
    return subject.objection(actor, record) if subject else ""


def page_of(record: Any) -> str:
    """The page that shows the filings of a record; the home page where its kind is offered no more."""
    subject = subject_of(record)
    return f"{record.get_absolute_url()}?tab={subject.tab}" if subject else "/"


def page_of_check(record: Any, stage: str) -> str:
    """The page that shows what a record's check of a stage found."""
    subject = subject_of(record)
    if subject is None or stage not in subject.check_tabs:
        return page_of(record)
    return f"{record.get_absolute_url()}?tab={subject.check_tabs[stage]}"
