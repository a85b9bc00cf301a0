from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import Actor, ScopedQuerySet
from core.imports.spec import ImportSpec, find_spec, specs_for
from core.look import Chip, Meaning
from core.models.scoped import ScopedModel


class ImportRunQuerySet(ScopedQuerySet):
    """Whoever may bring in a kind of list sees its runs, within their departments, and their own."""

    # What a run needs depends on its kind: see visible_to.
    read_capability: ClassVar[str] = "import.read"

    def visible_to(self, actor: Actor) -> Self:
        allowed = Q(pk__in=[])
        for spec in specs_for(actor):
            scope = actor.scope_for(spec.capability)
            kind = Q(spec_name=spec.name)
            if not scope.everywhere:
                kind &= Q(department_id__in=scope.departments) | Q(uploader=actor.pk)
            allowed |= kind
        return self.filter(allowed)


class ImportRun(ScopedModel):
    """One list that somebody brought in, from upload to result."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    spec_name = models.CharField(_("kind of list"), max_length=60)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.UPLOADED)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
        help_text=_("Empty where a command did it."),
    )
    # A department's number, not a key: the people live in a higher app.
    department_id = models.BigIntegerField(_("department"), null=True)
    file = models.FileField(_("file"), upload_to="imports/%Y/%m/", max_length=200)
    companion = models.FileField(
        _("archive"), upload_to="imports/%Y/%m/", max_length=200, blank=True, help_text=_("Came with it.")
    )
    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField(pgettext_lazy("of a file", "size"), help_text=_("In bytes."))
    layout = models.JSONField(
        _("layout"),
        default=dict,
        help_text=_("Sheet, encoding and row of the header, where a person chose them."),
    )
    mapping = models.JSONField(_("columns"), default=dict)
    options = models.JSONField(_("options"), default=dict)
    columns = models.JSONField(
        _("fed columns"), default=list, help_text=_("The columns of the target that the rows speak about.")
    )
    counts = models.JSONField(_("rows per verdict"), default=dict)
    remarks = models.JSONField(
        _("remarks"), default=list, help_text=_("What the check found besides the verdicts, a text each.")
    )
    progress = models.PositiveIntegerField(_("rows read"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)
    language = models.CharField(
        _("language"), max_length=10, help_text=_("In which the reasons of verdicts are written.")
    )
    created_at = models.DateTimeField(_("uploaded at"))
    applied_at = models.DateTimeField(_("applied at"), null=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("applied by")
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["spec_name", "-created_at"], name="import_run_by_kind"),
            models.Index(
                fields=["state"],
                name="import_run_unfinished",
                condition=Q(state__in=["checking", "applying"]),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("core:import_detail", args=[self.pk])

    @property
    def spec(self) -> ImportSpec:
        return find_spec(self.spec_name)

    def count(self, verdict: str) -> int:
        return self.counts.get(verdict, 0)

    @property
    def applicable(self) -> int:
        """How many rows applying will write."""
        return self.count(ImportRow.Verdict.NEW) + self.count(ImportRow.Verdict.CHANGED)

    @property
    def chip(self) -> Chip:
        return CHIPS[self.State(self.state)]

    @property
    def is_working(self) -> bool:
        return self.state in {self.State.CHECKING, self.State.APPLYING}


CHIPS = {
    ImportRun.State.UPLOADED: Chip(ImportRun.State.UPLOADED.label, Meaning.WAITING, "upload"),
    ImportRun.State.CHECKING: Chip(ImportRun.State.CHECKING.label, Meaning.WAITING, "progress"),
    ImportRun.State.CHECKED: Chip(ImportRun.State.CHECKED.label, Meaning.WAITING, "eye"),
    ImportRun.State.APPLYING: Chip(ImportRun.State.APPLYING.label, Meaning.WAITING, "progress"),
    ImportRun.State.APPLIED: Chip(ImportRun.State.APPLIED.label, Meaning.GOOD),
    ImportRun.State.CANCELLED: Chip(ImportRun.State.CANCELLED.label, Meaning.INACTIVE, "x"),
    ImportRun.State.FAILED: Chip(ImportRun.State.FAILED.label, Meaning.STOPPED),
}


class ImportRow(models.Model):
    """One row of a list, and what became of it."""

    class Verdict(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        DUPLICATE = "duplicate", _("duplicate")
        REJECTED = "rejected", _("rejected")

    pk = models.CompositePrimaryKey("run_id", "number")
    # Rows come in by the hundred thousand and go with their run: a constraint checked row by row
    # would take longer than everything else.
    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="rows", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField(_("row"), help_text=_("As a spreadsheet shows it at the left."))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    reason = models.TextField(_("reason"), blank=True)
    values = models.JSONField(_("values"), default=dict)
    changes = models.JSONField(
        _("changes"), null=True, help_text=_("Column → [from, to], where something changes.")
    )
    target_id = models.BigIntegerField(_("record"), null=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["number"]
        indexes = [
            # What people look through; the others are the bulk, and found in the order of the rows.
            models.Index(
                fields=["run", "verdict", "number"],
                name="import_row_to_look_at",
                condition=Q(verdict__in=["changed", "duplicate", "rejected"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_verdict_display()}"

    @property
    def chip(self) -> Chip:
        meaning, icon = VERDICT_LOOKS[self.Verdict(self.verdict)]
        return Chip(self.get_verdict_display(), meaning, icon)


VERDICT_LOOKS = {
    ImportRow.Verdict.NEW: (Meaning.GOOD, "circle-plus"),
    ImportRow.Verdict.CHANGED: (Meaning.WAITING, "pencil"),
    ImportRow.Verdict.UNCHANGED: (Meaning.INACTIVE, "minus"),
    ImportRow.Verdict.DUPLICATE: (Meaning.SOON, "copy"),
    ImportRow.Verdict.REJECTED: (Meaning.STOPPED, "circle-x"),
}
