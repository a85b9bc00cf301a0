"""The demonstration's teachers in enterprises: six years with overlaps and gaps, told the same every time."""

from __future__ import annotations

from datetime import date

import pytest

from insights.demonstration.people import make_staff
from insights.demonstration.teacher_practice import make_practice
from insights.demonstration.teachers import make_teachers
from partnerships.models.enterprise import Stage
from teachers.models import Opening, Practice, PracticeDue, PracticeState
from tests.factories import EnterpriseFactory

ON = date(2026, 11, 22)


@pytest.mark.django_db
def test_teachers_practise_over_six_years_in_every_state():
    staff = make_staff(ON)
    make_teachers(staff, on=ON)
    for key in ("mechatronics", "it", "business", "tourism", "health"):
        for number in range(4):
            EnterpriseFactory.create(
                name=f"{key} {number}", department=staff.departments[key], state=Stage.PARTNER
            )

    make_practice(staff, on=ON)

    assert set(Practice.objects.values_list("state", flat=True)) == set(PracticeState.values)
    years = {day.year for day in Practice.objects.values_list("starts_on", flat=True)}
    assert years >= set(range(2021, 2027))
    standings = [due.urgency_on(ON) for due in PracticeDue.objects.all()]
    assert {"late", "met", "soon"} <= set(standings)
    assert Opening.objects.filter(state="open").count() >= 10
    assert Practice.objects.exclude(opening=None).exists()
    done = Practice.objects.filter(state=PracticeState.ACCEPTED)
    assert not done.filter(ends_on__gte=ON).exists()
