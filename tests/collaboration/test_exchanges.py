"""The way of an exchange: proposed, answered by the other side, announced, held, closed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from collaboration import exchange_notices as notices
from collaboration.models import Credit, Exchange, ExchangeKind
from collaboration.operations import closing, exchanges
from collaboration.operations.exchanges import UnableToExchange
from collaboration.operations.own_exchanges import change_own
from core.access import NotVisible
from core.models import Notification
from core.transitions import TransitionRefused
from teachers.models import Training
from tests.collaboration.exchanging import (
    AFTERWARDS,
    BEGINS,
    ENDS,
    EVERYBODY,
    NOW,
    agreed,
    an_agreement,
    an_exchange,
    announced,
    closed,
    partner,
    propose,
    pupil,
    registered,
)
from tests.factories import ContactFactory, TeacherFactory
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db


def told(kind) -> set[int]:
    return set(Notification.objects.filter(kind=kind.name).values_list("recipient", flat=True))


def test_what_the_centre_proposes_the_enterprise_agrees_to(world):
    us = partner(world.liaison)
    proposed = propose(world)

    assert (proposed.state, proposed.direction, proposed.organiser) == (
        "proposed",
        "to_school",
        world.director,
    )
    assert told(notices.PROPOSED) == {us.pk}
    with pytest.raises(TransitionRefused, match="enterprise answers"):
        exchanges.agree(actor=world.director, pk=proposed.pk, now=NOW)

    answered = exchanges.answer_at_portal(partner=us, pk=proposed.pk, agrees=True, now=NOW)

    assert answered.state == "agreed"
    assert told(notices.ANSWERED) == {world.director.pk}


def test_what_the_enterprise_proposes_the_centre_answers_with_a_reason(world):
    us = partner(world.liaison)
    made = exchanges.propose_at_portal(
        partner=us,
        department_id=world.mechanics.pk,
        kind=ExchangeKind.EMPLOYEE_TRAINING,
        title="钳工技能提升培训",
        audience=["employees"],
        starts_at=BEGINS,
        ends_at=ENDS,
        now=NOW,
    )
    assert made.direction == "to_enterprise"
    assert told(notices.PROPOSED) == {world.director.pk}
    with pytest.raises(UnableToExchange, match="school answers"):
        exchanges.answer_at_portal(partner=us, pk=made.pk, agrees=True, now=NOW)
    with pytest.raises(TransitionRefused, match="reason"):
        exchanges.decline(actor=world.director, pk=made.pk, reason=" ", now=NOW)

    exchanges.decline(actor=world.director, pk=made.pk, reason="实训室检修", now=NOW)

    made.refresh_from_db()
    assert (made.state, made.answer) == ("declined", "实训室检修")
    assert told(notices.ANSWERED) == {us.pk}


def test_what_an_enterprise_proposed_it_changes_until_it_is_answered(world):
    us = partner(world.liaison)
    made = exchanges.propose_at_portal(
        partner=us,
        department_id=world.mechanics.pk,
        kind=ExchangeKind.LECTURE,
        title="数控工艺讲座",
        audience=EVERYBODY,
        starts_at=BEGINS,
        ends_at=ENDS,
        now=NOW,
    )

    change_own(partner=us, pk=made.pk, contacts=[world.liaison], title="数控工艺前沿", capacity=40, now=NOW)

    made.refresh_from_db()
    assert (made.title, made.capacity, made.starts_at) == ("数控工艺前沿", 40, BEGINS)
    assert [one.contact for one in made.speakers.all()] == [world.liaison]
    with pytest.raises(NotVisible):
        change_own(partner=partner(world.stranger_liaison), pk=made.pk, contacts=[], title="我的", now=NOW)
    exchanges.decline(actor=world.director, pk=made.pk, reason="实训室检修", now=NOW)
    with pytest.raises(UnableToExchange, match="answered already"):
        change_own(partner=us, pk=made.pk, contacts=[], title="再改", now=NOW)


def test_what_the_centre_proposed_no_enterprise_changes(world):
    made = propose(world)

    with pytest.raises(UnableToExchange, match="agree to it"):
        change_own(partner=partner(world.liaison), pk=made.pk, contacts=[], title="改", now=NOW)

    made.refresh_from_db()
    assert made.title == "数控工艺前沿讲座"


def test_an_enterprise_opens_its_proposal_at_the_portal_as_it_told_it(world):
    begins = timezone.now() + timedelta(days=20)
    made = an_exchange(
        world, state="proposed", by_enterprise=True, starts_at=begins, ends_at=begins + timedelta(hours=2)
    )
    client = signed_in(join(world.liaison))
    address = reverse("portal:exchange_edit", args=[made.pk])
    form = client.get(address).context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() not in (None, [])}
    told = {name: value for name, value in given.items() if name != "department"} | {"title": "改过的讲座"}

    answer = client.post(
        address, told | {"starts_at": form["starts_at"].value(), "ends_at": form["ends_at"].value()}
    )

    assert answer.status_code == 302, answer.context["form"].errors
    made.refresh_from_db()
    assert (made.title, made.department) == ("改过的讲座", world.mechanics)


def typed(client, address) -> dict:
    form = client.get(address).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, [], False)}


def test_neither_side_writes_over_the_other_unseen(world):
    """Nothing typed is lost: both are shown, and sent again it counts."""
    begins = timezone.now() + timedelta(days=20)
    made = an_exchange(
        world, state="proposed", by_enterprise=True, starts_at=begins, ends_at=begins + timedelta(hours=2)
    )
    liaison, director = signed_in(join(world.liaison)), signed_in(world.director)
    addresses = (
        reverse("portal:exchange_edit", args=[made.pk]),
        reverse("collaboration:exchange_edit", args=[made.pk]),
    )
    ours, theirs = typed(liaison, addresses[0]), typed(director, addresses[1])

    assert director.post(addresses[1], theirs | {"title": "学校改的"}).status_code == 302
    refused = liaison.post(addresses[0], ours | {"title": "企业改的"})

    assert refused.status_code == 422
    assert "学校改的" in refused.text
    assert "企业改的" in refused.text
    made.refresh_from_db()
    assert made.title == "学校改的"
    again = {**ours, "title": "企业改的", "expected": refused.context["form"].data["expected"]}
    assert liaison.post(addresses[0], again).status_code == 302
    made.refresh_from_db()
    assert made.title == "企业改的"
    assert director.post(addresses[1], theirs | {"title": "又改"}).status_code == 422


def test_only_who_keeps_exchanges_of_the_department_proposes_and_answers(world):
    with pytest.raises(PermissionDenied):
        propose(world, actor=world.officer)
    made = an_exchange(world, state="proposed", by_enterprise=True)
    with pytest.raises(NotVisible):
        exchanges.agree(actor=world.officer, pk=made.pk, now=NOW)
    with pytest.raises(NotVisible):
        exchanges.answer_at_portal(partner=partner(world.stranger_liaison), pk=made.pk, agrees=True, now=NOW)

    made.refresh_from_db()
    assert made.state == "proposed"
    assert Exchange.objects.count() == 1


def test_an_agreement_counts_only_where_it_is_with_the_enterprise_and_in_force_on_the_day(world):
    other = an_agreement(world, world.stranger)
    with pytest.raises(UnableToExchange, match="not in force"):
        propose(world, agreement=other)
    over = an_agreement(world, world.partner, ends_on=date(2026, 11, 19))
    with pytest.raises(UnableToExchange, match="not in force"):
        propose(world, agreement=over)
    assert not Exchange.objects.exists()

    ours = an_agreement(world, world.partner)
    assert propose(world, agreement=ours).agreement == ours


def test_who_holds_it_is_of_the_enterprise_and_has_not_left(world):
    stranger = ContactFactory.create(enterprise=world.stranger)
    with pytest.raises(UnableToExchange, match="another enterprise"):
        propose(world, contacts=[stranger])
    gone = ContactFactory.create(enterprise=world.partner, left_on=date(2026, 1, 1))
    with pytest.raises(UnableToExchange, match="has left"):
        propose(world, contacts=[gone])

    teacher = TeacherFactory.create(department=world.mechanics)
    made = propose(world, contacts=[world.mentor], teachers=[teacher])
    assert {str(one) for one in made.speakers.all()} == {str(world.mentor), str(teacher)}


def test_everybody_concerned_reads_why_it_is_cancelled(world):
    exchange = announced(world)
    student = pupil(world.student)
    registered(exchange, student=world.student)
    registered(exchange, employee="马师傅")

    exchanges.cancel(actor=world.director, pk=exchange.pk, reason="台风停课", now=NOW)

    assert told(notices.CANCELLED) == {student.pk, world.liaison.user_id}
    said = Notification.objects.filter(kind=notices.CANCELLED.name).first()
    assert said.data["reason"] == "台风停课"


def test_what_took_place_is_not_cancelled(world):
    held = announced(world)
    registered(held, employee="马师傅", attended=True)
    with pytest.raises(TransitionRefused, match="was there"):
        exchanges.cancel(actor=world.director, pk=held.pk, reason="误操作", now=AFTERWARDS)
    begun = announced(world)
    with pytest.raises(TransitionRefused, match="begun already"):
        exchanges.cancel_at_portal(partner=partner(world.liaison), pk=begun.pk, reason="临时有事", now=BEGINS)
    assert set(Exchange.objects.values_list("state", flat=True)) == {"announced"}
    assert not told(notices.CANCELLED)

    exchanges.cancel(actor=world.director, pk=begun.pk, reason="无人到场", now=AFTERWARDS)
    assert Exchange.objects.get(pk=begun.pk).state == "cancelled"


def test_another_time_is_told_and_fewer_places_than_people_are_refused(world):
    exchange = announced(world, capacity=5)
    for name in ("甲", "乙"):
        registered(exchange, employee=name)
    with pytest.raises(UnableToExchange, match="registered already"):
        exchanges.change_exchange(actor=world.director, pk=exchange.pk, capacity=1, now=NOW)

    later = BEGINS + timedelta(days=1)
    exchanges.change_exchange(
        actor=world.director, pk=exchange.pk, starts_at=later, ends_at=later + timedelta(hours=2), now=NOW
    )

    assert told(notices.MOVED) == {world.liaison.user_id}


def test_a_series_is_proposed_by_repeating(world):
    first = agreed(world, contacts=[world.mentor])

    made = exchanges.repeat_exchange(actor=world.director, pk=first.pk, every_days=7, times=3, now=NOW)

    assert [one.starts_at - BEGINS for one in made] == [timedelta(days=7 * n) for n in (1, 2, 3)]
    assert all(one.state == "proposed" and one.repeats == first for one in made)
    assert all(one.speakers.get().contact == world.mentor for one in made)


# --- Closing ------------------------------------------------------------------------------------


def test_closing_credits_each_teacher_once_and_what_they_learned_stands_in_their_record(world):
    holder = TeacherFactory.create(department=world.mechanics)
    guest = TeacherFactory.create(department=world.mechanics)
    absent = TeacherFactory.create(department=world.mechanics)
    exchange = announced(world, kind=ExchangeKind.TRAINING, teachers=[holder])
    registered(exchange, teacher=holder, attended=True)
    registered(exchange, teacher=guest, attended=True)
    registered(exchange, teacher=absent, attended=False)

    closed(world, exchange, "1.5", outcome="掌握五轴编程要点")

    roles = dict(Credit.objects.filter(exchange=exchange).values_list("teacher", "role"))
    assert roles == {holder.pk: "held", guest.pk: "attended"}
    training = Training.objects.get()
    assert (training.teacher, training.hours, training.state) == (guest, Decimal("1.5"), "confirmed")
    assert Training.objects.counting_on(date(2026, 11, 20)).filter(teacher=guest).exists()
    assert (training.name, training.starts_on) == (exchange.title, date(2026, 11, 20))


def test_whose_own_training_it_is_waits_for_the_office(world):
    own = TeacherFactory.create(department=world.mechanics, user=world.director)
    exchange = announced(world, kind=ExchangeKind.TRAINING)
    registered(exchange, teacher=own, attended=True)

    closed(world, exchange)

    assert Training.objects.get().state == "entered"


def test_it_is_closed_once_it_is_over_with_no_more_hours_than_it_lasted(world):
    exchange = announced(world)
    with pytest.raises(TransitionRefused, match="not begun"):
        exchanges.hold(actor=world.director, pk=exchange.pk, now=NOW)
    exchanges.hold(actor=world.director, pk=exchange.pk, now=BEGINS)
    with pytest.raises(TransitionRefused, match="not over"):
        closing.close(actor=world.director, pk=exchange.pk, hours=Decimal(2), now=BEGINS)
    with pytest.raises(UnableToExchange, match="2 hours"):
        closing.close(actor=world.director, pk=exchange.pk, hours=Decimal("2.5"), now=AFTERWARDS)

    closed(world, Exchange.objects.get(pk=exchange.pk))

    exchange.refresh_from_db()
    assert (exchange.state, exchange.hours) == ("closed", 2)
    with pytest.raises(TransitionRefused):
        closing.close(actor=world.director, pk=exchange.pk, hours=Decimal(2), now=AFTERWARDS)


# --- The database -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"ends_at": BEGINS}, "exchange_ends_after_it_begins"),
        ({"ends_at": BEGINS + timedelta(hours=25)}, "an_exchange_is_one_occasion"),
        ({"state": "cancelled"}, "an_exchange_given_up_says_why"),
        ({"code": ""}, "an_announced_exchange_has_a_code"),
        ({"state": "closed"}, "a_closed_exchange_has_its_hours"),
        ({"capacity": 0}, "an_exchange_has_possible_places"),
    ],
)
def test_the_database_keeps_what_an_exchange_is(world, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        an_exchange(world, **fields)


def test_a_kind_has_its_direction_in_the_database_too(world):
    exchange = an_exchange(world)
    with pytest.raises(IntegrityError, match="a_kind_of_exchange_has_its_direction"), transaction.atomic():
        Exchange.objects.filter(pk=exchange.pk).update(kind=ExchangeKind.STUDENT_VISIT)


# --- Reminders ----------------------------------------------------------------------------------


def test_who_has_a_place_is_reminded_the_day_before_and_who_looks_after_it_to_close_it(world):
    exchange = announced(world)
    registered(exchange, user=world.teacher)
    registered(exchange, student=world.student, state="waiting", seat=None)
    day_before = BEGINS - timedelta(days=1)

    assert notices.remind(on=date(2026, 11, 19), now=day_before) == 2
    assert notices.remind(on=date(2026, 11, 19), now=day_before + timedelta(hours=1)) == 0
    assert told(notices.TOMORROW) == {world.teacher.pk, world.liaison.user_id}

    assert notices.remind(on=date(2026, 11, 20), now=AFTERWARDS) == 0
    later = ENDS + timedelta(days=1)
    assert notices.remind(on=date(2026, 11, 21), now=later) == 1
    assert told(notices.TO_CLOSE) == {world.director.pk}
