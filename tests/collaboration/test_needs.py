"""The way of a need, rule by rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from catalogue.calendars import work_calendar
from collaboration.fitting import fitting
from collaboration.models import AnswerKind, Need, NeedAnswer, NeedKind, NeedSource, NeedState
from collaboration.need_waiting import late_before
from collaboration.operations import needs as operations
from collaboration.operations import own_needs as own
from core.access import NotVisible
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from partnerships.portal.partner import Partner
from tests.collaboration.needing import POWERS, a_need, an_office, answered_in_words, said_of
from tests.factories import ContactFactory, InteractionFactory, PostFactory
from tests.resources.resourcing import a_resource
from tests.teachers.recognising import a_position
from tests.teachers.samples import NOW, TODAY
from tests.training.teaching import a_course
from tests.world import join

pytestmark = pytest.mark.django_db
BY = TODAY + timedelta(days=30)


@pytest.fixture
def office(world):
    return an_office(world)


@pytest.fixture
def partner(world):
    join(world.liaison)
    world.liaison.refresh_from_db()
    return Partner(world.liaison.user, world.liaison, (world.liaison,))


def told(kind: str, person) -> list[Notification]:
    return list(Notification.objects.filter(kind=f"collaboration.{kind}", recipient=person).order_by("pk"))


def enter(world, office, **fields) -> Need:
    return operations.enter_need(
        actor=office,
        enterprise_id=world.partner.pk,
        department=world.mechanics,
        now=NOW,
        **said_of(**fields),
    )


# --- Entering -----------------------------------------------------------------------------------


def test_what_was_found_at_a_visit_names_the_visit(world, office):
    colleague = a_position(world, "Colleague", ["need.read", "need.edit"])
    visit = InteractionFactory.create(enterprise=world.partner)
    need = enter(world, office, interaction=visit, told_by=world.liaison)

    assert (need.state, need.source, need.interaction) == (NeedState.TOLD, NeedSource.VISIT, visit)
    assert AuditEvent.objects.get(verb="need.enter").subject_id == need.pk
    assert len(told("need_told", colleague)) == 1
    assert told("need_told", office) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"people": None}, "how many"),
        ({"majors": []}, "majors or for which occupation"),
        ({"kind": NeedKind.RESEARCH, "hoped": ""}, "result is hoped"),
        ({"told_on": TODAY + timedelta(days=1)}, "today or earlier"),
    ],
)
def test_each_kind_says_what_it_has_to(world, office, fields, words):
    with pytest.raises((operations.UnableToAnswer, ValidationError), match=words), transaction.atomic():
        enter(world, office, **fields)
    assert not Need.objects.exists()


def test_what_another_kind_has_is_left_out(world, office):
    need = enter(world, office, kind=NeedKind.TECHNOLOGY, level="college", hours=40, budget=5000)

    assert (need.people, need.level, need.hours, need.budget) == (None, "", None, 5000)


def test_a_contact_of_another_enterprise_tells_nothing(world, office):
    with pytest.raises(operations.UnableToAnswer):
        enter(world, office, told_by=world.stranger_liaison)
    assert not Need.objects.exists()


def test_nobody_enters_one_without_the_power(world):
    reader = a_position(world, "Reader", ["enterprise.read", "need.read"])
    with pytest.raises(PermissionDenied):
        enter(world, reader)
    assert not Need.objects.exists()


# --- With what it can be answered ---------------------------------------------------------------


def test_courses_and_places_answer_a_need_where_the_enterprise_may_come_to_them(world):
    keeper = a_position(world, "Keeper", [*POWERS, "training.read", "resource.read"])
    ours = a_course(world, title="数控操作培训", state="offered")
    a_course(world, title="别家专班", state="offered", is_for_all=False)
    shared, own_use = a_resource(world, is_shared=True), a_resource(world, name="机房", is_shared=False)
    need = a_need(world.partner, keeper, state=NeedState.TAKEN_UP)
    possible = operations.possible_answers(keeper, need)
    assert list(possible["training_course"]) == [ours]
    assert shared in possible["resource"]
    assert own_use not in possible["resource"]
    for kind, record in ((AnswerKind.TRAINING, ours), (AnswerKind.RESOURCE, shared)):
        operations.add_answer(actor=keeper, pk=need.pk, kind=kind, record=record, now=NOW)
    assert [one.title for one in need.answers.order_by("pk")] == [str(ours), str(shared)]
    fits = {str(one.heading): [fit.title for fit in one.found] for one in fitting(keeper, need)}
    assert "别家专班" not in fits["Courses for employees"]


# --- The whole way ------------------------------------------------------------------------------


def test_from_the_portal_to_the_confirmation(world, office, partner):
    said = said_of()
    del said["told_on"]
    draft = own.draft_own(partner=partner, now=NOW, **said)
    assert not Need.objects.visible_to(office).exists()
    with pytest.raises(NotVisible):
        operations.take_up(actor=office, pk=draft.pk, owner=office, answer_by=BY, now=NOW)

    need = own.tell_own(partner=partner, pk=draft.pk, now=NOW)
    assert (need.state, need.told_on) == (NeedState.TOLD, TODAY)
    assert len(told("need_told", office)) == 1

    operations.take_up(actor=office, pk=need.pk, owner=office, answer_by=BY, now=NOW)
    assert told("need_taken_up", partner.user)[0].data["answer_by"] == BY.isoformat()
    with pytest.raises(TransitionRefused, match="answers it"):
        operations.answer(actor=office, pk=need.pk, words="好", now=NOW)

    post = PostFactory.create(enterprise=world.partner, state="approved")
    operations.add_answer(actor=office, pk=need.pk, kind=AnswerKind.POST, record=post, now=NOW)
    operations.add_answer(actor=office, pk=need.pk, kind=AnswerKind.WORDS, words="开设订单班", now=NOW)
    operations.answer(actor=office, pk=need.pk, words="见以下岗位", now=NOW)
    assert "见以下岗位" in told("need_decided", partner.user)[0].data["words"]

    own.miss_own(partner=partner, pk=need.pk, reason="还差5人", now=NOW)
    need.refresh_from_db()
    assert (need.state, need.missing, need.owner) == (NeedState.TAKEN_UP, "还差5人", office)
    assert told("need_confirmed", office)[0].data["words"] == "还差5人"

    operations.answer(actor=office, pk=need.pk, words="已补充", now=NOW)
    need = own.confirm_own(partner=partner, pk=need.pk, now=NOW)
    assert (need.state, need.met_on) == (NeedState.MET, TODAY)
    assert [one.data["state"] for one in told("need_confirmed", office)] == ["taken_up", "met"]


def test_a_no_has_a_reason_that_the_enterprise_reads_and_it_can_be_told_again(world, office, partner):
    need = a_need(world.partner)
    with pytest.raises(TransitionRefused):
        operations.decline(actor=office, pk=need.pk, reason=" ", now=NOW)
    operations.decline(actor=office, pk=need.pk, reason="本校没有该专业", now=NOW)
    assert told("need_decided", partner.user)[0].data["words"] == "本校没有该专业"

    again = own.reopen_own(partner=partner, pk=need.pk, reason="可以放宽专业", now=NOW)
    assert (again.state, again.reason, again.owner, again.missing) == (
        NeedState.TOLD,
        "",
        None,
        "可以放宽专业",
    )
    assert again.told_on == need.told_on


def test_what_the_enterprise_withdraws_is_told_whoever_looks_after_it(world, office, partner):
    need = a_need(world.partner, office, state=NeedState.TAKEN_UP)
    own.withdraw_own(partner=partner, pk=need.pk, reason="已招满", now=NOW)

    assert told("need_confirmed", office)[0].data["words"] == "已招满"


def test_another_enterprise_moves_nothing(world, partner):
    need = a_need(world.stranger)
    with pytest.raises(NotVisible):
        own.withdraw_own(partner=partner, pk=need.pk, reason="x", now=NOW)
    need.refresh_from_db()
    assert need.state == NeedState.TOLD


def test_a_draft_can_be_deleted_what_was_told_cannot(world, partner):
    draft, need = a_need(world.partner, state=NeedState.DRAFT), a_need(world.partner)
    own.discard_own(partner=partner, pk=draft.pk, now=NOW)
    with pytest.raises(operations.UnableToAnswer):
        own.discard_own(partner=partner, pk=need.pk, now=NOW)
    assert list(Need.objects.all()) == [need]


def test_whoever_looks_after_it_holds_the_power_there(world, office):
    need = a_need(world.partner)
    with pytest.raises(operations.UnableToAnswer), transaction.atomic():
        operations.take_up(actor=office, pk=need.pk, owner=world.teacher, answer_by=BY, now=NOW)
    need.refresh_from_db()
    assert need.state == NeedState.TOLD


def test_passed_on_it_belongs_to_the_other_department(world, office):
    there = a_position(world, "Tourism", ["need.read", "need.edit"])
    need = a_need(world.partner)
    operations.pass_on(actor=office, pk=need.pk, department=world.tourism, reason="旅游类", now=NOW)

    need.refresh_from_db()
    assert need.department == world.tourism
    assert len(told("need_told", there)) == 1


def test_handed_over_the_next_one_is_told(world, office):
    other = a_position(world, "Another", ["need.read", "need.edit"])
    need = a_need(world.partner, office, state=NeedState.TAKEN_UP)
    operations.hand_over(actor=office, pk=need.pk, owner=other, answer_by=BY, now=NOW)

    assert len(told("need_taken_up", other)) == 1
    assert need.__class__.objects.get(pk=need.pk).answer_by == BY


# --- Answers ------------------------------------------------------------------------------------


def test_a_post_of_another_enterprise_answers_nothing(world, office):
    need = a_need(world.partner, office, state=NeedState.TAKEN_UP)
    post = PostFactory.create(enterprise=world.stranger, state="approved")
    with pytest.raises(operations.UnableToAnswer):
        operations.add_answer(actor=office, pk=need.pk, kind=AnswerKind.POST, record=post, now=NOW)
    assert not need.answers.exists()


def test_what_the_enterprise_has_read_stays(world, office):
    need = a_need(world.partner, office, state=NeedState.TAKEN_UP)
    first, second = answered_in_words(need), answered_in_words(need, "另外")
    operations.remove_answer(actor=office, pk=need.pk, answer_id=first.pk, now=NOW)
    operations.answer(actor=office, pk=need.pk, words="", now=NOW)
    with pytest.raises(operations.UnableToAnswer):
        operations.remove_answer(actor=office, pk=need.pk, answer_id=second.pk, now=NOW)
    assert list(need.answers.all()) == [second]


def test_the_database_takes_one_record_or_words_and_nothing_else(world, office):
    need = a_need(world.partner, office, state=NeedState.TAKEN_UP)
    post = PostFactory.create(enterprise=world.partner)
    for wrong in (
        {"kind": AnswerKind.EXCHANGE, "post": post},
        {"kind": AnswerKind.POST},
        {"kind": AnswerKind.WORDS, "words": ""},
        {"kind": AnswerKind.COURSE, "words": "x", "post": post},
    ):
        with pytest.raises(IntegrityError, match="one_record_or_words"), transaction.atomic():
            NeedAnswer.objects.create(need=need, added_on=TODAY, **wrong)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"people": None}, "says_how_many"),
        ({"hours": 5}, "what_its_kind_has"),
        ({"state": NeedState.TAKEN_UP}, "somebody_and_a_day"),
        ({"state": NeedState.DECLINED, "reason": ""}, "says_why"),
        ({"told_on": None}, "no_draft_was_told"),
    ],
)
def test_the_database_keeps_what_a_state_asks_for(world, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        a_need(world.partner, **fields)


# --- Waiting too long ---------------------------------------------------------------------------


@given(on=st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_five_working_days_pass_before_a_need_waits_too_long(on):
    before = late_before(on)
    calendar = work_calendar(on - timedelta(days=60), on)

    def worked_since(told_on: date) -> int:
        return calendar.workdays_in(told_on + timedelta(days=1), on)

    assert worked_since(before) <= 5
    assert worked_since(before - timedelta(days=1)) > 5


def test_only_what_waits_too_long_is_found(world, office):
    today = timezone.localdate()
    late = late_before(today) - timedelta(days=1)
    old, _new = a_need(world.partner, told_on=late), a_need(world.partner)
    overdue = a_need(
        world.partner, office, state=NeedState.TAKEN_UP, answer_by=today - timedelta(days=1), told_on=late
    )

    assert list(Need.objects.not_taken_up(late_before(today))) == [old]
    assert list(Need.objects.overdue(today)) == [overdue]


def test_who_left_the_enterprise_is_told_nothing(world, office, partner):
    gone = ContactFactory.create(enterprise=world.partner, left_on=TODAY - timedelta(days=3))
    need = a_need(world.partner)
    operations.decline(actor=office, pk=need.pk, reason="没有", now=NOW)

    assert gone.user_id is None
    assert Notification.objects.filter(kind="collaboration.need_decided").count() == 1
