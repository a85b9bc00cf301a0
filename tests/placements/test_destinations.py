"""What became of graduates, and the rates that are counted from what was confirmed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.access import NotVisible
from internships.models import Student
from placements.models import Destination
from placements.operations import destinations
from placements.operations.destinations import UnableToReport
from placements.rates import percent, rates
from tests.placements.ending import another_student
from tests.placements.graduating import in_the_last_year
from tests.world import come_in, signed_in

NOW = timezone.now()


@pytest.fixture
def last_year(world):
    in_the_last_year(world)
    return world


def report(world, student, kind, *, confirm=True, **said):
    made = destinations.report_destination(
        actor=world.director, pk=student.pk, now=NOW, kind=kind, **{"where": "精工"} | said
    )
    if confirm:
        destinations.confirm_destination(actor=world.director, pk=made.pk, proof="合同", now=NOW)
    return made


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_rate_is_a_share_of_a_hundred_or_nothing(part, more):
    rate = percent(part, part + more)
    assert rate is None if part + more == 0 else 0 <= rate <= 100


def test_rates_count_what_was_confirmed_by_their_definitions(last_year):
    world = last_year
    people = [world.student, *(another_student(world) for _number in range(6))]
    for student, kind in zip(
        people, ("host", "field", "elsewhere", "study", "seeking", "self_employed"), strict=False
    ):
        report(world, student, kind)
    report(world, people[6], "field", confirm=False)

    (rate,) = rates(Student.objects.filter(school_class=world.school_class), "class")

    assert (rate.graduates, rate.settled, rate.working, rate.matched) == (7, 5, 4, 2)
    assert (rate.employment_rate, rate.match_rate, rate.unconfirmed) == (71.4, 50.0, 1)


def test_the_class_teacher_reports_and_others_confirm(last_year):
    world = last_year
    client = signed_in(world.class_teacher)
    client.post(
        reverse("placements:destination_report", args=[world.student.pk]),
        {"kind": "field", "where": "苏州精工机械有限公司"},
    )
    made = Destination.objects.get()
    assert (made.is_matched, made.is_confirmed) == (True, False)

    with pytest.raises(PermissionDenied):
        destinations.confirm_destination(actor=world.class_teacher, pk=made.pk, proof="Call", now=NOW)
    with pytest.raises(UnableToReport):
        destinations.confirm_destination(actor=world.director, pk=made.pk, now=NOW)

    made.refresh_from_db()
    assert not made.is_confirmed


def test_a_graduate_says_it_themselves_until_the_school_has_confirmed(last_year):
    world = last_year
    come_in(world.student)
    client = signed_in(world.student.user)
    client.post(reverse("me:destination_edit"), {"kind": "study", "where": "苏州职业大学"})
    made = Destination.objects.get()
    destinations.confirm_destination(actor=world.director, pk=made.pk, proof="录取通知书", now=NOW)

    answer = client.post(reverse("me:destination_edit"), {"kind": "seeking"})

    assert answer.status_code == 422
    made.refresh_from_db()
    assert made.kind == "study"


def test_who_is_hired_says_where(last_year):
    with pytest.raises(ValidationError):
        report(last_year, last_year.student, "elsewhere", where="")
    assert not Destination.objects.exists()


def test_the_database_keeps_work_in_another_field_out_of_the_match_rate(last_year):
    made = report(last_year, last_year.student, "elsewhere")
    with pytest.raises(IntegrityError), transaction.atomic():
        Destination.objects.filter(pk=made.pk).update(is_matched=True)


def test_strangers_see_no_graduate_in_page_export_or_rates(last_year):
    world = last_year
    report(world, world.student, "host")
    position = world.stranger_officer.appointments.first().position
    position.capabilities = [*position.capabilities, "destination.read", "student.read", "destination.edit"]
    position.save()
    client = signed_in(world.stranger_officer)

    for address in ("placements:graduate_list", "placements:rates"):
        for query in ({}, {"export": "csv"}):
            answer = client.get(reverse(address), query)
            assert answer.status_code == 200
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert "李明" not in content.decode()
            assert "数控2401" not in content.decode()
    with pytest.raises(NotVisible):
        destinations.report_destination(
            actor=world.stranger_officer, pk=world.student.pk, now=NOW, kind="seeking"
        )


def test_the_rates_lead_to_their_rows_and_can_be_taken_along(last_year):
    world = last_year
    report(world, world.student, "host")
    client = signed_in(world.director)

    page = client.get(reverse("placements:rates")).content.decode()
    rows = client.get(
        reverse("placements:graduate_list"),
        {"school_class": world.school_class.pk, "kind": "host", "confirmed": "yes"},
    ).content.decode()
    csv = b"".join(client.get(reverse("placements:rates"), {"export": "csv"}).streaming_content).decode()

    assert f"school_class={world.school_class.pk}" in page
    assert "Li Ming" in rows
    assert "100.0" in csv
