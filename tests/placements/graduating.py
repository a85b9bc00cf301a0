"""What the tests of graduates share: a class in its last year, a vacancy, an application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.school_years import school_year
from internships.models import SchoolClass
from placements.models import Vacancy, VacancyApplication
from placements.operations import vacancies
from tests.world import World

NOW = timezone.now()


def in_the_last_year(world: World) -> None:
    """The world's student; the stranger student has years to go."""
    first = school_year(timezone.localdate())
    SchoolClass.objects.filter(pk=world.school_class.pk).update(entered_in=first - 2, years=3)
    SchoolClass.objects.filter(pk=world.stranger_class.pk).update(entered_in=first, years=3)
    for student in (world.student, world.stranger_student):
        student.school_class.refresh_from_db()


def a_vacancy(world: World, state: str = "approved", **fields: Any) -> Vacancy:
    given: dict[str, Any] = {
        "name_en": "CNC technician",
        "name_zh": "数控技术员",
        "duties": "Sets up machining centres.",
        "seats": 1,
        "open_until": timezone.localdate() + timedelta(30),
        "state": state,
        "approved_at": NOW if state == "approved" else None,
        "enterprise": world.partner,
        "department": world.mechanics,
    }
    return Vacancy.objects.create(**given | fields)


def an_application(world: World, vacancy: Vacancy, **fields: Any) -> VacancyApplication:
    given: dict[str, Any] = {"letter": "I like lathes.", "parts": ["certificate"]}
    return vacancies.apply(
        actor=world.director, student=world.student, pk=vacancy.pk, now=timezone.now(), **given | fields
    )
