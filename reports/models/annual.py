"""The annual report on the integration of production and education (产教融合年度报告)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department, User
from core.bilingual import in_words
from core.fields import decider
from core.look import Chip, Meaning
from core.models import ScopedModel
from core.school_years import YearKind
from core.search import search_bigrams_field, search_index, search_text_field
from insights.models import Snapshot
from internships.models.named import SortedBilingual
from reports.models.years import OfAYear
from reports.querysets.annual import EDIT, ChapterQuerySet, OfReportQuerySet, ReportQuerySet

SEARCHED = ("name_en", "name_zh")
NOT_IN_HISTORY = ["name_en_key", "name_zh_key", "search_text", "search_bigrams", "updated_at"]


class ReportState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("annual report", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("annual report", "In review")
    PUBLISHING = "publishing", pgettext_lazy("annual report", "Being published")
    PUBLISHED = "published", pgettext_lazy("annual report", "Published")


CHIPS = {
    ReportState.DRAFT: Chip(ReportState.DRAFT.label, Meaning.INACTIVE, "pencil"),
    ReportState.IN_REVIEW: Chip(ReportState.IN_REVIEW.label, Meaning.WAITING, "eye"),
    ReportState.PUBLISHING: Chip(ReportState.PUBLISHING.label, Meaning.WAITING, "refresh"),
    ReportState.PUBLISHED: Chip(ReportState.PUBLISHED.label, Meaning.GOOD, "circle-check"),
}


def sealed_report() -> pgtrigger.Trigger:
    """Of what is published only the switch for partners can be turned."""
    columns = (
        *("name_en", "name_zh", "department_id", "year_kind", "year", "state", "frozen_at", "frozen_day"),
        *("submitted_at", "published_at", "published_by_id", "made_by_id", "created_at"),
    )
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return pgtrigger.Trigger(
        name="a_published_report_never_changes",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF OLD.state = 'published' AND (TG_OP = 'DELETE' OR {changed}) THEN
                RAISE EXCEPTION 'a_published_report_never_changes: %', OLD.id;
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def sealed_part(name: str, owner: str = "{row}.report_id") -> pgtrigger.Trigger:
    """What belongs to a published report stays as it is, and nothing is added to it."""
    old, new = owner.format(row="OLD"), owner.format(row="NEW")
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (
                SELECT FROM reports_annualreport
                WHERE state = 'published'
                  AND (TG_OP <> 'INSERT' AND id = {old} OR TG_OP <> 'DELETE' AND id = {new})
            ) THEN
                RAISE EXCEPTION '{name}';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


@pghistory.track(exclude=NOT_IN_HISTORY)
class AnnualReport(OfAYear, SortedBilingual, ScopedModel):
    """What the centre, or one department, reports of a year. Published, it never changes."""

    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="annual_reports",
        verbose_name=_("department"),
        help_text=_("Empty: the whole centre. Else the department with everything below it."),
    )
    year_kind = models.CharField(_("kind of year"), max_length=10, choices=YearKind, default=YearKind.SCHOOL)
    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
        help_text=_("The one in which it begins."),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ReportState, default=ReportState.DRAFT, editable=False
    )
    frozen_at = models.DateTimeField(_("numbers frozen at"), null=True, editable=False)
    frozen_day = models.DateField(_("numbers as of"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    return_reason = models.TextField(_("why it was returned"), blank=True, editable=False)
    publish_attempts = models.PositiveSmallIntegerField(
        _("attempts to publish"), default=0, db_default=0, editable=False
    )
    publish_error = models.TextField(
        _("why it could not be published"), blank=True, db_default="", editable=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = decider(_("published by"))
    is_for_partners = models.BooleanField(
        _("shown to partners"),
        default=False,
        help_text=_("Enterprises read it at the portal once it is published."),
    )
    made_by = decider(_("entered by"))
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    search_text = search_text_field(*SEARCHED)
    search_bigrams = search_bigrams_field(*SEARCHED)

    objects = ReportQuerySet.as_manager()

    class Meta(SortedBilingual.Meta):
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-year", "pk"]
        constraints = [
            *SortedBilingual.Meta.constraints,
            models.UniqueConstraint(
                fields=["year_kind", "year", "department"],
                nulls_distinct=False,
                name="a_year_has_one_annual_report",
                violation_error_message=_("There is a report of this year already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(
                    published_at__isnull=False,
                    published_by__isnull=False,
                    frozen_at__isnull=False,
                    frozen_day__isnull=False,
                ),
                name="a_published_report_has_frozen_numbers",
            ),
            models.CheckConstraint(
                condition=~Q(state="publishing") | Q(published_by__isnull=False),
                name="somebody_has_a_report_published",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None, frozen_day=None)
                | Q(frozen_at__isnull=False, frozen_day__isnull=False),
                name="frozen_numbers_are_of_a_day",
            ),
        ]
        indexes = [
            search_index("annual_report_bigrams"),
            models.Index(fields=["year", "id"], name="annual_report_by_year"),
            models.Index(fields=["name_en_key", "id"], name="annual_report_by_name_en"),
            models.Index(fields=["name_zh_key", "id"], name="annual_report_by_name_zh"),
            models.Index(fields=["updated_at", "id"], name="annual_report_by_change"),
        ]
        triggers = [sealed_report()]

    def get_absolute_url(self) -> str:
        return reverse("reports:annual_report_detail", args=[self.pk])

    @property
    def chip(self) -> Chip:
        return CHIPS[ReportState(self.state)]

    @property
    def last_day(self) -> date:
        return self.kind_of_year.last_day(self.year)

    def reporting_day(self, today: date) -> date:
        """The day as of which its numbers are: the last of the year, or today while it goes on."""
        return self.frozen_day or min(self.last_day, today)

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def is_published(self) -> bool:
        return self.state == ReportState.PUBLISHED


class ChapterKind(models.TextChoices):
    TEXT = "text", pgettext_lazy("chapter of a report", "Chapter")
    TABLE = "table", pgettext_lazy("chapter of a report", "Table")


BY_PEOPLE = Q(kind=ChapterKind.TEXT) | Q(codes=[])
"""Chapters that somebody has to write: a table without indicators is one of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """A figure of the annual quality report that is not kept here: who has it, and what they said."""

    key: str
    name_en: str
    name_zh: str
    who_en: str
    who_zh: str
    value: str = ""

    @property
    def name(self) -> str:
        return in_words(self.name_en, self.name_zh)

    @property
    def who(self) -> str:
        return in_words(self.who_en, self.who_zh)


@pghistory.track(exclude=["updated_at"])
class Chapter(ScopedModel):
    """One chapter: what people write in both languages, beside the numbers that it names.

    Text is plain: one paragraph a line, a line that begins with ``#`` is a heading. ``charts`` are lists of
    codes, each one picture. ``elsewhere`` are :class:`Elsewhere` as plain data.
    """

    report = models.ForeignKey(
        AnnualReport, models.PROTECT, related_name="chapters", db_index=False, verbose_name=_("annual report")
    )
    order = models.PositiveSmallIntegerField(_("number"))
    key = models.CharField(_("key in the outline"), max_length=40, editable=False)
    kind = models.CharField(
        pgettext_lazy("chapter of a report", "kind"),
        max_length=10,
        choices=ChapterKind,
        default=ChapterKind.TEXT,
        editable=False,
    )
    title_en = models.CharField(_("title in English"), max_length=200)
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    about_en = models.TextField(_("what to write, in English"), blank=True)
    about_zh = models.TextField(_("what to write, in Chinese"), blank=True)
    codes: ArrayField[Any, Any] = ArrayField(
        models.CharField(max_length=60), verbose_name=_("indicators"), default=list, blank=True
    )
    charts = models.JSONField(_("pictures"), default=list, blank=True)
    elsewhere = models.JSONField(_("figures that others keep"), default=list, db_default=[], blank=True)
    text_zh = models.TextField(
        _("text in Chinese"),
        blank=True,
        help_text=_("One paragraph a line. A line that begins with # is a heading."),
    )
    text_en = models.TextField(_("text in English"), blank=True)
    responsible = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
        help_text=_("Writes this chapter, whatever their other powers."),
    )
    is_finished = models.BooleanField(_("finished"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    edited_by = decider(_("last changed by"))
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    objects = ChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("chapter of an annual report")
        verbose_name_plural = _("chapters of annual reports")
        ordering = ["report", "order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "order"], name="a_chapter_has_its_own_place"),
            models.UniqueConstraint(fields=["report", "key"], name="a_chapter_is_in_a_report_once"),
            models.CheckConstraint(
                condition=Q(is_finished=False) | ~BY_PEOPLE | ~Q(text_en="", text_zh=""),
                name="a_finished_chapter_has_words",
            ),
        ]
        indexes = [models.Index(fields=["responsible", "report"], name="chapter_by_responsible")]
        triggers = [sealed_part("chapters_of_a_published_report_never_change")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:chapter_detail", args=[self.pk])

    @property
    def department_id(self) -> int | None:  # type: ignore[override]
        return self.report.department_id

    def permits(self, actor: Any, capability: str) -> bool:
        is_own = capability == EDIT and actor.pk is not None and actor.pk == self.responsible_id
        return is_own or super().permits(actor, capability)

    @property
    def title(self) -> str:
        return in_words(self.title_en, self.title_zh)

    @property
    def about(self) -> str:
        return in_words(self.about_en, self.about_zh)

    @property
    def is_table(self) -> bool:
        return self.kind == ChapterKind.TABLE

    @property
    def is_by_people(self) -> bool:
        return not self.is_table or not self.codes

    @property
    def figures_elsewhere(self) -> list[Elsewhere]:
        return [Elsewhere(**one) for one in self.elsewhere]

    @property
    def fills_itself(self) -> bool:
        """A table of indicators alone: nobody has to write it."""
        return self.is_table and bool(self.codes) and all(one.value for one in self.figures_elsewhere)

    @property
    def is_written(self) -> bool:
        return bool(self.text_en.strip() or self.text_zh.strip())

    @property
    def chip(self) -> Chip:
        if self.is_finished:
            return Chip(pgettext_lazy("chapter of a report", "Finished"), Meaning.GOOD, "circle-check")
        if self.fills_itself:
            return Chip(pgettext_lazy("chapter of a report", "Filled by itself"), Meaning.GOOD, "table")
        if self.is_written or any(one.value for one in self.figures_elsewhere):
            return Chip(pgettext_lazy("chapter of a report", "Being written"), Meaning.WAITING, "pencil")
        if self.codes and self.is_table:
            return Chip(
                pgettext_lazy("chapter of a report", "Figures missing"), Meaning.SOON, "alert-triangle"
            )
        return Chip(pgettext_lazy("chapter of a report", "Nothing written"), Meaning.SOON, "alert-triangle")


class ReportNumber(ScopedModel):
    """One number of a report as it was frozen: what the report says of it, and its snapshot with every row.

    ``said`` is ``reports.annual.numbers.Told`` as plain data; there is no snapshot where nobody was counted.
    """

    report = models.ForeignKey(
        AnnualReport, models.PROTECT, related_name="numbers", db_index=False, verbose_name=_("annual report")
    )
    code = models.CharField(_("indicator"), max_length=60)
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, null=True, related_name="+", verbose_name=_("frozen indicator")
    )
    said = models.JSONField(_("what it said"))

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("number of an annual report")
        verbose_name_plural = _("numbers of annual reports")
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], name="a_number_is_in_a_report_once")
        ]
        triggers = [sealed_part("numbers_of_a_published_report_never_change")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return self.report.get_absolute_url()

    @property
    def department_id(self) -> int | None:  # type: ignore[override]
        return self.report.department_id


class PaperFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"


class PaperLanguage(models.TextChoices):
    CHINESE = "zh-hans", _("Chinese")
    ENGLISH = "en", _("English")


class ReportPaper(ScopedModel):
    """The report as a file, made when it was published and never altered."""

    report = models.ForeignKey(
        AnnualReport, models.PROTECT, related_name="papers", db_index=False, verbose_name=_("annual report")
    )
    language = models.CharField(_("language"), max_length=10, choices=PaperLanguage)
    format = models.CharField(pgettext_lazy("of a file", "format"), max_length=5, choices=PaperFormat)
    file = models.FileField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    made_at = models.DateTimeField(_("made at"))

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of an annual report")
        verbose_name_plural = _("papers of annual reports")
        ordering = ["report", "format", "-language"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "language", "format"], name="a_report_has_one_paper_of_a_kind"
            )
        ]
        triggers = [
            sealed_part("papers_of_a_published_report_never_change"),
            pgtrigger.Protect(
                name="papers_of_reports_are_never_altered", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} · {self.get_language_display()} · {self.get_format_display()}"

    def get_absolute_url(self) -> str:
        return reverse("reports:annual_report_paper", args=[self.report_id, self.language, self.format])

    @property
    def department_id(self) -> int | None:  # type: ignore[override]
        return self.report.department_id
