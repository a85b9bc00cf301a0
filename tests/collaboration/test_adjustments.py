"""Adjustments of curricula: from needs, through a panel of both sides, to the term from which they hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from collaboration.adjustment_walls import ADJUSTMENT_COLUMNS
from collaboration.models import AdjustmentState, CurriculumAdjustment, NeedState, Opinion
from collaboration.operations import adjustments as operations
from core.models import Notification
from core.transitions import TransitionRefused
from core.walls import inside
from tests.collaboration.adjusting import an_adjustment
from tests.collaboration.needing import a_major, a_need
from tests.factories import TaughtCourseFactory, TeacherFactory
from tests.query_counts import assert_query_count
from tests.teachers.recognising import a_position
from tests.teachers.samples import NOW, TODAY, scan
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db
S = AdjustmentState
POWERS = ["enterprise.read", "teacher.read", "need.read"]
POWERS += [f"curriculum.{name}" for name in ("read", "edit", "decide")]


@pytest.fixture
def office(world):
    return a_position(world, "Dean of studies", POWERS)


@pytest.fixture
def need(world):
    return a_need(world.partner)


def proposal(need, **fields):
    return {
        "department": need.department,
        "needs": [need],
        "major": a_major(),
        "course": "数控编程",
        "kind": "content",
        "before": "手工编程为主。",
        "after": "增加五轴编程。",
        "reason": "企业普遍使用五轴设备。",
        "now": NOW,
    } | fields


def told(person) -> list[Notification]:
    return list(Notification.objects.filter(kind="collaboration.adjustment_decided", recipient=person))


def test_from_a_need_to_the_term_from_which_it_holds(world, office, need):
    join(world.liaison)
    world.liaison.refresh_from_db()
    teacher = TeacherFactory.create(department=world.mechanics, user=world.teacher)
    TaughtCourseFactory.create(teacher=teacher, name="数控编程", major=a_major(), state="confirmed")
    one = operations.propose(actor=office, **proposal(need))

    def bring(**fields):
        return operations.bring(actor=office, pk=one.pk, panel_on=TODAY, place="", now=NOW)

    with pytest.raises(TransitionRefused, match="both sides"):
        bring()
    operations.name_panel(actor=office, pk=one.pk, users=[world.head], contacts=[world.mentor], now=NOW)
    bring()
    assert Notification.objects.filter(kind="collaboration.adjustment_panel", recipient=world.head).exists()
    said = {"study_year": 2026, "term": 2, "reason": "同意实施", "now": NOW}
    with pytest.raises(TransitionRefused, match="each side"):
        operations.adopt(actor=office, pk=one.pk, **said)
    for actor, member in (
        (world.head, one.members.get(user=world.head)),
        (office, one.members.get(user=None)),
    ):
        operations.record_opinion(
            actor=actor, pk=one.pk, member_id=member.pk, opinion="for", words="", given_on=TODAY, now=NOW
        )
    one = operations.adopt(actor=office, pk=one.pk, **said)

    assert (one.state, one.effective_on) == (S.ADOPTED, date(2027, 2, 1))
    assert list(CurriculumAdjustment.objects.in_effect_on(date(2027, 2, 1))) == [one]
    assert not CurriculumAdjustment.objects.in_effect_on(date(2027, 1, 31)).exists()
    assert told(world.liaison.user)[0].data["words"] == "同意实施"
    assert len(told(world.teacher)) == 1
    assert told(office) == []


def test_an_adjustment_follows_from_a_need_that_one_sees(world, office, need):
    draft = a_need(world.partner, state=NeedState.DRAFT)
    for needs in ([], [draft]):
        with pytest.raises(operations.UnableToAdjust), transaction.atomic():
            operations.propose(actor=office, **proposal(need, needs=needs))
    assert not CurriculumAdjustment.objects.exists()


def test_who_has_spoken_stays_on_the_panel(world, office, need):
    one = an_adjustment(need, world.head, world.mentor, state=S.BEFORE_PANEL)
    with pytest.raises(operations.UnableToAdjust), transaction.atomic():
        operations.name_panel(actor=office, pk=one.pk, users=[], contacts=[world.mentor], now=NOW)
    assert one.members.count() == 2


def test_a_member_gives_no_opinion_for_another(world, need):
    one = an_adjustment(need, world.teacher, world.mentor, state=S.BEFORE_PANEL)
    of_mentor = one.members.get(contact=world.mentor)
    with pytest.raises(PermissionDenied):
        operations.record_opinion(
            actor=world.teacher,
            pk=one.pk,
            member_id=of_mentor.pk,
            opinion=Opinion.AGAINST,
            words="不",
            given_on=TODAY,
            now=NOW,
        )
    of_mentor.refresh_from_db()
    assert of_mentor.opinion == Opinion.FOR


def test_it_does_not_hold_before_the_term_of_its_panel(world, office, need):
    one = an_adjustment(need, world.head, world.mentor, state=S.BEFORE_PANEL)
    with pytest.raises(operations.UnableToAdjust), transaction.atomic():
        operations.adopt(actor=office, pk=one.pk, study_year=2025, term=2, reason="好", now=NOW)
    one.refresh_from_db()
    assert one.state == S.BEFORE_PANEL


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"before": ""}, "how_it_was"),
        ({"after": ""}, "how_it_shall_be"),
        ({"kind": "hours"}, "says_both"),
        ({"state": S.BEFORE_PANEL, "panel_on": None}, "has_a_day"),
        ({"state": S.NOT_ADOPTED, "decision": ""}, "says_why"),
        ({"effective_on": TODAY}, "has_its_term"),
    ],
)
def test_the_database_keeps_what_a_state_asks_for(need, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        an_adjustment(need, **fields)


def page(client, name: str, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def test_a_course_traces_to_the_need_and_the_need_to_the_course(world, office, need):
    one = an_adjustment(need, world.head, world.mentor, state=S.ADOPTED)
    teacher = TeacherFactory.create(name="任课者", department=world.mechanics)
    TaughtCourseFactory.create(teacher=teacher, name="数控编程", major=one.major, state="confirmed")
    client = signed_in(office)

    for shown in ("数控编程", need.title, "任课者"):
        assert shown in page(client, "collaboration:course_major", one.major_id)
        assert shown in page(client, "collaboration:adjustment_detail", one.pk)
    assert "数控编程" in page(client, "collaboration:need_detail", need.pk, tab="adjustments")
    assert "660103" in page(client, "collaboration:course_list")
    listed = page(client, "collaboration:adjustment_list", q="五轴", enterprise=world.partner.pk)
    assert "数控编程" in listed
    assert "数控编程" not in page(client, "collaboration:adjustment_list", state="proposed")
    page(client, "collaboration:adjustment_detail", one.pk, tab="panel")
    assert_query_count("adjustment_list", client, reverse("collaboration:adjustment_list"))
    assert_query_count("adjustment_detail", client, one.get_absolute_url())
    assert_query_count("course_major", client, reverse("collaboration:course_major", args=[one.major_id]))


def test_the_way_on_the_pages(world, office, need):
    client = signed_in(office)
    said = {"department": world.mechanics.pk, "major": a_major().pk, "course": "机器视觉", "kind": "new"}
    said |= {"needs": [need.pk], "reason": "企业需要", "after": "图像采集与检测。", "hours_after": "36"}
    assert need.title in page(client, "collaboration:adjustment_new", need=need.pk)
    client.post(reverse("collaboration:adjustment_new"), said)
    one = CurriculumAdjustment.objects.get()

    def post(name: str, *args, **fields):
        return client.post(reverse(f"collaboration:adjustment_{name}", args=[one.pk, *args]), fields)

    assert post("panel", users=[office.pk], contacts=[world.mentor.pk]).status_code == 302
    today = (one.proposed_on + timedelta(days=0)).isoformat()
    assert post("bring", panel_on=today).status_code == 302
    for member in one.members.all():
        assert post("opinion", member.pk, opinion="changed", words="", given_on=today).status_code == 422
        assert post("opinion", member.pk, opinion="for", words="好", given_on=today).status_code == 302
    assert post("paper", upload=scan()).status_code == 302
    kept = one.files.get()
    assert client.get(reverse("collaboration:adjustment_file", args=[one.pk, kept.pk])).status_code == 200
    assert post("reject", reason="暂缓").status_code == 302
    one.refresh_from_db()
    assert (one.state, one.decision) == (S.NOT_ADOPTED, "暂缓")


def test_the_portal_shows_what_came_from_ones_own_needs_and_strangers_nothing(world, need):
    for contact in (world.liaison, world.stranger_liaison):
        join(contact)
        contact.refresh_from_db()
    one = an_adjustment(need, world.head, world.mentor, state=S.ADOPTED)
    liaison, stranger = signed_in(world.liaison.user), signed_in(world.stranger_liaison.user)

    assert "数控编程" in page(liaison, "portal:adjustments")
    assert "按意见执行" in page(liaison, "portal:adjustment", one.pk)
    assert "数控编程" not in page(stranger, "portal:adjustments")
    assert stranger.get(reverse("portal:adjustment", args=[one.pk])).status_code == 404
    for contact, seen in ((world.liaison, [one.pk]), (world.stranger_liaison, [])):
        with inside(enterprise_id=contact.enterprise_id, person_id=contact.user_id):
            rows = CurriculumAdjustment.objects.only(*ADJUSTMENT_COLUMNS)
            assert [row.pk for row in rows] == seen


def test_who_of_an_enterprise_sits_on_the_panel_reads_the_proposal_and_signs_it_off(world, office, need):
    """Also of another partner than those whose needs are behind it."""
    one = an_adjustment(need, office, world.stranger_liaison, state=S.BEFORE_PANEL)
    seat = one.members.get(contact=world.stranger_liaison)
    one.members.update(opinion="", words="", given_on=None)
    client = signed_in(join(world.stranger_liaison))
    page = reverse("portal:adjustment", args=[one.pk])
    address = reverse("portal:adjustment_opinion", args=[one.pk])
    assert address in client.get(page).content.decode()

    assert client.post(address, {"opinion": "changed", "words": ""}).status_code == 422
    seat.refresh_from_db()
    assert seat.opinion == ""
    assert client.post(address, {"opinion": "changed", "words": "增加实操。"}).status_code == 302

    seat.refresh_from_db()
    assert (seat.opinion, seat.words) == (Opinion.CHANGED, "增加实操。")
    assert one.members.get(user=office).opinion == ""
    colleague = signed_in(join(world.liaison))
    assert colleague.get(page).status_code == 200  # the need is theirs
    assert colleague.get(address).status_code == 403
    CurriculumAdjustment.objects.filter(pk=one.pk).update(state=S.WITHDRAWN, decision="重拟。")
    assert client.post(address, {"opinion": "for", "words": ""}).status_code == 422
    seat.refresh_from_db()
    assert seat.opinion == Opinion.CHANGED


def test_a_proposal_is_read_by_the_panel_of_an_enterprise_once_it_is_brought_before_it(world, office, need):
    one = an_adjustment(need, office, world.stranger_liaison)

    assert (
        signed_in(join(world.stranger_liaison)).get(reverse("portal:adjustment", args=[one.pk])).status_code
        == 404
    )


def test_members_of_both_sides_are_told_of_the_panel_each_with_their_own_page(world, office, need):
    user = join(world.liaison)
    one = an_adjustment(need, world.coordinator, world.liaison)

    operations.bring(actor=office, pk=one.pk, panel_on=TODAY, place="会议室", now=NOW)

    told = Notification.objects.filter(kind="collaboration.adjustment_panel")
    assert {row.recipient_id: row.data["url"] for row in told} == {
        user.pk: reverse("portal:adjustment", args=[one.pk]),
        world.coordinator.pk: one.get_absolute_url(),
    }
