"""Members and terms, supplies, meetings, tasks; figures from real data; walls."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliances import notices
from alliances.figures import figures_of
from alliances.merging import obstacle
from alliances.models import (
    Alliance,
    AllianceDocument,
    AllianceTask,
    Meeting,
    Member,
    SupplyLink,
)
from alliances.operations import alliances, meetings
from alliances.operations.alliances import UnableToAlly
from alliances.walls import ALLIANCE_COLUMNS, TASK_COLUMNS
from core.access import NotVisible
from core.calendar import deadlines_of
from core.metrics import metrics
from core.models import Notification
from core.story import story_for, story_of
from core.transitions import TransitionRefused
from core.walls import inside
from tests.alliances.allying import FOUNDED, NOW, a_meeting, a_member, a_task, an_alliance
from tests.collaboration.exchanging import an_exchange, partner
from tests.factories import EnterpriseFactory
from tests.query_counts import assert_query_count
from tests.training.teaching import closed
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db


def told(kind) -> set[int]:
    return set(Notification.objects.filter(kind=kind.name).values_list("recipient_id", flat=True))


def test_an_alliance_is_at_work_once_it_is_founded_and_has_members(world):
    made = alliances.prepare(
        actor=world.director, department=world.mechanics, kind="group", name="太湖职教集团", now=NOW
    )
    with pytest.raises(TransitionRefused, match="founded"):
        alliances.activate(actor=world.director, pk=made.pk, now=NOW)
    alliances.change(actor=world.director, pk=made.pk, founded_on=FOUNDED, now=NOW)
    with pytest.raises(TransitionRefused, match="no members"):
        alliances.activate(actor=world.director, pk=made.pk, now=NOW)
    alliances.add_member(
        actor=world.director,
        pk=made.pk,
        enterprise=world.partner,
        role="council",
        starts_on=FOUNDED,
        now=NOW,
    )
    assert alliances.activate(actor=world.director, pk=made.pk, now=NOW).state == "active"


def test_dissolving_ends_memberships_that_had_a_later_end_and_cancels_meetings_to_come(world):
    join(world.liaison)
    alliance = an_alliance(world)
    later = a_member(alliance, world.stranger, ends_on=date(2027, 12, 21))
    left = a_member(alliance, EnterpriseFactory.create(), ends_on=date(2026, 1, 31))
    a_member(alliance, EnterpriseFactory.create(), starts_on=date(2027, 1, 1))
    held, planned = a_meeting(alliance), a_meeting(alliance, days=20)

    alliances.dissolve(actor=world.director, pk=alliance.pk, reason="任务完成", now=NOW)

    for one in (later, left, held, planned):
        one.refresh_from_db()
    assert (later.ends_on, left.ends_on) == (date(2026, 11, 16), date(2026, 1, 31))
    assert not alliance.members.lasting(date(2026, 11, 17)).exists()
    assert not alliance.members.filter(starts_on__gt=date(2026, 11, 16)).exists()
    assert (held.state, planned.state, planned.reason) == ("held", "cancelled", "任务完成")
    assert told(notices.CANCELLED) == {world.liaison.user_id}


@pytest.mark.parametrize("founded_on", [None, date(2027, 3, 1)])
def test_what_is_only_prepared_can_be_given_up(world, founded_on):
    alliance = an_alliance(world, state="preparing", founded_on=founded_on)

    gone = alliances.dissolve(actor=world.director, pk=alliance.pk, reason="未获批准", now=NOW)

    assert (gone.state, gone.founded_on, gone.is_over) == ("dissolved", None, True)
    assert str(gone.chip.label) == "Given up"
    assert not alliance.members.lasting(date(2026, 11, 17)).exists()


def test_what_is_dissolved_ends_its_memberships_and_is_changed_no_more(world):
    alliance = an_alliance(world)
    with pytest.raises(TransitionRefused):
        alliances.dissolve(actor=world.director, pk=alliance.pk, reason=" ", now=NOW)
    alliances.dissolve(actor=world.director, pk=alliance.pk, reason="任务完成", now=NOW)

    assert set(alliance.members.values_list("ends_on", flat=True)) == {date(2026, 11, 16)}
    with pytest.raises(UnableToAlly):
        alliances.change(actor=world.director, pk=alliance.pk, name="别的", now=NOW)
    with pytest.raises(UnableToAlly):
        alliances.add_member(
            actor=world.director, pk=alliance.pk, enterprise=world.stranger, starts_on=FOUNDED, now=NOW
        )


def test_another_role_ends_the_one_before_and_terms_do_not_overlap(world):
    alliance = an_alliance(world)
    ours = alliance.members.get(enterprise=world.partner)
    alliances.change_role(
        actor=world.director,
        member_id=ours.pk,
        role="council",
        leads=False,
        starts_on=date(2026, 6, 1),
        now=NOW,
    )

    terms = alliance.members.filter(enterprise=world.partner).order_by("starts_on")
    assert list(terms.values_list("role", "starts_on", "ends_on")) == [
        ("vice_chair", FOUNDED, date(2026, 5, 31)),
        ("council", date(2026, 6, 1), None),
    ]
    with pytest.raises(ValidationError):
        alliances.add_member(
            actor=world.director,
            pk=alliance.pk,
            enterprise=world.partner,
            starts_on=date(2026, 5, 1),
            now=NOW,
        )
    assert terms.count() == 2


@given(first=st.integers(0, 400), length=st.integers(0, 400), gap=st.integers(-400, 400))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # each example undoes what it did
def test_terms_of_a_member_overlap_exactly_where_the_database_says_so(world, first, length, gap):
    with transaction.atomic():
        alliance = an_alliance(world, name=f"{first} {length} {gap}")
        starts = FOUNDED + timedelta(days=first)
        a_member(alliance, world.stranger, starts_on=starts, ends_on=starts + timedelta(days=length))
        again = starts + timedelta(days=gap)
        overlaps = again <= starts + timedelta(days=length) and again + timedelta(days=5) >= starts
        try:
            with transaction.atomic():
                a_member(alliance, world.stranger, starts_on=again, ends_on=again + timedelta(days=5))
            refused = False
        except IntegrityError:
            refused = True
        assert refused is overlaps
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "broken",
    [
        {"enterprise": None},
        {"organisation": "某校", "outside_kind": "school"},
        {"ends_on": FOUNDED - timedelta(days=1)},
    ],
)
def test_the_database_keeps_a_member_whole(world, broken):
    alliance = an_alliance(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        alliance.members.filter(enterprise=world.partner).update(**broken)


def test_one_member_leads_at_a_time(world):
    alliance = an_alliance(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        alliance.members.filter(enterprise=world.partner).update(leads=True)


def supply(world, **fields) -> SupplyLink:
    said = {
        "supplier": world.partner,
        "customer": world.stranger,
        "goods": "精密铸件",
        "starts_on": FOUNDED,
        "now": NOW,
    }
    return alliances.link_supply(actor=world.director, **said | fields)


def test_nobody_supplies_itself_and_a_supply_lasts_once_at_a_time(world):
    with pytest.raises(ValidationError):
        supply(world, customer=world.partner)
    link = supply(world)
    with pytest.raises(ValidationError):
        supply(world, starts_on=date(2026, 1, 1))
    alliances.end_supply(actor=world.director, pk=link.pk, ends_on=date(2025, 12, 31), now=NOW)
    supply(world, starts_on=date(2026, 1, 1))
    supply(world, supplier=world.stranger, customer=world.partner)

    assert SupplyLink.objects.count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        SupplyLink.objects.filter(pk=link.pk).update(customer=world.partner)


def test_an_enterprise_out_of_sight_is_linked_with_nobody(world):
    with pytest.raises(NotVisible):
        alliances.link_supply(
            actor=world.officer,
            supplier=world.partner,
            customer=world.stranger,
            goods="x",
            starts_on=FOUNDED,
            now=NOW,
        )
    assert not SupplyLink.objects.exists()


def test_two_members_or_both_ends_of_a_supply_do_not_become_one(world):
    assert obstacle(world.partner, world.stranger) is None
    alliance = an_alliance(world)
    member = a_member(alliance, world.stranger)
    assert "members" in str(obstacle(world.partner, world.stranger))
    member.delete()
    supply(world)
    assert "supplies" in str(obstacle(world.partner, world.stranger))


def test_a_meeting_is_called_held_with_minutes_and_cancelled_with_a_reason(world):
    liaison = partner(world.liaison)
    stranger = partner(world.stranger_liaison)
    alliance = an_alliance(world)
    said = {"title": "理事会", "place": "苏州", "ends_at": NOW + timedelta(days=3, hours=2)}
    called = meetings.call_meeting(
        actor=world.director, pk=alliance.pk, starts_at=NOW + timedelta(days=3), now=NOW, **said
    )
    assert told(notices.MEETING) == {liaison.pk}
    with pytest.raises(TransitionRefused, match="not begun"):
        meetings.hold_meeting(actor=world.director, pk=called.pk, minutes="无", attended=[], now=NOW)

    ours = alliance.members.get(enterprise=world.partner)
    after = NOW + timedelta(days=4)
    held = meetings.hold_meeting(
        actor=world.director, pk=called.pk, minutes="同意", attended=[ours], now=after
    )
    assert (held.state, list(held.attended.all())) == ("held", [ours])

    late = a_member(alliance, world.stranger, starts_on=date(2026, 12, 1))
    with pytest.raises(ValidationError):
        meetings.correct_minutes(actor=world.director, pk=called.pk, minutes="改", attended=[late], now=after)
    other = a_meeting(alliance, days=9)
    meetings.cancel_meeting(actor=world.director, pk=other.pk, reason="台风", now=NOW)
    assert told(notices.CANCELLED) == {liaison.pk}
    assert stranger.pk not in told(notices.CANCELLED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=called.pk).update(minutes="")


def test_a_resolution_is_one_persons_and_done_with_a_word(world):
    liaison = partner(world.liaison)
    alliance = an_alliance(world, organiser=world.director)
    meeting = a_meeting(alliance)
    give = {"actor": world.director, "meeting_id": meeting.pk, "due_on": date(2026, 12, 1), "now": NOW}
    with pytest.raises(ValidationError):
        meetings.resolve(text="谁也没有", **give)
    with pytest.raises(UnableToAlly):
        meetings.resolve(text="外人", contact=world.stranger_liaison, **give)
    task = meetings.resolve(text="提交清单", contact=world.liaison, **give)
    assert told(notices.TASK) == {liaison.pk}

    with pytest.raises(NotVisible):
        meetings.finish_at_portal(partner=partner(world.stranger_liaison), pk=task.pk, word="x", now=NOW)
    with pytest.raises(TransitionRefused):
        meetings.finish_at_portal(partner=liaison, pk=task.pk, word=" ", now=NOW)
    meetings.finish_at_portal(partner=liaison, pk=task.pk, word="已交", now=NOW)

    task.refresh_from_db()
    assert (task.state, task.word) == ("done", "已交")
    assert told(notices.ENDED) == {world.director.pk}
    with pytest.raises(IntegrityError), transaction.atomic():
        AllianceTask.objects.update(word="")


def test_the_owner_of_a_task_does_it_without_any_power(world):
    task = a_task(a_meeting(an_alliance(world)), owner=world.teacher)
    with pytest.raises(NotVisible):
        meetings.finish(actor=world.class_teacher, pk=task.pk, word="x", now=NOW)
    with pytest.raises(PermissionDenied):
        meetings.drop(actor=world.teacher, pk=task.pk, reason="x", now=NOW)
    assert meetings.finish(actor=world.teacher, pk=task.pk, word="完成", now=NOW).state == "done"


def test_whose_task_is_due_is_told_twice_and_has_it_in_the_calendar(world):
    task = a_task(a_meeting(an_alliance(world)), owner=world.teacher)
    soon, late = date(2026, 11, 29), date(2026, 12, 3)
    assert [notices.remind(on=day, now=NOW) for day in (date(2026, 11, 20), soon, soon, late)] == [0, 1, 0, 1]
    found = deadlines_of(world.teacher, first=soon, last=late)
    assert [one.title for one in found if one.uid == f"alliance-task-{task.pk}"] == [task.text]


def test_joint_figures_count_each_member_as_long_as_it_was_one(world):
    alliance = an_alliance(world)
    a_member(alliance, world.stranger, ends_on=date(2026, 11, 30))
    for enterprise, day in ((world.partner, NOW), (world.stranger, NOW), (world.stranger, NOW)):
        an_exchange(
            world, enterprise=enterprise, state="closed", hours=Decimal(2), closed_at=NOW, starts_at=day,
            ends_at=day + timedelta(hours=2),
        )  # fmt: skip
    closed(world)  # on 3 December, when the stranger was none any more

    lines = {one.metric.code: one.by_member for one in figures_of(alliance, 2026)}

    assert lines["exchange_lectures"] == {world.partner.pk: 1, world.stranger.pk: 2}
    assert lines["training_employees"] == {world.partner.pk: 1}
    assert lines["training_hours"] == {world.partner.pk: Decimal(8)}
    assert figures_of(alliance, 2025) == []
    by_hand = {}
    for metric in metrics():
        for row in metric.occurrences():
            if row["occurred_on"].year == 2026 and row["enterprise"] == world.partner.pk:
                by_hand[metric.code] = by_hand.get(metric.code, 0) + row["quantity"]
    assert {code: one[world.partner.pk] for code, one in lines.items()} == by_hand


# --- At the portal, and on pages ----------------------------------------------------------------


@pytest.fixture
def shared(world):
    """Ours with documents and tasks, and one of the stranger's."""
    today = timezone.localdate()
    for one in (world.liaison, world.stranger_liaison):
        join(one)
    alliance = an_alliance(world, founded_on=today)
    theirs = an_alliance(world, name="别人的联合体")
    theirs.members.filter(enterprise=world.partner).update(
        starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1)
    )
    a_member(theirs, world.stranger, starts_on=today)
    Member.objects.filter(alliance=alliance).update(starts_on=today - timedelta(days=1))
    school = alliance.members.get(enterprise=None)
    for name, readers in (("章程", []), ("内部", [school]), ("给我们", list(alliance.members.all()))):
        alliances.share_document(
            actor=world.director,
            pk=alliance.pk,
            upload=SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.7\n"),
            is_charter=name == "章程",
            readers=readers,
            now=timezone.now(),
        )
    a_task(a_meeting(alliance), contact=world.liaison)
    a_task(a_meeting(alliance), owner=world.director, text="学校的任务")
    a_meeting(theirs, title="别人的会")
    return world


def test_the_wall_opens_our_alliances_and_nothing_to_a_stranger(shared):
    def seen(enterprise, contact):
        with inside(enterprise_id=enterprise.pk, person_id=contact.user_id):
            return (
                {one.name for one in Alliance.objects.only(*ALLIANCE_COLUMNS)},
                {one.name for one in AllianceDocument.objects.all()},
                {one.text for one in AllianceTask.objects.only(*TASK_COLUMNS)},
                set(Meeting.objects.values_list("title", flat=True)),
                Member.objects.count(),
            )

    name = "苏州智能制造行业产教融合共同体"
    assert seen(shared.partner, shared.liaison) == (
        {name}, {"章程.pdf", "给我们.pdf"}, {"提交岗位需求清单"}, {"年度理事会"}, 2,
    )  # fmt: skip
    strangers = seen(shared.stranger, shared.stranger_liaison)
    assert strangers == ({"别人的联合体"}, set(), set(), {"别人的会"}, 3)
    with (
        inside(enterprise_id=shared.partner.pk, person_id=shared.liaison.user_id),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT organiser_id FROM alliances_alliance")


def test_a_member_reads_documents_and_does_its_task_at_the_portal(shared):
    client, stranger = signed_in(shared.liaison.user), signed_in(shared.stranger_liaison.user)
    alliance = Alliance.objects.get(name__startswith="苏州")
    address = reverse("portal:alliance", args=[alliance.pk])
    page = client.get(address).content.decode()
    assert "苏州职业大学" in page
    assert "内部.pdf" not in page
    assert stranger.get(address).status_code == 404

    for name, status in (("给我们.pdf", 200), ("内部.pdf", 404)):
        kept = AllianceDocument.objects.get(name=name)
        path = reverse("portal:alliance_document", args=[alliance.pk, kept.pk])
        assert client.get(path).status_code == status
        assert stranger.get(path).status_code == 404

    task = AllianceTask.objects.get(contact=shared.liaison)
    path = reverse("portal:alliance_task_finish", args=[task.pk])
    assert stranger.post(path, {"word": "x"}).status_code == 404
    assert client.post(path, {"word": "已完成"}).status_code == 302
    task.refresh_from_db()
    assert task.state == "done"


def test_a_membership_is_told_in_the_story_of_both_sides(world):
    an_alliance(world)
    until = timezone.localdate()
    lines = story_of(world.director, world.partner, until=until, limit=5, only="alliances")
    assert [one.happening.on for one in lines] == [FOUNDED]
    ours = partner(world.liaison)
    with inside(enterprise_id=world.partner.pk, person_id=ours.pk):
        told_lines = [one for one in story_for(ours, until=until, limit=9) if one.source.name == "alliances"]
    assert len(told_lines) == 1


def test_the_chain_is_a_table_and_a_graph_and_stands_on_the_enterprises(world):
    alliance = an_alliance(world)
    a_member(alliance, world.stranger)
    supply(world)
    client = signed_in(world.director)
    page = client.get(f"{alliance.get_absolute_url()}?tab=chain").content.decode()
    assert '"kind": "graph"' in page
    assert f"{world.partner} → {world.stranger}" in page
    of_enterprise = client.get(f"{world.stranger.get_absolute_url()}?tab=alliances").content.decode()
    assert "精密铸件" in of_enterprise


def test_figures_are_exported_by_member(world):
    alliance = an_alliance(world)
    an_exchange(world, enterprise=world.partner, state="closed", hours=Decimal(2), closed_at=NOW)
    address = reverse("alliances:alliance_figures", args=[alliance.pk])
    response = signed_in(world.director).get(address, {"year": "2026"})
    text = b"".join(response.streaming_content).decode()
    assert world.partner.name in text or str(world.partner) in text
    assert (
        signed_in(world.director).get(f"{alliance.get_absolute_url()}?tab=figures&year=99999").status_code
        == 200
    )


@pytest.mark.parametrize("count", [1, 6])
def test_pages_cost_as_many_queries_however_much_there_is(world, count):
    alliance = an_alliance(world)
    a_member(alliance, world.stranger)
    meeting = a_meeting(alliance)
    for number in range(count):
        other = an_alliance(world, name=f"第{number}")
        a_meeting(alliance, title=f"第{number}次").attended.set(alliance.members.all())
        a_task(meeting, contact=world.liaison, text=f"任务{number}")
        a_task(meeting, owner=world.director, text=f"任务{number}")
        a_meeting(other)
    supply(world)
    staff, liaison = signed_in(world.director), signed_in(join(world.liaison))
    assert_query_count("alliances:alliance_list", staff, reverse("alliances:alliance_list"))
    for tab in ("overview", "members", "chain", "meetings", "tasks", "documents", "figures"):
        assert_query_count(f"alliances:alliance {tab}", staff, f"{alliance.get_absolute_url()}?tab={tab}")
    of_enterprise = f"{world.partner.get_absolute_url()}?tab=alliances"
    assert_query_count("alliances of an enterprise", staff, of_enterprise)
    assert_query_count("portal:alliances", liaison, reverse("portal:alliances"))
    assert_query_count("portal:alliance", liaison, reverse("portal:alliance", args=[alliance.pk]))


def test_a_member_reads_at_the_portal_who_supplies_whom_among_the_members(world):
    alliance = an_alliance(world)
    other, outside = EnterpriseFactory.create(name="吴江铸造厂"), EnterpriseFactory.create(name="场外公司")
    a_member(alliance, other)
    SupplyLink.objects.create(supplier=other, customer=world.partner, goods="精密铸件", starts_on=FOUNDED)
    SupplyLink.objects.create(supplier=outside, customer=world.partner, goods="办公家具", starts_on=FOUNDED)
    SupplyLink.objects.create(
        supplier=world.partner, customer=other, goods="旧工装", starts_on=FOUNDED, ends_on=FOUNDED
    )
    # The member of another alliance of ours is no member of this one.
    second = an_alliance(world, name="另一共同体")
    a_member(second, outside)
    Member.objects.filter(alliance=second, enterprise=world.partner).delete()

    text = signed_in(join(world.liaison)).get(reverse("portal:alliance", args=[alliance.pk])).content.decode()

    assert "精密铸件" in text
    assert "吴江铸造厂" in text
    assert "办公家具" not in text
    assert "旧工装" not in text
    stranger = join(world.stranger_liaison)
    with inside(enterprise_id=world.stranger.pk, person_id=stranger.pk):
        assert not SupplyLink.objects.only("id").exists()
