"""The words in which the working conditions of a post are told; rules of law ask for each of them.

The lists follow 《职业学校学生实习管理规定》 (教职成〔2021〕4号), named here by the numbers of docs/rules.md.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Shift(models.TextChoices):
    """When a day's work lies (INT-24)."""

    DAY = "day", _("Day shift")
    NIGHT = "night", _("Night shift")
    ROTATING = "rotating", _("Rotating shifts")


class Hazard(models.TextChoices):
    """What of a work is barred to minors, to women, or to interns without a filing (INT-17, 18, 22). The
    codes are those of ``compliance.facts``."""

    DUST = "dust", _("Dust")
    TOXIC = "toxic", _("Toxic substances")
    HEIGHTS = "height", _("Work at heights")
    COLD_WATER = "cold_water", _("Cold water")
    HIGH_TEMPERATURE = "high_temperature", _("Great heat")
    LOW_TEMPERATURE = "low_temperature", _("Great cold")
    HEAVY_LABOUR = "heavy_labour", _("Physical labour of grade IV")
    UNDERGROUND = "underground", _("Work underground")
    FORESTRY = "forestry", _("Felling, rafting or guarding woods")
    RADIOACTIVE = "radioactive", _("Radioactive substances")
    EXPLOSIVE = "flammable_explosive", _("Flammable or explosive substances")
    FIELD_EXPLORATION = "field_exploration", _("Exploration in the field")
    UNDERWATER = "underwater_or_tunnel", _("Diving, caissons, tunnels or high altitude")
    HEAVY_LOAD = "heavy_load", _("Heavy loads")
    VIBRATING_TOOLS = "vibrating_tools", _("Vibrating tools")
    FORCED_POSTURE = "forced_posture", _("A forced posture")
    BOILER = "boiler", _("Stoking boilers")
    HIGH_RISK = "other_high_risk", _("Other work of high risk")


# 女职工禁忌从事的劳动范围 (INT-18), and 未成年工特殊保护规定 Art 3 for those of 16 and 17 (INT-17).
BARRED_TO_WOMEN = frozenset({Hazard.UNDERGROUND, Hazard.HEAVY_LABOUR, Hazard.HEAVY_LOAD})
BARRED_TO_MINORS = frozenset(Hazard) - {Hazard.HIGH_RISK}


class LabourGrade(models.IntegerChoices):
    """Intensity of physical labour as GB 3869 grades it; interns do none from the third on (INT-21)."""

    LIGHT = 1, _("I: light")
    MEDIUM = 2, _("II: medium")
    HEAVY = 3, _("III: heavy")
    VERY_HEAVY = 4, _("IV: very heavy")


class Venue(models.TextChoices):
    """What kind of place the work is done in; interns go to none but the first (INT-19)."""

    ORDINARY = "ordinary", _("Ordinary workplace")
    BAR = "bar", _("Bar")
    NIGHTCLUB = "nightclub", _("Nightclub")
    KARAOKE = "ktv", _("Karaoke lounge")
    BATHHOUSE = "bathhouse", _("Bathhouse")
    ARCADE = "arcade", _("Games arcade")
    INTERNET_CAFE = "internet_cafe", _("Internet café")
    SIMILAR = "similar_venue", _("Similar place of entertainment")


class Channel(models.TextChoices):
    """Through whom interns come to the host; only the first is lawful (INT-20)."""

    DIRECT = "direct", _("Directly between school and host")
    INTERMEDIARY = "intermediary", _("Through an intermediary")
    PAID_AGENT = "paid_agent", _("Through a paid agent")
    DISPATCH = "labour_dispatch", _("Through labour dispatch")


class Fee(models.TextChoices):
    """What nobody may ask of interns (INT-27)."""

    DEPOSIT = "deposit", _("Deposit")
    TRAINING = "training", _("Training fee")
    COMMISSION = "commission", _("Commission")
    MANAGEMENT = "management", _("Management fee")
    MATERIAL = "material", _("Fee for materials")
    JOB_SERVICE = "job_service", _("Fee for finding work")
    GUARANTEE = "guarantee", _("Guarantee by somebody else")
    IDENTITY_PAPERS = "identity_papers", _("Keeping identity papers")


class PayMethod(models.TextChoices):
    """How pay reaches the student: in money and directly, or not (INT-26)."""

    DIRECT = "direct", _("In money, directly to the student")
    THROUGH_OTHERS = "through_others", _("In money, through somebody else")
    IN_KIND = "in_kind", _("In goods or vouchers")


class Provision(models.TextChoices):
    """Whether the host sees to meals, or to a bed."""

    NONE = "none", pgettext_lazy("board or lodging", "Not provided")
    FREE = "free", pgettext_lazy("board or lodging", "Provided free of charge")
    ALLOWANCE = "allowance", pgettext_lazy("board or lodging", "Allowance paid")
    CHARGED = "charged", pgettext_lazy("board or lodging", "Provided for a charge")
