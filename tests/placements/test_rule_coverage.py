"""Every rule INT-01 to INT-36 is held by facts that the product keeps, or asked on the check-list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Centre
from catalogue.models import Region
from compliance.choices import Stage
from compliance.models import Evaluation
from compliance.operations import rule_pack
from internships.operations import plans
from internships.rule_checks import rules_in_force
from internships.whereabouts import destination
from placements import paper_facts
from placements.facts import facts_of, own_facts
from placements.models import (
    Consent,
    InsurancePolicy,
    Insured,
    InternshipReport,
    Placement,
    SafetyTraining,
    SupervisionVisit,
    VisitedStudent,
)
from placements.operations import placements as operations
from placements.operations.archives import check_archives
from placements.operations.pay import record_payment
from placements.pay_rules import fees_in
from placements.week_rules import check_weeks
from placements.weeks import monday_of
from tests.placements.caring import LATER, begin
from tests.placements.ending import NOW as ENDED
from tests.placements.ending import an_ended_placement, confirmed
from tests.placements.placing import NOW, TODAY, Placed, a_student
from tests.world import signed_in

pytestmark = pytest.mark.django_db

# Nobody but a person can tell; each is a question on the check-list of its stage.
BY_PERSON = {"INT-29b": Stage.ARCHIVE, "INT-30": Stage.START}
# Said on the post or with the visit to the host, where anybody has.
WHERE_SAID = {
    "post.wage",
    "post.lowest_wage_tier",
    "host.staff",
    "host.post_staff",
    "placement.application_on",
    "placement.approved_on",
}


def of_papers(placement: Placement) -> dict[str, set[str]]:
    """What the papers say, whatever they say: the names of the facts."""
    given = [Consent(party=party, state="given", decided_on=TODAY) for party in ("student", "guardian")]
    consents, of_placement = paper_facts.consent_facts(given)
    policy = Insured(policy=InsurancePolicy(number="P"), covers_from=TODAY, covers_until=TODAY)
    training = SafetyTraining(
        score=Decimal(90), pass_mark=Decimal(80), held_on=TODAY, has_protective_gear=True
    )
    paper: Any = SimpleNamespace(
        signatures=SimpleNamespace(all=list),
        signed_on=TODAY,
        state="signed",
        template=SimpleNamespace(basis="official"),
        contents={"clauses": []},
    )
    return {
        "consents": set(consents),
        "placement": set(of_placement) | set(own_facts(placement)),
        "insurance": set(paper_facts.insurance_facts([policy], placement)),
        "training": set(paper_facts.training_facts([training])),
        "agreement": set(paper_facts.agreement_facts(paper)),
    }


def paths(*facts: Mapping[str, Any]) -> set[str]:
    """The names of facts that were given, those of lists and groups as well."""
    grouped = [(section, given) for one in facts for section, given in one.items()]
    return {"on"}.union(*({section, *(f"{section}.{name}" for name in given)} for section, given in grouped))


def before_the_start(placed: Placed) -> set[str]:
    far_away(placed)
    placement = Placement.objects.get(pk=placed.placement.pk)
    return paths(facts_of([placement])[placement.pk], of_papers(placement)) | WHERE_SAID


def of_a_week(placed: Placed) -> set[str]:
    begin(placed.placement)
    visited(placed.placement)
    check_weeks([(placed.placement.pk, monday_of(TODAY))], now=LATER)
    return paths(Evaluation.objects.current().about(placed.placement).get(stage=Stage.DAY).facts)


def of_a_month(placed: Placed) -> set[str]:
    return paths(kept_back(placed, "押金").facts) | WHERE_SAID


def of_the_end(placed: Placed) -> set[str]:
    placement = an_ended_placement(placed.world, student=a_student(placed.world))
    confirmed(placed.world, placement)
    said = {"text": "Shafts.", "summary": "Patience.", "state": "accepted"}
    InternshipReport.objects.create(placement=placement, **said, saved_at=NOW, submitted_at=NOW)
    visited(placement)
    check_archives([placement.pk], now=ENDED)
    return paths(Evaluation.objects.current().about(placement).get(stage=Stage.ARCHIVE).facts)


GATHERED: dict[Stage, Callable[[Placed], set[str]]] = {
    Stage.START: before_the_start,
    Stage.DAY: of_a_week,
    Stage.PAY: of_a_month,
    Stage.ARCHIVE: of_the_end,
}


def visited(placement: Placement) -> None:
    visit = SupervisionVisit.objects.create(
        enterprise=placement.enterprise,
        department=placement.department,
        way="on_site",
        visited_on=TODAY,
        summary="Clean.",
        created_at=NOW,
    )
    VisitedStudent.objects.create(visit=visit, placement=placement)


def far_away(placed: Placed, code: str = "310000") -> None:
    """The school is in Suzhou, the post elsewhere."""
    school = Region.objects.get(country="CN", code="320500")
    Centre.objects.update_or_create(pk=1, defaults={"region": school})
    placed.post.region = Region.objects.get(country="CN", code=code)
    placed.post.save()


def test_every_number_is_held_by_a_rule_and_two_are_asked_of_a_person():
    pack = rule_pack(rules_in_force(TODAY))

    assert {rule.code[:6] for rule in pack.rules} == {f"INT-{number:02}" for number in range(1, 37)}
    asked = {rule.code: rule.spec.stage for rule in pack.rules if rule.spec.predicate == "by_person"}
    assert asked == BY_PERSON
    assert {rule.spec.stage for rule in pack.rules} == set(GATHERED)


@pytest.mark.parametrize("stage", GATHERED)
def test_every_rule_is_told_at_its_stage_what_it_asks_for(placed, stage):
    pack = rule_pack(rules_in_force(TODAY))
    known = GATHERED[stage](placed)

    missing = {
        rule.code: sorted(path for path in rule.reads if path not in known)
        for rule in pack.at(stage)
        if rule.code not in BY_PERSON
    }
    assert {code: names for code, names in missing.items() if names} == {}


def test_lodging_away_from_home_is_asked_of_a_person_with_its_article(placed, in_order):
    far_away(placed)

    check = placed.check()

    assert "INT-30" in check.asking
    assert check.facts["placement"]["is_local"] is False
    page = signed_in(placed.world.coordinator).get(f"{placed.placement.get_absolute_url()}?tab=readiness")
    assert "Article 23" in page.content.decode()
    far_away(placed, "320500")
    assert "INT-30" not in placed.check().asking


def test_where_the_student_sleeps_goes_with_the_question(placed, in_order):
    far_away(placed)
    client = signed_in(placed.world.coordinator)

    client.post(reverse("placements:placement_lodging", args=[placed.placement.pk]), {"lodging": "own"})

    assert placed.fresh().lodging == "own"
    assert placed.check().facts["placement"]["lodging"] == "own"
    Placement.objects.filter(pk=placed.placement.pk).update(state="cancelled", reason="x")
    with pytest.raises(operations.UnableToChange):
        operations.say_lodging(
            actor=placed.world.coordinator, pk=placed.placement.pk, lodging="home", now=NOW
        )


def test_another_province_needs_consent_and_filing_and_the_screen_says_by_which_chapter(placed, in_order):
    far_away(placed)

    check = placed.check()

    assert check.facts["placement"]["destination"] == "other_province"
    assert "INT-31b" in check.failed
    page = signed_in(placed.world.coordinator).get(f"{placed.placement.get_absolute_url()}?tab=readiness")
    assert "Chapters 1 and 3" in page.content.decode()
    for kind in ("consent", "cross_province"):
        plans.record_filing(
            actor=placed.world.coordinator,
            pk=placed.plan.pk,
            kind=kind,
            number=kind,
            authority="Bureau",
            filed_on=TODAY,
            now=NOW,
        )
    assert "INT-31b" not in placed.check().failed


@pytest.mark.parametrize(
    ("code", "country", "expected"),
    [
        ("320583", "CN", "local"),
        ("320114", "CN", "same_province"),
        ("320000", "CN", None),
        ("310115", "CN", "other_province"),
        ("810000", "CN", "overseas"),
        ("DE-BW", "DE", "overseas"),
    ],
)
def test_how_far_away_it_is_the_codes_of_regions_say(code, country, expected):
    school = Region(code="320500", country="CN")

    assert destination(Region(code=code, country=country), school=school) == expected
    assert destination(None, school=school) is None


def test_within_a_municipality_everything_is_local():
    assert destination(Region(code="310115"), school=Region(code="310104")) == "local"


# --- A month's pay -----------------------------------------------------------------------------


def kept_back(placed: Placed, words: str) -> Evaluation:
    payment = record_payment(
        actor=placed.world.coordinator,
        placement_pk=placed.placement.pk,
        month=date(2026, 11, 1),
        period_from=TODAY,
        period_until=date(2026, 11, 30),
        amount=Decimal(2800),
        deducted=Decimal(200),
        deducted_for=words,
        now=NOW,
    )
    return Evaluation.objects.current().about(payment.placement).get(stage=Stage.PAY)


@pytest.mark.parametrize(
    ("words", "fee"),
    [
        ("押金", "deposit"),
        ("中介管理费", "management"),
        ("就业服务费", "job_service"),
        ("Training", "training"),
    ],
)
def test_a_fee_that_is_kept_back_from_pay_is_found_with_its_article(placed, words, fee):
    check = kept_back(placed, words)

    assert "INT-27b" in check.failed
    assert fee in check.facts["payments"][0]["fees"]
    page = signed_in(placed.world.coordinator).get(f"{placed.placement.get_absolute_url()}?tab=pay")
    assert "Article 19" in page.content.decode()


def test_what_nobody_can_read_as_a_fee_is_not_known_rather_than_kept(placed):
    check = kept_back(placed, "Uniform")

    assert "INT-27b" in check.unknown
    assert fees_in("Uniform") is None
