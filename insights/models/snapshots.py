"""Indicators as they stood: number, definition and source rows, kept although records change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.bilingual import in_words
from core.indicators import COUNTED, REST, Column, Group, Kind, Nature, Number, Shape, Words, summed
from core.metrics import Measure
from core.models import ScopedModel
from core.school_years import YearKind
from insights.models.boards import BoardSnapshot
from insights.querysets import OfSnapshotQuerySet, SnapshotQuerySet

NOTHING_COMES_LATER = """
IF EXISTS (SELECT FROM new_rows JOIN insights_snapshot snapshot ON snapshot.id = new_rows.snapshot_id) THEN
    RAISE EXCEPTION 'pgtrigger: nothing is added to what is frozen';
END IF;
RETURN NULL;
"""


def _never_altered(name: str) -> pgtrigger.Protect:
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


def _complete(name: str) -> pgtrigger.Trigger:
    """Groups and rows are written before their snapshot, in its transaction, and none after it."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=NOTHING_COMES_LATER,
    )


class Snapshot(ScopedModel):
    """One indicator of one day as it was counted when it was frozen. The database lets nobody alter it.

    ``words`` holds label, definition, names of numerator and denominator, the rule that held and the
    instrument, each as ``[English, Chinese]``; ``parts`` the parts of the numerator as
    ``[[code, [English, Chinese]]]``; ``columns`` what its rows say, for each kind of record:
    ``{label of the model: [{code, label, shape, choices}]}``.
    """

    department_id = None  # it is of several: its groups tell

    code = models.CharField(_("indicator"), max_length=60, editable=False)
    version = models.PositiveSmallIntegerField(_("version of the definition"), default=1, editable=False)
    kind = models.CharField(
        _("sort of number"), max_length=10, choices=Kind, default=Kind.SHARE, editable=False
    )
    measure = models.CharField(_("what it is of"), max_length=10, default=Measure.NUMBER, editable=False)
    year_kind = models.CharField(
        _("kind of year"),
        max_length=10,
        choices=YearKind,
        blank=True,
        editable=False,
        help_text=_("Where it adds up since the year began."),
    )
    day = models.DateField(_("as of the day"))
    occasion = models.CharField(
        _("what it is for"),
        max_length=200,
        help_text=_("Such as the annual quality report or an inspection."),
    )
    frozen_at = models.DateTimeField(_("frozen at"), editable=False)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("frozen by")
    )
    board = models.ForeignKey(
        BoardSnapshot,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="snapshots",
        verbose_name=_("frozen dashboard"),
    )
    is_whole = models.BooleanField(_("of the whole centre"), default=True, editable=False)
    words = models.JSONField(_("definition as it stood"), editable=False)
    parts = models.JSONField(_("parts of the numerator"), editable=False)
    columns = models.JSONField(_("what the rows say"), editable=False)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen indicator")
        verbose_name_plural = _("frozen indicators")
        ordering = ["-day", "-frozen_at", "-pk"]
        indexes = [
            models.Index(fields=["code", "day", "id"], name="snapshot_by_indicator"),
            models.Index(fields=["frozen_at", "id"], name="snapshot_by_instant"),
            models.Index(fields=["day", "id"], name="snapshot_by_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(occasion=""), name="a_snapshot_says_what_it_is_for")
        ]
        triggers = [_never_altered("snapshots_are_never_altered")]

    def __str__(self) -> str:
        return f"{self.said('label')} · {self.day}"

    @property
    def nature(self) -> Nature:
        return Nature(Kind(self.kind), Measure(self.measure))

    @property
    def wholes(self) -> list[str]:
        """The parts that make up everything."""
        return [COUNTED, REST] if self.nature.has_denominator else [COUNTED]

    @property
    def parts_shown(self) -> list[str]:
        """The parts whose rows can be looked at."""
        return self.wholes + ([code for code, _label in self.parts] if len(self.parts) > 1 else [])

    @property
    def rest_label(self) -> str:
        return str(self.said("denominator")) if self.kind == Kind.RATIO else str(_("Not counted"))

    def total(self) -> Group:
        """All of its numbers that were fetched along, together."""
        return summed((one.as_group(self.nature) for one in self.groups.all()), self.nature)

    def said(self, name: str) -> Words:
        """What was said of the number when it was frozen."""
        return Words(*self.words[name])

    def part_labels(self) -> list[tuple[str, Words]]:
        return [(code, Words(*label)) for code, label in self.parts]

    def columns_of(self, record: str) -> list[Column]:
        """What the rows of one kind of record say."""
        return [
            Column(
                code=one["code"],
                label=Words(*one["label"]),
                shape=Shape(one["shape"]),
                choices={code: Words(*label) for code, label in one["choices"].items()},
            )
            for one in self.columns.get(record, [])
        ]

    def permits(self, actor: Any, capability: str) -> bool:
        return bool(actor.scope_for(capability))

    def get_absolute_url(self) -> str:
        return reverse("insights:snapshot_detail", args=[self.pk])


class OfSnapshot(ScopedModel):
    """A part of what was frozen, seen by whoever sees the numbers of its department."""

    class Meta:
        abstract = True

    snapshot: models.ForeignKey
    department_id: int | None

    objects = OfSnapshotQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return self.snapshot.get_absolute_url()


class SnapshotGroup(OfSnapshot):
    """The number of one department."""

    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="groups", verbose_name=_("frozen indicator")
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("department"),
    )
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    name_zh = models.CharField(_("Chinese name"), max_length=200, blank=True)
    parts = models.JSONField(_("how many of each part"))
    denominator = models.PositiveIntegerField(_("denominator"))

    class Meta:
        verbose_name = _("number of a frozen indicator")
        verbose_name_plural = _("numbers of frozen indicators")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "department"],
                nulls_distinct=False,
                name="a_department_has_one_number_in_a_snapshot",
            )
        ]
        triggers = [
            _never_altered("numbers_of_snapshots_are_never_altered"),
            _complete("no_number_comes_after_the_snapshot"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.parts} / {self.denominator}"

    @property
    def name(self) -> str:
        """As the department was called then."""
        return in_words(self.name_en, self.name_zh)

    def as_group(self, nature: Nature) -> Group:
        return Group(
            department=self.department_id,
            parts={code: number_kept(much) for code, much in self.parts.items()},
            denominator=self.denominator,
            nature=nature,
        )


class SnapshotRow(OfSnapshot):
    """One record that was counted, or was not, with what it said on the day."""

    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="rows", db_index=False, verbose_name=_("frozen indicator")
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("department"),
    )
    record = models.CharField(_("kind of record"), max_length=100)
    subject_id = models.BigIntegerField(_("record"))
    part = models.CharField(_("part of the numerator"), max_length=30, blank=True)
    weight = models.DecimalField(_("how much it counts"), max_digits=16, decimal_places=4, default=1)
    sorted_as = models.CharField(pgettext_lazy("of a row", "sorted as"), max_length=300)
    searched = models.CharField(pgettext_lazy("of a row", "found by"), max_length=400)
    values = models.JSONField(_("what it said"))

    class Meta:
        verbose_name = _("source row of a frozen indicator")
        verbose_name_plural = _("source rows of frozen indicators")
        ordering = ["sorted_as", "pk"]
        indexes = [
            models.Index(fields=["snapshot", "sorted_as", "id"], name="snapshot_row_by_name"),
            models.Index(fields=["snapshot", "part", "department"], name="snapshot_row_by_part"),
        ]
        triggers = [
            _never_altered("rows_of_snapshots_are_never_altered"),
            _complete("no_row_comes_after_the_snapshot"),
        ]

    def __str__(self) -> str:
        return self.sorted_as

    def values_of(self, columns: list[Column]) -> dict[str, Any]:
        """What it said, as values again."""
        return {one.code: _value(one, self.values) for one in columns}


def _value(column: Column, values: Mapping[str, Any]) -> Any:
    value = values.get(column.code)
    if isinstance(value, list):
        return Words(*value)
    return date.fromisoformat(value) if column.shape == Shape.DATE and value else value


def number_to_keep(much: Number) -> int | str:
    """A sum as it is kept: exactly."""
    return much if isinstance(much, int) else str(much)


def number_kept(much: int | str) -> Number:
    return much if isinstance(much, int) else Decimal(much)
