"""The words of the field that agreements are described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an agreement is on its way; what dates say on top of it is a :class:`Phase`."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")
    OUT_FOR_SIGNATURE = "out_for_signature", _("out for signature")
    SIGNED = "signed", _("signed")
    SUSPENDED = "suspended", _("suspended")
    TERMINATED = "terminated", _("terminated")
    WITHDRAWN = "withdrawn", _("withdrawn")
    RENEWED = "renewed", _("renewed")


# The text can change here, and nowhere else.
EDITABLE_STATES = frozenset({State.DRAFT, State.IN_REVIEW, State.APPROVED})
# Every party has signed: there is no way back to a text that can change.
CONCLUDED_STATES = frozenset({State.SIGNED, State.SUSPENDED, State.TERMINATED, State.RENEWED})
# The text is fixed: it is being signed, or was.
SEALED_STATES = CONCLUDED_STATES | {State.OUT_FOR_SIGNATURE}


class Phase(models.TextChoices):
    """What the dates say about a signed agreement today."""

    UPCOMING = "upcoming", _("not yet in force")
    IN_FORCE = "in_force", _("in force")
    EXPIRING = "expiring", _("expiring")
    EXPIRED = "expired", _("expired")


class AmendmentState(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")
    OUT_FOR_SIGNATURE = "out_for_signature", _("out for signature")
    SIGNED = "signed", _("signed")
    WITHDRAWN = "withdrawn", _("withdrawn")


SEALED_AMENDMENT_STATES = frozenset({AmendmentState.OUT_FOR_SIGNATURE, AmendmentState.SIGNED})


class RenewalRule(models.TextChoices):
    NONE = "none", _("ends without renewal")
    BY_DECISION = "by_decision", _("renewed by decision of the parties")
    AUTOMATIC = "automatic", _("renews itself unless a party gives notice")


class RenewalDecision(models.TextChoices):
    RENEW = "renew", _("renew")
    LAPSE = "lapse", _("let lapse")


class Language(models.TextChoices):
    """The languages that the paper is written in."""

    ENGLISH = "en", _("English")
    CHINESE = "zh", _("Chinese")
    BOTH = "both", _("English and Chinese side by side")

    @property
    def codes(self) -> tuple[str, ...]:
        return ("en", "zh") if self is Language.BOTH else (self.value,)


class FormOfCooperation(models.TextChoices):
    """What the parties do together. Usual contents of 校企合作协议; see :data:`LEGAL_FORMS`."""

    INTERNSHIP_BASE = "internship_base", _("internship base")
    ORDER_CLASS = "order_class", _("order class")
    APPRENTICESHIP = "apprenticeship", _("modern apprenticeship")
    INDUSTRY_COLLEGE = "industry_college", _("industry college")
    COURSES = "courses", _("courses and standards developed together")
    PRACTICE_STATION = "practice_station", _("teacher practice station")
    RESEARCH = "research", _("joint research")
    DONATION = "donation", _("donation of equipment")
    STAFF_TRAINING = "staff_training", _("training of enterprise staff")
    RECRUITMENT = "recruitment", _("recruitment of graduates")


# 职业学校校企合作促进办法 (教职成〔2018〕1号) Art 6 numbers the lawful forms of cooperation; its seventh is
# "other lawful forms".
LEGAL_FORMS = {
    FormOfCooperation.COURSES: 1,
    FormOfCooperation.ORDER_CLASS: 2,
    FormOfCooperation.INTERNSHIP_BASE: 2,
    FormOfCooperation.PRACTICE_STATION: 2,
    FormOfCooperation.RESEARCH: 2,
    FormOfCooperation.STAFF_TRAINING: 2,
    FormOfCooperation.RECRUITMENT: 2,
    FormOfCooperation.APPRENTICESHIP: 3,
    FormOfCooperation.INDUSTRY_COLLEGE: 4,
    FormOfCooperation.DONATION: 7,
}
# Forms in which students work at the enterprise: Art 8 then wants a term of at least three years.
RECEIVING_STUDENTS = frozenset(
    {FormOfCooperation.INTERNSHIP_BASE, FormOfCooperation.ORDER_CLASS, FormOfCooperation.APPRENTICESHIP}
)


class ClauseCategory(models.TextChoices):
    PARTIES = "parties", _("parties")
    PURPOSE = "purpose", _("purpose and legal basis")
    COOPERATION = "cooperation", _("forms and contents of the cooperation")
    TARGETS = "targets", _("measurable targets")
    DUTIES = "duties", _("duties of each side")
    RESOURCES = "resources", _("places, equipment and money")
    STUDENTS = "students", _("students and their safety")
    RIGHTS = "rights", _("intellectual property, confidentiality and personal information")
    TERM = "term", _("term, change and termination")
    LIABILITY = "liability", _("breach and disputes")
    FINAL = "final", _("final provisions")
