"""Changes of placements: asked for, decided with a reason, made and kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.access import NotVisible
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from insights.queues import queues_for
from internships.models import Post
from placements.changes import amendment_made, amendments_due
from placements.models import ChangeState, Placement, PlacementChange, PlacementState
from placements.operations.changes import (
    UnableToApply,
    UnableToAsk,
    apply_change,
    ask_change,
    refuse_change,
    withdraw_change,
)
from placements.operations.host_moves import UnableToMove
from placements.operations.placements import UnableToChange, finish_placement
from tests.factories import ContactFactory, PostFactory, TeacherFactory
from tests.placements.caring import DAY, LATER, begin, holder_of
from tests.placements.changing import another_post, at_another_host, change, vetted_elsewhere
from tests.placements.placing import NOW, TODAY, Placed, make_placed
from tests.threads import in_threads
from tests.world import come_in, join, signed_in

pytestmark = pytest.mark.django_db


def ask(placed: Placed, kind: str = "early_end", **fields: Any) -> PlacementChange:
    given: dict[str, Any] = {
        "actor": placed.world.student.user or come_in(placed.world.student),
        "placement_id": placed.placement.pk,
        "kind": kind,
        "asked_by": "student",
        "reason": "My grandmother is ill.",
        "now": LATER,
    }
    return ask_change(**given | fields)


def test_another_instructor_is_kept_from_whom_to_whom(placed):
    begin(placed.placement)
    new = TeacherFactory.create(department=placed.world.mechanics, name="新老师")

    made = change(placed, "instructor", instructor=new)

    assert (made.old_instructor, made.new_instructor) == (placed.instructor, new)
    assert (made.state, made.amendment_due) == (ChangeState.APPLIED, True)
    assert placed.fresh().instructor == new


def test_another_mentor_is_one_of_the_host(placed):
    stranger = ContactFactory.create(enterprise=placed.world.stranger, roles=["mentor"])

    with pytest.raises(UnableToChange):
        change(placed, "mentor", mentor=stranger)

    assert placed.fresh().mentor == placed.world.mentor
    assert not PlacementChange.objects.exists()


def test_another_post_takes_a_free_seat_and_leaves_the_old_one(placed, in_order):
    begin(placed.placement)
    post = another_post(placed)

    made = change(placed, "post", post=post)

    assert placed.fresh().post == post
    assert (made.old_post, made.new_post) == (placed.post, post)
    assert made.differences[0][2].startswith("Grinder")


def test_a_post_without_a_seat_of_another_plan_or_not_approved_is_refused(placed, in_order):
    full = another_post(placed)
    placed.another(post=full)
    elsewhere = PostFactory.create()
    draft = another_post(placed, state="draft")

    for post in (full, elsewhere, draft, placed.post):
        with pytest.raises(UnableToApply):
            change(placed, "post", post=post)

    assert placed.fresh().post == placed.post


def test_who_goes_to_another_enterprise_begins_there_anew(placed, in_order, monkeypatch):
    begin(placed.placement)
    post = vetted_elsewhere(placed, monkeypatch)

    made = change(placed, "post", post=post, is_host_imposed=False)

    old, new = placed.fresh(), made.new_placement
    assert (old.state, old.ended_on, old.enterprise) == ("ended_early", DAY, placed.world.partner)
    assert new is not None
    assert (new.state, new.enterprise, new.post) == ("offered", placed.world.stranger, post)
    assert (new.starts_on, new.ends_on, new.mentor) == (DAY, old.ends_on, None)
    assert made.amendment_due is False
    assert AuditEvent.objects.filter(subject_id=new.pk, verb="placement.place").exists()


def test_before_the_start_the_place_is_given_up_for_the_one_elsewhere(placed, in_order, monkeypatch):
    Placement.objects.filter(pk=placed.placement.pk).update(state=PlacementState.PREPARED)

    made = change(placed, "post", post=vetted_elsewhere(placed, monkeypatch), is_host_imposed=False)

    assert placed.fresh().state == PlacementState.CANCELLED
    assert made.new_placement is not None
    assert made.new_placement.state == PlacementState.OFFERED


def test_nobody_goes_to_another_enterprise_before_somebody_says_whether_there_was_a_choice(
    placed, in_order, monkeypatch
):
    begin(placed.placement)
    with pytest.raises(UnableToMove, match="INT-10"):
        change(placed, "post", post=vetted_elsewhere(placed, monkeypatch))

    assert placed.fresh().state == PlacementState.IN_PROGRESS
    assert not PlacementChange.objects.exists()


def test_nobody_is_moved_to_a_host_that_is_not_vetted(placed, in_order):
    with pytest.raises(UnableToApply, match="vetted"):
        change(placed, "post", post=at_another_host(placed))

    assert placed.fresh().enterprise == placed.world.partner


def test_who_works_is_not_moved_where_a_rule_stands_in_the_way(placed):
    """Without papers in order, at the same enterprise; before the start the check-list says so instead."""
    post = another_post(placed)
    begin(placed.placement)

    with pytest.raises(UnableToApply, match="Art"):
        change(placed, "post", post=post)
    assert placed.fresh().post == placed.post
    Placement.objects.update(state=PlacementState.OFFERED, started_on=None)

    assert change(placed, "post", post=post).state == ChangeState.APPLIED


def test_dates_change_ahead_only(placed, in_order):
    begin(placed.placement)

    with pytest.raises(UnableToApply):
        change(placed, "dates", starts_on=DAY, ends_on=None)
    with pytest.raises(UnableToApply):
        change(placed, "dates", starts_on=None, ends_on=TODAY + timedelta(days=1))
    new = placed.placement.ends_on - timedelta(days=30)
    made = change(placed, "dates", starts_on=None, ends_on=new)

    assert (made.old_ends_on, made.new_ends_on) == (placed.placement.ends_on, new)
    assert placed.fresh().ends_on == new


def test_a_student_asks_to_end_early_and_the_school_decides_with_the_day(placed):
    begin(placed.placement)
    asked = ask(placed, to={"ends_on": DAY})
    assert placed.fresh().state == PlacementState.IN_PROGRESS
    assert Notification.objects.filter(
        kind="placements.change_asked", recipient=placed.world.class_teacher
    ).exists()

    made = apply_change(
        actor=placed.world.coordinator,
        pk=asked.pk,
        answer="Get well.",
        to={"ends_on": DAY - timedelta(days=1)},
        now=LATER,
    )

    placement = placed.fresh()
    assert (placement.state, placement.ended_on) == (PlacementState.ENDED_EARLY, DAY - timedelta(days=1))
    assert made.amendment_due is False
    told = Notification.objects.get(kind="placements.change_decided")
    assert told.recipient == placed.world.student.user


def test_notice_for_a_day_ahead_makes_it_the_last_day(placed):
    """Whatever rule stands in the way: nobody is kept from leaving."""
    begin(placed.placement)
    friday = DAY + timedelta(days=11)
    asked = ask(placed, to={"ends_on": friday})

    made = apply_change(actor=placed.world.coordinator, pk=asked.pk, answer="Agreed", now=LATER)

    placement = placed.fresh()
    assert (placement.state, placement.ends_on) == (PlacementState.IN_PROGRESS, friday)
    assert (made.state, made.new_ends_on, made.reason) == (
        ChangeState.APPLIED,
        friday,
        "My grandmother is ill.",
    )
    finished = finish_placement(
        actor=placed.world.coordinator, pk=placement.pk, now=LATER + timedelta(days=11)
    )
    assert finished.ended_on == friday


def test_notice_for_the_last_day_or_later_is_no_early_end(placed):
    begin(placed.placement)
    asked = ask(placed, to={"ends_on": placed.placement.ends_on})

    with pytest.raises(UnableToApply):
        apply_change(actor=placed.world.coordinator, pk=asked.pk, answer="", now=LATER)

    assert placed.fresh().ends_on == placed.placement.ends_on


def test_days_that_are_added_need_a_seat_and_lie_within_the_plan(placed, in_order):
    begin(placed.placement)
    end = placed.placement.ends_on
    Post.objects.filter(pk=placed.post.pk).update(seats=1)
    follower = placed.another(starts_on=end + timedelta(days=5), ends_on=end + timedelta(days=20))

    with pytest.raises(UnableToApply, match="no free seat"):
        change(placed, "dates", starts_on=None, ends_on=end + timedelta(days=5))
    with pytest.raises(UnableToApply, match="outside"):
        change(placed, "dates", starts_on=None, ends_on=placed.plan.ends_on + timedelta(days=1))
    change(placed, "dates", starts_on=None, ends_on=end + timedelta(days=4))

    assert placed.fresh().ends_on < follower.starts_on


def test_the_same_is_asked_for_once_at_a_time_and_taken_back(placed):
    asked = ask(placed)
    with pytest.raises(UnableToAsk):
        ask(placed)
    withdraw_change(actor=placed.world.student.user, change=asked, now=LATER)
    with pytest.raises(UnableToApply):
        refuse_change(actor=placed.world.coordinator, pk=asked.pk, answer="No", now=LATER)

    assert ask(placed).state == ChangeState.ASKED


def test_a_refusal_gives_its_reason(placed):
    asked = ask(placed)
    with pytest.raises(TransitionRefused):
        refuse_change(actor=placed.world.coordinator, pk=asked.pk, answer=" ", now=LATER)

    refused = refuse_change(actor=placed.world.coordinator, pk=asked.pk, answer="Two weeks more", now=LATER)

    assert (refused.state, refused.answer) == (ChangeState.REFUSED, "Two weeks more")
    assert placed.fresh().state == PlacementState.OFFERED


def test_only_who_places_students_there_decides(placed):
    asked = ask(placed)

    with pytest.raises(PermissionDenied):
        apply_change(actor=placed.world.class_teacher, pk=asked.pk, answer="", now=LATER)
    with pytest.raises(NotVisible):
        refuse_change(actor=placed.world.stranger_officer, pk=asked.pk, answer="No", now=LATER)

    assert PlacementChange.objects.get().state == ChangeState.ASKED


def test_the_agreement_is_told_what_it_has_to_say_anew(placed):
    begin(placed.placement)
    new = TeacherFactory.create(department=placed.world.mechanics)
    made = change(placed, "instructor", instructor=new)

    assert list(amendments_due([placed.placement.pk])) == [made]
    assert amendment_made(placed.placement.pk, made_at=LATER - timedelta(minutes=1)) == 0
    assert amendment_made(placed.placement.pk, made_at=LATER) == 1
    assert not amendments_due([placed.placement.pk]).exists()


def test_the_history_of_a_placement_shows_its_changes(placed):
    begin(placed.placement)
    change(placed, "instructor", instructor=TeacherFactory.create(department=placed.world.mechanics))
    client = signed_in(placed.world.coordinator)

    assert "As agreed" in client.get(f"{placed.placement.get_absolute_url()}?tab=history").content.decode()
    assert "Qian Yu" in client.get(f"{placed.placement.get_absolute_url()}?tab=changes").content.decode()


def test_a_student_asks_on_the_phone_and_sees_the_decision(placed):
    begin(placed.placement)
    client = signed_in(come_in(placed.world.student))

    client.post(
        reverse("me:change_ask"),
        {"placement": placed.placement.pk, "kind": "early_end", "reason": "Homesick"},
    )
    asked = PlacementChange.objects.get()
    refuse_change(actor=placed.world.coordinator, pk=asked.pk, answer="Talk to us first", now=LATER)

    page = client.get(reverse("me:changes")).content.decode()
    assert "Talk to us first" in page
    other = client.post(
        reverse("me:change_ask"),
        {"placement": placed.stranger_placement.pk, "kind": "early_end", "reason": "Not mine"},
    )
    assert other.status_code == 422
    assert PlacementChange.objects.count() == 1


def test_a_student_reads_what_the_school_changed_and_why_and_nobody_else_does(placed):
    begin(placed.placement)
    change(placed, "instructor", instructor=TeacherFactory.create(department=placed.world.mechanics))

    page = signed_in(come_in(placed.world.student)).get(reverse("me:changes")).content.decode()
    other = signed_in(come_in(placed.world.stranger_student)).get(reverse("me:changes")).content.decode()

    assert "As agreed" in page
    assert "Qian Yu" in page
    assert "As agreed" not in other


# --- Races ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does(world):
    placed = make_placed(world)
    begin(placed.placement)
    asked = ask(placed)

    results: list[str] = []

    def decide() -> None:
        try:
            apply_change(actor=world.coordinator, pk=asked.pk, answer="", now=LATER)
        except UnableToApply:
            results.append("refused")
        else:
            results.append("made")

    in_threads(decide, decide)

    assert sorted(results) == ["made", "refused"]
    assert placed.fresh().state == PlacementState.ENDED_EARLY


# --- Whoever decides --------------------------------------------------------------------------


def asked_of(user: Any) -> list[Any]:
    return [queue for queue in queues_for(user, on=TODAY) if queue.name == "changes"]


def test_what_is_asked_for_waits_on_the_home_page_of_whoever_decides_it(placed):
    change = ask_change(
        actor=join(placed.world.liaison),
        placement_id=placed.placement.pk,
        kind="workplace",
        asked_by="enterprise",
        reason="The hall is rebuilt.",
        to={"workplace": "Hall 3"},
        now=NOW,
    )

    (queue,) = asked_of(placed.world.coordinator)

    assert [line.url for line in queue.lines] == [change.get_absolute_url()]
    assert queue.lines[0].text == "Enterprise · Suzhou Jinggong Machinery"
    assert asked_of(holder_of("placement.edit", placed.world.tourism)) == []
    assert asked_of(placed.world.class_teacher) == []
    refuse_change(actor=placed.world.coordinator, pk=change.pk, answer="No.", now=NOW)
    assert asked_of(placed.world.coordinator) == []


def test_the_list_of_changes_is_narrowed_and_holds_nothing_of_strangers(placed):
    asking = {"reason": "Too far", "now": NOW, "kind": "post"}
    own = ask_change(
        actor=come_in(placed.world.student),
        placement_id=placed.placement.pk,
        asked_by="student",
        **asking,
    )
    strange = ask_change(
        actor=placed.world.director, placement_id=placed.stranger_placement.pk, asked_by="staff", **asking
    )
    address = reverse("placements:change_list")

    def found(user: Any, **query: str) -> set[int]:
        table = signed_in(user).get(address, query).context["table"]
        return {row.pk for row in table.page.rows}

    assert found(placed.world.director) == {own.pk, strange.pk}
    assert found(placed.world.director, asked_by="student") == {own.pk}
    assert found(placed.world.director, state="applied") == set()
    assert found(placed.world.director, q=placed.placement.student.name) == {own.pk}
    assert found(placed.world.coordinator, mine="on") == {own.pk, strange.pk}
    reader = holder_of("placement.read", placed.world.mechanics)
    assert found(reader) == {own.pk}
    assert found(reader, mine="on") == set()
    export = signed_in(reader).get(address, {"export": "csv"})
    text = b"".join(export.streaming_content).decode()
    assert placed.placement.student.name in text
    assert placed.stranger_placement.student.name not in text
