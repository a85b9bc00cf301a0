"""Regulations of the centre (管理制度) and their versions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.models import Department, Position
from core.bilingual import in_words
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from governance.querysets import DECIDED, IN_WORK, RegulationQuerySet, VersionQuerySet
from internships.models.named import SortedBilingual

SEARCHED = ("number", "name_en", "name_zh")
NOT_IN_HISTORY = ["name_en_key", "name_zh_key", "search_text", "search_bigrams", "updated_at"]


class RegulationKind(models.TextChoices):
    REGULATION = "regulation", pgettext_lazy("kind of regulation", "Regulation")
    PROCEDURE = "procedure", pgettext_lazy("kind of regulation", "Procedure")
    GUIDELINE = "guideline", pgettext_lazy("kind of regulation", "Guideline")
    FORM = "form", pgettext_lazy("kind of regulation", "Form")


class VersionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("version of a regulation", "Draft")
    IN_APPROVAL = "in_approval", pgettext_lazy("version of a regulation", "Being approved")
    APPROVED = "approved", pgettext_lazy("version of a regulation", "Approved")
    REPEALED = "repealed", pgettext_lazy("version of a regulation", "Repealed")
    WITHDRAWN = "withdrawn", pgettext_lazy("version of a regulation", "Withdrawn")


def _chip(label: Any, meaning: Meaning, icon: str) -> Chip:
    return Chip(label, meaning, icon)


DRAFT = _chip(VersionState.DRAFT.label, Meaning.INACTIVE, "pencil")
IN_APPROVAL = _chip(VersionState.IN_APPROVAL.label, Meaning.WAITING, "eye")
IN_FORCE = _chip(pgettext_lazy("regulation", "In force"), Meaning.GOOD, "circle-check")
UPCOMING = _chip(pgettext_lazy("regulation", "Approved, not in force yet"), Meaning.WAITING, "clock")
SUPERSEDED = _chip(pgettext_lazy("regulation", "Superseded"), Meaning.INACTIVE, "archive")
REPEALED = _chip(VersionState.REPEALED.label, Meaning.STOPPED, "ban")
WITHDRAWN = _chip(VersionState.WITHDRAWN.label, Meaning.INACTIVE, "circle-x")
EMPTY = _chip(pgettext_lazy("regulation", "Without a version"), Meaning.INACTIVE, "circle-dashed")


def settled_name() -> pgtrigger.Trigger:
    """What a regulation is called stands with its first approval: another name is another regulation."""
    named = ("number", "name_en", "name_zh", "kind")
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in named)
    return pgtrigger.Trigger(
        name="an_approved_regulation_keeps_its_name",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF ({changed}) AND EXISTS (
                SELECT FROM governance_regulationversion
                WHERE regulation_id = OLD.id AND state IN ('approved', 'repealed')
            ) THEN
                RAISE EXCEPTION 'an_approved_regulation_keeps_its_name: %', OLD.number;
            END IF;
            RETURN NEW;
        """,
    )


@pghistory.track(exclude=NOT_IN_HISTORY)
class Regulation(SortedBilingual, ScopedModel):
    """One document of the centre. Its words are in its versions."""

    number = models.CharField(
        pgettext_lazy("of a regulation", "number"),
        max_length=40,
        unique=True,
        help_text=_("As the centre counts its papers, such as TH-XQ-2026-03."),
    )
    kind = models.CharField(
        pgettext_lazy("regulation", "kind"),
        max_length=20,
        choices=RegulationKind,
        default=RegulationKind.REGULATION,
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="regulations",
        db_index=False,
        verbose_name=_("department"),
        help_text=_("Which wrote it and keeps it up to date."),
    )
    responsible = models.ForeignKey(
        Position,
        models.PROTECT,
        related_name="regulations",
        verbose_name=_("responsible position"),
        help_text=_("Who answers for it, whoever holds the position."),
    )
    is_for_partners = models.BooleanField(
        _("concerns partners"),
        default=False,
        help_text=_("Enterprises read what is in force at the portal."),
    )
    applies_to = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("applies to"),
        default=list,
        blank=True,
        help_text=_("Pages of these lead to it."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    search_text = search_text_field(*SEARCHED)
    search_bigrams = search_bigrams_field(*SEARCHED)

    objects = RegulationQuerySet.as_manager()

    class Meta(SortedBilingual.Meta):
        verbose_name = pgettext_lazy("of the centre", "regulation")
        verbose_name_plural = pgettext_lazy("of the centre", "regulations")
        ordering = ["number"]
        constraints = [
            *SortedBilingual.Meta.constraints,
            models.CheckConstraint(condition=~Q(number=""), name="a_regulation_has_a_number"),
        ]
        indexes = [
            search_index("regulation_bigrams"),
            models.Index(fields=["number", "id"], name="regulation_by_number"),
            models.Index(fields=["name_en_key", "id"], name="regulation_by_name_en"),
            models.Index(fields=["name_zh_key", "id"], name="regulation_by_name_zh"),
            models.Index(fields=["updated_at", "id"], name="regulation_by_change"),
            models.Index(fields=["department", "id"], name="regulation_by_department"),
            GinIndex(fields=["applies_to"], name="regulation_by_page"),
        ]
        triggers = [settled_name()]

    def get_absolute_url(self) -> str:
        return reverse("governance:regulation_detail", args=[self.pk])

    @property
    def chip(self) -> Chip:
        """Where it stands; of rows of ``as_listed``."""
        row: Any = self
        if row.in_force_id:
            return IN_FORCE
        if row.upcoming_from:
            return UPCOMING
        if row.work_state:
            return DRAFT if row.work_state == VersionState.DRAFT else IN_APPROVAL
        if row.last_state:
            return REPEALED if row.last_state == VersionState.REPEALED else SUPERSEDED
        return EMPTY


def days_in_force() -> Func:
    return Func(
        F("effective_from"),
        F("effective_until"),
        Value("[]"),
        function="daterange",
        output_field=DateRangeField(),
    )


SEALED_COLUMNS = (
    *("regulation_id", "number", "text_en", "text_zh", "reason", "effective_from", "written_by_id"),
    *("approved_at", "created_at"),
)


def sealed_words() -> pgtrigger.Trigger:
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in SEALED_COLUMNS)
    return pgtrigger.Trigger(
        name="an_approved_version_never_changes",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF OLD.state IN ('approved', 'repealed') THEN
                IF TG_OP = 'DELETE' OR NEW.state NOT IN ('approved', 'repealed') OR {changed} THEN
                    RAISE EXCEPTION 'an_approved_version_never_changes: version %', OLD.id;
                END IF;
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


@pghistory.track(exclude=["updated_at"])
class RegulationVersion(ScopedModel):
    """The words of a regulation at a time. What was approved never changes: a change is a new version.

    Texts are plain; a line that begins with ``#`` is a heading (governance.texts).
    """

    regulation = models.ForeignKey(
        Regulation,
        models.PROTECT,
        related_name="versions",
        db_index=False,
        verbose_name=pgettext_lazy("of the centre", "regulation"),
    )
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(
        _("state"), max_length=20, choices=VersionState, default=VersionState.DRAFT, editable=False
    )
    text_zh = models.TextField(
        _("text in Chinese"),
        blank=True,
        help_text=_("One paragraph a line. A line that begins with # is a heading."),
    )
    text_en = models.TextField(_("text in English"), blank=True)
    reason = models.TextField(
        pgettext_lazy("version of a regulation", "what is new, and why"), max_length=1000, blank=True
    )
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_until = models.DateField(_("in force until"), null=True, blank=True, editable=False)
    route = models.ForeignKey(
        "signing.ApprovalRoute",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approval route"),
        help_text=_("Who decides on it, one after another."),
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    repeal_reason = models.TextField(_("why it was repealed"), blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a regulation")
        verbose_name_plural = _("versions of regulations")
        ordering = ["regulation", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["regulation", "number"], name="a_version_of_a_regulation_has_its_own_number"
            ),
            models.UniqueConstraint(
                fields=["regulation"],
                condition=Q(state__in=IN_WORK),
                name="one_version_of_a_regulation_is_worked_on",
                violation_error_message=_("Another version of it is being worked on."),
            ),
            models.CheckConstraint(
                condition=Q(effective_until=None) | Q(effective_until__gte=F("effective_from")),
                name="a_regulation_ends_after_it_takes_effect",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED)
                | (Q(effective_from__isnull=False, approved_at__isnull=False) & ~Q(text_en="", text_zh="")),
                name="an_approved_version_has_words_and_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.REPEALED)
                | (Q(effective_until__isnull=False) & ~Q(repeal_reason="")),
                name="a_repealed_version_has_a_last_day_and_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(state__in=DECIDED) | ~Q(reason=""),
                name="a_later_version_says_what_is_new",
            ),
            ExclusionConstraint(
                name="one_version_of_a_regulation_is_in_force_a_day",
                expressions=[
                    ("regulation", RangeOperators.EQUAL),
                    (days_in_force(), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=DECIDED),
                violation_error_message=_("Another version of it is in force then."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["effective_from"],
                condition=Q(state__in=DECIDED),
                name="regulation_version_by_day",
            ),
        ]
        triggers = [sealed_words()]

    def __str__(self) -> str:
        return pgettext("of a regulation", "%(regulation)s, version %(number)s") % {
            "regulation": self.regulation,
            "number": self.number,
        }

    def get_absolute_url(self) -> str:
        return reverse("governance:version_detail", args=[self.pk])

    @property
    def department_id(self) -> int | None:  # type: ignore[override]
        return self.regulation.department_id

    @property
    def text(self) -> str:
        return in_words(self.text_en, self.text_zh)

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED

    @property
    def label(self) -> str:
        return _t("Version %(number)s") % {"number": self.number}

    def is_in_force(self, on: date) -> bool:
        return (
            self.is_decided
            and self.effective_from is not None
            and self.effective_from <= on
            and (self.effective_until is None or self.effective_until >= on)
        )

    def chip_on(self, on: date) -> Chip:
        if self.is_in_force(on):
            return IN_FORCE
        if self.is_decided:
            if self.effective_from is not None and self.effective_from > on:
                return UPCOMING
            return REPEALED if self.state == VersionState.REPEALED else SUPERSEDED
        return {VersionState.DRAFT: DRAFT, VersionState.IN_APPROVAL: IN_APPROVAL}.get(
            VersionState(self.state), WITHDRAWN
        )

    @property
    def chip(self) -> Chip:
        return self.chip_on(timezone.localdate())


def sealed_files() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="files_of_an_approved_version_never_change",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF EXISTS (
                SELECT FROM governance_regulationversion
                WHERE state IN ('approved', 'repealed')
                  AND (TG_OP <> 'INSERT' AND id = OLD.parent_id OR TG_OP <> 'DELETE' AND id = NEW.parent_id)
            ) THEN
                RAISE EXCEPTION 'files_of_an_approved_version_never_change';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


class VersionFile(Attachment):
    """The paper itself, or an annex to it."""

    parent = models.ForeignKey(
        RegulationVersion,
        models.PROTECT,
        related_name="files",
        verbose_name=_("version of a regulation"),
    )

    class Meta(Attachment.Meta):
        verbose_name = _("file of a regulation")
        verbose_name_plural = _("files of regulations")
        triggers = [sealed_files()]
