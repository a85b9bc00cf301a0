"""The records a task may come from: those that have a page, fetched through what the reader sees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from agreements.models import Agreement
from alliances.models import Alliance
from core.access import Actor, NotVisible
from information.models import Assignment
from partnerships.merging import Step
from partnerships.models import Enterprise, Interaction
from placements.models import SupervisionVisit
from projects.models import Project
from signing.models import Approval

# Each with what its name and its address need beside its own row.
SUBJECTS: dict[type[models.Model], tuple[str, ...]] = {
    Enterprise: (),
    Interaction: ("enterprise",),
    Agreement: (),
    Project: (),
    Alliance: (),
    SupervisionVisit: ("enterprise",),
    Approval: (),
}


def rows_for(actor: Actor, model: Any) -> QuerySet:
    """What somebody sees of one kind of record, ready to be named."""
    rows, along = model._default_manager.visible_to(actor), SUBJECTS[model]
    return rows.select_related(*along) if along else rows


def task_url(user: Any, record: models.Model) -> str:
    """Where a task that comes from a record is added, for whoever works at the centre."""
    if user.is_from_outside:
        return ""
    return f"{reverse('information:assignment_new')}?{urlencode({'about': code_of(record)})}"


def code_of(record: models.Model) -> str:
    """As addresses and forms name a record: ``partnerships.enterprise:12``."""
    return f"{record._meta.label_lower}:{record.pk}"


def subject_of(actor: Actor, code: str) -> Any:
    """The record that an address names. Raises NotVisible."""
    label, _colon, key = code.partition(":")
    model = next((one for one in SUBJECTS if one._meta.label_lower == label), None)
    if model is None or not (key.isascii() and key.isdigit()) or len(key) > 18:
        raise NotVisible(code)
    found = rows_for(actor, model).filter(pk=key).first()
    if found is None:
        raise NotVisible(code)
    return found


def with_subjects(rows: QuerySet[Assignment], actor: Actor) -> QuerySet[Assignment]:
    """Each with its record where the reader sees that; a query for each kind of record among them."""
    return rows.prefetch_related(GenericPrefetch("subject", [rows_for(actor, model) for model in SUBJECTS]))


def kinds() -> list[tuple[str, Any]]:
    """The kinds of record as the choices of a filter."""
    return [(model._meta.label_lower, model._meta.verbose_name) for model in SUBJECTS]


# --- Two enterprises become one -------------------------------------------------------------------


def follow(kept: Enterprise, merged: Enterprise) -> Iterator[tuple[models.Model, str, Any]]:
    """Tasks about the merged record are about the kept one; two queries and one for each task."""
    for one in Assignment.objects.about(merged):
        Assignment.objects.filter(pk=one.pk).update(subject_id=kept.pk)
        yield one, "subject_id", merged.pk


STEP = Step(name="information.assignments", clear=follow)
