"""A round of selection from its draft to the published result."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from catalogue.models import Major, Occupation, Region
from core.access import NotVisible
from core.models import AuditEvent
from core.transitions import TransitionRefused
from internships.conditions import Hazard
from internships.headcounts import headcounts_of
from internships.models import (
    ExcludedPair,
    Exclusion,
    Outcome,
    PlanKind,
    Post,
    PostRanking,
    PostState,
    RoundRun,
    RoundSeat,
    RoundState,
    SelectionRound,
    Stage,
    StudentRanking,
    StudentState,
)
from internships.operations import rankings, rounds, runs
from internships.operations.rankings import UnableToRank, name_reachable_regions
from internships.operations.rounds import UnableToPrepare
from internships.operations.runs import UnableToRun
from internships.round_work import work_on_all
from internships.seat_limits import interns_beside
from internships.selection.explanations import Wish, in_words
from tests.factories import PlacementFactory, PostFactory, SchoolClassFactory, StudentFactory
from tests.internships.rounding import (
    AFTERWARDS,
    AT_THE_END,
    CLOSES,
    FOR_ENTERPRISES,
    NOW,
    STUDENTS_UNTIL,
    TIMES,
    WHILE_OPEN,
)
from tests.world import signed_in

# --- Preparing --------------------------------------------------------------------------------


def test_the_seed_is_kept_until_the_rankings_close_and_its_fingerprint_is_not(contest):
    before = SelectionRound.objects.get()
    assert (before.shown_seed, before.seed_sha256) == ("", hashlib.sha256(before.seed.encode()).hexdigest())

    contest.freeze()

    assert SelectionRound.objects.get().shown_seed == before.seed


def test_only_who_may_run_rounds_prepares_one(world, selection):
    with pytest.raises(PermissionDenied):
        rounds.prepare_round(actor=world.officer, plan=selection.plan, name="Mine", now=NOW, **TIMES)

    assert SelectionRound.objects.count() == 1


def test_times_that_contradict_each_other_are_refused(world, selection):
    with pytest.raises(ValidationError, match="Enterprises rank as long as students do, or longer"):
        rounds.prepare_round(
            actor=world.director,
            plan=selection.plan,
            name="Other",
            now=NOW,
            **TIMES | {"closes_at": STUDENTS_UNTIL - timedelta(days=1)},
        )


def test_all_posts_of_the_plan_come_in_at_once_with_the_seats_they_have(world, selection):
    selection.post("Lathe", seats=3, offered=False)
    selection.post("Press", seats=2, offered=False)
    selection.post("Draft", state=PostState.DRAFT, offered=False)

    added = rounds.offer_all_seats(actor=world.director, pk=selection.round.pk, now=NOW)

    assert added == 2
    assert sorted(RoundSeat.objects.values_list("seats", flat=True)) == [2, 3]
    assert rounds.offer_all_seats(actor=world.director, pk=selection.round.pk, now=NOW) == 0


def test_no_more_seats_than_a_post_has(world, selection):
    post = selection.post("Lathe", seats=2, offered=False)

    with pytest.raises(UnableToPrepare, match="has 2 seats left"):
        rounds.offer_seats(actor=world.director, pk=selection.round.pk, post=post, seats=3, now=NOW)


def test_students_do_not_choose_where_they_observe(world, selection):
    selection.post("Lathe")
    selection.plan.kind = PlanKind.OBSERVATION
    selection.plan.save()

    with pytest.raises(TransitionRefused, match="INT-02"):
        selection.open()

    page = signed_in(world.director).get(reverse("internships:round_new"))
    assert selection.plan not in page.context["form"].fields["plan"].queryset


def test_a_round_without_seats_does_not_open(selection):
    with pytest.raises(TransitionRefused, match="no seats"):
        selection.open()


def test_a_host_takes_no_more_than_a_tenth_of_its_staff(world, selection):
    world.partner.staff_count = 25
    world.partner.save()
    selection.post("Lathe", seats=2)
    selection.post("Press", seats=1)

    with pytest.raises(TransitionRefused, match="3 interns with this round; 2 are allowed"):
        selection.open()

    rounds.take_out_seats(
        actor=world.director, pk=selection.round.pk, post_id=selection.seats["Press"].post_id, now=NOW
    )
    selection.open()
    assert SelectionRound.objects.get().state == RoundState.OPEN


def test_students_placed_directly_and_those_who_found_the_host_count_for_the_tenth_once_each(
    world, selection
):
    world.partner.staff_count = 45
    world.partner.save()
    plan = selection.round.plan
    lathe = selection.post("Lathe", seats=2)
    Post.objects.filter(pk=lathe.pk).update(seats=3)
    lathe.refresh_from_db()
    found = PostFactory.create(
        enterprise=world.partner,
        plan=plan,
        department=plan.department,
        agreement=None,
        state="found",
        seats=1,
        found_by=StudentFactory.create(),
    )
    for post in (lathe, found):
        PlacementFactory.create(
            post=post,
            plan=plan,
            student=StudentFactory.create(),
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
        )

    selection.open()

    assert interns_beside(selection.round).total() == 2
    assert headcounts_of(lathe).in_host.interns == 4, "a seat that is taken is a seat"
    SelectionRound.objects.update(state="draft")
    world.partner.staff_count = 35
    world.partner.save()
    with pytest.raises(TransitionRefused, match="4 interns with this round; 3 are allowed"):
        selection.open()


def test_a_host_takes_no_more_than_a_fifth_of_those_in_similar_posts(world, selection):
    lathe = selection.post("Lathe", seats=3)
    turner = Occupation.objects.create(
        code="6-18-01-01", name_en="Turner", name_zh="车工", level="occupation"
    )
    Post.objects.filter(pk=lathe.pk).update(similar_staff=10, occupation=turner)

    with pytest.raises(TransitionRefused, match="3 interns in similar posts with this round; 2 are allowed"):
        selection.open()


def test_seats_are_settled_when_the_round_opens(world, contest):
    with pytest.raises(UnableToPrepare, match="settled"):
        rounds.offer_all_seats(actor=world.director, pk=contest.round.pk, now=NOW)


def test_rankings_close_by_themselves_and_not_before(contest):
    with pytest.raises(TransitionRefused, match="Enterprises may rank until"):
        rounds.close_round(actor=contest.coordinator, pk=contest.round.pk, now=FOR_ENTERPRISES)

    assert rounds.close_due_rounds(now=FOR_ENTERPRISES) == 0
    assert rounds.close_due_rounds(now=CLOSES) == 1
    assert SelectionRound.objects.get().state == RoundState.CLOSED


def test_a_time_that_has_passed_does_not_change(contest):
    with pytest.raises(UnableToPrepare, match="students rank from"):
        rounds.reschedule(
            actor=contest.coordinator,
            pk=contest.round.pk,
            now=WHILE_OPEN,
            reason="Holiday",
            **TIMES | {"opens_at": NOW + timedelta(days=5)},
        )

    rounds.reschedule(
        actor=contest.coordinator,
        pk=contest.round.pk,
        now=WHILE_OPEN,
        reason="Holiday",
        **TIMES | {"confirm_by": AT_THE_END},
    )
    assert SelectionRound.objects.get().confirm_by == AT_THE_END


# --- Ranking ----------------------------------------------------------------------------------


def test_a_new_list_takes_the_place_of_the_one_before(contest):
    contest.wish("Ada", ("Press", "Lathe"))

    rows = StudentRanking.objects.filter(student=contest.students["Ada"])
    assert set(rows.values_list("seat", "place")) == {
        (contest.seats["Lathe"].pk, 1),
        (contest.seats["Press"].pk, 1),
    }


def test_an_empty_list_withdraws(contest):
    contest.wish("Ada")

    assert not StudentRanking.objects.filter(student=contest.students["Ada"]).exists()


def test_students_rank_in_their_time_only(contest):
    for moment in (NOW, STUDENTS_UNTIL):
        with pytest.raises(UnableToRank, match="do not rank at this time"):
            contest.wish("Ada", "Press", now=moment)

    assert StudentRanking.objects.filter(student=contest.students["Ada"]).count() == 2


def test_enterprises_rank_until_the_end_and_whom_they_can_have(contest):
    contest.student("Dan")
    with pytest.raises(UnableToRank, match="withdrawn"):
        contest.rank("Lathe", "Dan")
    with pytest.raises(UnableToRank, match="do not rank at this time"):
        contest.rank("Lathe", "Ada", now=CLOSES)

    assert PostRanking.objects.filter(seat=contest.seats["Lathe"]).count() == 3


def test_nothing_is_ranked_twice(contest):
    with pytest.raises(UnableToRank, match="twice"):
        contest.wish("Ada", "Press", "Press")


def test_nobody_ranks_for_a_student_and_no_stranger_for_an_enterprise(world, contest):
    with pytest.raises(NotVisible):
        rankings.rank_posts(actor=world.director, round_id=contest.round.pk, wishes=[], now=WHILE_OPEN)
    with pytest.raises(NotVisible):
        rankings.rank_students(
            actor=world.stranger_officer, seat_id=contest.seats["Lathe"].pk, students=[], now=WHILE_OPEN
        )

    assert StudentRanking.objects.count() == 6
    assert PostRanking.objects.count() == 6


# --- Eligibility ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("student", "post", "exclusion"),
    [
        ({"state": StudentState.ON_LEAVE}, {}, Exclusion.NOT_ENROLLED),
        ({"born_on": date(2011, 3, 2)}, {}, Exclusion.UNDER_16),
        ({"born_on": date(2009, 3, 2)}, {"hazards": [Hazard.HEIGHTS]}, Exclusion.MINOR),
        ({"sex": "female"}, {"hazards": [Hazard.UNDERGROUND]}, Exclusion.WOMEN),
        ({"born_on": date(2009, 3, 1)}, {"hazards": [Hazard.HEIGHTS]}, None),
        ({"born_on": date(2011, 3, 1)}, {}, None),
        ({"sex": "male"}, {"hazards": [Hazard.UNDERGROUND]}, None),
        ({"class": {"entered_in": 2025}}, {}, Exclusion.OTHER_PLAN),
        ({"class": {"entered_in": 2026}, "joins": True}, {}, Exclusion.FIRST_YEAR),
        ({}, {"other_major": True}, Exclusion.MAJOR),
    ],
)
def test_what_the_law_or_the_plan_bars_cannot_be_ranked(selection, student, post, exclusion):
    joins = student.pop("joins", False)
    if "class" in student:
        student["school_class"] = SchoolClassFactory.create(
            department=selection.world.mechanics, **student.pop("class")
        )
        if joins:
            selection.plan.classes.add(student["school_class"])
    if post.pop("other_major", False):
        post["majors"] = [Major.objects.exclude(pk=selection.school_class.major_id).first()]
    selection.student("Eva", **student)
    selection.post("Lathe", **post)
    selection.open()

    if exclusion is None:
        selection.wish("Eva", "Lathe")
        assert StudentRanking.objects.count() == 1
    else:
        with pytest.raises(UnableToRank) as refused:
            selection.wish("Eva", "Lathe")
        assert str(refused.value) == f"Lathe: {exclusion.label}"
        assert not StudentRanking.objects.exists()


def test_what_is_out_of_reach_leaves_the_list(contest):
    city = Region.objects.filter(level="prefecture").first()
    other = Region.objects.filter(level="prefecture").exclude(pk=city.pk).first()
    for name, region in (("Lathe", city), ("Press", other)):
        post = contest.seats[name].post
        post.region = region
        post.save()

    name_reachable_regions(
        actor=contest.students["Ada"].user,
        round_id=contest.round.pk,
        regions=[city.parent],
        now=WHILE_OPEN,
    )

    left = StudentRanking.objects.filter(student=contest.students["Ada"]).values_list(
        "seat__post__name_en", flat=True
    )
    assert list(left) == (["Lathe"] if other.parent_id != city.parent_id else ["Lathe", "Press"])


def test_a_wish_that_became_impossible_is_left_out_of_the_run_with_its_reason(contest):
    post = contest.seats["Lathe"].post
    post.hazards = [Hazard.UNDERGROUND]
    post.save()
    contest.students["Ben"].sex = "male"
    contest.students["Ben"].save()

    contest.to_the_result()

    assert contest.places() == {"Ada": None, "Ben": "Lathe", "Cai": "Press"}
    assert set(ExcludedPair.objects.values_list("student__name", "reason")) == {
        ("Ada", Exclusion.WOMEN),
        ("Cai", Exclusion.WOMEN),
    }


# --- Running ----------------------------------------------------------------------------------


def test_the_seats_are_given_out_checked_explained_and_published(contest):
    run = contest.to_the_result()

    assert contest.places() == {"Ada": "Lathe", "Ben": None, "Cai": "Press"}
    assert (run.stage, run.students, run.placed) == (Stage.DONE, 3, 2)
    assert run.verified_at == run.published_at == AFTERWARDS
    with translation.override("en"):
        assert [in_words(Wish.from_data(data)) for data in contest.outcome("Ben").wishes] == [
            "The only seat went to somebody else: 1 ranked above you (your rank 2, last placed 1).",
            "The only seat went to somebody else: 1 ranked above you (your rank 2, last placed 1).",
        ]


def test_a_round_run_again_from_its_published_snapshot_gives_the_same_bytes(contest, tmp_path):
    run = contest.to_the_result()
    run.refresh_from_db()
    (tmp_path / "in.json").write_text(run.snapshot)

    call_command("select_round", str(tmp_path / "in.json"), str(tmp_path / "out.json"))

    answer = (tmp_path / "out.json").read_bytes()
    assert hashlib.sha256((tmp_path / "in.json").read_bytes()).hexdigest() == run.snapshot_sha256
    assert hashlib.sha256(answer).hexdigest() == run.result_sha256
    assert json.loads(run.snapshot)["seed"] == contest.round.seed


def test_a_message_that_comes_twice_or_late_runs_it_once(contest):
    contest.freeze()
    contest.run()

    work_on_all(now=AFTERWARDS)
    with pytest.raises(UnableToRun):
        contest.run()

    assert Outcome.objects.count() == 3
    assert AuditEvent.objects.filter(verb="round.complete").count() == 1


def test_a_worker_that_dies_amid_the_work_leaves_nothing_and_the_next_does_it(contest, monkeypatch):
    contest.freeze()

    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    monkeypatch.setattr("internships.round_work.ROUND_MOVES.move", die)
    with pytest.raises(Killed):
        contest.run()
    assert RoundRun.objects.get().stage == Stage.WRITING
    assert not Outcome.objects.exists()

    monkeypatch.undo()
    work_on_all(now=AFTERWARDS)

    assert RoundRun.objects.get().stage == Stage.DONE
    assert Outcome.objects.count() == 3


def test_a_result_to_which_the_checker_objects_is_not_written(contest, monkeypatch):
    contest.freeze()
    monkeypatch.setattr(
        "internships.round_work.solve",
        lambda market: __import__("internships.selection.solver", fromlist=["Matching"]).Matching(
            dict.fromkeys(market.students)
        ),
    )

    run = contest.run()

    assert run.stage == Stage.FAILED
    assert "blocking_pair" in run.error
    assert not Outcome.objects.exists()
    with pytest.raises(TransitionRefused):
        contest.publish()


def test_a_snapshot_that_was_altered_is_noticed(contest):
    run = contest.freeze()
    RoundRun.objects.filter(pk=run.pk).update(snapshot=run.snapshot.replace('"lower":0', '"lower":1', 1))

    assert contest.run().error == "The snapshot is not the one that was frozen."


def test_a_freeze_can_be_taken_back_and_made_again_with_a_reason(contest):
    first = contest.freeze()
    runs.thaw_round(
        actor=contest.coordinator, pk=contest.round.pk, reason="A post was closed", now=AFTERWARDS
    )
    post = contest.seats["Press"].post
    type(post).objects.filter(pk=post.pk).update(state=PostState.CLOSED)

    with pytest.raises(UnableToRun, match="frozen before"):
        runs.freeze_round(actor=contest.coordinator, pk=contest.round.pk, now=AFTERWARDS)
    second = runs.freeze_round(
        actor=contest.coordinator, pk=contest.round.pk, now=AFTERWARDS, reason="A post was closed"
    )

    assert (first.number, second.number) == (1, 2)
    assert ExcludedPair.objects.filter(run=second, reason=Exclusion.POST_CLOSED).count() == 3
    assert contest.run() == second
