"""Who checks again when facts have changed. This app does not know which records are checked by them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import models

type Recheck = Callable[[models.Model, datetime], object]
"""Checks again whatever the facts about a record touch; knows which records it has to do with."""

_rechecks: list[Recheck] = []


def register_recheck(recheck: Recheck) -> None:
    """Have something checked again where facts change. Called from ``AppConfig.ready``."""
    _rechecks.append(recheck)


def facts_changed(record: models.Model, *, now: datetime) -> None:
    """Facts about a record have changed, or a filing that counts for it. Called within the change."""
    for recheck in _rechecks:
        recheck(record, now)
