"""Nobody starts red: for each red line a placement is refused, and its article stands on the screen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from catalogue.models import Major
from compliance.choices import NATIONAL_INTERNSHIPS, Severity, Stage
from compliance.models import Pack
from compliance.operations import NoSuchPack, rule_pack
from core.transitions import TransitionRefused
from internships.models import PlanKind, Student
from internships.rule_checks import rules_in_force
from placements.models import Arrangement, Placement, PlacementState
from placements.operations import placements as operations
from tests.placements.placing import IN_ORDER, NOW, TODAY, Placed
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def of_post(**fields: Any):
    def change(placed: Placed) -> None:
        for name, value in fields.items():
            setattr(placed.post, name, value)
        placed.post.save()

    return change


def of_student(**fields: Any):
    return lambda placed: Student.objects.filter(pk=placed.placement.student_id).update(**fields)


def of_plan(**fields: Any):
    def change(placed: Placed) -> None:
        for name, value in fields.items():
            setattr(placed.plan, name, value)
        placed.plan.save()

    return change


def for_another_major(placed: Placed) -> None:
    placed.post.majors.clear()
    placed.post.majors.add(_major_of_another_category())


def _major_of_another_category() -> Major:
    return Major.objects.exclude(code__startswith="66").order_by("code")[0]


def a_first_year(placed: Placed) -> None:
    placed.world.school_class.entered_in = 2026
    placed.world.school_class.save()


def chosen_by_the_student(placed: Placed) -> None:
    placed.plan.kind = PlanKind.OBSERVATION
    placed.plan.save()
    Placement.objects.filter(pk=placed.placement.pk).update(
        arrangement=Arrangement.SELF_ARRANGED, applied_on=TODAY
    )


def ranked_by_the_student(placed: Placed) -> None:
    placed.plan.kind = PlanKind.OBSERVATION
    placed.plan.save()
    Placement.objects.filter(pk=placed.placement.pk).update(arrangement=Arrangement.SELECTION)


def imposed(placed: Placed) -> None:
    Placement.objects.filter(pk=placed.placement.pk).update(is_host_imposed=True)


def assessed_by_one_side(placed: Placed) -> None:
    placed.plan.criteria.filter(side="enterprise").delete()


def lacks(section: str, **changes: Any):
    """Papers in order, but for this."""
    return {section: {**IN_ORDER[section], **changes}}


# The rule, and how a placement that is in order otherwise comes to break it.
BREACHES = {
    "INT-02": chosen_by_the_student,
    "INT-06": for_another_major,
    "INT-07": lacks("consents", guardian_signed_on=date(2026, 12, 1)),
    "INT-10": imposed,
    "INT-11b": of_post(is_simple_repetition=True),
    "INT-13": lacks("agreement", signed_by=["school", "host"]),
    "INT-15": a_first_year,
    "INT-16": of_student(born_on=date(2011, 1, 1)),
    "INT-17": of_post(hazards=["dust"]),
    "INT-18": of_post(hazards=["heavy_load"]),
    "INT-19": of_post(venue="ktv"),
    "INT-20": of_post(channel="intermediary", intermediary="Quick Jobs"),
    "INT-21": of_post(labour_grade=3),
    "INT-22": of_post(hazards=["height"]),
    "INT-23": of_post(works_on_holidays=True),
    "INT-24": of_post(shift="night"),
    "INT-26": of_post(pay_method="in_kind"),
    "INT-27": of_post(fees=["deposit"]),
    "INT-32": assessed_by_one_side,
    "INT-35": lacks("training", has_passed=False),
    "INT-36": lacks("insurance", covers_until=date(2026, 12, 1)),
}
# What makes the breach of one rule not also one of another.
BESIDES = {
    "INT-17": of_student(born_on=date(2009, 6, 1)),
    "INT-18": of_student(sex="female"),
    "INT-22": of_student(born_on=date(2005, 6, 1)),
}


def test_every_rule_that_can_stop_a_start_is_among_these(placed):
    pack = rule_pack(rules_in_force(TODAY))
    red = {
        rule.code
        for rule in pack.at(Stage.START)
        if rule.may_block
        and (
            rule.spec.severity in {Severity.FORBIDDEN, Severity.FORBIDDEN_UNLESS_FILED}
            or rule.code[:6] in {"INT-07", "INT-13", "INT-35", "INT-36"}
        )
    }

    assert red == set(BREACHES)


def test_with_everything_in_order_nothing_stands_in_the_way(placed, in_order):
    assert placed.check().blocking == []

    placement = operations.prepare_placement(actor=placed.world.coordinator, pk=placed.placement.pk, now=NOW)

    assert placement.state == PlacementState.PREPARED


@pytest.mark.parametrize("code", BREACHES)
def test_a_placement_is_refused_with_the_article_on_the_screen(placed, in_order, say, code):
    for change in (BREACHES[code], BESIDES.get(code)):
        if callable(change):
            change(placed)
        elif change is not None:
            say(**change)
    rule = rule_pack(rules_in_force(TODAY)).rule(code)
    client = signed_in(placed.world.coordinator)

    assert code in placed.check().blocking
    with pytest.raises(TransitionRefused) as refused:
        operations.prepare_placement(actor=placed.world.coordinator, pk=placed.placement.pk, now=NOW)
    page = client.post(
        reverse("placements:placement_prepare", args=[placed.placement.pk]),
        follow=True,
        headers={"referer": placed.placement.get_absolute_url()},
    )
    listed = client.get(f"{placed.placement.get_absolute_url()}?tab=readiness")

    assert f"{rule.title} ({rule.instrument} {rule.article})" in str(refused.value)
    for shown in (page, listed):
        assert rule.instrument in shown.content.decode()
        assert rule.article in shown.content.decode()
    assert placed.fresh().state == PlacementState.OFFERED


def test_whoever_ranked_posts_of_an_observation_has_looked_for_it_too(placed, in_order):
    ranked_by_the_student(placed)

    assert "INT-02" in placed.check().blocking


@pytest.mark.parametrize("code", BREACHES)
def test_nobody_starts_where_a_red_line_was_crossed_after_the_declaration(placed, in_order, say, code):
    operations.prepare_placement(actor=placed.world.coordinator, pk=placed.placement.pk, now=NOW)
    for change in (BREACHES[code], BESIDES.get(code)):
        if callable(change):
            change(placed)
        elif change is not None:
            say(**change)

    with pytest.raises(TransitionRefused, match=r"Article|Chapter"):
        operations.start_placement(actor=placed.world.coordinator, pk=placed.placement.pk, now=NOW)

    assert placed.fresh().state == PlacementState.PREPARED


def test_without_rules_for_the_day_nobody_is_declared_ready(placed, in_order):
    Pack.objects.filter(code=NATIONAL_INTERNSHIPS).update(code="gone")

    with pytest.raises(NoSuchPack):
        operations.prepare_placement(actor=placed.world.coordinator, pk=placed.placement.pk, now=NOW)
    assert placed.fresh().state == PlacementState.OFFERED
