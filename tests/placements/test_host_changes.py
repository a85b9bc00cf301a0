"""Changes that enterprises ask for, early ends that students ask for: who is told what, what comes of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from core.emails import compose
from core.models import Notification
from placements.models import ChangeState, PlacementChange, PlacementState, WorkDay
from placements.operations.attendance import fill_from_posts
from placements.operations.changes import UnableToApply, apply_change, ask_change, refuse_change
from placements.watch import watch_named
from placements.weeks import monday_of
from tests.factories import ContactFactory
from tests.placements.caring import DAY, LATER, begin
from tests.placements.placing import STARTS_ON, Placed
from tests.placements.test_guardian_pages import give, opened, page_of
from tests.world import come_in, join, signed_in

pytestmark = pytest.mark.django_db


def ask(placed: Placed, kind: str, *, by: str = "enterprise", **fields: Any) -> PlacementChange:
    world = placed.world
    person = world.liaison if by == "enterprise" else world.student
    actor = person.user or (join(world.liaison) if by == "enterprise" else come_in(world.student))
    given: dict[str, Any] = {
        "actor": actor,
        "placement_id": placed.placement.pk,
        "kind": kind,
        "asked_by": by,
        "reason": "Private matters",
        "now": LATER,
    }
    return ask_change(**given | fields)


def accept(placed: Placed, change: PlacementChange, **to: Any) -> PlacementChange:
    return apply_change(actor=placed.world.coordinator, pk=change.pk, answer="", to=to, now=LATER)


# --- What enterprises ask for -----------------------------------------------------------------


def test_other_hours_count_from_then_on_and_amend_the_agreement(placed, in_order):
    begin(placed.placement)
    change = ask(placed, "hours", to={"hours_per_day": Decimal(6)})

    made = accept(placed, change)

    assert (made.old_hours_per_day, made.new_hours_per_day) == (8, 6)
    assert made.amendment_due
    assert made.differences == [("Hours a day", "8", "6")]
    placement = placed.fresh()
    fill_from_posts([placement], monday=monday_of(STARTS_ON), now=LATER)
    assert {row.hours for row in WorkDay.objects.filter(placement=placement)} == {6}


def test_longer_hours_than_the_law_allows_are_not_made(placed, in_order):
    begin(placed.placement)
    change = ask(placed, "hours", to={"hours_per_day": Decimal(11)})

    with pytest.raises(UnableToApply):
        accept(placed, change)

    assert placed.fresh().hours_per_day is None
    change.refresh_from_db()
    assert change.state == ChangeState.ASKED


def test_another_place_of_work_is_shown_to_the_student_and_forgotten_with_the_post(placed, in_order):
    begin(placed.placement)
    accept(placed, ask(placed, "workplace", to={"workplace": "Hall 3, Park Road"}))

    page = signed_in(come_in(placed.world.student)).get(reverse("me:today")).content.decode()

    assert "Hall 3, Park Road" in page
    with pytest.raises(UnableToApply):
        accept(placed, ask(placed, "workplace", to={"workplace": "Hall 3, Park Road"}))


def test_an_enterprise_asks_at_the_portal_and_reads_what_the_school_decides(placed, in_order):
    begin(placed.placement)
    colleague = ContactFactory.create(enterprise=placed.world.partner, roles=["mentor"], name="新导师")
    client = signed_in(join(placed.world.liaison))
    address = reverse("portal:change_ask", args=[placed.placement.pk])

    assert client.post(address, {"kind": "mentor", "reason": "He moves"}).status_code == 422
    client.post(address, {"kind": "mentor", "mentor": colleague.pk, "reason": "He moves"})

    change = PlacementChange.objects.get()
    assert (change.asked_by, change.new_mentor) == ("enterprise", colleague)
    told = Notification.objects.get(kind="placements.change_asked", recipient=placed.world.coordinator)
    assert told.subject == change
    watch = watch_named("change_asked")
    assert watch is not None
    own = type(placed.placement).objects.all()
    assert [row.pk for row in watch.placements(own, DAY)] == [placed.placement.pk]

    refuse_change(actor=placed.world.coordinator, pk=change.pk, answer="Not in the last weeks", now=LATER)
    page = client.get(reverse("portal:changes")).content.decode()
    assert "Not in the last weeks" in page
    assert "Refused" in page


def test_whoever_asked_takes_it_back_and_no_colleague(placed):
    begin(placed.placement)
    change = ask(placed, "hours", to={"hours_per_day": Decimal(6)})
    address = reverse("portal:change_withdraw", args=[change.pk])

    assert signed_in(join(placed.world.mentor)).post(address).status_code == 404
    signed_in(placed.world.liaison.user).post(address)

    change.refresh_from_db()
    assert change.state == ChangeState.WITHDRAWN


def test_a_mentor_of_another_student_asks_nothing(placed):
    begin(placed.placement)
    other = ContactFactory.create(enterprise=placed.world.partner, roles=["mentor"])
    address = reverse("portal:change_ask", args=[placed.placement.pk])

    assert signed_in(join(other)).post(address, {"kind": "hours"}).status_code == 404
    stranger = signed_in(join(placed.world.stranger_liaison))
    assert stranger.post(address, {"kind": "hours"}).status_code == 404
    assert not PlacementChange.objects.exists()


def test_a_mentor_of_a_stranger_enterprise_is_no_choice(placed):
    begin(placed.placement)
    stranger = ContactFactory.create(enterprise=placed.world.stranger, roles=["mentor"])

    answer = signed_in(join(placed.world.liaison)).post(
        reverse("portal:change_ask", args=[placed.placement.pk]),
        {"kind": "mentor", "mentor": stranger.pk, "reason": "He moves"},
    )

    assert answer.status_code == 422
    assert not PlacementChange.objects.exists()


# --- Early ends that students ask for ---------------------------------------------------------


def under_age(placed: Placed) -> None:
    placed.world.student.born_on = DAY - timedelta(days=365 * 17)
    placed.world.student.save()


def told(kind: str) -> list[Notification]:
    return list(Notification.objects.filter(kind=f"placements.{kind}").order_by("pk"))


def words_of(notification: Notification) -> str:
    composed = compose(notification)
    assert composed is not None
    return f"{composed.subject} {composed.body}"


def test_the_guardian_of_a_minor_is_told_and_never_why(placed):
    begin(placed.placement)
    under_age(placed)
    guardian = placed.world.guardian
    guardian.email = "father@family.example"
    guardian.language = "en"
    guardian.save()

    change = ask(placed, "early_end", by="student")
    refuse_change(actor=placed.world.coordinator, pk=change.pk, answer="Talk to us first", now=LATER)

    asked, decided = told("early_end_guardian")
    assert asked.email == "father@family.example"
    assert "asks to end the internship early" in words_of(asked)
    assert "goes on" in words_of(decided)
    for one in (asked, decided):
        assert "Private matters" not in words_of(one)
        assert "Talk to us first" not in words_of(one)


def test_the_guardian_of_a_student_of_age_is_not_told(placed):
    begin(placed.placement)
    placed.world.student.born_on = DAY - timedelta(days=365 * 20)
    placed.world.student.save()

    ask(placed, "early_end", by="student")

    assert told("early_end_guardian") == []


def test_the_page_of_the_guardian_shows_that_the_child_asks_and_not_why(placed):
    begin(placed.placement)
    under_age(placed)
    link = give(placed)
    ask(placed, "early_end", by="student", to={"ends_on": DAY + timedelta(days=7)})

    page = opened(link).get(page_of(link)).content.decode()

    assert "您的孩子申请提前结束" in page
    assert "Private matters" not in page
    assert told("early_end_guardian")[0].subject == link


def test_the_enterprise_is_told_who_ends_and_when_and_nothing_of_why(placed):
    liaison, mentor = join(placed.world.liaison), join(placed.world.mentor)
    begin(placed.placement)
    change = ask(placed, "early_end", by="student")

    accept(placed, change, ends_on=DAY)

    assert placed.fresh().state == PlacementState.ENDED_EARLY
    assert placed.fresh().reason == "Private matters"
    notices = told("early_end_host")
    assert {one.recipient for one in notices} == {liaison, mentor}
    assert all("Private matters" not in words_of(one) for one in notices)
    client = signed_in(liaison)
    for address in (reverse("portal:changes"), reverse("portal:intern", args=[placed.placement.pk])):
        assert "Private matters" not in client.get(address).content.decode()


def test_the_student_reads_that_the_enterprise_learns_no_reason(placed):
    begin(placed.placement)

    page = signed_in(come_in(placed.world.student)).get(reverse("me:change_ask")).content.decode()

    assert "the day and not the reason" in page
