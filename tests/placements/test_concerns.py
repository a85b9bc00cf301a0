"""Concerns: raised in confidence, looked into, settled; actions with an owner and a day; incidents."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from accounts.models import Appointment
from core.access import THE_SYSTEM, NotVisible
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from internships.models import HostVisit
from internships.operations.hosts import UnableToVet
from internships.post_problems import vetting_objection
from placements.models import Concern, ConcernState, PlacementState
from placements.operations import concerns, incidents
from placements.operations.concerns import UnableToHandle, UnableToRaise
from tests.factories import ContactFactory
from tests.placements.caring import DAY, LATER, SECRET, a_concern, begin, holder_of
from tests.world import come_in, join, signed_in

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[str]:
    """Who was told something of a kind."""
    rows = Notification.objects.filter(kind=f"placements.{kind}").select_related("recipient")
    return {row.recipient.email if row.recipient else row.email for row in rows}


# --- Raising ----------------------------------------------------------------------------------


def test_a_serious_concern_is_told_at_once_to_those_who_handle_it_and_to_nobody_else(placed):
    holder_of("concern.handle", placed.world.tourism, email="stranger@centre.example")

    concern = a_concern(placed)

    assert told("concern_grave") == {"coordinator@centre.example", "director@centre.example"}
    assert not told("concern_raised")
    assert concern.state == ConcernState.NEW
    assert concern.raiser_name == "李明"
    assert [row.placement_id for row in concern.affected_rows.all()] == [placed.placement.pk]


def test_a_minor_one_may_wait_for_the_mail_of_the_day(placed):
    a_concern(placed, severity="minor")

    assert told("concern_raised") == {"coordinator@centre.example", "director@centre.example"}


def test_a_concern_that_nobody_may_handle_is_told_to_the_owner_of_the_plan(placed):
    Appointment.objects.all().delete()

    a_concern(placed)

    assert told("concern_unhandled") == {placed.plan.owner.email}


def test_an_accident_is_an_incident_from_the_start(placed):
    assert a_concern(placed, kind="accident").is_incident


def test_a_mentor_without_an_account_tells_it_through_their_link(placed):
    concern = a_concern(
        placed, actor=THE_SYSTEM, raised_by="mentor", contact=placed.world.mentor, is_anonymous=False
    )

    assert concern.raiser is None
    assert concern.raiser_name == placed.world.mentor.name


def test_nothing_said_is_nothing_raised(placed):
    with pytest.raises(UnableToRaise):
        a_concern(placed, text="  ")

    assert not Concern.objects.exists()


def test_staff_raise_one_about_students_they_see(placed):
    given: dict[str, Any] = {"text": "Bruises", "severity": "serious", "now": LATER}

    with pytest.raises(NotVisible):
        concerns.raise_by_staff(
            actor=placed.world.stranger_officer, placement_id=placed.placement.pk, **given
        )
    found = concerns.raise_by_staff(
        actor=placed.world.class_teacher, placement_id=placed.placement.pk, **given
    )

    assert found.raised_by == "staff"
    page = signed_in(placed.world.class_teacher).get(reverse("placements:concern_mine", args=[found.pk]))
    assert "Bruises" in page.content.decode()
    assert signed_in(placed.world.class_teacher).get(found.get_absolute_url()).status_code == 404


# --- What is written lies open nowhere --------------------------------------------------------


def test_what_was_written_lies_open_nowhere_in_the_database(placed):
    concern = a_concern(placed)
    given: dict[str, Any] = {"actor": placed.world.coordinator, "pk": concern.pk, "now": LATER}
    concerns.look_into(**given)
    concerns.add_note(text="Whispered to me", is_for_raiser=True, **given)
    concerns.set_action(text="Call the manager", owner=placed.world.head, due_on=DAY, **given)
    action = concern.actions.get()
    concerns.finish_action(actor=placed.world.head, action_id=action.pk, result="He denied", now=LATER)
    concerns.settle(outcome="Moved to days", **given)

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM \"{table}\" t")
            (everything,) = cursor.fetchone()
            for words in (SECRET, "Whispered to me", "Call the manager", "He denied", "Moved to days"):
                assert words not in everything, table
    assert Concern.objects.get().text == SECRET


# --- Handling ---------------------------------------------------------------------------------


def test_it_is_looked_into_and_settled_and_whoever_raised_it_hears_of_each_step(placed):
    concern = a_concern(placed)
    given: dict[str, Any] = {"actor": placed.world.coordinator, "pk": concern.pk}

    concerns.look_into(now=LATER, **given)
    concerns.settle(outcome="You work by day now.", now=LATER + timedelta(hours=1), **given)

    concern = Concern.objects.get()
    assert (concern.state, concern.handler) == (ConcernState.SETTLED, placed.world.coordinator)
    rows = Notification.objects.filter(kind="placements.concern_progress").order_by("pk")
    assert [row.data["state"]["en"] for row in rows] == ["Being looked into", "Settled"]
    assert {row.recipient for row in rows} == {placed.world.student.user}
    assert {row.data["url"] for row in rows} == {reverse("me:concern", args=[concern.pk])}


def test_it_is_not_settled_while_something_is_left_to_do_nor_without_a_word(placed):
    concern = a_concern(placed)
    given: dict[str, Any] = {"actor": placed.world.coordinator, "pk": concern.pk, "now": LATER}
    concerns.set_action(text="Call", owner=placed.world.head, due_on=DAY, **given)

    with pytest.raises(TransitionRefused):
        concerns.settle(outcome="Done", **given)
    with pytest.raises(UnableToHandle):
        concerns.not_uphold(outcome=" ", **given)

    assert Concern.objects.get().state == ConcernState.NEW


def test_a_closed_one_is_taken_up_again(placed):
    concern = a_concern(placed)
    given: dict[str, Any] = {"actor": placed.world.coordinator, "pk": concern.pk, "now": LATER}
    concerns.not_uphold(outcome="Nothing found", **given)

    again = concerns.take_up_again(**given)

    assert (again.state, again.ended_at) == (ConcernState.LOOKED_INTO, None)


def test_whoever_is_to_do_something_reads_it_from_then_on_and_can_finish_only_that(placed):
    concern = a_concern(placed)
    given: dict[str, Any] = {"actor": placed.world.coordinator, "pk": concern.pk, "now": LATER}
    head = placed.world.head
    assert not Concern.objects.visible_to(head).exists()

    mine = concerns.set_action(text="Call the manager", owner=head, due_on=DAY, **given)
    other = concerns.set_action(text="Visit", owner=placed.world.coordinator, due_on=DAY, **given)

    assert Concern.objects.visible_to(head).get() == concern
    assert told("concern_action") == {"head@centre.example", "coordinator@centre.example"}
    with pytest.raises(UnableToHandle):
        concerns.finish_action(actor=head, action_id=other.pk, result="", now=LATER)
    with pytest.raises(PermissionDenied):
        concerns.settle(actor=head, pk=concern.pk, outcome="Settled", now=LATER)
    concerns.finish_action(actor=head, action_id=mine.pk, result="Called", now=LATER)
    assert concern.actions.get(pk=mine.pk).result == "Called"


def test_a_colleague_reads_it_while_named(placed):
    concern = a_concern(placed)
    given: dict[str, Any] = {"actor": placed.world.coordinator, "pk": concern.pk, "now": LATER}
    head = placed.world.head

    concerns.name_reader(user=head, **given)
    assert signed_in(head).get(concern.get_absolute_url()).status_code == 200
    concerns.dismiss_reader(reader_id=concern.readers.get().pk, **given)

    assert signed_in(head).get(concern.get_absolute_url()).status_code == 404
    assert told("concern_shared") == {"head@centre.example"}


@pytest.mark.parametrize("who", ["mentor", "student"])
def test_nobody_outside_the_school_is_named_on_a_concern(placed, who):
    concern = a_concern(placed)
    user = join(placed.world.mentor) if who == "mentor" else placed.world.student.user

    with pytest.raises(UnableToHandle):
        concerns.name_reader(actor=placed.world.coordinator, pk=concern.pk, user=user, now=LATER)

    assert not concern.readers.exists()


def test_a_note_reaches_whoever_raised_it_only_where_it_says_so(placed):
    concern = a_concern(placed)
    given: dict[str, Any] = {"actor": placed.world.coordinator, "pk": concern.pk, "now": LATER}
    concerns.add_note(text="The manager lies", is_for_raiser=False, **given)
    assert not told("concern_progress")

    concerns.add_note(text="We visit on Monday", is_for_raiser=True, **given)

    assert told("concern_progress") == {placed.world.student.user.email}
    page = signed_in(placed.world.student.user).get(reverse("me:concern", args=[concern.pk])).content.decode()
    assert "We visit on Monday" in page
    assert "The manager lies" not in page


def test_whoever_raised_it_adds_something_until_it_is_closed(placed):
    concern = a_concern(placed)
    given: dict[str, Any] = {"actor": placed.world.student.user, "concern": concern, "now": LATER}

    concerns.say_more(text="It happened again", **given)
    concerns.settle(actor=placed.world.coordinator, pk=concern.pk, outcome="Done", now=LATER)
    with pytest.raises(UnableToRaise):
        concerns.say_more(text="And again", **given)

    assert [note.text for note in concern.notes.all()] == ["It happened again"]


# --- Incidents --------------------------------------------------------------------------------


def test_an_incident_names_all_whom_it_concerns_at_the_same_enterprise(placed):
    other = placed.another()
    concern = a_concern(placed, kind="accident")
    given: dict[str, Any] = {"actor": placed.world.coordinator, "pk": concern.pk, "now": LATER}

    incidents.name_affected(placement_ids=[other.pk], **given)
    with pytest.raises(NotVisible):
        incidents.name_affected(placement_ids=[placed.stranger_placement.pk], **given)

    named = set(concern.affected_rows.values_list("placement", flat=True))
    assert named == {placed.placement.pk, other.pk}


def test_all_affected_are_interrupted_in_one_act_with_the_number_that_was_shown(placed):
    other = placed.another()
    begin(placed.placement, other)
    concern = a_concern(placed, kind="accident")
    given: dict[str, Any] = {"actor": placed.world.coordinator, "pk": concern.pk, "now": LATER}
    incidents.name_affected(placement_ids=[other.pk], **given)

    with pytest.raises(UnableToHandle):
        incidents.interrupt_affected(expected=[placed.placement.pk], reason="The press is closed.", **given)
    assert placed.fresh().state == PlacementState.IN_PROGRESS
    done = incidents.interrupt_affected(
        expected=[placed.placement.pk, other.pk], reason="The press is closed.", **given
    )

    assert [one.pk for one in done] == sorted([placed.placement.pk, other.pk])
    assert placed.fresh().state == PlacementState.INTERRUPTED
    event = AuditEvent.objects.get(verb="concern.interrupted")
    assert event.details == {"count": 2}


def test_nobody_is_interrupted_where_one_cannot_be(placed):
    """Who handles concerns need not hold the power over placements."""
    begin(placed.placement)
    concern = a_concern(placed, kind="accident")
    handler = holder_of("concern.handle", placed.world.mechanics)

    with pytest.raises((PermissionDenied, NotVisible)):
        incidents.interrupt_affected(
            actor=handler, pk=concern.pk, expected=[placed.placement.pk], reason="Closed", now=LATER
        )

    assert placed.fresh().state == PlacementState.IN_PROGRESS


def test_a_reason_that_others_read_does_not_name_who_raised_it(placed):
    begin(placed.placement)
    concern = a_concern(placed)
    given: dict[str, Any] = {"actor": placed.world.coordinator, "pk": concern.pk, "now": LATER}

    for reason in ("李明 says so", "Because of Li Ming"):
        with pytest.raises(UnableToHandle):
            incidents.interrupt_affected(expected=[placed.placement.pk], reason=reason, **given)
        with pytest.raises(UnableToHandle):
            incidents.ask_for_vetting(reason=reason, **given)

    assert placed.fresh().state == PlacementState.IN_PROGRESS
    assert HostVisit.objects.get().ended_on is None


def test_a_host_is_visited_anew_before_anybody_else_is_sent_there(placed, in_order):
    assert "INT-03" not in placed.check(now=LATER).blocking
    concern = a_concern(placed, kind="accident")
    given: dict[str, Any] = {"actor": placed.world.coordinator, "pk": concern.pk, "now": LATER}

    incidents.ask_for_vetting(reason="A press without guards", **given)

    assert not HostVisit.objects.vetting(DAY).exists()
    assert "A press without guards" in (vetting_objection(placed.world.partner.pk, on=DAY) or "")
    with pytest.raises(UnableToVet):
        incidents.ask_for_vetting(reason="Once more", **given)
    check = placed.check(now=LATER)
    assert any(code.startswith("INT-0") for code in [*check.blocking, *check.asking, *check.unknown])


# --- Its pages --------------------------------------------------------------------------------


def test_a_student_tells_it_on_the_phone_and_follows_what_becomes_of_it(placed):
    client = signed_in(come_in(placed.world.student))

    page = client.get(reverse("me:concern_new")).content.decode()
    assert "Nobody at the enterprise" in page
    response = client.post(
        reverse("me:concern_new"),
        {
            "placement": placed.placement.pk,
            "kind": "overwork",
            "severity": "urgent",
            "text": SECRET,
            "is_anonymous": "on",
        },
    )

    concern = Concern.objects.get()
    assert response.url == reverse("me:concern", args=[concern.pk])
    assert (concern.raised_by, concern.is_anonymous) == ("student", True)
    assert SECRET in client.get(response.url).content.decode()


def test_a_student_raises_none_about_the_place_of_another(placed):
    client = signed_in(come_in(placed.world.student))

    response = client.post(
        reverse("me:concern_new"),
        {
            "placement": placed.stranger_placement.pk,
            "kind": "pay",
            "severity": "minor",
            "text": "Not mine",
        },
    )

    assert response.status_code == 422
    assert not Concern.objects.exists()


def test_a_mentor_reports_a_problem_about_somebody_they_mentor(placed):
    client = signed_in(join(placed.world.mentor))
    fields = {"kind": "health", "severity": "minor", "text": "She coughs"}

    other_host = ContactFactory.create(enterprise=placed.world.partner, roles=["mentor"])
    stranger = signed_in(join(other_host))
    refused = stranger.post(reverse("portal:concern_new"), {"placement": placed.placement.pk, **fields})
    assert refused.status_code == 422
    response = client.post(reverse("portal:concern_new"), {"placement": placed.placement.pk, **fields})

    concern = Concern.objects.get()
    assert concern.contact == placed.world.mentor
    assert "She coughs" in client.get(response.url).content.decode()
    assert stranger.get(response.url).status_code == 404


def test_the_page_of_a_concern_shows_everything_to_whoever_handles_it(placed):
    begin(placed.placement)
    concern = a_concern(placed)
    client = signed_in(placed.world.coordinator)

    page = client.get(concern.get_absolute_url()).content.decode()
    assert SECRET in page
    assert "Anonymous towards the enterprise" in page
    assert (
        "Interrupt 1 placement" in client.get(f"{concern.get_absolute_url()}?tab=affected").content.decode()
    )
    assert concern.reference in client.get(reverse("placements:concern_list")).content.decode()


def test_interrupting_asks_with_the_exact_number_first(placed):
    other = placed.another()
    begin(placed.placement, other)
    concern = a_concern(placed, kind="accident")
    incidents.name_affected(
        actor=placed.world.coordinator, pk=concern.pk, placement_ids=[other.pk], now=LATER
    )
    client = signed_in(placed.world.coordinator)
    address = reverse("placements:concern_interrupt", args=[concern.pk])

    page = client.get(address).content.decode()
    assert "Interrupt 2 placements" in page
    client.post(address, {"reason": "The press is closed.", "expected": [placed.placement.pk, other.pk]})

    assert placed.fresh().state == PlacementState.INTERRUPTED
