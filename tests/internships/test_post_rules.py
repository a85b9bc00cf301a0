"""No post is approved across a red line; the article stands on the screen."""

from datetime import date

import pytest

from compliance.choices import Severity
from compliance.facts import CHANNELS, HAZARDS, SHIFTS, VENUES
from core.transitions import TransitionRefused
from internships.conditions import Channel, Hazard, Shift, Venue
from internships.facts import facts_of_post
from internships.models import Post, PostState
from internships.operations import posts as operations
from internships.rule_checks import rulings_on
from tests.internships.placing import NOW, TODAY, a_post, vet
from tests.world import signed_in

RED_LINES = [
    ("INT-19", {"venue": "ktv"}),
    ("INT-20", {"channel": "intermediary", "intermediary": "Quick Jobs"}),
    ("INT-21", {"labour_grade": 3}),
    ("INT-22", {"hazards": ["height"]}),
    ("INT-23", {"works_on_holidays": True}),
    ("INT-24", {"shift": "night"}),
    ("INT-24", {"hours_per_day": 9}),
    ("INT-26", {"pay_method": "in_kind"}),
    ("INT-27", {"fees": ["deposit"]}),
    ("INT-11", {"is_simple_repetition": True}),
]


def test_posts_speak_of_conditions_in_the_codes_of_the_rules():
    assert set(Hazard) == set(HAZARDS)
    assert set(Venue) == set(VENUES)
    assert set(Channel) == set(CHANNELS)
    assert set(Shift) == set(SHIFTS)


@pytest.mark.parametrize(("code", "changes"), RED_LINES)
def test_a_red_line_forbids_and_names_its_article(world, code, changes):
    vet(world)
    post = a_post(world, PostState.OFFERED, **changes)

    crossed = [ruling for ruling in rulings_on(post, on=TODAY) if ruling.forbids]

    assert [ruling.finding.code[:6] for ruling in crossed] == [code]
    with pytest.raises(TransitionRefused) as refused:
        operations.approve_post(actor=world.coordinator, pk=post.pk, reason="All the same", now=NOW)
    assert crossed[0].source in str(refused.value)
    assert Post.objects.get(pk=post.pk).state == PostState.OFFERED


def test_the_article_stands_on_the_page_before_anybody_decides(world):
    vet(world)
    post = a_post(world, PostState.OFFERED, venue="bar")
    page = signed_in(world.coordinator).get(post.get_absolute_url()).content.decode()
    assert "Provisions on internships of vocational school students (2021) Article 16(5)" in page


def test_a_clean_post_crosses_no_red_line_and_is_told_what_is_required(world):
    vet(world)
    rulings = rulings_on(a_post(world, PostState.OFFERED), on=TODAY)
    assert not [ruling for ruling in rulings if ruling.forbids]
    assert {ruling.finding.rule.spec.severity for ruling in rulings} <= {
        Severity.REQUIRED,
        Severity.ADVISORY,
    }


def test_what_nobody_has_said_is_left_out(world):
    post = a_post(world, PostState.OFFERED, plan=None, same_post_wage=None)
    world.partner.staff_count = None
    post.enterprise = world.partner
    facts = facts_of_post(post)
    assert "staff" not in facts["host"]
    assert "wage" not in facts["post"]
    assert facts["post"]["major_codes"] == ["660103"]
    assert facts["placement"]["starts_on"] == date(2026, 9, 1)
