"""Partners and off-campus bases for each major that is taught on a day."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from agreements.choices import FormOfCooperation
from agreements.indicators import LAW, SIZES, enterprises, partners
from core.indicators import Column, Topic
from core.school_years import FIRST_MONTH
from core.tallies import RATIO, Statement, Tally, department_in_words, in_two, tallied
from internships.models import SchoolClass

# A large enterprise counts whole, every other one half (the evaluation of Jiangxi).
WEIGHT = "CASE WHEN enterprise.size_band = 'large' THEN 1.0 ELSE 0.5 END"
# Each major once, by the class of it that entered first; it counts in the department of that class.
_TAUGHT = """
SELECT DISTINCT ON (class.major_id) class.id AS pk, class.department_id AS department,
       'counted' AS part, 1 AS weight
FROM internships_schoolclass class
WHERE make_date(class.entered_in, %s, 1) <= %s
  AND (class.graduated_on IS NULL OR class.graduated_on > %s)
ORDER BY class.major_id, class.entered_in, class.id"""


def majors_taught(on: date) -> Statement:
    """The majors of the classes that study on a day, each by its oldest class."""
    return Statement(_TAUGHT, (FIRST_MONTH, on, on))


MAJORS = Tally(
    model=SchoolClass,
    statement=lambda _first, on: majors_taught(on),
    says=(
        (
            Column(code="name", label=_("Major")),
            lambda one: in_two(one.major.name_en, one.major.name_zh),
        ),
        (Column(code="code", label=_("Code")), lambda one: one.major.code),
        (Column(code="class", label=_("Oldest class")), lambda one: one.name),
        (Column(code="department", label=_("Department")), lambda one: department_in_words(one.department)),
    ),
    related=["major", "department"],
    name_field="major__code",
    found_by=["major__name_en", "major__name_zh", "major__code", "name"],
)

BASE = [FormOfCooperation.INTERNSHIP_BASE]
INDICATORS = (
    tallied(
        code="partners_per_major",
        order=102,
        topic=Topic.PARTNERS,
        nature=RATIO,
        unit=_("partners for each major"),
        tally=enterprises(lambda _first, on: partners(on, WEIGHT)),
        base=MAJORS,
        parts=SIZES,
        label=_("Partners for each major"),
        numerator=_("Partners, weighed by size"),
        denominator=_("Majors taught"),
        definition=_(
            "Numerator: enterprises that are party to an agreement in force on the day, in the department of "
            "the agreement that began first: a large one counts 1.0, every other one, of unknown size too, "
            "0.5. Denominator: the majors of the classes that study on the day, from 1 September of the year "
            "in which they entered to the day before they graduate; each once, in the department of its "
            "oldest class."
        ),
        source=LAW,
    ),
    tallied(
        code="bases_per_major",
        order=103,
        topic=Topic.PARTNERS,
        nature=RATIO,
        unit=_("bases for each major"),
        tally=enterprises(
            lambda _first, on: partners(on, forms__contains=[FormOfCooperation.INTERNSHIP_BASE])
        ),
        base=MAJORS,
        parts=SIZES,
        label=_("Off-campus bases for each major"),
        numerator=_("Off-campus bases"),
        denominator=_("Majors taught"),
        definition=_(
            "Numerator: enterprises with an agreement in force on the day that makes them a base for "
            "internships; each is one base, in the department of the agreement that began first. "
            "Denominator: the majors of the classes that study on the day, from 1 September of the year in "
            "which they entered to the day before they graduate; each once, in the department of its oldest "
            "class."
        ),
        source=LAW,
    ),
)
