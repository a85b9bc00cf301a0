"""What the database keeps of logs, hours, leave and pay, whatever a page forgets."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from core.roles import LINK_ROLE
from core.walls import inside
from internships.me.walls import STUDENT_COLUMNS
from internships.models import Guardian, Student
from placements.day_walls import PLACEMENT_COLUMNS
from placements.me import days as my_days
from placements.me import log as my_log
from placements.me import pay as my_pay
from placements.models import (
    Leave,
    LogEntry,
    LogFile,
    MentorWeek,
    Payment,
    Placement,
    WorkDay,
)
from placements.operations.weeks import ask_mentors
from placements.portal import days as portal_days
from placements.weeks import end_of_month, month_of
from signing.models import TaskLink
from tests.placements.daily import NOW, TODAY, Daily, make_daily
from tests.world import join, signed_in

PARTS = (LogEntry, WorkDay, Leave, Payment)


@pytest.fixture
def daily(world) -> Daily:
    """Everything there is, of both students."""
    made = make_daily(world)
    for placement in (made.placement, made.stranger_placement):
        entry = LogEntry.objects.create(
            placement=placement, happened_on=TODAY, text=f"Of {placement.student.name}", written_at=NOW
        )
        LogFile.objects.create(
            parent=entry, name="x.pdf", mime="application/pdf", size=1, sha256="0" * 64, added_at=NOW
        )
        WorkDay.objects.create(
            placement=placement, day=TODAY, hours=Decimal(8), source="student", said_at=NOW
        )
        Leave.objects.create(
            placement=placement, first_on=TODAY, last_on=TODAY, reason="Private", asked_at=NOW
        )
        Payment.objects.create(
            placement=placement,
            month=month_of(TODAY),
            period_from=month_of(TODAY),
            period_until=end_of_month(TODAY),
            recorded_at=NOW,
        )
    ask_mentors(now=NOW + timedelta(days=3))
    return made


def seen() -> dict[str, set[int]]:
    found = {model.__name__: set(model.objects.values_list("placement", flat=True)) for model in PARTS}
    found["LogFile"] = set(LogFile.objects.values_list("parent__placement", flat=True))
    found["Placement"] = set(Placement.objects.values_list("pk", flat=True))
    return found


def test_a_student_reads_nobody_elses_days_even_without_any_filter(daily):
    own = {daily.placement.pk}
    with inside(person_id=daily.pupil.pk):
        assert seen() == dict.fromkeys(seen(), own)
        assert not MentorWeek.objects.exists()


def test_a_mentor_and_a_liaison_read_the_days_of_their_own_and_neither_leave_nor_pay(daily):
    own = {daily.placement.pk}
    for contact in (daily.world.mentor, daily.world.liaison):
        user = join(contact)
        with inside(enterprise_id=daily.world.partner.pk, person_id=user.pk):
            found = seen()
            assert (found["LogEntry"], found["WorkDay"], found["LogFile"]) == (own, own, own)
            assert found["Placement"] == own
            assert (found["Leave"], found["Payment"]) == (set(), set()), "asked for, and between others"
            names = Student.objects.only(*STUDENT_COLUMNS)
            assert [row.name for row in names] == ["李明"]


def test_a_mentor_of_others_reads_nothing_of_a_colleagues_students(daily):
    from tests.factories import ContactFactory

    colleague = ContactFactory.create(enterprise=daily.world.partner, roles=["mentor"])
    user = join(colleague)
    with inside(enterprise_id=daily.world.partner.pk, person_id=user.pk):
        assert seen() == {name: set() for name in seen()}


def test_leave_that_is_granted_is_seen_at_the_enterprise(daily):
    Leave.objects.filter(placement=daily.placement).update(state="granted", decided_at=NOW)
    user = join(daily.world.mentor)
    with inside(enterprise_id=daily.world.partner.pk, person_id=user.pk):
        assert seen()["Leave"] == {daily.placement.pk}


def test_the_link_of_a_week_reads_that_mentors_students_and_nothing_else_of_them(daily):
    week = MentorWeek.objects.get(contact=daily.world.mentor)
    link = TaskLink.objects.get(task="week", subject_id=week.pk)
    with inside(role=LINK_ROLE, link_id=link.pk):
        own = {daily.placement.pk}
        assert set(Placement.objects.values_list("pk", flat=True)) == own
        assert set(LogEntry.objects.values_list("placement", flat=True)) == own
        assert set(WorkDay.objects.values_list("placement", flat=True)) == own
        assert [row.pk for row in MentorWeek.objects.all()] == [week.pk]
        assert list(Student.objects.order_by().values_list("name", flat=True)) == ["李明"]
        assert not Guardian.objects.order_by().values_list("pk").exists()
        assert not Leave.objects.values("id").exists()
        for column in ("placements_leave.decided_by_id", "placements_payment.amount"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(f"SELECT {column} FROM {column.split('.')[0]}")


def test_another_kind_of_link_reads_no_days(daily):
    link = TaskLink.objects.get(subject_id=MentorWeek.objects.get(contact=daily.world.mentor).pk)
    TaskLink.objects.filter(pk=link.pk).update(task="question")
    with inside(role=LINK_ROLE, link_id=link.pk):
        assert not LogEntry.objects.exists()
        assert not Placement.objects.only(*PLACEMENT_COLUMNS).exists()


@pytest.mark.parametrize("column", ["application", "reason", "created_by_id", "instructor_id"])
def test_of_a_placement_nobody_outside_reads_why_it_was_broken_off(daily, column):
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with inside(person_id=daily.pupil.pk), denied, transaction.atomic():
        connection.cursor().execute(f"SELECT {column} FROM placements_placement")


def test_nothing_is_written_behind_the_walls(daily):
    with inside(person_id=daily.pupil.pk):
        for statement in (
            "UPDATE placements_workday SET hours = 1",
            "DELETE FROM placements_logentry",
            "UPDATE placements_payment SET received_at = now()",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)


def test_a_students_page_that_forgets_its_filter_shows_no_stranger(daily, monkeypatch):
    monkeypatch.setattr(my_log, "own_entries", lambda _pupil: LogEntry.objects.all())
    monkeypatch.setattr(my_days, "own_days", lambda _pupil: WorkDay.objects.all())
    monkeypatch.setattr(my_days, "own_leaves", lambda _pupil: Leave.objects.all())
    monkeypatch.setattr(my_pay, "own_payments", lambda _pupil: Payment.objects.all())
    client = signed_in(daily.pupil.user)
    for page in ("me:today", "me:log", "me:days", "me:pay"):
        response = client.get(reverse(page))
        assert response.status_code == 200
        assert "陌生" not in response.content.decode()
    theirs = LogEntry.objects.get(placement=daily.stranger_placement)
    leave = Leave.objects.get(placement=daily.stranger_placement)
    payment = Payment.objects.get(placement=daily.stranger_placement)
    for name, key in (
        ("me:log_edit", theirs.pk),
        ("me:log_file", theirs.files.get().pk),
        ("me:pay_dispute", payment.pk),
    ):
        assert client.get(reverse(name, args=[key])).status_code == 404, name
    assert client.post(reverse("me:leave_withdraw", args=[leave.pk])).status_code == 404
    leave.refresh_from_db()
    assert leave.state == "asked"


def test_a_page_of_the_portal_that_forgets_its_filter_shows_no_stranger(daily, monkeypatch):
    monkeypatch.setattr(
        portal_days, "own_interns", lambda _partner: Placement.objects.only(*PLACEMENT_COLUMNS)
    )
    monkeypatch.setattr(portal_days, "own_weeks", lambda _partner: MentorWeek.objects.with_asker())
    client = signed_in(join(daily.world.mentor))
    for name, key in (
        ("portal:intern", daily.stranger_placement.pk),
        ("portal:intern_file", LogFile.objects.get(parent__placement=daily.stranger_placement).pk),
        ("portal:week", MentorWeek.objects.exclude(contact=daily.world.mentor).get().pk),
    ):
        assert client.get(reverse(name, args=[key])).status_code == 404, name
    page = client.get(reverse("portal:interns")).content.decode()
    assert "陌生" not in page
    assert "Mo Sheng" not in page
