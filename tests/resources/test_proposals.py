"""Resources that enterprises propose: taken in with a word back, or not, and by nobody else."""

from __future__ import annotations

from datetime import time
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.access import NotVisible
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from core.walls import inside
from insights import resource_queues
from resources.models import Resource, ResourceState
from resources.operations import bookings, proposals
from resources.operations import resources as operations
from resources.operations.bookings import UnableToBook
from resources.operations.resources import UnableToKeep
from resources.walls import RESOURCE_COLUMNS
from tests.resources.resourcing import BEGINS, ENDS, NOW, a_booker, a_resource, an_office, partner
from tests.threads import in_threads
from tests.world import join, make_world, signed_in

pytestmark = pytest.mark.django_db
R = ResourceState
OPEN = {day: (time(8), time(17)) for day in range(1, 6)}


def said(**fields):
    return {
        "name": "五轴加工车间",
        "kind": "workshop",
        "place": "苏州工业园区 1 号厂房",
        "capacity": 12,
        "safety_rules": "穿戴防护用品。",
    } | fields


def proposed(world, **fields) -> Resource:
    return proposals.propose(partner=partner(world.liaison), hours=OPEN, now=NOW, **said(**fields))


def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=f"resources.{kind}").values_list("recipient", flat=True))


# --- The way ------------------------------------------------------------------------------------


def test_what_a_liaison_proposes_waits_until_the_keeper_takes_it_in_with_a_word_back(world):
    office = an_office(world)

    made = proposed(world)

    assert (made.state, made.enterprise, made.department) == (R.PROPOSED, world.partner, world.mechanics)
    assert (made.contact, made.hours.count()) == (world.liaison, 5)
    assert office.pk in told("resource_proposed")
    assert [line.title for line in resource_queues.proposals(office).lines] == ["五轴加工车间"]
    taken = proposals.confirm(actor=office, pk=made.pk, keeper=office, answer="欢迎，下周来看场地。", now=NOW)
    assert (taken.state, taken.keeper, taken.answer) == (R.ACTIVE, office, "欢迎，下周来看场地。")
    assert told("resource_answered") == {partner(world.liaison).pk}
    assert not resource_queues.proposals(office).lines
    booked = bookings.book(
        actor=office, resource_id=made.pk, starts_at=BEGINS, ends_at=ENDS, purpose="实训", people=10, now=NOW
    )
    assert booked.state == "requested"


def test_one_that_is_not_taken_in_says_why_and_is_changed_and_proposed_again(world):
    office, liaison = an_office(world), partner(world.liaison)
    made = proposed(world)

    with pytest.raises(TransitionRefused):
        proposals.refuse(actor=office, pk=made.pk, reason=" ", now=NOW)
    proposals.refuse(actor=office, pk=made.pk, reason="请补充安全规程。", now=NOW)

    assert Resource.objects.get().answer == "请补充安全规程。"
    assert told("resource_answered") == {liaison.pk}
    Notification.objects.all().delete()
    proposals.change_own(
        partner=liaison, pk=made.pk, hours=OPEN, now=NOW, **said(safety_rules="先培训，再上机。")
    )
    again = Resource.objects.get()
    assert (again.state, again.answer, again.safety_rules) == (R.PROPOSED, "", "先培训，再上机。")
    assert office.pk in told("resource_proposed")


def test_a_proposal_is_changed_and_withdrawn_until_it_is_answered(world):
    office, liaison = an_office(world), partner(world.liaison)
    made = proposed(world)

    proposals.change_own(partner=liaison, pk=made.pk, hours={}, now=NOW, **said(capacity=20))
    assert (Resource.objects.get().capacity, made.hours.count()) == (20, 0)
    proposals.withdraw_own(partner=liaison, pk=made.pk, now=NOW)
    assert Resource.objects.get().state == R.WITHDRAWN
    with pytest.raises(TransitionRefused):
        proposals.confirm(actor=office, pk=made.pk, now=NOW)
    with pytest.raises(UnableToKeep):
        proposals.change_own(partner=liaison, pk=made.pk, now=NOW, **said())
    assert AuditEvent.objects.filter(verb="resource.withdraw").exists()


def test_what_was_taken_in_stays_as_the_centre_keeps_it(world):
    office, liaison = an_office(world), partner(world.liaison)
    made = proposed(world)
    proposals.confirm(actor=office, pk=made.pk, now=NOW)

    with pytest.raises(UnableToKeep):
        proposals.change_own(partner=liaison, pk=made.pk, now=NOW, **said(name="另一个"))
    with pytest.raises(TransitionRefused):
        proposals.withdraw_own(partner=liaison, pk=made.pk, now=NOW)
    assert (Resource.objects.get().name, Resource.objects.get().state) == ("五轴加工车间", R.ACTIVE)


@pytest.mark.parametrize("state", [R.PROPOSED, R.REFUSED, R.WITHDRAWN])
def test_what_is_not_taken_in_is_not_booked(world, state):
    made = proposed(world)
    Resource.objects.filter(pk=made.pk).update(state=state, answer="待定。")

    with pytest.raises(UnableToBook):
        bookings.book(
            actor=an_office(world),
            resource_id=made.pk,
            starts_at=BEGINS,
            ends_at=ENDS,
            purpose="实训",
            people=10,
            now=NOW,
        )
    assert not made.bookings.exists()


# --- Who does it ---------------------------------------------------------------------------------


def test_whoever_does_not_keep_resources_answers_nothing(world):
    made, booker = proposed(world), a_booker(world)

    with pytest.raises(PermissionDenied):
        proposals.confirm(actor=booker, pk=made.pk, now=NOW)
    with pytest.raises(PermissionDenied):
        proposals.refuse(actor=booker, pk=made.pk, reason="不。", now=NOW)
    assert Resource.objects.get().state == R.PROPOSED
    assert not told("resource_answered")


def test_a_stranger_neither_changes_nor_withdraws_it(world):
    made, stranger = proposed(world), partner(world.stranger_liaison)

    with pytest.raises(NotVisible):
        proposals.change_own(partner=stranger, pk=made.pk, now=NOW, **said(name="我的"))
    with pytest.raises(NotVisible):
        proposals.withdraw_own(partner=stranger, pk=made.pk, now=NOW)
    assert (Resource.objects.get().name, Resource.objects.get().state) == ("五轴加工车间", R.PROPOSED)


def test_what_the_centre_entered_for_an_enterprise_is_not_the_liaisons_to_withdraw(world):
    theirs = a_resource(world, enterprise=world.partner, is_shared=False)

    with pytest.raises(NotVisible):
        proposals.withdraw_own(partner=partner(world.liaison), pk=theirs.pk, now=NOW)
    assert Resource.objects.get().state == R.ACTIVE


def test_only_what_is_the_enterprises_to_say_is_said_at_the_portal(world):
    with pytest.raises(TypeError):
        proposed(world, is_shared=True)
    with pytest.raises(TypeError):
        proposed(world, keeper=world.director)
    with pytest.raises(ValidationError):
        proposed(world, capacity=0)
    assert not Resource.objects.exists()


def test_behind_the_wall_a_stranger_does_not_see_what_another_proposes(world):
    proposed(world)
    join(world.stranger_liaison)
    with inside(enterprise_id=world.partner.pk, person_id=world.liaison.user_id):
        assert Resource.objects.only(*RESOURCE_COLUMNS).count() == 1
    with inside(enterprise_id=world.stranger.pk, person_id=world.stranger_liaison.user_id):
        assert not Resource.objects.only(*RESOURCE_COLUMNS).exists()


def test_the_database_keeps_who_proposes_and_why_one_is_not_taken_in(world):
    ours, made = a_resource(world), proposed(world)
    with pytest.raises(IntegrityError, match="only_enterprises_propose_resources"), transaction.atomic():
        Resource.objects.filter(pk=ours.pk).update(state=R.PROPOSED)
    with pytest.raises(IntegrityError, match="a_resource_not_taken_in_says_why"), transaction.atomic():
        Resource.objects.filter(pk=made.pk).update(state=R.REFUSED)


@pytest.mark.django_db(transaction=True)
def test_of_the_keeper_and_the_liaison_at_once_one_is_too_late():
    world = make_world()
    office, liaison, made = an_office(world), partner(world.liaison), proposed(world)
    start, refused = Barrier(2), []

    def attempt(act, **fields):
        def run() -> None:
            start.wait(timeout=30)
            try:
                act(pk=made.pk, now=NOW, **fields)
            except TransitionRefused as refusal:
                refused.append(refusal)

        return run

    in_threads(attempt(proposals.confirm, actor=office), attempt(proposals.withdraw_own, partner=liaison))

    resource = Resource.objects.get()
    (refusal,) = refused
    assert resource.state in {R.ACTIVE, R.WITHDRAWN}
    assert str(resource.get_state_display()) in str(refusal)


# --- Pages ---------------------------------------------------------------------------------------


def form(**fields):
    return said(opens_1="08:00", closes_1="17:00") | fields


def test_a_liaison_proposes_changes_and_withdraws_on_the_pages(world):
    client = signed_in(partner(world.liaison).user)

    refused = client.post(reverse("portal:resource_new"), form(closes_1=""))
    assert refused.status_code == 422
    assert not Resource.objects.exists()
    client.post(reverse("portal:resource_new"), form(is_shared="on", department=world.tourism.pk))
    made = Resource.objects.get()
    assert (made.state, made.is_shared, made.department) == (R.PROPOSED, False, world.mechanics)
    here = client.get(reverse("portal:resource", args=[made.pk])).content.decode()
    assert "The school is looking at it" in here
    assert "五轴加工车间" in client.get(reverse("portal:resources")).content.decode()
    client.post(reverse("portal:resource_edit", args=[made.pk]), form(capacity=30))
    assert Resource.objects.get().capacity == 30
    client.post(reverse("portal:resource_withdraw", args=[made.pk]))
    assert Resource.objects.get().state == R.WITHDRAWN
    assert client.get(reverse("portal:resource_edit", args=[made.pk])).status_code == 403


def test_a_colleague_who_is_no_liaison_reads_it_and_proposes_nothing(world):
    made = proposed(world)
    mentor = signed_in(join(world.mentor))

    page = mentor.get(reverse("portal:resource", args=[made.pk])).content.decode()

    assert reverse("portal:resource_edit", args=[made.pk]) not in page
    assert mentor.post(reverse("portal:resource_new"), form()).status_code == 403
    assert mentor.post(reverse("portal:resource_withdraw", args=[made.pk])).status_code == 403
    assert Resource.objects.get().state == R.PROPOSED


def test_the_keeper_takes_it_in_on_the_page_and_the_liaison_reads_the_word(world):
    office, made = an_office(world), proposed(world)
    keeper, liaison = signed_in(office), signed_in(partner(world.liaison).user)
    here = keeper.get(made.get_absolute_url()).content.decode()
    assert "The enterprise proposes it" in here
    assert reverse("resources:booking_new", args=[made.pk]) not in here
    assert made.name in keeper.get(reverse("resources:resource_list"), {"state": "proposed"}).content.decode()

    keeper.post(
        reverse("resources:resource_confirm", args=[made.pk]), {"keeper": office.pk, "answer": "欢迎。"}
    )

    assert Resource.objects.get().state == R.ACTIVE
    assert "欢迎。" in liaison.get(reverse("portal:resource", args=[made.pk])).content.decode()
    assert (
        reverse("resources:booking_new", args=[made.pk])
        in keeper.get(made.get_absolute_url()).content.decode()
    )


def test_the_keeper_says_on_the_page_why_it_is_not_taken_in(world):
    made = proposed(world)
    keeper = signed_in(an_office(world))
    address = reverse("resources:resource_refuse", args=[made.pk])

    assert keeper.post(address, {"reason": ""}).status_code == 422
    assert Resource.objects.get().state == R.PROPOSED
    keeper.post(address, {"reason": "请补充安全规程。"})

    liaison = signed_in(partner(world.liaison).user)
    page = liaison.get(reverse("portal:resource", args=[made.pk])).content.decode()
    assert "请补充安全规程。" in page
    assert "Change and propose again" in page


def test_an_entered_resource_needs_no_answer(world):
    made = operations.enter_resource(
        actor=an_office(world),
        department=world.mechanics,
        enterprise=world.partner,
        now=NOW,
        **said(),
    )
    assert (made.state, made.by_enterprise) == (R.ACTIVE, False)
