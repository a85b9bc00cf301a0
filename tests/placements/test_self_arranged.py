"""Hosts that students find without the school: applied for, looked at, approved or refused (INT-08)."""

from __future__ import annotations

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.access import NotVisible
from core.models import Notification
from core.transitions import TransitionRefused
from core.walls import inside
from internships.models import PlanKind, Post, PostState
from placements.models import ApplicationState, Arrangement, PlaceApplication, Placement
from placements.operations import self_arranged as operations
from placements.operations.placements import prepare_placement
from placements.operations.placing import UnableToPlace
from placements.operations.readiness import latest_check
from tests.placements.placing import ENDS_ON, NOW, STARTS_ON, TODAY, Placed, a_student
from tests.world import come_in, signed_in

pytestmark = pytest.mark.django_db

SAID = {
    "enterprise_name": "Wang machine works",
    "address": "苏州市吴中区1号",
    "contact_name": "Wang",
    "contact_phone": "13900000000",
    "work": "车工",
    "duties": "Turns shafts under guidance.",
    "starts_on": STARTS_ON,
    "ends_on": ENDS_ON,
    "reason": "Near my home.",
}


@pytest.fixture
def pupil(placed: Placed):
    student = a_student(placed.world, name="孙七")
    come_in(student)
    return student


@pytest.fixture
def application(placed: Placed, pupil) -> PlaceApplication:
    return operations.apply_for_own_place(actor=pupil.user, plan_id=placed.plan.pk, now=NOW, **SAID)


def approve(placed: Placed, application: PlaceApplication, **given):
    world = placed.world
    fields = {
        "actor": world.coordinator,
        "enterprise": world.partner,
        "majors": [application.student.school_class.major],
        "instructor": placed.instructor,
        "mentor": world.mentor,
    }
    return operations.approve_application(pk=application.pk, now=NOW, **fields | given)


def test_what_was_approved_becomes_a_placement_that_the_rules_look_at(placed, application):
    made = approve(placed, application, answer="Good luck")

    assert (made.arrangement, made.applied_on, made.approved_on) == (Arrangement.SELF_ARRANGED, TODAY, TODAY)
    assert made.post.state == PostState.FOUND
    assert (made.post.found_by, made.post.agreement) == (application.student, None)
    check = latest_check(made)
    assert "INT-13" in check.blocking
    assert not {"INT-08", "INT-10"} & {*check.failed, *check.unknown}
    application.refresh_from_db()
    assert (application.state, application.placement) == (ApplicationState.APPROVED, made)
    assert Notification.objects.filter(recipient=application.student.user).count() == 1


def test_with_papers_in_order_the_student_can_start_there(placed, application, in_order):
    made = approve(placed, application)

    assert prepare_placement(actor=placed.world.coordinator, pk=made.pk, now=NOW).state == "prepared"


def test_a_red_line_stands_also_where_the_student_found_the_host(placed, application, in_order):
    made = approve(placed, application, venue="ktv")

    with pytest.raises(TransitionRefused, match="16"):
        prepare_placement(actor=placed.world.coordinator, pk=made.pk, now=NOW)


def test_a_refusal_says_why_and_leaves_the_student_free(placed, application):
    with pytest.raises(TransitionRefused, match="reason"):
        operations.refuse_application(actor=placed.world.coordinator, pk=application.pk, reason="", now=NOW)

    operations.refuse_application(
        actor=placed.world.coordinator, pk=application.pk, reason="No such firm is registered", now=NOW
    )

    student = application.student
    page = signed_in(student.user).get(reverse("me:own_places")).text
    assert "No such firm is registered" in page
    again = operations.apply_for_own_place(actor=student.user, plan_id=placed.plan.pk, now=NOW, **SAID)
    assert again.is_open


def test_what_a_student_found_stands_on_no_board_and_in_no_portal(placed, application):
    made = approve(placed, application)

    assert made.post not in Post.objects.approved()
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=made.post.pk).update(state=PostState.APPROVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=placed.post.pk).update(agreement=None)


def test_one_application_waits_at_a_time(placed, application):
    with pytest.raises(ValidationError, match="already"):
        operations.apply_for_own_place(
            actor=application.student.user, plan_id=placed.plan.pk, now=NOW, **SAID
        )


def test_an_observation_is_arranged_by_the_school(placed, pupil):
    placed.plan.kind = PlanKind.OBSERVATION
    placed.plan.save()

    with pytest.raises(UnableToPlace, match="INT-02"):
        operations.apply_for_own_place(actor=pupil.user, plan_id=placed.plan.pk, now=NOW, **SAID)


def test_whoever_has_a_place_does_not_apply_for_another(placed):
    come_in(placed.world.student)

    with pytest.raises(UnableToPlace, match="place"):
        operations.apply_for_own_place(
            actor=placed.world.student.user, plan_id=placed.plan.pk, now=NOW, **SAID
        )


def test_a_student_of_another_class_does_not_see_the_plan(placed):
    come_in(placed.world.stranger_student)

    with pytest.raises(NotVisible):
        operations.apply_for_own_place(
            actor=placed.world.stranger_student.user, plan_id=placed.plan.pk, now=NOW, **SAID
        )


def test_only_whoever_places_students_decides(placed, application):
    world = placed.world

    for who, refusal in ((world.class_teacher, PermissionDenied), (world.stranger_officer, NotVisible)):
        with pytest.raises(refusal):
            approve(placed, application, actor=who)
    application.refresh_from_db()
    assert application.is_open
    assert not Placement.objects.filter(student=application.student).exists()


def test_a_student_takes_back_their_own_application_and_no_other(placed, application):
    come_in(placed.world.student)

    with pytest.raises(NotVisible):
        operations.withdraw_application(actor=placed.world.student.user, pk=application.pk, now=NOW)
    operations.withdraw_application(actor=application.student.user, pk=application.pk, now=NOW)

    application.refresh_from_db()
    assert application.state == ApplicationState.WITHDRAWN


def test_behind_the_wall_a_student_reads_their_own_applications_only(placed, application):
    come_in(placed.world.student)

    with inside(person_id=application.student.user.pk):
        assert PlaceApplication.objects.count() == 1
    with inside(person_id=placed.world.student.user.pk):
        assert PlaceApplication.objects.count() == 0


def test_a_student_applies_on_their_own_page(placed, pupil):
    client = signed_in(pupil.user)
    with time_machine.travel(NOW, tick=True):
        assert reverse("me:own_places") in client.get(reverse("me:today")).text
        assert str(placed.plan) in client.get(reverse("me:own_places")).text
        client.post(
            reverse("me:own_place_new", args=[placed.plan.pk]),
            SAID | {"hours_per_day": "8", "days_per_week": "5"},
        )

    made = PlaceApplication.objects.get(student=pupil)
    assert made.enterprise_name == SAID["enterprise_name"]


def test_the_coordinator_approves_on_the_screen(placed, application):
    client = signed_in(placed.world.coordinator)
    with time_machine.travel(NOW, tick=True):
        page = client.get(application.get_absolute_url()).text
        response = client.post(
            reverse("placements:application_approve", args=[application.pk]),
            {
                "enterprise": placed.world.partner.pk,
                "venue": "ordinary",
                "majors": [application.student.school_class.major_id],
                "shift": "day",
                "labour_grade": "1",
                "channel": "direct",
                "pay_method": "direct",
                "instructor": placed.instructor.pk,
                "mentor": placed.world.mentor.pk,
                "answer": "We know the firm.",
            },
        )

    made = Placement.objects.get(student=application.student)
    assert SAID["enterprise_name"] in page
    assert response.url == made.get_absolute_url()
    assert made.mentor == placed.world.mentor
    assert client.get(made.post.get_absolute_url()).status_code == 200
