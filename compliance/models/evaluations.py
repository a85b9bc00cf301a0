from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compliance.choices import DecidedOutcome, Stage
from compliance.models.packs import Pack, PackVersion
from compliance.querysets import AboutQuerySet, EvaluationQuerySet


def codes_field(label: object) -> ArrayField:
    return ArrayField(models.CharField(max_length=20), verbose_name=label, default=list, blank=True)  # type: ignore[arg-type]


class Evaluation(models.Model):
    """What came of holding the facts about one record against one version, with those facts.

    It stands as it was made. Only ``is_current``, and what persons' decisions leave of ``blocking`` and
    ``asking``, change: lists filter by them.
    """

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    # A department's number, not a key: the people live in a higher app.
    department_id = models.BigIntegerField(_("department"), null=True, blank=True)
    pack = models.ForeignKey(Pack, models.PROTECT, related_name="+", verbose_name=_("rule pack"))
    version = models.ForeignKey(
        PackVersion, models.PROTECT, related_name="evaluations", verbose_name=_("version of a rule pack")
    )
    stage = models.CharField(_("looked at"), max_length=20, choices=Stage)
    occasion = models.CharField(
        _("occasion"),
        max_length=40,
        blank=True,
        help_text=_("Which day, week or month, where there are several."),
    )
    on = models.DateField(_("day of the check"))
    evaluated_at = models.DateTimeField(_("checked at"))
    facts = models.JSONField(_("facts"))
    fingerprint = models.CharField(_("fingerprint of the facts"), max_length=64)
    findings = models.JSONField(_("findings"))
    failed = codes_field(_("not met"))
    unknown = codes_field(_("not known"))
    asking = codes_field(_("waiting for a person"))
    blocking = codes_field(_("in the way"))
    is_current = models.BooleanField(_("the latest"), default=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of the rules")
        verbose_name_plural = _("checks of the rules")
        ordering = ["-evaluated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "pack", "stage", "occasion"],
                condition=Q(is_current=True),
                name="one_latest_check_per_occasion",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-evaluated_at"], name="check_by_subject"),
            GinIndex(fields=["blocking"], condition=Q(is_current=True), name="check_by_blocking"),
            GinIndex(fields=["failed"], condition=Q(is_current=True), name="check_by_failed"),
            models.Index(
                fields=["stage", "subject_type", "subject_id"],
                condition=Q(is_current=True) & ~Q(blocking=[]),
                name="check_in_the_way",
            ),
            models.Index(
                fields=["stage", "subject_type", "subject_id"],
                condition=Q(is_current=True) & ~Q(asking=[]),
                name="check_asking",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="what_was_checked_never_changes",
                fields=[
                    *("subject_type", "subject_id", "pack", "version", "stage", "occasion", "on"),
                    *("evaluated_at", "facts", "fingerprint", "findings", "failed", "unknown"),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.get_stage_display()} {self.on}"


class Decision(models.Model):
    """What a person decided on a question of a rule, for exactly the facts they were shown.

    ``seen`` is the fingerprint of the rule and those facts: with other facts it no longer counts.
    """

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, related_name="decisions", verbose_name=_("check of the rules")
    )
    code = models.CharField(_("rule"), max_length=20)
    seen = models.CharField(_("fingerprint of what was seen"), max_length=64)
    outcome = models.CharField(_("decision"), max_length=20, choices=DecidedOutcome)
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("on behalf of"),
    )
    decided_at = models.DateTimeField(_("decided at"))

    objects = AboutQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on a rule")
        verbose_name_plural = _("decisions on rules")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_decision_on_a_rule_gives_its_reason"),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "code", "seen"], name="decision_by_question"),
        ]
        triggers = [
            pgtrigger.Protect(name="a_decision_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_outcome_display()}"
