"""The pages of work–study alternation: of staff, of the enterprise and of students."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from internships.models import SchoolClass
from placements.models import AlternationSchedule, WeekCredit
from placements.operations.alternation import (
    change_alternation,
    publish_alternation,
)
from placements.operations.alternation_credits import (
    Absence,
    confirm_week,
)
from tests.factories import EnterpriseFactory, SchoolClassFactory
from tests.placements.alternating import BEGINS, ENDS, MONDAYS, NOW, a_schedule, in_force, marked, week
from tests.placements.placing import a_student
from tests.query_counts import assert_query_count, queries_of
from tests.world import come_in, join, signed_in

pytestmark = pytest.mark.django_db


def test_a_coordinator_makes_a_timetable_fills_it_by_a_pattern_and_changes_a_week(world):
    client = signed_in(world.coordinator)
    SchoolClass.objects.filter(pk=world.school_class.pk).update(entered_in=2024)
    chosen = client.post(
        reverse("placements:alternation_new"),
        {"school_class": world.school_class.pk, "enterprise": world.partner.pk},
    )
    saved = client.post(
        chosen.url,
        {
            "kind": "order_class",
            "starts_on": BEGINS.isoformat(),
            "ends_on": ENDS.isoformat(),
            "school_hours": "28",
            "enterprise_hours": "38",
            "capacity": "40",
        },
    )
    schedule = AlternationSchedule.objects.get()
    assert saved.url == reverse("placements:alternation_weeks", args=[schedule.pk])

    filled = client.get(saved.url, {"at_school": 2, "at_enterprise": 1, "begins": "school"})
    assert [line["choices"] for line in filled.context["lines"]][2][1][2], "the third week is there"
    assert not schedule.weeks.exists(), "filling keeps nothing yet"

    client.post(saved.url, {f"week_{MONDAYS[0]:%Y%m%d}": "school", f"week_{MONDAYS[1]:%Y%m%d}": "enterprise"})
    assert [one.place for one in schedule.weeks.all()] == ["school", "enterprise"]
    client.post(reverse("placements:alternation_publish", args=[schedule.pk]))
    schedule.refresh_from_db()
    assert schedule.state == "running"


def test_the_enterprise_confirms_its_week_at_the_portal_with_who_was_missing(world):
    schedule = in_force(world, "SE")
    liaison = signed_in(join(world.liaison))
    listed = liaison.get(reverse("portal:alternations")).content.decode()
    assert str(world.school_class) in listed
    page = liaison.get(reverse("portal:alternation", args=[schedule.pk])).content.decode()
    address = reverse("portal:alternation_week", args=[week(schedule, 2).pk])
    assert address in page
    assert reverse("portal:alternation_week", args=[week(schedule, 1).pk]) not in page
    assert str(world.student) in liaison.get(address).content.decode()

    refused = liaison.post(address, {f"missed_{world.student.pk}": "50"})
    assert refused.status_code == 422
    liaison.post(address, {f"missed_{world.student.pk}": "4", f"reason_{world.student.pk}": "Late"})

    credit = WeekCredit.objects.get()
    assert (credit.credited, credit.reason) == (36, "Late")
    assert liaison.get(address).status_code == 404, "confirmed once"


def test_a_mentor_whom_the_timetable_does_not_name_looks_on(world):
    schedule = in_force(world, "SE")
    mentor = signed_in(join(world.mentor))
    address = reverse("portal:alternation_week", args=[week(schedule, 2).pk])

    assert mentor.get(reverse("portal:alternation", args=[schedule.pk])).status_code == 200
    assert mentor.post(address, {}).status_code == 403
    assert not WeekCredit.objects.exists()

    change_alternation(actor=world.coordinator, pk=schedule.pk, host_contact=world.mentor, now=NOW)
    mentor.post(address, {})
    assert WeekCredit.objects.exists()


def test_a_student_sees_their_weeks_and_hours_once_the_timetable_is_in_force(world):
    student = signed_in(come_in(world.student))
    schedule = marked(world, a_schedule(world), "SE")
    assert str(world.partner) not in student.get(reverse("me:alternation")).content.decode()

    publish_alternation(actor=world.coordinator, pk=schedule.pk, now=NOW)
    confirm_week(
        actor=world.class_teacher,
        pk=week(schedule, 1).pk,
        absences={world.student.pk: Absence(Decimal(2), "Dentist")},
        now=NOW,
    )

    page = student.get(reverse("me:alternation"))
    assert [hours for _place, hours in page.context["totals"]] == [28, 0]
    assert "Dentist" in page.content.decode()


def test_the_first_page_of_a_student_says_where_they_are_this_week(world):
    student = signed_in(come_in(world.student))
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())

    in_force(world, "ES", starts_on=monday, ends_on=monday + timedelta(days=13))

    page = student.get(reverse("me:today")).content.decode()
    assert str(world.partner) in page
    assert reverse("me:alternation") in page


def test_the_hours_of_students_are_exported_as_they_are_filtered(world):
    schedule = in_force(world, "SE")
    confirm_week(actor=world.coordinator, pk=week(schedule, 1).pk, absences={}, now=NOW)
    confirm_week(actor=world.coordinator, pk=week(schedule, 2).pk, absences={}, now=NOW)
    client = signed_in(world.coordinator)
    address = reverse("placements:alternation_hours")

    def exported(**narrowed: object) -> str:
        response = client.get(address, {"export": "csv", **narrowed})
        return b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]

    line = next(line for line in exported().splitlines() if world.student.name in line)
    assert "30.0,40.0,70.0,0.0" in line
    later = exported(since=MONDAYS[1].isoformat())
    assert ",0,40.0,40.0,0.0" in later
    assert world.student.name not in exported(since=ENDS.isoformat())


def test_the_coordinator_sees_clashes_of_the_weeks_to_come(world):
    client = signed_in(world.coordinator)
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    given = {"starts_on": monday, "ends_on": monday + timedelta(days=27)}
    in_force(world, "SESE", **given)
    other = EnterpriseFactory.create(department=world.mechanics)
    in_force(world, "EEES", enterprise=other, **given)

    page = client.get(reverse("placements:alternation_clashes"))

    assert len(page.context["groups"]) == 2
    assert str(other) in page.content.decode()


def test_pages_of_timetables_cost_the_same_however_many_weeks_and_students(world):
    for _number in range(3):
        a_student(world)
    schedule = in_force(world, "SESESESE")
    for number in (1, 2):
        confirm_week(actor=world.coordinator, pk=week(schedule, number).pk, absences={}, now=NOW)
    client, liaison = signed_in(world.coordinator), signed_in(join(world.liaison))
    student = signed_in(come_in(world.student))

    assert_query_count("placements:alternation_list", client, reverse("placements:alternation_list"))
    assert_query_count("placements:alternation_detail", client, schedule.get_absolute_url())
    assert_query_count("placements:alternation_credits", client, f"{schedule.get_absolute_url()}?tab=hours")
    assert_query_count("placements:alternation_hours", client, reverse("placements:alternation_hours"))
    assert_query_count("portal:alternation", liaison, reverse("portal:alternation", args=[schedule.pk]))
    assert_query_count("me:alternation", student, reverse("me:alternation"))
    before = len(queries_of(client, reverse("placements:alternation_list")))
    other = SchoolClassFactory.create(department=world.mechanics)
    in_force(world, "SESE", school_class=other)
    assert len(queries_of(client, reverse("placements:alternation_list"))) == before
