"""Returns to authorities (上报表, 数据填报): of a kind and a year, as of a day, frozen when submitted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.bilingual import in_words
from core.fields import decider
from core.look import Chip, Meaning
from core.models import ScopedModel
from core.school_years import YearKind
from core.search import search_bigrams_field, search_index, search_text_field
from internships.models.named import SortedBilingual
from reports.models.annual import PaperLanguage
from reports.models.years import OfAYear
from reports.querysets.returns import GapQuerySet, OfReturnQuerySet, ReturnQuerySet

SEARCHED = ("name_en", "name_zh")
AS_OF_THE_DAY = _(
    "A day of the year. What has a day of its own counts as of it: beginning and end, marks, insurance, "
    "agreements, pay, filings. The rest is as the records are on the day of filling."
)
NOT_IN_HISTORY = [
    *("name_en_key", "name_zh_key", "search_text", "search_bigrams", "updated_at", "definition"),
    *("missing", "attempts", "look_ordered_at", "look_error"),
]

# Columns that the database itself fills are not there yet before a row is written.
NOT_SEALED = "'attempts', 'submit_error', 'search_text', 'search_bigrams', 'name_en_key', 'name_zh_key'"


class ReturnState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("return to an authority", "Draft")
    SUBMITTING = "submitting", pgettext_lazy("return to an authority", "Being submitted")
    SUBMITTED = "submitted", pgettext_lazy("return to an authority", "Submitted")
    DISCARDED = "discarded", pgettext_lazy("return to an authority", "Discarded")


CHIPS = {
    ReturnState.DRAFT: Chip(ReturnState.DRAFT.label, Meaning.INACTIVE, "pencil"),
    ReturnState.SUBMITTING: Chip(ReturnState.SUBMITTING.label, Meaning.WAITING, "hourglass"),
    ReturnState.DISCARDED: Chip(ReturnState.DISCARDED.label, Meaning.INACTIVE, "trash"),
    ReturnState.SUBMITTED: Chip(ReturnState.SUBMITTED.label, Meaning.GOOD, "circle-check"),
}


def _submitted(row: str) -> str:
    return f"EXISTS (SELECT FROM reports_return WHERE state = 'submitted' AND id = {row}.return_to_id)"


def sealed_with_return(name: str) -> pgtrigger.Trigger:
    """What belongs to a submitted return stays as it is, and nothing is added to it."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP <> 'INSERT' AND {_submitted("OLD")} OR TG_OP <> 'DELETE' AND {_submitted("NEW")} THEN
                RAISE EXCEPTION '{name}';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def of_a_return(related: str) -> models.ForeignKey:
    return models.ForeignKey(
        "reports.Return",
        models.PROTECT,
        related_name=related,
        db_index=False,
        verbose_name=pgettext_lazy("in a return", "return"),
    )


@pghistory.track(exclude=NOT_IN_HISTORY)
class Return(OfAYear, SortedBilingual, ScopedModel):
    """One return. Submitted, it never changes; a correction is the next version of it."""

    kind = models.CharField(pgettext_lazy("return to an authority", "kind"), max_length=30)
    year_kind = models.CharField(_("kind of year"), max_length=10, choices=YearKind, editable=False)
    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
        help_text=_("The one in which it begins."),
    )
    reference_day = models.DateField(
        _("reference day"),
        help_text=AS_OF_THE_DAY,
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="returns",
        verbose_name=_("department"),
        help_text=_("Empty: the whole centre. Else the department with everything below it."),
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="corrected_by",
        verbose_name=_("corrects"),
    )
    correction_reason = models.TextField(_("why it is corrected"), blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=ReturnState, default=ReturnState.DRAFT, editable=False
    )
    looked_at = models.DateTimeField(_("looked through at"), null=True, editable=False)
    asked_at = models.DateTimeField(_("asked for what is missing at"), null=True, editable=False)
    row_count = models.PositiveIntegerField(_("rows"), default=0, editable=False)
    missing = models.PositiveIntegerField(_("missing values"), default=0, db_default=0, editable=False)
    look_ordered_at = models.DateTimeField(_("to be looked through since"), null=True, editable=False)
    look_error = models.TextField(
        _("why it could not be looked through"), blank=True, db_default="", editable=False
    )
    submit_error = models.TextField(
        _("why it could not be submitted"), blank=True, db_default="", editable=False
    )
    attempts = models.PositiveSmallIntegerField(
        _("attempts of the work in hand"), default=0, db_default=0, editable=False
    )
    definition = models.JSONField(_("definition as submitted"), default=dict, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    submitted_by = decider(_("submitted by"))
    submit_reason = models.TextField(_("why although values are missing"), blank=True, editable=False)
    made_by = decider(_("entered by"))
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    search_text = search_text_field(*SEARCHED)
    search_bigrams = search_bigrams_field(*SEARCHED)

    objects = ReturnQuerySet.as_manager()

    class Meta(SortedBilingual.Meta):
        verbose_name = pgettext_lazy("in a return", "return")
        verbose_name_plural = _("returns")
        ordering = ["-year", "-version", "pk"]
        constraints = [
            *SortedBilingual.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "year", "department", "version"],
                nulls_distinct=False,
                condition=~Q(state="discarded"),
                name="a_return_has_each_version_once",
                violation_error_message=_("There is such a return of this year already: correct it."),
            ),
            models.CheckConstraint(
                condition=Q(version=1, corrects=None)
                | Q(version__gt=1, corrects__isnull=False)
                | Q(state="discarded", corrects=None),
                name="a_later_version_names_the_one_before",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(correction_reason=""), name="a_correction_gives_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(corrects=F("id")), name="a_return_does_not_correct_itself"
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted")
                | Q(submitted_at__isnull=False, submitted_by__isnull=False, looked_at__isnull=False),
                name="a_submitted_return_says_when_and_by_whom",
            ),
        ]
        indexes = [
            search_index("return_bigrams"),
            models.Index(fields=["year", "id"], name="return_by_year"),
            models.Index(fields=["kind", "year", "id"], name="return_by_kind"),
            models.Index(fields=["name_en_key", "id"], name="return_by_name_en"),
            models.Index(fields=["name_zh_key", "id"], name="return_by_name_zh"),
            models.Index(fields=["reference_day", "id"], name="return_by_day"),
            models.Index(fields=["updated_at", "id"], name="return_by_change"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_submitted_return_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF OLD.state = 'submitted' AND (TG_OP = 'DELETE'
                        OR to_jsonb(OLD) - ARRAY[{NOT_SEALED}] <> to_jsonb(NEW) - ARRAY[{NOT_SEALED}]) THEN
                        RAISE EXCEPTION 'a_submitted_return_never_changes: %', OLD.id;
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("reports:return_detail", args=[self.pk])

    @property
    def chip(self) -> Chip:
        return CHIPS[ReturnState(self.state)]

    @property
    def first_day(self) -> date:
        return self.kind_of_year.first_day(self.year)

    @property
    def is_draft(self) -> bool:
        return self.state == ReturnState.DRAFT

    @property
    def is_discarded(self) -> bool:
        return self.state == ReturnState.DISCARDED

    @property
    def is_submitted(self) -> bool:
        return self.state == ReturnState.SUBMITTED


@pghistory.track()
class ReturnAnswer(ScopedModel):
    """What nothing else keeps: entered in a return, of a record; or taken over from the one before."""

    return_to = of_a_return("answers")
    field = models.CharField(_("column"), max_length=60)
    record = models.CharField(_("kind of record"), max_length=60)
    record_id = models.BigIntegerField(_("record"))
    value = models.JSONField(pgettext_lazy("in a return", "value"))
    is_proposed = models.BooleanField(
        _("taken over, not confirmed"), default=False, help_text=_("From the return before.")
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    given_at = models.DateTimeField(_("entered"))

    objects = OfReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer in a return")
        verbose_name_plural = _("answers in returns")
        ordering = ["return_to", "field", "record_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["return_to", "field", "record", "record_id"], name="a_record_is_answered_once"
            )
        ]
        triggers = [sealed_with_return("answers_of_a_submitted_return_never_change")]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"

    def get_absolute_url(self) -> str:
        return self.return_to.get_absolute_url()

    @property
    def department_id(self) -> int | None:  # type: ignore[override]
        return self.return_to.department_id


class ReturnGap(ScopedModel):
    """A required value of which there was none when the return was last looked through.

    ``people`` can fill it: whoever is responsible for the record, or else holds ``power`` over it.
    """

    return_to = of_a_return("gaps")
    sheet = models.CharField(_("table"), max_length=40)
    field = models.CharField(_("column"), max_length=60)
    record = models.CharField(_("kind of record"), max_length=60)
    record_id = models.BigIntegerField(_("record"))
    name_en = models.CharField(_("name"), max_length=700)
    name_zh = models.CharField(_("name"), max_length=700)
    url = models.CharField(_("where it is filled"), max_length=300, blank=True)
    is_proposed = models.BooleanField(_("taken over, not confirmed"), default=False)
    power = models.CharField(_("power"), max_length=60, blank=True)
    people: ArrayField[Any, Any] = ArrayField(models.BigIntegerField(), verbose_name=_("who can fill it"))

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("missing value of a return")
        verbose_name_plural = _("missing values of returns")
        ordering = ["return_to", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["return_to", "sheet", "field", "record", "record_id"], name="a_value_is_missing_once"
            )
        ]
        indexes = [GinIndex(fields=["people"], name="return_gap_by_person")]
        triggers = [sealed_with_return("gaps_of_a_submitted_return_never_change")]

    def __str__(self) -> str:
        return f"{self.field}: {self.name}"

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def department_id(self) -> int | None:  # type: ignore[override]
        return self.return_to.department_id

    @property
    def name(self) -> str:
        return in_words(self.name_en, self.name_zh)


class ReturnRow(ScopedModel):
    """One row of a table as it was submitted.

    ``persons`` is whose data it shows: keys by the label of their model.
    """

    return_to = of_a_return("rows")
    sheet = models.CharField(_("table"), max_length=40)
    number = models.PositiveIntegerField(_("number"))
    record = models.CharField(_("kind of record"), max_length=60)
    record_id = models.BigIntegerField(_("record"))
    name_en = models.CharField(_("name"), max_length=700)
    name_zh = models.CharField(_("name"), max_length=700)
    url = models.CharField(_("page of the record"), max_length=300, blank=True)
    cells = models.JSONField(pgettext_lazy("in a return", "values"))
    persons = models.JSONField(_("whose data"), default=dict)

    objects = OfReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a return")
        verbose_name_plural = _("rows of returns")
        ordering = ["return_to", "sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["return_to", "sheet", "number"], name="a_row_has_its_own_place"),
            models.UniqueConstraint(
                fields=["return_to", "sheet", "record", "record_id"], name="a_record_is_in_a_table_once"
            ),
        ]
        triggers = [
            sealed_with_return("rows_of_a_submitted_return_never_change"),
            pgtrigger.Protect(name="rows_of_returns_are_never_altered", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def department_id(self) -> int | None:  # type: ignore[override]
        return self.return_to.department_id

    @property
    def name(self) -> str:
        return in_words(self.name_en, self.name_zh)


class ReturnFile(ScopedModel):
    """The spreadsheet of a submitted return, made out of its rows and never altered."""

    return_to = of_a_return("files")
    language = models.CharField(_("language"), max_length=10, choices=PaperLanguage)
    file = models.FileField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    made_at = models.DateTimeField(_("made at"))

    objects = OfReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a return")
        verbose_name_plural = _("files of returns")
        ordering = ["return_to", "-language"]
        constraints = [
            models.UniqueConstraint(
                fields=["return_to", "language"], name="a_return_has_one_file_in_a_language"
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="files_of_returns_are_never_altered", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.return_to} · {self.get_language_display()}"

    def get_absolute_url(self) -> str:
        return reverse("reports:return_file", args=[self.return_to_id, self.language])

    @property
    def department_id(self) -> int | None:  # type: ignore[override]
        return self.return_to.department_id


class OrderStage(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("order of a file", "Queued")
    MAKING = "making", pgettext_lazy("order of a file", "Being made")
    DONE = "done", pgettext_lazy("order of a file", "Ready")
    FAILED = "failed", pgettext_lazy("order of a file", "Failed")


WORKING_STAGES = (OrderStage.QUEUED, OrderStage.MAKING)


class ReturnOrder(ScopedModel):
    """A spreadsheet of many rows, made by a worker for one person with what they may see.

    ``persons`` is whose data are in it: keys by the label of their model. ``scopes`` is where the person held
    the powers that opened its rows.
    """

    return_to = of_a_return("orders")
    language = models.CharField(_("language"), max_length=10, choices=PaperLanguage)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    ordered_at = models.DateTimeField(_("ordered at"))
    stage = models.CharField(_("stage"), max_length=10, choices=OrderStage, default=OrderStage.QUEUED)
    done = models.PositiveIntegerField(_("rows written"), default=0)
    total = models.PositiveIntegerField(_("rows"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)
    file = models.CharField(_("file"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    ready_at = models.DateTimeField(_("ready at"), null=True)
    hidden = models.PositiveIntegerField(_("rows that were hidden"), default=0)
    persons = models.JSONField(_("whose data"), default=dict)
    scopes = models.JSONField(_("powers it was made with"), default=dict)

    objects = OfReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("ordered file of a return")
        verbose_name_plural = _("ordered files of returns")
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["return_to", "language", "ordered_by"],
                condition=Q(stage__in=WORKING_STAGES),
                name="a_person_has_a_return_made_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(stage=OrderStage.DONE) | (~Q(file="") & Q(ready_at__isnull=False)),
                name="a_made_file_of_a_return_is_there",
            ),
        ]
        indexes = [models.Index(fields=["return_to", "ordered_by"], name="return_order_by_person")]

    def __str__(self) -> str:
        return f"{self.return_to_id} {self.ordered_at:%Y-%m-%d %H:%M}"

    @property
    def department_id(self) -> int | None:  # type: ignore[override]
        return self.return_to.department_id

    @property
    def is_working(self) -> bool:
        return self.stage in WORKING_STAGES

    @property
    def progress(self) -> int:
        """Per cent of the rows that are written."""
        if self.stage == OrderStage.DONE:
            return 100
        return min(self.done * 100 // self.total, 100) if self.total else 0

    def get_absolute_url(self) -> str:
        return self.return_to.get_absolute_url()
