from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.choices import Evidence, Severity, Stage
from compliance.engine.rules import RuleSpec
from compliance.facts import FILINGS
from compliance.querysets import PackQuerySet, PackVersionQuerySet, RuleQuerySet
from core.bilingual import Bilingual, in_words
from core.look import Chip, Meaning
from core.search import search_bigrams_field, search_index, search_text_field

SEVERITY_CHIPS = {
    Severity.ADVISORY: Chip(Severity.ADVISORY.label, Meaning.INACTIVE, "info-circle"),
    Severity.REQUIRED: Chip(Severity.REQUIRED.label, Meaning.WAITING, "checks"),
    Severity.FORBIDDEN_UNLESS_FILED: Chip(
        Severity.FORBIDDEN_UNLESS_FILED.label, Meaning.LATE, "alert-triangle"
    ),
    Severity.FORBIDDEN: Chip(Severity.FORBIDDEN.label, Meaning.STOPPED, "alert-octagon"),
}


@pghistory.track()
class Pack(Bilingual):
    """The rules of one jurisdiction on one matter. A pack with a parent may only tighten it."""

    code = models.CharField(
        _("code"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Small letters and digits, with hyphens between them.")
            )
        ],
        help_text=_("By which the program asks for it."),
    )
    jurisdiction = models.CharField(
        _("jurisdiction"), max_length=20, help_text=_("A country, or a part of it: CN, CN-3702, GB-ENG.")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("tightens")
    )

    objects = PackQuerySet.as_manager()

    class Meta(Bilingual.Meta):
        verbose_name = _("rule pack")
        verbose_name_plural = _("rule packs")
        ordering = ["jurisdiction", "code"]
        constraints = [
            *Bilingual.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(pk=F("parent")),
                name="a_pack_is_not_its_own_parent",
                violation_error_message=_("A pack cannot tighten itself."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("compliance:pack_detail", args=[self.pk])


@pghistory.track()
class PackVersion(models.Model):
    """One state of a pack. Once published neither it nor its rules ever change."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="versions", verbose_name=_("rule pack"))
    number = models.PositiveIntegerField(_("version"))
    parent_version = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("tightens the version"),
        help_text=_("Its rules hold as well, each as it is or tightened."),
    )
    effective_from = models.DateField(_("in force from"))
    effective_until = models.DateField(
        _("in force until"),
        null=True,
        blank=True,
        help_text=_("Usually empty: the next version takes over from the day on which it is in force."),
    )
    reason_en = models.CharField(_("reason in English"), max_length=300, blank=True)
    reason_zh = models.CharField(_("reason in Chinese"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
        help_text=_("Empty where it came with the program."),
    )

    objects = PackVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a rule pack")
        verbose_name_plural = _("versions of rule packs")
        ordering = ["pack", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "number"], name="versions_of_a_pack_are_numbered"),
            models.UniqueConstraint(
                fields=["pack"],
                condition=Q(published_at=None),
                name="a_pack_has_one_draft",
                violation_error_message=_("The pack has a draft already."),
            ),
            models.CheckConstraint(
                condition=Q(effective_until=None) | Q(effective_until__gte=F("effective_from")),
                name="a_version_ends_after_it_begins",
                violation_error_message=_("It would end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(reason_en="", reason_zh=""),
                name="a_published_version_gives_its_reason",
                violation_error_message=_("Say why there is a new version."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_published_version_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pack} · {self.number}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def reason(self) -> str:
        return in_words(self.reason_en, self.reason_zh)


# A draft's rules may come and go; with its version's publication they stand.
_RULES_STAND = """
IF EXISTS (
    SELECT 1 FROM compliance_packversion
    WHERE id IN (OLD.version_id, NEW.version_id) AND published_at IS NOT NULL
) THEN
    RAISE EXCEPTION 'pgtrigger: the rules of a published version never change';
END IF;
IF TG_OP = 'DELETE' THEN
    RETURN OLD;
END IF;
RETURN NEW;
"""


@pghistory.track(exclude=["search_text", "search_bigrams"])
class Rule(models.Model):
    """One rule of one version, as data: see ``compliance.engine.rules.RuleSpec``."""

    department_id = None  # rules belong to nobody's department

    version = models.ForeignKey(
        PackVersion, models.CASCADE, related_name="rules", verbose_name=_("version of a rule pack")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.CharField(
        pgettext_lazy("of a rule", "number"),
        max_length=20,
        validators=[
            RegexValidator(r"^[A-Z0-9]+(-[A-Za-z0-9]+)+\Z", _("Like INT-15: letters, a hyphen, a number."))
        ],
    )
    instrument_en = models.CharField(_("instrument in English"), max_length=200, blank=True)
    instrument_zh = models.CharField(_("instrument in Chinese"), max_length=200, blank=True)
    article = models.CharField(_("article"), max_length=60, blank=True)
    article_zh = models.CharField(_("article in Chinese"), max_length=60, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=120, blank=True)
    text_en = models.TextField(_("rule in English"), max_length=600, blank=True)
    text_zh = models.TextField(_("rule in Chinese"), max_length=600, blank=True)
    severity = models.CharField(pgettext_lazy("of a rule", "weight"), max_length=30, choices=Severity)
    evidence = models.CharField(
        _("evidence"),
        max_length=20,
        choices=Evidence,
        help_text=_("A rule that is not verified never stands in the way: it asks a person."),
    )
    stage = models.CharField(_("looked at"), max_length=20, choices=Stage, default=Stage.START)
    is_gate = models.BooleanField(
        _("stands in the way"), default=False, help_text=_("Without a tick it only advises.")
    )
    predicate = models.CharField(_("predicate"), max_length=40)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    conditions = models.JSONField(
        pgettext_lazy("of a rule", "conditions"),
        default=list,
        blank=True,
        help_text=_("Checks that say whom it concerns at all; none: everybody."),
    )
    facts = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("facts for the person who decides"),
        default=list,
        blank=True,
        help_text=_("Beside those that the predicates look at. A decision lapses when one of them changes."),
    )
    override = models.CharField(
        _("lifted by the filing"), max_length=30, choices=list(FILINGS.items()), blank=True
    )
    search_text = search_text_field(
        *("code", "title_en", "title_zh", "text_en", "text_zh"),
        *("instrument_en", "instrument_zh", "article"),
    )
    search_bigrams = search_bigrams_field(
        *("code", "title_en", "title_zh", "text_en", "text_zh"),
        *("instrument_en", "instrument_zh", "article"),
    )

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of the law", "rule")
        verbose_name_plural = _("rules")
        ordering = ["version", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="rules_of_a_version_differ_in_number",
                violation_error_message=_("The version has a rule with this number already."),
            ),
            models.CheckConstraint(
                condition=~Q(title_en="", title_zh="") & ~Q(text_en="", text_zh=""),
                name="a_rule_is_said_in_words",
                violation_error_message=_("Give title and text in at least one language."),
            ),
            models.CheckConstraint(
                condition=~Q(instrument_en="", instrument_zh="") & ~Q(article=""),
                name="a_rule_names_its_source",
                violation_error_message=_("Name the instrument and the article."),
            ),
        ]
        indexes = [
            search_index("rule_by_bigram"),
            models.Index(fields=["order", "id"], name="rule_by_order"),
            models.Index(fields=["code", "id"], name="rule_by_code"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="rules_of_a_published_version_never_change",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_RULES_STAND,
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("compliance:rule_detail", args=[self.pk])

    @property
    def title(self) -> str:
        return in_words(self.title_en, self.title_zh)

    @property
    def text(self) -> str:
        return in_words(self.text_en, self.text_zh)

    @property
    def instrument(self) -> str:
        return in_words(self.instrument_en, self.instrument_zh)

    @property
    def source(self) -> str:
        """Instrument and article, in the reader's language."""
        return f"{self.instrument} · {in_words(self.article, self.article_zh)}"

    @property
    def chip(self) -> Chip:
        return SEVERITY_CHIPS[Severity(self.severity)]

    @property
    def spec(self) -> RuleSpec:
        """The rule as the engine takes it."""
        return RuleSpec(
            code=self.code,
            instrument_en=self.instrument_en,
            instrument_zh=self.instrument_zh,
            article=self.article,
            article_zh=self.article_zh,
            title_en=self.title_en,
            title_zh=self.title_zh,
            text_en=self.text_en,
            text_zh=self.text_zh,
            severity=Severity(self.severity),
            evidence=Evidence(self.evidence),
            stage=Stage(self.stage),
            is_gate=self.is_gate,
            predicate=self.predicate,
            parameters=self.parameters,
            conditions=self.conditions,
            facts=self.facts,
            override=self.override,
        )
