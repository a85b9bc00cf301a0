"""Whom an announcement is for, on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.models import Appointment, User, subtrees
from information.models import Announcement, Audience
from internships.models import Plan, SchoolClass, Student, StudentState
from partnerships.models import Contact


def reached_by(announcement: Announcement, on: date) -> dict[int, Audience]:
    """The accounts of everybody it is for, each with the kind of person they are. At most seven queries."""
    keys = list(announcement.departments.values_list("pk", flat=True))
    below = frozenset().union(*subtrees(keys).values())
    return {
        user: audience
        for audience, people in _people(announcement, below, on)
        for user in people.values_list("user" if audience != Audience.STAFF else "pk", flat=True)
    }


def _people(
    announcement: Announcement, departments: frozenset[int], on: date
) -> Iterator[tuple[Audience, Any]]:
    if Audience.STAFF in announcement.audience:
        yield Audience.STAFF, _staff(departments, on)
    if Audience.PARTNERS in announcement.audience:
        yield Audience.PARTNERS, _partners(announcement, departments)
    if Audience.STUDENTS in announcement.audience:
        yield Audience.STUDENTS, _students(announcement, departments)


def _staff(departments: frozenset[int], on: date) -> QuerySet[User]:
    rows = User.objects.staff().order_by()
    if departments:
        appointed = Appointment.objects.on(on).filter(position__department__in=departments)
        rows = rows.filter(pk__in=appointed.order_by().values("user"))
    return rows


def _partners(announcement: Announcement, departments: frozenset[int]) -> QuerySet[Contact]:
    rows = Contact.objects.in_portal().exclude(user=None).filter(user__is_active=True).order_by()
    if departments:
        rows = rows.filter(enterprise__department__in=departments)
    if chosen := list(announcement.enterprises.values_list("pk", flat=True)):
        rows = rows.filter(enterprise__in=chosen)
    return rows


def _students(announcement: Announcement, departments: frozenset[int]) -> QuerySet[Student]:
    rows = Student.objects.exclude(user=None).exclude(state=StudentState.LEFT).filter(user__is_active=True)
    if departments:
        rows = rows.filter(school_class__department__in=departments)
    if announcement.plans.exists():
        rows = rows.filter(school_class__in=classes_of(announcement.plans.all()))
    return rows.order_by()


def classes_of(plans: QuerySet[Plan]) -> QuerySet[SchoolClass]:
    return SchoolClass.objects.filter(pk__in=plans.order_by().values("classes"))
