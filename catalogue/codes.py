"""What the codes of the national catalogues say by themselves: level, parent, stage.

Raises InvalidCode for a code that does not have its catalogue's form.
"""

import re
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InvalidCode(ValueError):
    """The code does not have the form of its catalogue."""


class IndustryLevel(TextChoices):
    SECTION = "section", pgettext_lazy("industry", "Section")
    DIVISION = "division", pgettext_lazy("industry", "Division")
    GROUP = "group", pgettext_lazy("industry", "Group")
    CLASS = "class", pgettext_lazy("industry", "Class")


class RegionLevel(TextChoices):
    PROVINCE = "province", _("Province")
    PREFECTURE = "prefecture", _("Prefecture")
    COUNTY = "county", _("County")


class OccupationLevel(TextChoices):
    MAJOR_GROUP = "major_group", _("Major group")
    MIDDLE_GROUP = "middle_group", _("Middle group")
    MINOR_GROUP = "minor_group", _("Minor group")
    OCCUPATION = "occupation", _("Occupation")


class Stage(TextChoices):
    """The stage of vocational education that a major belongs to."""

    SECONDARY = "secondary", _("Secondary vocational")
    COLLEGE = "college", _("Vocational college")
    BACHELOR = "bachelor", _("Vocational bachelor")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands in its catalogue's tree; the code that comes above it is "" at the top."""

    level: str
    parent_code: str


_INDUSTRY = re.compile(r"[A-T](\d{2,4})?", re.ASCII)
_REGION = re.compile(r"[1-9]\d{5}", re.ASCII)
_OCCUPATION = re.compile(r"[1-8](-\d{2}){0,3}", re.ASCII)
_MAJOR = re.compile(r"\d{6}", re.ASCII)
_INDUSTRY_LEVELS = {
    1: IndustryLevel.SECTION,
    3: IndustryLevel.DIVISION,
    4: IndustryLevel.GROUP,
    5: IndustryLevel.CLASS,
}
# The first two digits of the first of the 19 categories, which every stage numbers in the same order.
_FIRST_CATEGORY = {Stage.BACHELOR: 21, Stage.COLLEGE: 41, Stage.SECONDARY: 61}
CATEGORY_COUNT = 19


def place_of_industry(code: str) -> Place:
    """GB/T 4754-2017: a letter, then two, three or four digits (`C`, `C34`, `C342`, `C3421`)."""
    if not _INDUSTRY.fullmatch(code):
        raise InvalidCode(code)
    level = _INDUSTRY_LEVELS[len(code)]
    return Place(level, code[0] if level == IndustryLevel.DIVISION else code[:-1])


def place_of_region(code: str) -> Place:
    """GB/T 2260: two digits each for province, prefecture and county."""
    if not _REGION.fullmatch(code):
        raise InvalidCode(code)
    if code.endswith("0000"):
        return Place(RegionLevel.PROVINCE, "")
    if code.endswith("00"):
        return Place(RegionLevel.PREFECTURE, f"{code[:2]}0000")
    return Place(RegionLevel.COUNTY, f"{code[:4]}00")


def regions_above(code: str) -> list[str]:
    """A code of GB/T 2260 and those of what it lies in, the nearest first; other codes stand alone."""
    chain = [code]
    while _REGION.fullmatch(chain[-1]) and (above := place_of_region(chain[-1]).parent_code):
        chain.append(above)
    return chain


def place_of_occupation(code: str) -> Place:
    """The occupational classification of 2022: up to four parts (`6-18-01-01`)."""
    if not _OCCUPATION.fullmatch(code):
        raise InvalidCode(code)
    return Place(OccupationLevel.values[code.count("-")], code.rpartition("-")[0])


def stage_of_major(code: str) -> Stage:
    """The catalogue of majors of 2021: two digits each for category, class and major."""
    if _MAJOR.fullmatch(code):
        for stage, first in _FIRST_CATEGORY.items():
            if first <= int(code[:2]) < first + CATEGORY_COUNT:
                return stage
    raise InvalidCode(code)


def category_number(code: str) -> int:
    """Which of the 19 categories, counted from 0, the same at every stage."""
    return int(code[:2]) - _FIRST_CATEGORY[stage_of_major(code)]
