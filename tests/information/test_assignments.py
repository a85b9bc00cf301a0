"""Tasks of people: who gives, does, hands over and sees them, and the page of everything that waits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.access import NotVisible
from core.calendar import deadlines_of
from core.duties import MOST, Duty, Source, Waiting, When, by_nearness, duties_of, everything_for, when_due
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from information.models import Assignment
from information.notices.assignments import remind
from information.operations import assignments as operations
from information.operations.assignments import UnableToAssign
from information.subjects import code_of
from partnerships.merging import merge, undo
from partnerships.models import Interaction, InteractionKind
from signing.models import Approval, ApprovalRoute
from tests.collaboration.exchanging import an_agreement
from tests.factories import EnterpriseFactory
from tests.information.assigning import NOW, TODAY, a_task
from tests.query_counts import assert_query_count
from tests.world import join, signed_in

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1))


def told(kind: str) -> list[int]:
    rows = Notification.objects.filter(kind=f"information.{kind}").exclude(state="cancelled")
    return sorted(rows.values_list("recipient_id", flat=True))


# --- How near a day is --------------------------------------------------------------------------


@given(on=DAYS, due_on=st.none() | DAYS)
def test_every_day_is_near_in_one_way(on, due_on):
    when = when_due(due_on, on)

    assert (when == When.NO_DAY) == (due_on is None)
    if due_on is not None:
        assert (when == When.OVERDUE) == (due_on < on)
        assert (when == When.TODAY) == (due_on == on)
        same_week = due_on.isocalendar()[:2] == on.isocalendar()[:2]
        assert (when == When.THIS_WEEK) == (due_on > on and same_week)


@given(on=DAYS, days=st.lists(st.none() | DAYS, max_size=12))
def test_groups_keep_everything_and_press_in_order(on, days):
    source = Source(name="x", label="x", icon="x", duties=lambda user, today: [])
    waiting = [Waiting(duty=Duty(title="x", url="/", due_on=day), source=source) for day in days]

    groups = by_nearness(waiting, on)

    assert sorted(str(one.duty.due_on) for _when, rows in groups for one in rows) == sorted(map(str, days))
    assert [when for when, _rows in groups] == [when for when in When if when in dict(groups)]


pytestmark = pytest.mark.django_db


# --- Giving -------------------------------------------------------------------------------------


def test_whose_task_it_is_hears_of_it_once(world):
    task = operations.give(
        actor=world.director, owner=world.officer, title=" 走访精工 ", due_on=TODAY, now=NOW
    )

    assert (task.title, task.department, task.giver) == ("走访精工", world.mechanics, world.director)
    assert told("task_given") == [world.officer.pk]


def test_anybody_of_the_centre_notes_a_task_for_themselves_and_is_not_told(world):
    task = operations.give(actor=world.teacher, owner=world.teacher, title="x", now=NOW)

    assert (task.owner, task.giver, task.due_on) == (world.teacher, world.teacher, None)
    assert told("task_given") == []


def test_who_holds_no_power_gives_nothing_to_others(world):
    with pytest.raises(PermissionDenied):
        operations.give(actor=world.teacher, owner=world.director, title="x", now=NOW)

    assert not Assignment.objects.exists()


@pytest.mark.parametrize("who", ["liaison", "gone"])
def test_only_people_of_the_centre_have_tasks(world, who):
    person = join(world.liaison) if who == "liaison" else world.teacher
    if who == "gone":
        person.is_active = False

    with pytest.raises(UnableToAssign, match="works at the centre"):
        operations.give(actor=world.director, owner=person, title="x", now=NOW)

    assert not Assignment.objects.exists()


def test_a_task_is_not_due_yesterday(world):
    yesterday = TODAY - timedelta(days=1)
    task = a_task(world)

    with pytest.raises(UnableToAssign, match="before today"):
        operations.give(actor=world.director, owner=world.officer, title="x", due_on=yesterday, now=NOW)
    with pytest.raises(UnableToAssign, match="before today"):
        operations.change(actor=world.director, pk=task.pk, due_on=yesterday, now=NOW)

    task.refresh_from_db()
    assert (Assignment.objects.count(), task.due_on) == (1, TODAY + timedelta(days=10))


def test_it_comes_from_a_record_that_its_giver_sees(world):
    task = operations.give(
        actor=world.officer, owner=world.officer, title="x", subject=world.partner, now=NOW
    )
    with pytest.raises(NotVisible):
        operations.give(actor=world.officer, owner=world.officer, title="x", subject=world.stranger, now=NOW)
    with pytest.raises(NotVisible):
        operations.give(actor=world.director, owner=world.officer, title="x", subject=world.centre, now=NOW)

    assert task.subject == world.partner
    assert Assignment.objects.count() == 1


# --- Doing, giving up, handing over -------------------------------------------------------------


def test_whoever_gave_it_reads_what_came_of_it(world):
    task = a_task(world)
    with pytest.raises(TransitionRefused, match="reason"):
        operations.finish(actor=world.teacher, pk=task.pk, word=" ", now=NOW)

    operations.finish(actor=world.teacher, pk=task.pk, word="名单已上传", now=NOW)

    task.refresh_from_db()
    assert (task.state, task.word, task.ended_by) == ("done", "名单已上传", world.teacher)
    assert told("task_ended") == [world.director.pk]
    with pytest.raises(TransitionRefused):
        operations.give_up(actor=world.teacher, pk=task.pk, word="x", now=NOW)


def test_whose_it_was_reads_why_it_was_given_up(world):
    task = a_task(world)

    operations.give_up(actor=world.director, pk=task.pk, word="不再需要", now=NOW)

    task.refresh_from_db()
    assert (task.state, task.word) == ("given_up", "不再需要")
    assert told("task_ended") == [world.teacher.pk]


def test_it_goes_to_somebody_else_and_everybody_concerned_hears_so(world):
    task = a_task(world, department=None)
    with pytest.raises(UnableToAssign, match="reason"):
        operations.hand_over(actor=world.teacher, pk=task.pk, owner=world.head, reason=" ", now=NOW)
    with pytest.raises(UnableToAssign, match="already"):
        operations.hand_over(actor=world.teacher, pk=task.pk, owner=world.teacher, reason="x", now=NOW)

    operations.hand_over(actor=world.teacher, pk=task.pk, owner=world.head, reason="出差", now=NOW)

    task.refresh_from_db()
    assert (task.owner, task.department) == (world.head, world.mechanics)
    assert told("task_handed_over") == sorted([world.head.pk, world.director.pk])
    event = AuditEvent.objects.get(verb="assignment.hand_over")
    assert event.details == {"from": world.teacher.pk, "to": world.head.pk}
    assert event.reason == "出差"
    with pytest.raises(NotVisible):
        operations.finish(actor=world.teacher, pk=task.pk, word="x", now=NOW)


def test_what_was_given_is_changed_by_whoever_gave_it(world):
    task = a_task(world)
    with pytest.raises(PermissionDenied, match="gave it"):
        operations.change(actor=world.teacher, pk=task.pk, due_on=None, now=NOW)

    operations.change(actor=world.director, pk=task.pk, due_on=TODAY, now=NOW)
    operations.change(actor=world.director, pk=task.pk, due_on=TODAY, now=NOW + timedelta(minutes=1))

    task.refresh_from_db()
    assert task.due_on == TODAY
    assert told("task_given") == [world.teacher.pk]


def test_what_is_over_is_neither_changed_nor_handed_over(world):
    task = a_task(world, state="done", word="x", ended_at=NOW)

    with pytest.raises(UnableToAssign, match="over"):
        operations.change(actor=world.director, pk=task.pk, title="y", now=NOW)
    with pytest.raises(UnableToAssign, match="over"):
        operations.hand_over(actor=world.director, pk=task.pk, owner=world.head, reason="x", now=NOW)

    task.refresh_from_db()
    assert (task.title, task.owner) == ("整理实习基地名单", world.teacher)


# --- Reminding ----------------------------------------------------------------------------------


def test_it_is_reminded_of_before_its_day_and_once_it_is_late(world):
    task = a_task(world, due_on=TODAY)
    a_task(world, due_on=None)
    a_task(world, due_on=TODAY, state="done", word="x", ended_at=NOW)

    told_on = []
    for days in range(-6, 10):
        told_on += [days] * remind(on=TODAY + timedelta(days=days), now=NOW)

    assert told_on == [-3, 1]
    assert set(Notification.objects.values_list("recipient", "subject_id")) == {(world.teacher.pk, task.pk)}


def test_a_reminder_that_has_not_gone_out_is_taken_back_when_it_is_done(world):
    task = a_task(world, due_on=TODAY)
    remind(on=TODAY, now=NOW)

    operations.finish(actor=world.teacher, pk=task.pk, word="x", now=NOW)

    assert told("task_due") == []


def test_a_new_owner_is_reminded_as_well(world):
    task = a_task(world, due_on=TODAY)
    remind(on=TODAY, now=NOW)
    operations.hand_over(actor=world.teacher, pk=task.pk, owner=world.head, reason="x", now=NOW)

    assert remind(on=TODAY, now=NOW) == 1
    assert told("task_due") == [world.head.pk]


def test_who_gets_it_back_or_gets_its_first_day_again_is_reminded_anew(world):
    task = a_task(world, due_on=TODAY, giver=world.director)
    remind(on=TODAY, now=NOW)
    for number, (actor, owner) in enumerate(
        ((world.teacher, world.head), (world.head, world.teacher)), start=1
    ):
        operations.hand_over(
            actor=actor, pk=task.pk, owner=owner, reason="x", now=NOW + timedelta(minutes=number)
        )
    assert remind(on=TODAY, now=NOW) == 1
    assert told("task_due") == [world.teacher.pk]

    for number, day in enumerate((TODAY + timedelta(days=30), TODAY), start=5):
        operations.change(actor=world.director, pk=task.pk, due_on=day, now=NOW + timedelta(minutes=number))
    assert remind(on=TODAY, now=NOW) == 1


# --- Who sees what ------------------------------------------------------------------------------


def test_one_sees_ones_own_those_one_gave_and_those_of_ones_departments(world):
    task = a_task(world)
    other = a_task(
        world, department=world.tourism, owner=world.stranger_officer, giver=world.stranger_officer
    )

    def seen(user):
        return set(Assignment.objects.visible_to(user))

    assert seen(world.teacher) == {task}
    assert seen(world.director) == {task, other}
    assert seen(world.stranger_officer) == {other}
    assert seen(world.head) == set(), "without the power one sees nothing of one's department's"
    assert Assignment.objects.permitting(world.teacher, "assignment.edit").get() == task
    assert not Assignment.objects.permitting(world.head, "assignment.edit").exists()


def test_what_it_is_about_is_named_only_to_those_who_see_that(world):
    task = a_task(world, subject=world.stranger, owner=world.officer)

    hidden = signed_in(world.officer).get(task.get_absolute_url()).content.decode()
    shown = signed_in(world.director).get(task.get_absolute_url()).content.decode()

    assert task.title in hidden
    assert world.stranger.name_en not in hidden
    assert world.stranger.get_absolute_url() not in hidden
    assert world.stranger.get_absolute_url() in shown


def test_tasks_of_a_merged_enterprise_are_about_the_one_that_stays(world):
    double = EnterpriseFactory.create(department=world.mechanics)
    task = a_task(world, subject=double)

    record = merge(actor=world.director, kept_pk=world.partner.pk, merged_pk=double.pk, now=NOW)

    assert Assignment.objects.about(world.partner).get() == task
    undo(actor=world.director, pk=record.pk, now=NOW)
    assert Assignment.objects.about(double).get() == task


# --- In the database ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"state": "done", "ended_at": NOW}, "an_assignment_ends_with_a_word"),
        ({"word": "x"}, "an_assignment_ends_with_a_word"),
        ({"subject_id": 4}, "an_assignment_is_about_one_record_or_none"),
    ],
)
def test_the_database_refuses(world, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        a_task(world, **fields)


# --- Pages --------------------------------------------------------------------------------------


def test_a_task_is_added_from_the_page_of_a_record_and_done(world):
    client = signed_in(world.director)
    tab = client.get(f"{world.partner.get_absolute_url()}?tab=todo").content.decode()
    address = f"{reverse('information:assignment_new')}?about=partnerships.enterprise%3A{world.partner.pk}"
    assert address in tab

    sent = {"title": "回访", "owner": world.teacher.pk, "due_on": timezone.localdate().isoformat()}
    client.post(address, sent)

    task = Assignment.objects.get()
    assert (task.subject, task.owner, task.giver) == (world.partner, world.teacher, world.director)
    assert "回访" in client.get(f"{world.partner.get_absolute_url()}?tab=todo").content.decode()
    owner = signed_in(world.teacher)
    assert "回访" in owner.get(reverse("information:assignment_board")).content.decode()
    owner.post(reverse("information:assignment_finish", args=[task.pk]), {"word": "已回访"})
    task.refresh_from_db()
    assert (task.state, task.word) == ("done", "已回访")


def test_who_gives_to_nobody_is_not_asked_to_whom(world):
    client = signed_in(world.teacher)
    address = reverse("information:assignment_new")
    assert 'name="owner"' not in client.get(address).content.decode()

    client.post(address, {"title": "x", "owner": world.director.pk})

    assert Assignment.objects.get().owner == world.teacher


def test_nobody_adds_a_task_about_what_they_do_not_see(world):
    address = f"{reverse('information:assignment_new')}?about={code_of(world.stranger)}"

    answer = signed_in(world.officer).post(address, {"title": "x", "owner": world.officer.pk})

    assert answer.status_code == 404
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("about", ["accounts.user:1", "projects.project:x", "x", "projects.project:²"])
def test_an_address_that_names_nothing_is_not_found(world, about):
    answer = signed_in(world.director).get(reverse("information:assignment_new"), {"about": about})

    assert answer.status_code == 404


def test_what_waits_is_on_one_page_whatever_it_comes_from(world):
    today = timezone.localdate()
    a_task(world, owner=world.officer, title="写总结", due_on=today)
    Interaction.objects.create(
        enterprise=world.partner,
        kind=InteractionKind.VISIT,
        happened_at=timezone.now(),
        summary="走访",
        next_action="寄送协议草案",
        next_action_on=today - timedelta(days=1),
        next_action_owner=world.officer,
    )

    found = [(one.source.name, one.duty.title) for one in duties_of(world.officer, today)]
    client = signed_in(world.officer)
    everything = client.get(reverse("information:assignment_board")).content.decode()
    only = client.get(reverse("information:assignment_board"), {"source": "assignments"}).content.decode()

    assert found == [("next_actions", "寄送协议草案"), ("assignments", "写总结")]
    assert everything.index("Overdue") < everything.index("寄送协议草案") < everything.index("写总结")
    assert "写总结" in only
    assert "寄送协议草案" not in only
    assert duties_of(world.head, today) == []


def test_its_day_is_in_the_calendar_of_whose_task_it_is(world):
    a_task(world)

    found = deadlines_of(world.teacher, first=TODAY, last=TODAY + timedelta(days=30))

    assert [one.title for one in found] == ["整理实习基地名单"]


def test_the_list_is_filtered_and_exported(world):
    a_task(world, title="迟到的", due_on=timezone.localdate() - timedelta(days=1))
    a_task(world, title="做完的", state="done", word="x", ended_at=NOW)
    address = reverse("information:assignment_list")
    client = signed_in(world.director)

    late = client.get(address, {"late": "on"}).content.decode()
    found = client.get(address, {"q": "做完"}).content.decode()
    exported = b"".join(client.get(address, {"state": "open", "export": "csv"})).decode("utf-8-sig")

    assert "迟到的" in late
    assert "做完的" not in late
    assert "做完的" in found
    assert "迟到的" in exported
    assert "做完的" not in exported


@pytest.mark.parametrize("name", ["assignment_board", "assignment_list"])
def test_pages_cost_the_same_however_many_tasks_there_are(world, name):
    client, address = signed_in(world.director), reverse(f"information:{name}")
    for number in (1, 9):
        for _one in range(number):
            a_task(world, owner=world.director, giver=world.officer, subject=world.partner)
        assert_query_count(f"information.{name}", client, address)


def test_where_more_waits_than_is_shown_the_page_says_of_how_many(world):
    today = timezone.localdate()
    Assignment.objects.bulk_create(
        Assignment(
            title=f"任务{number}",
            owner=world.officer,
            giver=world.officer,
            given_at=timezone.now(),
            due_on=today,
        )
        for number in range(MOST + 3)
    )
    found = everything_for(world.officer, today)
    board = signed_in(world.officer).get(reverse("information:assignment_board")).content.decode()

    assert len(found.waiting) == MOST
    assert found.totals["assignments"] == MOST + 3
    assert f"{MOST} of {MOST + 3}" in board


# --- From an approval ---------------------------------------------------------------------------


@pytest.fixture
def being_approved(world):
    """An agreement of the partner that waits for the director's decision."""
    agreement = an_agreement(world, world.partner)
    approval = Approval.objects.create(
        subject=agreement,
        title="框架协议",
        route=ApprovalRoute.objects.first(),
        department=world.mechanics,
        opened_by=world.officer,
        opened_at=NOW,
    )
    approval.steps.create(
        name_zh="主任", order=1, capability="agreement.approve", status="current", due_on=TODAY
    )
    return approval


@pytest.mark.django_db
def test_a_task_is_made_of_an_approval_where_one_decides_and_on_the_page_of_its_record(world, being_approved):
    client = signed_in(world.director)
    agreement = being_approved.subject
    address = f"{reverse('information:assignment_new')}?about=signing.approval%3A{being_approved.pk}"

    decide = reverse("signing:decide", args=[being_approved.steps.get().pk])
    assert address in client.get(decide).text
    assert address in client.get(f"{agreement.get_absolute_url()}?tab=approval").text
    client.post(address, {"title": "补充附件二", "owner": world.officer.pk, "due_on": "2099-01-05"})

    task = Assignment.objects.get()
    assert (task.subject, task.owner) == (being_approved, world.officer)
    assert "框架协议" in client.get(task.get_absolute_url()).text
    assert "补充附件二" in client.get(f"{agreement.get_absolute_url()}?tab=todo").text


@pytest.mark.django_db
def test_of_an_approval_one_does_not_see_no_task_is_made(world, being_approved):
    about = f"{reverse('information:assignment_new')}?about={code_of(being_approved)}"

    assert signed_in(world.stranger_officer).get(about).status_code == 404
    with pytest.raises(NotVisible):
        operations.give(
            actor=world.stranger_officer,
            owner=world.stranger_officer,
            title="x",
            subject=being_approved,
            now=NOW,
        )
    task = a_task(world, subject=being_approved, owner=world.stranger_officer)
    assert "框架协议" not in signed_in(world.stranger_officer).get(task.get_absolute_url()).text
