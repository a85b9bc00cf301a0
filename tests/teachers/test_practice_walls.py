"""What the database keeps of teachers' practice from enterprises, whatever a page forgets."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from core.walls import inside
from teachers.models import Opening, Practice, PracticeEvaluation, Teacher
from teachers.practice_walls import OPENING_COLUMNS, PRACTICE_COLUMNS, TEACHER_COLUMNS
from tests.factories import TeacherFactory
from tests.teachers.practising import NOW, Practising, an_opening, practised
from tests.world import join

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(practising) -> Practising:
    """Practice in our partner and in another enterprise, in every state, with what both sides said."""
    join(practising.world.liaison)
    other = TeacherFactory.create(staff_number="X1", department=practising.world.tourism)
    for teacher, enterprise in (
        (practising.teacher, practising.world.partner),
        (other, practising.world.stranger),
    ):
        an_opening(practising.world, enterprise=enterprise)
        for state in ("planned", "under_way", "accepted"):
            practice = practised(teacher, enterprise, date(2026, 3, 2), date(2026, 3, 27), state=state)
            for side in ("enterprise", "centre"):
                PracticeEvaluation.objects.create(
                    practice=practice, side=side, grade="good", given_by="Somebody", given_at=NOW
                )
    return practising


def as_liaison(both: Practising):
    return inside(enterprise_id=both.world.partner.pk, person_id=both.world.liaison.user_id)


def test_without_any_filter_only_the_own_posts_and_the_own_approved_practice_are_there(both):
    with as_liaison(both):
        practices = list(Practice.objects.only(*PRACTICE_COLUMNS))
        assert {one.enterprise_id for one in practices} == {both.world.partner.pk}
        assert {one.state for one in practices} == {"under_way", "accepted"}
        openings = Opening.objects.only(*OPENING_COLUMNS)
        assert {one.enterprise_id for one in openings} == {both.world.partner.pk}
        teachers = Teacher.objects.only(*TEACHER_COLUMNS).order_by()
        assert [one.pk for one in teachers] == [both.teacher.pk]


def test_what_the_centre_says_of_a_teacher_stays_there(both):
    with as_liaison(both):
        said = list(PracticeEvaluation.objects.order_by())
        assert {one.side for one in said} == {"enterprise"}
        assert len(said) == 2


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("teachers_practice", "answer"),
        ("teachers_practice", "outcome"),
        ("teachers_practice", "decided_by_id"),
        ("teachers_teacher", "phone"),
        ("teachers_teacher", "staff_number"),
        ("teachers_teacher", "birth_date"),
        ("teachers_opening", "created_by_id"),
        ("teachers_practiceentry", "text"),
        ("teachers_practicefile", "file"),
        ("teachers_practicedue", "missing"),
        ("teachers_practiceday", '"on"'),
    ],
)
def test_logs_reasons_and_what_teachers_owe_are_closed(both, table, column):
    with (
        as_liaison(both),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT {column} FROM {table}")


def test_who_works_for_another_enterprise_sees_nothing_of_it(both):
    join(both.world.stranger_liaison)
    with inside(enterprise_id=both.world.stranger.pk, person_id=both.world.stranger_liaison.user_id):
        assert not Teacher.objects.only(*TEACHER_COLUMNS).filter(pk=both.teacher.pk).exists()
