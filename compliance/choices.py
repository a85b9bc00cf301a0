"""The words in which rules and what comes of them are said."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The pack that internships are held against where a centre has not chosen a local one.
NATIONAL_INTERNSHIPS = "cn-internship-2021"


class Severity(models.TextChoices):
    """How heavy a breach is. The order of the members is that of the weight, the lightest first."""

    ADVISORY = "advisory", pgettext_lazy("of a rule", "advised")
    REQUIRED = "required", pgettext_lazy("of a rule", "required")
    FORBIDDEN_UNLESS_FILED = "forbidden_unless_filed", _("forbidden unless filed")
    FORBIDDEN = "forbidden", pgettext_lazy("of a rule", "forbidden")

    @property
    def weight(self) -> int:
        return list(Severity).index(self)


class Evidence(models.TextChoices):
    """How surely the rule says what its instrument says. A rule that nobody has verified asks a person."""

    VERIFIED = "verified", _("text read")
    SECONDARY = "secondary", _("secondary source")
    UNVERIFIED = "unverified", _("not verified")

    @property
    def may_block(self) -> bool:
        return self is not Evidence.UNVERIFIED


class Stage(models.TextChoices):
    """When a rule is looked at. Where it is a gate, it stands in the way of just that."""

    START = "start", _("before the start")
    DAY = "day", _("day by day")
    PAY = "pay", _("when pay is settled")
    ARCHIVE = "archive", _("before archiving")
    TEACHER = "teacher", _("of a teacher at any time")
    ENTERPRISE = "enterprise", _("of an enterprise at any time")
    RECOGNITION = "recognition", _("before a teacher is recognised")
    CONCLUSION = "conclusion", _("when a recognition is concluded")
    VETTING = "vetting", _("when a part-time teacher is vetted")
    INDUCTION = "induction", _("before a part-time teacher begins")
    AGREEMENT = "agreement", _("of a cooperation agreement")
    COOPERATION_YEAR = "cooperation_year", _("of a year of cooperation")


class Outcome(models.TextChoices):
    """What a check answers. What is not known never passes."""

    PASS = "pass", pgettext_lazy("outcome of a check", "passed")
    FAIL = "fail", pgettext_lazy("outcome of a check", "not met")
    NEEDS_PERSON = "needs_person", _("a person decides")
    NO_DATA = "no_data", _("not known")


class DecidedOutcome(models.TextChoices):
    """What a person may decide on a question."""

    PASS = Outcome.PASS.value, Outcome.PASS.label
    FAIL = Outcome.FAIL.value, Outcome.FAIL.label
