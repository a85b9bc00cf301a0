"""Who has to read a version: asked, reminded, confirmed; counted and listed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.access import NotVisible
from core.models import Notification
from governance import notices
from governance.models import Acknowledgement, VersionState
from governance.operations import acknowledgements
from governance.operations.acknowledgements import (
    UnableToAcknowledge,
    UnableToAsk,
    counts,
    people_concerned,
    sweep,
)
from tests.factories import AppointmentFactory, UserFactory
from tests.governance.ruling import a_regulation, a_version, asked, in_force, now, today
from tests.query_counts import assert_query_count
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def ask(world, version, **fields):
    given = {"due_on": today() + timedelta(days=14)} | fields
    return acknowledgements.ask(actor=world.director, pk=version.pk, now=now(), **given)


def told(kind) -> list[int]:
    rows = Notification.objects.filter(kind=kind.name).order_by("recipient_id")
    return list(rows.values_list("recipient_id", flat=True))


def test_everybody_of_the_centre_is_asked_and_nobody_else(world):
    version = in_force(world)
    ask(world, version, for_all=True)
    people = set(Acknowledgement.objects.values_list("user", flat=True))

    assert {world.teacher.pk, world.director.pk, world.stranger_officer.pk} <= people
    assert world.liaison.user_id not in people
    assert told(notices.ACKNOWLEDGE) == sorted(people)


def test_positions_and_departments_with_their_teachers_are_asked(world):
    version = in_force(world)
    director = world.director.appointments.get().position
    call = ask(world, version, positions=[director], departments=[world.mechanics])
    people = {user.pk for user in people_concerned(call, today())}

    assert people == {world.director.pk, world.officer.pk, world.head.pk, world.class_teacher.pk}
    assert set(Acknowledgement.objects.values_list("user", flat=True)) == people


@pytest.mark.parametrize(
    ("state", "fields", "refusal"),
    [
        (VersionState.DRAFT, {"for_all": True}, "approved"),
        (VersionState.REPEALED, {"for_all": True}, "approved"),
        (VersionState.APPROVED, {}, "who has to"),
        (VersionState.APPROVED, {"for_all": True, "due_on": "yesterday"}, "time to read"),
    ],
)
def test_nobody_is_asked_without_reason(world, state, fields, refusal):
    version = a_version(a_regulation(world), world.director, state=state)
    if fields.get("due_on"):
        fields = fields | {"due_on": today() - timedelta(days=1)}
    with pytest.raises(UnableToAsk, match=refusal):
        ask(world, version, **fields)
    assert not Acknowledgement.objects.exists()


def test_only_who_writes_regulations_asks_and_nobody_confirms_for_another(world):
    version = in_force(world)
    with pytest.raises(PermissionDenied):
        acknowledgements.ask(actor=world.officer, pk=version.pk, due_on=today(), for_all=True, now=now())
    asked(version, world.teacher)
    with pytest.raises(NotVisible):
        acknowledgements.acknowledge(actor=world.officer, version_id=version.pk, now=now())
    assert Acknowledgement.objects.get().confirmed_at is None


def test_a_person_confirms_once_and_the_counts_say_so(world):
    version = in_force(world)
    asked(version, world.teacher)
    asked(version, world.officer, due_on=today() - timedelta(days=1))
    first = acknowledgements.acknowledge(actor=world.teacher, version_id=version.pk, now=now())
    again = acknowledgements.acknowledge(
        actor=world.teacher, version_id=version.pk, now=now() + timedelta(days=1)
    )

    assert again.confirmed_at == first.confirmed_at
    assert counts(version, today()) == {"asked": 2, "done": 1, "waiting": 1, "late": 1}


def test_what_is_over_needs_no_confirmation(world):
    version = a_version(a_regulation(world), world.director, state=VersionState.REPEALED)
    asked(version, world.teacher)
    with pytest.raises(UnableToAcknowledge):
        acknowledgements.acknowledge(actor=world.teacher, version_id=version.pk, now=now())
    assert not Acknowledgement.objects.open(today()).exists()


def test_the_database_keeps_one_row_for_a_person_and_a_version(world):
    version = in_force(world)
    asked(version, world.teacher)
    with pytest.raises(IntegrityError, match="a_person_acknowledges_a_version_once"), transaction.atomic():
        asked(version, world.teacher)


def test_who_joins_later_is_asked_and_has_two_weeks(world):
    version = in_force(world)
    position = world.officer.appointments.get().position
    ask(world, version, positions=[position], due_on=today())
    newcomer = UserFactory.create(name="新同事")
    AppointmentFactory.create(user=newcomer, position=position)
    later = now() + timedelta(days=3)
    sweep(on=today() + timedelta(days=3), now=later)

    assert Acknowledgement.objects.get(user=newcomer).due_on == today() + timedelta(days=17)
    assert newcomer.pk in told(notices.ACKNOWLEDGE)


def test_people_are_reminded_before_the_day_and_once_a_week_after_it_and_whoever_asked_hears(world):
    version = in_force(world)
    position = world.officer.appointments.get().position
    ask(world, version, positions=[position], due_on=today() + timedelta(days=10))

    def after(days: int) -> tuple[int, int]:
        for _twice in range(2):
            sweep(on=today() + timedelta(days=days), now=now() + timedelta(days=days))
        return len(told(notices.ACKNOWLEDGE_DUE)), len(told(notices.MISSING))

    assert after(5) == (0, 0)
    assert after(8) == (1, 0)
    assert after(11) == (2, 1)
    assert after(12) == (2, 1)
    assert after(18) == (3, 2)
    assert told(notices.MISSING) == [world.director.pk] * 2
    acknowledgements.acknowledge(actor=world.officer, version_id=version.pk, now=now() + timedelta(days=19))
    assert after(25) == (3, 2)


def test_asking_anew_keeps_what_was_confirmed_and_lets_go_who_is_not_concerned(world):
    version = in_force(world)
    ask(world, version, departments=[world.mechanics])
    acknowledgements.acknowledge(actor=world.officer, version_id=version.pk, now=now())
    ask(world, version, departments=[world.tourism], due_on=today() + timedelta(days=30))

    rows = {row.user_id: row for row in Acknowledgement.objects.all()}
    assert set(rows) == {world.officer.pk, world.stranger_officer.pk}
    assert rows[world.officer.pk].confirmed_at is not None
    assert rows[world.stranger_officer.pk].due_on == today() + timedelta(days=30)


# --- Pages --------------------------------------------------------------------------------------


def test_somebody_finds_it_on_the_home_page_reads_it_and_confirms(world):
    version = in_force(world)
    asked(version, world.teacher)
    client = signed_in(world.teacher)

    assert version.get_absolute_url() in client.get("/").content.decode()
    address = reverse("governance:version_acknowledge", args=[version.pk])
    assert address in client.get(version.get_absolute_url()).content.decode()
    client.post(address)
    assert Acknowledgement.objects.get().confirmed_at is not None
    assert version.get_absolute_url() not in client.get("/").content.decode()
    assert address not in client.get(version.get_absolute_url()).content.decode()


def test_what_takes_effect_later_is_read_by_those_who_are_asked(world):
    version = a_version(
        a_regulation(world),
        world.director,
        state=VersionState.APPROVED,
        effective_from=today() + timedelta(days=10),
    )
    asked(version, world.teacher)

    assert signed_in(world.teacher).get(version.get_absolute_url()).status_code == 200
    assert signed_in(world.officer).get(version.get_absolute_url()).status_code == 404


def test_the_list_shows_ones_own_and_to_who_may_everybodys(world):
    version = in_force(world)
    asked(version, world.teacher)
    asked(version, world.officer, due_on=today() - timedelta(days=1))
    address = reverse("governance:acknowledgement_list")

    def shown(user, query: str = "") -> set[int]:
        rows = signed_in(user).get(f"{address}?{query}").context["table"].page.object_list
        return {row.record.user_id for row in rows}

    assert shown(world.teacher) == {world.teacher.pk}
    assert shown(world.director) == {world.teacher.pk, world.officer.pk}
    assert shown(world.director, "answer=overdue") == {world.officer.pk}
    assert shown(world.director, "q=赵") == {world.teacher.pk}
    client = signed_in(world.director)
    exported = b"".join(client.get(f"{address}?export=csv").streaming_content).decode()
    assert world.teacher.display_name in exported
    assert_query_count("acknowledgements", client, address)
    assert_query_count(
        "acknowledgements of a version", client, f"{version.get_absolute_url()}?tab=acknowledgements"
    )


def test_people_are_asked_on_the_page(world):
    version = in_force(world)
    client = signed_in(world.director)
    answer = client.post(
        reverse("governance:version_call", args=[version.pk]),
        {"departments": [world.mechanics.pk], "due_on": today() + timedelta(days=7)},
    )
    assert answer.status_code == 302
    assert Acknowledgement.objects.count() == 3
