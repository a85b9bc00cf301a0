"""Both sides judge, the coordinator confirms, and what was confirmed stands."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.access import NotVisible
from core.models import Notification
from internships.models import AssessmentCriterion, Side
from placements.facts import facts_of
from placements.models import (
    Appeal,
    CriterionScore,
    EvaluationResult,
    Grade,
    GradeScale,
    Placement,
    PlacementState,
    SideEvaluation,
)
from placements.operations import evaluation
from placements.operations.evaluation import UnableToEvaluate, weighted_total
from tests.placements.ending import (
    NOW,
    a_plan,
    an_ended_placement,
    another_student,
    confirmed,
    judged_by_enterprise,
    judged_by_school,
    scores,
)
from tests.world import come_in, join, signed_in


@pytest.fixture
def placement(world) -> Placement:
    return an_ended_placement(world)


# --- Totals and grades --------------------------------------------------------------------------


@st.composite
def rubrics(draw) -> list[tuple[int, int]]:
    """Scores with weights that add up to a hundred."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=8)))
    weights = [after - before for before, after in zip([0, *cuts], [*cuts, 100], strict=True)]
    return [(draw(st.integers(0, 100)), weight) for weight in weights]


@given(rubrics())
def test_a_total_lies_between_the_worst_and_the_best_score(rubric):
    total = weighted_total(rubric)
    assert min(score for score, _ in rubric) <= total <= max(score for score, _ in rubric)


@given(rubrics(), st.integers(0, 8))
def test_a_better_score_never_makes_a_worse_total_or_grade(rubric, place):
    place %= len(rubric)
    score, weight = rubric[place]
    better = [*rubric[:place], (min(score + 1, 100), weight), *rubric[place + 1 :]]
    order = [Grade.FAIL, Grade.PASS, Grade.GOOD, Grade.EXCELLENT]
    scale = GradeScale()
    assert weighted_total(better) >= weighted_total(rubric)
    grades = [order.index(scale.grade_of(weighted_total(lines))) for lines in (rubric, better)]
    assert grades == sorted(grades)


@given(st.integers(0, 100), st.lists(st.integers(1, 99), max_size=6, unique=True))
def test_the_same_score_everywhere_is_the_total_however_it_is_weighed(score, cuts):
    cuts = sorted(cuts)
    weights = [after - before for before, after in zip([0, *cuts], [*cuts, 100], strict=True)]
    assert weighted_total([(score, weight) for weight in weights]) == score


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "excellent"),
        ("90", "excellent"),
        ("89.99", "good"),
        ("80", "good"),
        ("79.99", "pass"),
        ("60", "pass"),
        ("59.99", "fail"),
        ("0", "fail"),
    ],
)
def test_a_grade_begins_exactly_at_its_boundary(total, grade):
    assert GradeScale().grade_of(Decimal(total)) == grade


# --- Judging ------------------------------------------------------------------------------------


def test_the_result_is_the_weighted_sum_of_what_both_sides_say(world, placement):
    result = confirmed(world, placement)

    assert (result.total, result.grade) == (Decimal("87.00"), Grade.GOOD)
    assert [line["criterion"] for line in result.lines] == ["Work", "Teamwork", "Report", "Visits"]
    assert (result.enterprise_remark, result.school_remark) == ("Careful.", "Diligent.")


def test_nothing_is_confirmed_until_both_sides_have_judged(world, placement):
    for before, reason in (
        (lambda: None, "The enterprise has not judged yet."),
        (lambda: judged_by_enterprise(world, placement), "The school has not judged yet."),
    ):
        before()
        with pytest.raises(UnableToEvaluate, match=reason):
            evaluation.confirm_result(actor=world.director, pk=placement.pk, now=NOW)

    assert not EvaluationResult.objects.exists()


def test_nothing_is_confirmed_before_the_internship_is_over(world):
    placement = an_ended_placement(world, state=PlacementState.IN_PROGRESS, ended_on=None)
    judged_by_enterprise(world, placement)
    judged_by_school(world, placement)

    with pytest.raises(UnableToEvaluate, match="not over"):
        evaluation.confirm_result(actor=world.director, pk=placement.pk, now=NOW)


def test_who_has_not_begun_is_not_judged(world):
    placement = an_ended_placement(world, state=PlacementState.PREPARED, ended_on=None)

    with pytest.raises(UnableToEvaluate):
        judged_by_school(world, placement)

    assert not SideEvaluation.objects.exists()


def test_a_side_hands_in_everything_it_judges_or_nothing(world, placement):
    given = scores(placement, Side.SCHOOL, 80, 90)
    given.popitem()

    with pytest.raises(UnableToEvaluate, match="Visits"):
        evaluation.evaluate_for_school(
            actor=world.class_teacher, pk=placement.pk, scores=given, remark="", now=NOW
        )

    assert not SideEvaluation.objects.exists()


def test_a_side_may_change_its_mind_until_the_result_is_confirmed(world, placement):
    judged_by_school(world, placement, 10, 10)
    confirmed(world, placement)

    with pytest.raises(UnableToEvaluate, match="confirmed"):
        judged_by_school(world, placement, 0, 0)

    given = SideEvaluation.objects.get(side=Side.SCHOOL)
    assert [score.score for score in given.scores.all()] == [80, 100]


def test_a_stranger_to_the_student_judges_nobody(world, placement):
    for stranger, refusal in (
        (world.teacher, NotVisible),
        (world.stranger_officer, NotVisible),
        (world.coordinator, PermissionDenied),
    ):
        with pytest.raises(refusal):
            evaluation.evaluate_for_school(
                actor=stranger,
                pk=placement.pk,
                scores=scores(placement, Side.SCHOOL, 100, 100),
                remark="",
                now=NOW,
            )
    with pytest.raises(NotVisible):
        evaluation.evaluate_for_enterprise(
            actor=world.director,
            contact_id=world.stranger_liaison.pk,
            name="",
            pk=placement.pk,
            scores=scores(placement, Side.ENTERPRISE, 100, 100),
            remark="",
            now=NOW,
        )

    assert not SideEvaluation.objects.exists()


def test_the_scale_of_a_plan_counts_before_that_of_the_centre(world, placement):
    GradeScale.objects.create(plan=None, excellent_from=86, good_from=70, pass_from=50)
    GradeScale.objects.create(plan=placement.plan, excellent_from=95, good_from=88, pass_from=60)

    result = confirmed(world, placement)

    assert (result.grade, result.excellent_from) == (Grade.PASS, 95)


# --- What was confirmed stands ------------------------------------------------------------------


def test_the_database_lets_nobody_alter_what_was_confirmed(world, placement):
    result = confirmed(world, placement)
    criterion = AssessmentCriterion.objects.filter(plan=placement.plan, side=Side.SCHOOL).first()
    attempts = (
        lambda: EvaluationResult.objects.filter(pk=result.pk).update(total=100),
        result.delete,
        lambda: SideEvaluation.objects.update(remark="Better."),
        lambda: CriterionScore.objects.update(score=100),
        lambda: CriterionScore.objects.filter(criterion=criterion).delete(),
    )

    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()

    result.refresh_from_db()
    assert result.total == Decimal("87.00")


def test_a_correction_is_a_new_version_with_a_reason(world, placement):
    first = confirmed(world, placement)
    with pytest.raises(UnableToEvaluate, match="reason"):
        evaluation.correct_result(actor=world.director, pk=placement.pk, scores={0: 100}, reason=" ", now=NOW)

    second = evaluation.correct_result(
        actor=world.director, pk=placement.pk, scores={0: 100}, reason="Misread: 100, not 90.", now=NOW
    )

    assert (second.version, second.total, second.grade) == (2, Decimal("91.00"), Grade.EXCELLENT)
    first.refresh_from_db()
    assert (first.total, first.grade) == (Decimal("87.00"), Grade.GOOD)


def test_a_correction_that_changes_nothing_is_refused(world, placement):
    confirmed(world, placement)
    with pytest.raises(UnableToEvaluate, match="Nothing"):
        evaluation.correct_result(
            actor=world.director, pk=placement.pk, scores={0: 90}, reason="None", now=NOW
        )
    assert EvaluationResult.objects.count() == 1


def test_the_rules_are_told_the_grade_that_counts(world, placement):
    confirmed(world, placement)
    evaluation.correct_result(
        actor=world.director, pk=placement.pk, scores={0: 100}, reason="Misread.", now=NOW
    )

    facts = facts_of([placement])[placement.pk]["evaluation"]
    assert facts == {"grade": "excellent", "counts_for_credit": True}


# --- Appeals ------------------------------------------------------------------------------------


def test_a_student_appeals_once_and_is_answered(world, placement):
    come_in(world.student)
    confirmed(world, placement)
    client = signed_in(world.student.user)

    client.post(reverse("me:result_appeal", args=[placement.pk]), {"reason": "The report was read late."})
    client.post(reverse("me:result_appeal", args=[placement.pk]), {"reason": "Once more."})

    appeal = Appeal.objects.get()
    assert appeal.reason == "The report was read late."
    assert Notification.objects.filter(kind="placements.appeal_made", recipient=world.director).exists()
    evaluation.answer_appeal(actor=world.director, pk=appeal.pk, answer="It stays: it was on time.", now=NOW)
    assert "It stays: it was on time." in client.get(reverse("me:result")).content.decode()


def test_an_appeal_against_somebody_elses_result_is_not_taken(world, placement):
    come_in(world.stranger_student)
    confirmed(world, placement)

    answer = signed_in(world.stranger_student.user).post(
        reverse("me:result_appeal", args=[placement.pk]), {"reason": "Mine?"}
    )

    assert answer.status_code == 404
    assert not Appeal.objects.exists()


# --- Pages --------------------------------------------------------------------------------------


def test_a_mentor_judges_at_the_portal(world, placement):
    client = signed_in(join(world.mentor))
    criteria = AssessmentCriterion.objects.filter(plan=placement.plan, side=Side.ENTERPRISE)
    data = {f"score_{one.pk}": 88 for one in criteria} | {f"remark_{one.pk}": "" for one in criteria}

    page = client.get(reverse("portal:evaluate", args=[placement.pk]))
    answer = client.post(reverse("portal:evaluate", args=[placement.pk]), data | {"remark": "Reliable."})

    assert "Work" in page.content.decode()
    assert "Visits" not in page.content.decode()
    assert answer.status_code == 302
    given = SideEvaluation.objects.get()
    assert (given.side, given.remark, given.given_as) == ("enterprise", "Reliable.", "吴师傅")
    assert {score.score for score in given.scores.all()} == {88}


def test_neither_a_colleague_nor_another_enterprise_sees_whom_a_mentor_judges(world, placement):
    for contact in (world.liaison, world.stranger_liaison):
        client = signed_in(join(contact))
        assert placement.student.name not in client.get(reverse("portal:evaluations")).content.decode()
        answer = client.post(reverse("portal:evaluate", args=[placement.pk]), {"remark": "Bad."})
        assert answer.status_code == 404

    assert not SideEvaluation.objects.exists()


def test_the_instructor_judges_many_in_one_grid(world):
    plan = a_plan(world)
    first = an_ended_placement(world, plan=plan)
    second = an_ended_placement(world, plan=plan, post=first.post, student=another_student(world))
    criteria = AssessmentCriterion.objects.filter(plan=plan, side=Side.SCHOOL)
    data = {f"p{first.pk}-score_{one.pk}": 75 for one in criteria} | {f"p{first.pk}-remark": "Steady."}

    address = reverse("placements:evaluation_grid", args=[plan.pk])
    client = signed_in(world.class_teacher)
    answer = client.post(address, data)

    assert answer.status_code == 302
    assert [one.placement_id for one in SideEvaluation.objects.all()] == [first.pk]
    assert str(second.student) in client.get(address).content.decode()


def test_a_row_of_the_grid_with_a_gap_says_so_and_keeps_what_was_typed(world, placement):
    criterion = AssessmentCriterion.objects.filter(plan=placement.plan, side=Side.SCHOOL).first()

    answer = signed_in(world.class_teacher).post(
        reverse("placements:evaluation_grid", args=[placement.plan_id]),
        {f"p{placement.pk}-score_{criterion.pk}": 71, f"p{placement.pk}-remark": "Half done."},
    )

    assert answer.status_code == 422
    assert "Half done." in answer.content.decode()
    assert not SideEvaluation.objects.exists()


def test_a_student_reads_the_result_only_once_it_is_confirmed(world, placement):
    come_in(world.student)
    client = signed_in(world.student.user)
    judged_by_enterprise(world, placement, remark="Promising.")
    assert "Promising." not in client.get(reverse("me:result")).content.decode()

    judged_by_school(world, placement)
    evaluation.confirm_result(actor=world.director, pk=placement.pk, now=NOW)

    page = client.get(reverse("me:result")).content.decode()
    assert "Promising." in page
    assert "87.00" in page
