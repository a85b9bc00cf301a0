"""Which posts for teachers suit whom: by the majors that somebody teaches, or by the district they are in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value

from accounts.models import Centre
from catalogue.models import Region
from teachers.models import Opening, PracticeDue, Teacher

A_YEAR = timedelta(days=366)
# What a list of teachers or posts can be narrowed to.
BY_MAJOR, BY_DISTRICT = "major", "district"


def region_of_centre() -> Region | None:
    """Where the centre is, and so whoever has no district of their own. One query."""
    centre = Centre.objects.select_related("region").filter(pk=1).first()
    return centre.region if centre else None


def _reach(code: str) -> str:
    """The digits that every place in a region has: "3205" for a city, "320506" for a district of it."""
    while code.endswith("00"):
        code = code[:-2]
    return code


def in_district(region: Region | None, path: str = "region") -> Q:
    """Rows in the same district: a city and each of its districts are the same, two of its districts are
    not."""
    if region is None:
        return Q(pk__in=[])
    reach = _reach(region.code)
    wider = {reach[:length].ljust(len(region.code), "0") for length in range(2, len(reach), 2)}
    same = Q(**{f"{path}__code__startswith": reach}) | Q(**{f"{path}__code__in": sorted(wider)})
    return Q(**{f"{path}__country": region.country}) & same


def _is_same(one: Region | None, other: Region | None) -> bool:
    if one is None or other is None or one.country != other.country:
        return False
    shorter, longer = sorted((_reach(one.code), _reach(other.code)), key=len)
    return longer.startswith(shorter)


def teachers_in(region: Region | None) -> Q:
    """Rows about teachers of a district; whoever has none of their own is where the centre is. One query."""
    near = in_district(region, "teacher__region")
    return near | Q(teacher__region=None) if _is_same(region, region_of_centre()) else near


def near_to(teacher: Teacher) -> Q:
    """Posts in the district of a teacher. Two queries at most."""
    return in_district(teacher.region or region_of_centre())


def suiting(rows: Any, teacher: Teacher, on: date) -> Any:
    """Open posts with a free seat for what a teacher teaches, or near by; those for the major first."""
    taught = Opening.majors.through.objects.filter(
        opening=OuterRef("pk"),
        major__in=teacher.majors.through.objects.filter(teacher=teacher.pk).values("major"),
    )
    free = Opening.objects.with_free_seats().values("pk")
    return (
        rows.open_on(on)
        .filter(pk__in=free)
        .annotate(is_for_major=Exists(taught))
        .filter(Q(is_for_major=True) | Q(majors=None) | near_to(teacher))
        .distinct()
        .select_related("enterprise", "region")
        .prefetch_related("majors")
        .order_by("-is_for_major", "starts_on", "pk")
    )


def who_owes(rows: Any, opening: Opening, on: date, *, by: str = "") -> Any:
    """Those who owe practice within a year, without a plan that covers it, and teach what a post is for or
    are in its district: those for the major first, each with ``is_for_major`` and ``is_near``. Two queries.

    Args:
        rows: the :class:`PracticeDue` that somebody sees.
        by: only those for the ``"major"``, or only those in the ``"district"``.
    """
    owing = rows.short_by(on + A_YEAR).filter(short_from_as_planned__lte=on + A_YEAR)
    first = PracticeDue.objects.filter(teacher=OuterRef("teacher")).order_by("short_from", "pk")
    of_each = owing.filter(pk=first.values("pk")[:1]).annotate(
        is_for_major=_teaches(opening), is_near=_is_near(opening)
    )
    wanted = {BY_MAJOR: Q(is_for_major=True), BY_DISTRICT: Q(is_near=True)}
    found = of_each.filter(wanted.get(by, Q(is_for_major=True) | Q(is_near=True)))
    return found.select_related("teacher__department").order_by(
        "-is_for_major", "-is_near", "short_from", "pk"
    )


def _teaches(opening: Opening) -> Any:
    """Whether a teacher teaches what a post is for; a post for every major is for everybody."""
    majors = [major.pk for major in opening.majors.all()]
    if not majors:
        return _yes(Q(pk__isnull=False))
    taught = Teacher.majors.through.objects.filter(major__in=majors, teacher=OuterRef("teacher"))
    return Exists(taught)


def _is_near(opening: Opening) -> Any:
    """Whether a teacher is in the district of a post."""
    return _yes(teachers_in(opening.region)) if opening.region else Value(False)


def _yes(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())
