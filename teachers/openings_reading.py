"""Which posts for teachers suit whom: by the majors that somebody teaches, or near to the centre."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.models import Centre
from teachers.models import Opening, PracticeDue, Teacher

A_YEAR = timedelta(days=366)
CITY = 4


def in_our_city() -> Q:
    """Posts in the city of the centre. One query."""
    centre = Centre.objects.select_related("region").filter(pk=1).first()
    if centre is None or centre.region is None:
        return Q(pk__in=[])
    return Q(region__country=centre.region.country, region__code__startswith=centre.region.code[:CITY])


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
        .filter(Q(is_for_major=True) | Q(majors=None) | in_our_city())
        .distinct()
        .select_related("enterprise", "region")
        .prefetch_related("majors")
        .order_by("-is_for_major", "starts_on", "pk")
    )


def who_owes(rows: Any, opening: Opening, on: date) -> Any:
    """Those who owe practice within a year, without a plan that covers it, and teach what a post is for.

    Args:
        rows: the :class:`PracticeDue` that somebody sees.
    """
    majors = [major.pk for major in opening.majors.all()]
    owing = rows.short_by(on + A_YEAR).filter(short_from_as_planned__lte=on + A_YEAR)
    if majors:
        taught = Teacher.majors.through.objects.filter(major__in=majors)
        owing = owing.filter(teacher__in=taught.values("teacher"))
    first = PracticeDue.objects.filter(teacher=OuterRef("teacher")).order_by("short_from", "pk")
    of_each = owing.filter(pk=first.values("pk")[:1])
    return of_each.select_related("teacher__department").order_by("short_from", "pk")
