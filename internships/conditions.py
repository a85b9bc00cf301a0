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
    """Work that interns may not do, or some of them, or only with a filing (INT-17, 18, 21, 22)."""

    HEIGHTS = "heights", _("Work at heights")
    UNDERGROUND = "underground", _("Work underground")
    RADIOACTIVE = "radioactive", _("Radioactive substances")
    TOXIC = "toxic", _("Toxic substances")
    EXPLOSIVE = "explosive", _("Flammable or explosive substances")
    HIGH_RISK = "high_risk", _("Other work of high risk")
    HEAVY_LABOUR = "heavy_labour", _("Physical labour of grade III or heavier")
    HARMFUL = "harmful", _("Other work harmful to health")
    BARRED_TO_MINORS = "barred_to_minors", _("Work barred to people under 18")
    BARRED_TO_WOMEN = "barred_to_women", _("Work barred to women")


class Venue(models.TextChoices):
    """What kind of place the work is done in; interns go to none but the first (INT-19)."""

    ORDINARY = "ordinary", _("Ordinary workplace")
    BAR = "bar", _("Bar")
    NIGHTCLUB = "nightclub", _("Nightclub")
    KARAOKE = "karaoke", _("Karaoke lounge")
    BATHHOUSE = "bathhouse", _("Bathhouse")
    ARCADE = "arcade", _("Games arcade")
    INTERNET_CAFE = "internet_cafe", _("Internet café")
    SIMILAR = "similar", _("Similar place of entertainment")


class Channel(models.TextChoices):
    """Through whom interns come to the host; only the first is lawful (INT-20)."""

    DIRECT = "direct", _("Directly between school and host")
    INTERMEDIARY = "intermediary", _("Through an intermediary")
    PAID_AGENT = "paid_agent", _("Through a paid agent")
    DISPATCH = "dispatch", _("Through labour dispatch")


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
