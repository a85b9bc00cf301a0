"""Students whose destination is asked for: in their last year, or graduated."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from core.access import Actor
from core.school_years import school_year
from internships.models import Student, StudentState


def graduates(actor: Actor, on: date) -> QuerySet[Student]:
    """Of those the actor sees, with class, major and what is known of them."""
    last_year = Q(
        state=StudentState.ENROLLED,
        school_class__entered_in__lte=school_year(on) + 1 - F("school_class__years"),
    )
    rows: QuerySet[Student] = Student.objects.visible_to(actor).filter(
        last_year | Q(state=StudentState.GRADUATED)
    )
    return rows
