"""What the database keeps of exchanges, whatever a page forgets."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from collaboration.exchange_walls import EXCHANGE_COLUMNS, REGISTRATION_COLUMNS
from collaboration.models import Exchange, ExchangeFile, Registration
from core.walls import inside
from tests.access.posts import kept
from tests.collaboration.exchanging import an_exchange, registered
from tests.world import come_in, join

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(world):
    """Exchanges of our partner and of a stranger, public and by invitation, with people of every kind."""
    for enterprise in (world.partner, world.stranger):
        public = an_exchange(world, enterprise=enterprise, title=f"公开 {enterprise.pk}", is_public=True)
        closed = an_exchange(world, enterprise=enterprise, title=f"内部 {enterprise.pk}")
        for one in (public, closed):
            registered(one, employee=f"职工 {enterprise.pk}")
        registered(public, user=world.teacher)
    return world


def titles() -> set[str]:
    return {one.title for one in Exchange.objects.only(*EXCHANGE_COLUMNS)}


def test_an_enterprise_reads_its_own_exchanges_and_its_own_employees(both):
    join(both.liaison)
    with inside(enterprise_id=both.partner.pk, person_id=both.liaison.user_id):
        assert titles() == {f"公开 {both.partner.pk}", f"内部 {both.partner.pk}"}
        rows = Registration.objects.only(*REGISTRATION_COLUMNS)
        assert {one.employee for one in rows} == {f"职工 {both.partner.pk}"}


def test_a_student_reads_what_is_public_what_they_are_invited_to_and_their_own_place(both):
    user = come_in(both.student)
    ours, theirs = (Exchange.objects.get(title=f"内部 {one.pk}") for one in (both.partner, both.stranger))
    ours.classes.add(both.school_class)
    theirs.classes.add(both.stranger_class)
    cancelled = an_exchange(both, state="cancelled", answer="停电", title="取消了的")
    mine = registered(cancelled, student=both.student)
    kept(ExchangeFile, theirs)
    with inside(person_id=user.pk):
        assert titles() == {
            f"公开 {both.partner.pk}", f"公开 {both.stranger.pk}", ours.title, cancelled.title
        }  # fmt: skip
        assert [one.pk for one in Registration.objects.only(*REGISTRATION_COLUMNS)] == [mine.pk]
        assert not ExchangeFile.objects.exists()


def test_what_is_proposed_only_is_no_students_to_read(both):
    user = come_in(both.student)
    an_exchange(both, state="agreed", is_public=True, title="未发布", code="")
    with inside(person_id=user.pk):
        assert "未发布" not in titles()


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("collaboration_exchange", "code"),
        ("collaboration_exchange", "organiser_id"),
        ("collaboration_exchange", "closed_by_id"),
        ("collaboration_registration", "teacher_id"),
        ("collaboration_registration", "user_id"),
        ("collaboration_registration", "registered_by_id"),
        ("collaboration_feedback", "words"),
        ("collaboration_feedbackgiven", "registration_id"),
        ("collaboration_credit", "hours"),
    ],
)
def test_the_code_who_else_comes_and_feedback_are_closed(both, table, column):
    join(both.liaison)
    with (
        inside(enterprise_id=both.partner.pk, person_id=both.liaison.user_id),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT {column} FROM {table}")
