"""Whom an announcement reaches, who has read it, and that nobody else sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.access import NotVisible
from core.models import Notification
from core.registry import student_tasks
from core.transitions import TransitionRefused
from core.walls import inside
from information.models import Announcement, AnnouncementReader, Audience
from information.operations import announcements as operations
from information.operations.announcements import UnableToAnnounce
from information.reach import reached_by
from information.reading import told_to, unread_by
from information.walls import ANNOUNCEMENT_COLUMNS
from internships.me.pupil import pupil_of
from tests.information.announcing import NOW, a_draft, announced
from tests.placements.ending import a_plan
from tests.query_counts import assert_query_count
from tests.world import come_in, join, signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient_id", flat=True))


@pytest.fixture
def everybody(world):
    """People of partners and a student have accounts."""
    for contact in (world.liaison, world.stranger_liaison):
        join(contact)
    come_in(world.student)
    return world


# --- Whom it reaches ----------------------------------------------------------------------------


def test_staff_are_those_who_work_at_the_centre(everybody):
    reached = reached_by(a_draft(everybody, audience=["staff"]), TODAY)

    assert {everybody.teacher.pk, everybody.director.pk} <= set(reached)
    assert everybody.liaison.user_id not in reached
    assert everybody.student.user_id not in reached
    assert set(reached.values()) == {Audience.STAFF}


def test_a_department_reaches_what_belongs_to_it_and_nothing_else(everybody):
    world = everybody
    draft = a_draft(world, audience=["staff", "partners", "students"])
    draft.departments.set([world.mechanics])

    reached = reached_by(draft, TODAY)

    assert reached[world.officer.pk] == Audience.STAFF
    assert reached[world.liaison.user_id] == Audience.PARTNERS
    assert reached[world.student.user_id] == Audience.STUDENTS
    assert world.stranger_officer.pk not in reached
    assert world.stranger_liaison.user_id not in reached
    assert world.director.pk not in reached, "who is appointed above it is not of it"


def test_a_department_reaches_everything_below_it(everybody):
    draft = a_draft(everybody, audience=["staff"])
    draft.departments.set([everybody.centre])

    assert {everybody.officer.pk, everybody.stranger_officer.pk} <= set(reached_by(draft, TODAY))


def test_chosen_enterprises_are_the_only_ones(everybody):
    draft = a_draft(everybody, audience=["partners"])
    draft.enterprises.set([everybody.stranger])

    assert set(reached_by(draft, TODAY)) == {everybody.stranger_liaison.user_id}


def test_a_plan_reaches_the_students_of_its_classes(everybody):
    draft = a_draft(everybody, audience=["students"])
    plan = a_plan(everybody)
    plan.classes.clear()
    draft.plans.set([plan])
    assert reached_by(draft, TODAY) == {}

    plan.classes.set([everybody.student.school_class])

    assert set(reached_by(draft, TODAY)) == {everybody.student.user_id}


# --- Publishing ---------------------------------------------------------------------------------


def test_publishing_tells_everybody_it_is_for_once(everybody):
    world = everybody
    draft = operations.write(
        actor=world.officer,
        department=world.mechanics,
        title="产教融合开放日",
        text="欢迎参加。",
        audience=["partners", "students"],
        enterprises=[world.partner],
        now=NOW,
    )
    assert told("information.announced") == set()

    published = operations.publish(actor=world.officer, pk=draft.pk, now=NOW)

    assert told("information.announced") == {world.liaison.user_id, world.student.user_id}
    with pytest.raises(TransitionRefused):
        operations.publish(actor=world.officer, pk=draft.pk, now=NOW)
    assert published.readers.count() == 2


def test_what_reaches_nobody_is_not_published(everybody):
    draft = a_draft(everybody, audience=["students"])
    draft.departments.set([everybody.tourism])

    with pytest.raises(UnableToAnnounce, match="nobody"):
        operations.publish(actor=everybody.officer, pk=draft.pk, now=NOW)

    draft.refresh_from_db()
    assert draft.state == "draft"


def test_what_was_to_be_shown_until_yesterday_is_not_published(world):
    draft = a_draft(world, shown_until=TODAY - timedelta(days=1))

    with pytest.raises(UnableToAnnounce, match="over"):
        operations.publish(actor=world.officer, pk=draft.pk, now=NOW)


def test_who_comes_later_is_told_as_long_as_it_is_shown(everybody):
    world = everybody
    announced(world, audience=["students"], shown_until=TODAY)

    operations.spread_to_newcomers(on=TODAY + timedelta(days=1), now=NOW)
    assert told("information.announced") == set()
    operations.spread_to_newcomers(on=TODAY, now=NOW)
    operations.spread_to_newcomers(on=TODAY, now=NOW)

    assert told("information.announced") == {world.student.user_id}
    assert AnnouncementReader.objects.count() == 1


def test_whom_it_is_for_stays_once_they_were_told(everybody):
    world = everybody
    one = announced(world, world.officer)

    operations.change(
        actor=world.officer, pk=one.pk, text="已更正。", audience=["students"], departments=[], now=NOW
    )

    one.refresh_from_db()
    assert (one.text, one.audience) == ("已更正。", ["staff"])


def test_who_has_read_it_is_told_why_it_was_withdrawn(everybody):
    world = everybody
    one = announced(world, world.officer, world.teacher)
    operations.mark_read(user_id=world.teacher.pk, pk=one.pk, now=NOW + timedelta(minutes=1))

    with pytest.raises(TransitionRefused, match="reason"):
        operations.withdraw(actor=world.officer, pk=one.pk, reason=" ", now=NOW)
    operations.withdraw(actor=world.officer, pk=one.pk, reason="日期有误", now=NOW)

    assert told("information.withdrawn") == {world.teacher.pk}
    assert not told_to(world.teacher.pk, on=TODAY).exists()
    with pytest.raises(UnableToAnnounce, match="withdrawn"):
        operations.change(actor=world.officer, pk=one.pk, title="又一次", now=NOW)


def test_only_a_draft_is_discarded(everybody):
    one, draft = announced(everybody, everybody.officer), a_draft(everybody)

    with pytest.raises(UnableToAnnounce):
        operations.discard_draft(actor=everybody.officer, pk=one.pk, now=NOW)
    operations.discard_draft(actor=everybody.officer, pk=draft.pk, now=NOW)

    assert list(Announcement.objects.all()) == [one]


# --- Reading ------------------------------------------------------------------------------------


def test_it_is_read_once_its_page_was_open(everybody):
    world = everybody
    one = announced(world, world.teacher, world.liaison.user, world.student.user)
    assert one.title in str(
        signed_in(world.teacher).get(reverse("information:announcement_board")).content.decode()
    )

    signed_in(world.teacher).get(one.get_absolute_url())
    signed_in(world.liaison.user).get(reverse("portal:announcement", args=[one.pk]))
    signed_in(world.student.user).get(reverse("me:announcement", args=[one.pk]))

    assert not one.readers.filter(read_at=None).exists()
    assert not unread_by(world.teacher.pk, on=TODAY).exists()


def test_what_is_important_and_unread_stands_first(world):
    plain = announced(world, world.teacher)
    pressing = announced(world, world.teacher, is_important=True, published_at=NOW - timedelta(days=9))
    done = announced(world, world.teacher, is_important=True, published_at=NOW + timedelta(days=1))
    operations.mark_read(user_id=world.teacher.pk, pk=done.pk, now=NOW + timedelta(days=2))

    assert list(told_to(world.teacher.pk, on=TODAY)) == [pressing, plain, done]


def test_a_student_finds_it_among_what_waits(everybody):
    announced(everybody, everybody.student.user)
    pupil = pupil_of(everybody.student.user)

    assert "岗位实习安全教育周" in [one.title for one in student_tasks(pupil, timezone.localdate())]


def test_who_was_not_told_does_not_see_it(everybody):
    world = everybody
    one = announced(world, world.officer)

    for person, name in (
        (world.teacher, "information:announcement_detail"),
        (world.stranger_officer, "information:announcement_detail"),
        (world.liaison.user, "portal:announcement"),
        (world.student.user, "me:announcement"),
    ):
        assert signed_in(person).get(reverse(name, args=[one.pk])).status_code == 404
    assert not one.readers.exclude(read_at=None).exists()


def test_the_database_opens_to_the_portal_only_what_its_person_was_told(everybody):
    world = everybody
    ours = announced(world, world.liaison.user)
    announced(world, world.stranger_liaison.user)
    announced(world, world.liaison.user, state="withdrawn", reason="x")

    with inside(enterprise_id=world.partner.pk, person_id=world.liaison.user_id):
        seen = list(Announcement.objects.only(*ANNOUNCEMENT_COLUMNS).order_by("pk"))
        readers = list(AnnouncementReader.objects.values_list("user", flat=True))

    assert seen == [ours]
    assert set(readers) == {world.liaison.user_id}


# --- Denials and constraints --------------------------------------------------------------------


def test_one_announces_for_ones_own_departments_and_to_enterprises_one_sees(world):
    said = {"title": "x", "text": "x", "audience": ["partners"], "now": NOW}

    with pytest.raises(PermissionDenied):
        operations.write(actor=world.officer, department=world.tourism, **said)
    with pytest.raises(NotVisible):
        operations.write(
            actor=world.officer, department=world.mechanics, enterprises=[world.stranger], **said
        )

    assert not Announcement.objects.exists()


def test_it_is_for_somebody(world):
    with pytest.raises(ValidationError):
        operations.write(
            actor=world.officer, department=world.mechanics, title="x", text="x", audience=[], now=NOW
        )
    with pytest.raises(IntegrityError, match="an_announcement_is_for_somebody"), transaction.atomic():
        a_draft(world, audience=[])


def test_somebody_is_told_once(world):
    one = announced(world, world.teacher)

    with pytest.raises(IntegrityError, match="somebody_is_told_once"), transaction.atomic():
        AnnouncementReader.objects.create(announcement=one, user=world.teacher, told_at=NOW)


# --- Pages --------------------------------------------------------------------------------------


def test_an_announcement_is_written_read_over_and_published(everybody):
    world = everybody
    client = signed_in(world.officer)
    sent = {
        "title": "实习动员会",
        "text": "周五下午两点，报告厅。",
        "department": world.mechanics.pk,
        "audience": ["students"],
    }
    answer = client.post(reverse("information:announcement_new"), sent)
    draft = Announcement.objects.get()
    assert answer.status_code == 302
    assert "would reach 1 person" in client.get(draft.get_absolute_url()).content.decode()

    client.post(reverse("information:announcement_publish", args=[draft.pk]))

    draft.refresh_from_db()
    assert draft.state == "published"
    assert told("information.announced") == {world.student.user_id}


def test_what_was_typed_stays_where_something_is_missing(world):
    answer = signed_in(world.officer).post(
        reverse("information:announcement_new"), {"title": "实习动员会", "text": "", "audience": []}
    )

    assert answer.status_code == 422
    assert "实习动员会" in answer.content.decode()
    assert not Announcement.objects.exists()


def test_the_list_of_readers_is_exported(everybody):
    world = everybody
    one = announced(world, world.teacher, world.officer)

    answer = signed_in(world.officer).get(reverse("information:announcement_readers", args=[one.pk]))

    assert world.teacher.email in b"".join(answer).decode("utf-8-sig")


@pytest.mark.parametrize("name", ["announcement_board", "announcement_list"])
def test_pages_cost_the_same_however_many_there_are(world, name):
    client, address = signed_in(world.officer), reverse(f"information:{name}")
    for number in (1, 9):
        for _one in range(number):
            announced(world, world.officer, world.teacher)
        assert_query_count(f"information.{name}", client, address)
