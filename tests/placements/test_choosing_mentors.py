"""One mentor for many students at once: exact numbers, who was refused and why, and nothing half done."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from core.models import AuditEvent
from internships.models import Student
from partnerships.models import Contact, ContactRole
from placements.models import Placement
from tests.factories import (
    BindingAgreementFactory,
    ContactFactory,
    PlacementFactory,
    PositionFactory,
    PostFactory,
    UserFactory,
)
from tests.placements.placing import ENDS_ON, STARTS_ON, Placed, a_student
from tests.world import appoint, signed_in

pytestmark = pytest.mark.django_db

LIST = reverse("placements:placement_list")


@pytest.fixture
def foreman(placed: Placed) -> Contact:
    """Another mentor of the partner, whom nobody has been given yet."""
    return ContactFactory.create(
        enterprise=placed.world.partner, name="Foreman Gu", roles=[ContactRole.MENTOR]
    )


def elsewhere(placed: Placed) -> Placement:
    """A student of the same plan, at another host."""
    agreement = BindingAgreementFactory.create(
        department=placed.world.mechanics, enterprise=placed.world.stranger
    )
    post = PostFactory.create(
        plan=placed.plan,
        department=placed.world.mechanics,
        enterprise=placed.world.stranger,
        agreement=agreement,
        name_en="Fitter",
    )
    return PlacementFactory.create(
        student=a_student(placed.world, name="陈晨", name_latin="Chen Chen"),
        post=post,
        starts_on=STARTS_ON,
        ends_on=ENDS_ON,
    )


def chosen(*placements: Placement, address: str = LIST, **more: Any) -> dict[str, Any]:
    return {"action": "mentor", "selected": [one.pk for one in placements], "query": "", **more}


@pytest.fixture
def keeper(placed: Placed) -> User:
    """Keeps the placements of one department."""
    position = PositionFactory.create(
        department=placed.world.mechanics, capabilities=["placement.read", "placement.edit"]
    )
    return appoint(UserFactory.create(), position)


def mentors() -> dict[int, int | None]:
    return dict(Placement.objects.values_list("pk", "mentor"))


def told(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_exact_number_is_asked_before_anything_is_done(placed, foreman):
    other = placed.another()
    before = mentors()

    page = signed_in(placed.world.coordinator).post(LIST, chosen(placed.placement, other))

    assert page.status_code == 200
    assert "Choose one mentor for 2 students?" in page.content.decode()
    assert ("expected", 2) in page.context["hidden"]
    assert mentors() == before


def test_all_that_were_ticked_get_the_mentor_and_nobody_else_does(placed, foreman):
    other, third = placed.another(), placed.another()

    done = signed_in(placed.world.coordinator).post(
        LIST,
        chosen(placed.placement, other, confirmed="1", expected=2, mentor=foreman.pk),
        follow=True,
    )

    assert told(done) == ["Choose the mentor: done for 2."]
    found = mentors()
    assert [found[one.pk] for one in (placed.placement, other)] == [foreman.pk, foreman.pk]
    assert found[third.pk] == placed.world.mentor.pk
    events = AuditEvent.objects.filter(verb="placement.guides")
    assert {event.details["mentor"] for event in events} == {str(foreman)}
    assert events.count() == 2


def test_who_is_at_another_host_is_named_with_the_reason_and_stays_as_they_were(placed, foreman):
    stray = elsewhere(placed)
    before = Placement.objects.filter(pk=stray.pk).values().get()

    done = signed_in(placed.world.coordinator).post(
        LIST,
        chosen(placed.placement, stray, confirmed="1", expected=2, mentor=foreman.pk),
        follow=True,
    )

    succeeded, refused = told(done)
    assert succeeded == "Choose the mentor: done for 1."
    assert refused.startswith("Not done for 1: ")
    assert "Chen Chen" in refused
    assert str(placed.placement.student) not in refused
    assert placed.fresh().mentor == foreman
    assert Placement.objects.filter(pk=stray.pk).values().get() == before
    assert not AuditEvent.objects.filter(verb="placement.guides", subject_id=stray.pk).exists()


def test_a_placement_that_is_over_keeps_its_mentor(placed, foreman):
    over = placed.another()
    Placement.objects.filter(pk=over.pk).update(state="cancelled", reason="Ill.")

    done = signed_in(placed.world.coordinator).post(
        LIST, chosen(over, confirmed="1", expected=1, mentor=foreman.pk), follow=True
    )

    (refused,) = told(done)
    assert "Not done for 1: The placement is “Cancelled”." in refused
    assert str(over.student) in refused
    assert mentors()[over.pk] == placed.world.mentor.pk


def test_a_list_that_has_changed_is_asked_about_again(placed, foreman):
    other = placed.another()
    before = mentors()

    page = signed_in(placed.world.coordinator).post(
        LIST, chosen(placed.placement, other, confirmed="1", expected=3, mentor=foreman.pk)
    )

    assert "The list has changed" in " ".join(told(page))
    assert ("expected", 2) in page.context["hidden"]
    assert mentors() == before


def test_a_mentor_of_a_host_without_students_of_mine_cannot_be_chosen(placed, keeper):
    stranger = ContactFactory.create(
        enterprise=placed.world.stranger, name="Stranger Shi", roles=[ContactRole.MENTOR]
    )
    before = mentors()
    client = signed_in(keeper)

    offered = client.post(LIST, chosen(placed.placement)).content.decode()
    page = client.post(LIST, chosen(placed.placement, confirmed="1", expected=1, mentor=stranger.pk))

    assert "Stranger Shi" not in offered
    assert page.context["form"].errors["mentor"]
    assert mentors() == before


def test_somebody_who_is_no_mentor_cannot_be_chosen(placed):
    liaison = ContactFactory.create(enterprise=placed.world.partner, roles=[ContactRole.LIAISON])
    before = mentors()

    page = signed_in(placed.world.coordinator).post(
        LIST, chosen(placed.placement, confirmed="1", expected=1, mentor=liaison.pk)
    )

    assert page.context["form"].errors["mentor"]
    assert mentors() == before


def test_rows_of_another_department_are_neither_counted_nor_changed(placed, foreman, keeper):
    before = mentors()

    page = signed_in(keeper).post(LIST, chosen(placed.placement, placed.stranger_placement))
    assert "Choose one mentor for 1 students?" in page.content.decode()
    signed_in(placed.world.teacher).post(
        LIST, chosen(placed.placement, confirmed="1", expected=1, mentor=foreman.pk)
    )

    assert mentors() == before


def test_on_the_board_students_without_a_place_are_left_out(placed, foreman):
    unplaced = a_student(placed.world)
    board = reverse("placements:board", args=[placed.plan.pk])
    client = signed_in(placed.world.coordinator)
    ticked = {"action": "mentor", "selected": [placed.placement.student_id, unplaced.pk], "query": ""}

    asked = client.post(board, ticked).content.decode()
    done = client.post(
        board, {**ticked, "confirmed": "1", "expected": "1", "mentor": foreman.pk}, follow=True
    )

    assert "Choose one mentor for 1 students?" in asked
    assert told(done) == ["Choose the mentor: done for 1."]
    assert placed.fresh().mentor == foreman
    assert Student.objects.filter(pk=unplaced.pk, placements=None).exists()
