"""How far from the school an internship takes place (INT-30, INT-31): told from the two regions' codes."""

from __future__ import annotations

from catalogue.models import Region

CHINA = "CN"
PROVINCE, CITY = 2, 4
# Directly governed by the state: the whole province is one city.
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
# Taiwan, Hong Kong, Macau: outside the border (境外) for whoever sends students there.
BEYOND_THE_BORDER = frozenset({"71", "81", "82"})


def destination(of: Region | None, *, school: Region | None) -> str | None:
    """Where a region lies, seen from the school; ``None`` where one of the two does not say enough."""
    if of is None or school is None:
        return None
    if of.country != school.country:
        return "overseas"
    province = of.code[:PROVINCE]
    if of.country != CHINA:
        return "local" if of.pk == school.pk else None
    if province != school.code[:PROVINCE]:
        beyond = (province in BEYOND_THE_BORDER) != (school.code[:PROVINCE] in BEYOND_THE_BORDER)
        return "overseas" if beyond else "other_province"
    if province in MUNICIPALITIES:
        return "local"
    city, schools = of.code[PROVINCE:CITY], school.code[PROVINCE:CITY]
    if "00" in {city, schools} or not city or not schools:
        return None  # only the province is known
    return "local" if city == schools else "same_province"
