"""What the database keeps of part-time teachers from enterprises, whatever a page forgets."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from core.walls import inside
from teachers.models import Appointment, Engagement, NeedState, PartTimeNeed, PartTimeTeacher
from teachers.parttime_walls import (
    APPOINTMENT_COLUMNS,
    ENGAGEMENT_COLUMNS,
    NEED_COLUMNS,
    PERSON_COLUMNS,
)
from tests.factories import ContactFactory
from tests.teachers.parttiming import a_need, a_technician, serving, taught
from tests.world import join

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(world):
    """Somebody of our partner and of another enterprise teach; one need is a draft, one is closed."""
    join(world.liaison)
    for enterprise in (world.partner, world.stranger):
        person = a_technician(world.mechanics, ContactFactory.create(enterprise=enterprise))
        closed = a_need(world.mechanics, title=f"需求 {enterprise.pk}", state=NeedState.CLOSED)
        taught(serving(person, closed), 30)
    a_need(world.tourism, title="草稿", state=NeedState.DRAFT, published_on=None)
    a_need(world.tourism, title="招聘")
    return world


def as_liaison(world):
    return inside(enterprise_id=world.partner.pk, person_id=world.liaison.user_id)


def test_without_any_filter_only_the_own_people_and_what_is_published_are_there(both):
    with as_liaison(both):
        people = list(PartTimeTeacher.objects.only(*PERSON_COLUMNS).order_by("pk"))
        assert len(people) == 1
        assert [one.person_id for one in Appointment.objects.only(*APPOINTMENT_COLUMNS)] == [people[0].pk]
        assert Engagement.objects.only(*ENGAGEMENT_COLUMNS).order_by("pk").get().hours_taught == 30
        needs = PartTimeNeed.objects.only(*NEED_COLUMNS).order_by("pk")
        assert {one.title for one in needs} == {f"需求 {both.partner.pk}", "招聘"}


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("teachers_appointment", "fee"),
        ("teachers_appointment", "vetting"),
        ("teachers_appointment", "answer"),
        ("teachers_appointment", "vetted_by_id"),
        ("teachers_engagement", "fee"),
        ("teachers_engagement", "assessment"),
        ("teachers_engagement", "grade"),
        ("teachers_parttimeteacher", "birth_date"),
        ("teachers_parttimeteacher", "teacher_id"),
        ("teachers_appointmentclause", "text_zh"),
        ("teachers_appointmentfile", "file"),
        ("teachers_appointmentobjection", "reason"),
    ],
)
def test_fees_vetting_reasons_and_assessments_are_closed(both, table, column):
    with (
        as_liaison(both),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT {column} FROM {table}")
