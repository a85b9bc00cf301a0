"""A centre that has chosen the rules of its city is held against them: at posts, the start, weeks and pay."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import Centre
from catalogue.codes import place_of_region
from catalogue.models import MinimumWage, Region
from catalogue.wages import minimum_wages
from compliance.changes import facts_changed
from compliance.choices import Outcome, Stage
from compliance.models import Evaluation, Pack
from compliance.operations import NoSuchPack, current_version, judged, record_waiver
from core.transitions import TransitionRefused
from internships.models import Post, PostState
from internships.operations import posts
from internships.rule_checks import rules_in_force
from placements import day_watches
from placements.models import Placement, PlacementState
from placements.operations import placements as operations
from placements.operations import readiness
from placements.operations.pay import record_payment
from placements.operations.readiness import latest_check
from placements.weeks import end_of_month, monday_of, name_of_week
from tests.internships.placing import a_post, vet
from tests.placements import daily as at_work
from tests.placements.placing import ENDS_ON, NOW, TODAY, Placed
from tests.world import signed_in

pytestmark = pytest.mark.django_db

JANUARY = date(2026, 1, 1)


def choose(code: str) -> None:
    """The centre holds its internships against the rules of a city."""
    Centre.objects.update_or_create(pk=1, defaults={"internship_rules": Pack.objects.get(code=code)})


def region(code: str) -> Region:
    place = place_of_region(code)
    found, _made = Region.objects.get_or_create(
        country="CN", code=code, defaults={"level": place.level, "name_en": code, "name_zh": code}
    )
    return found


def in_district(post: Post, code: str = "370212") -> None:
    """Laoshan, a district of Qingdao."""
    post.region = region(code)
    post.save()


def pays_at_least(monthly: int, *, code: str = "370200", since: date = JANUARY) -> MinimumWage:
    return MinimumWage.objects.create(
        region=region(code),
        monthly=Decimal(monthly),
        effective_from=since,
        source="Notice of the city",
    )


def nine_hours_filed(placed: Placed) -> None:
    """Nine hours a day are planned, and the authority was told (INT-24)."""
    placed.post.hours_per_day = Decimal(9)
    placed.post.save()
    record_waiver(
        actor=placed.world.director,
        subject=placed.post,
        department_id=placed.post.department_id,
        version=current_version("cn-internship-2021", TODAY),
        codes=["INT-24"],
        kind="hours",
        number="GS-9",
        authority="Bureau",
        valid_from=TODAY,
        valid_until=ENDS_ON,
        scan=ContentFile(b"%PDF-1.7\n", name="filing.pdf"),
        now=NOW,
    )


# --- Which rules hold -------------------------------------------------------------------------


def test_the_national_rules_hold_where_a_centre_has_chosen_nothing(world):
    assert rules_in_force(TODAY).pack.code == "cn-internship-2021"
    Centre.objects.get_or_create(pk=1)
    assert rules_in_force(TODAY).pack.code == "cn-internship-2021"


def test_a_school_in_ningbo_has_its_rules_unless_it_chose_others(world):
    Centre.objects.update_or_create(pk=1, defaults={"region": region("330203")})
    assert rules_in_force(TODAY).pack.code == "cn-ningbo"

    choose("cn-internship-2021")
    assert rules_in_force(TODAY).pack.code == "cn-internship-2021"


def test_before_a_local_pack_was_in_force_the_one_that_it_tightens_was(world):
    national = Pack.objects.get(code="cn-internship-2021")
    county = Pack.objects.create(code="cn-county", jurisdiction="CN-X", parent=national, name_en="County")
    Centre.objects.update_or_create(pk=1, defaults={"internship_rules": county})

    assert rules_in_force(TODAY).pack == national
    with pytest.raises(NoSuchPack):
        rules_in_force(date(1999, 1, 1))


def test_an_administrator_chooses_among_the_rules_of_internships_and_all_is_checked_anew(placed, in_order):
    nine_hours_filed(placed)
    placed.check()
    client = signed_in(placed.world.administrator)
    centre, _made = Centre.objects.get_or_create(pk=1)
    address = reverse("admin:accounts_centre_change", args=[1])
    page = client.get(address)
    form = page.context["adminform"].form
    assert {pack.code for pack in form.fields["internship_rules"].queryset} == {
        "cn-internship-2021",
        "cn-ningbo",
        "cn-qingdao",
    }
    assert "tightens them" in page.content.decode()

    said = {name: value for name, value in form.initial.items() if value not in (None, "")}
    client.post(address, said | {"internship_rules": Pack.objects.get(code="cn-ningbo").pk, "region": ""})

    centre.refresh_from_db()
    assert centre.internship_rules.code == "cn-ningbo"
    assert latest_check(placed.placement).blocking == ["NB-09"]


def test_a_check_by_the_local_rules_takes_the_place_of_that_by_the_national_ones_and_back(placed, in_order):
    placed.check()
    for code in ("cn-ningbo", "cn-qingdao", "cn-internship-2021"):
        choose(code)
        placed.check()
        latest = Evaluation.objects.current().about(placed.placement).get(stage=Stage.START)
        assert latest.pack.code == code


# --- Ningbo -----------------------------------------------------------------------------------


def test_nine_hours_with_a_filing_may_be_worked_but_not_in_ningbo(placed, in_order):
    nine_hours_filed(placed)
    assert placed.check().blocking == []

    choose("cn-ningbo")

    with pytest.raises(TransitionRefused, match=r"Ningbo regulations .* Article 9"):
        operations.prepare_placement(actor=placed.world.coordinator, pk=placed.placement.pk, now=NOW)
    assert placed.fresh().state == PlacementState.OFFERED
    page = signed_in(placed.world.coordinator).get(f"{placed.placement.get_absolute_url()}?tab=readiness")
    assert "Ningbo regulations" in page.content.decode()


def test_a_post_of_nine_hours_is_not_approved_in_ningbo(world):
    vet(world)
    post = a_post(world, PostState.OFFERED, hours_per_day=9)
    choose("cn-ningbo")

    with pytest.raises(TransitionRefused, match="Ningbo"):
        posts.approve_post(actor=world.coordinator, pk=post.pk, reason="All the same", now=NOW)


def test_nine_hours_worked_in_ningbo_are_watched(world):
    daily = at_work.make_daily(world)
    choose("cn-ningbo")

    daily.work(at_work.MONDAY, hours="9", begins_at=time(8), ends_at=time(18))

    check = (
        Evaluation.objects.current()
        .about(daily.placement)
        .get(stage=Stage.DAY, occasion=name_of_week(monday_of(at_work.MONDAY)))
    )
    assert {"INT-24b", "NB-09b"} <= set(check.failed)
    watched = day_watches.with_hours_against_the_rules(Placement.objects.all(), at_work.TODAY)
    assert list(watched) == [daily.placement]


# --- Qingdao ----------------------------------------------------------------------------------


def test_pay_below_the_minimum_wage_stops_a_start_in_qingdao_only(placed, in_order):
    in_district(placed.post)
    placed.post.pay_per_month = Decimal(1900)
    placed.post.save()
    pays_at_least(2200)
    assert "QD-35b" not in placed.check().blocking

    choose("cn-qingdao")

    assert "QD-35b" in placed.check().blocking
    placed.post.pay_per_month = Decimal(2200)
    placed.post.save()
    assert "QD-35b" not in placed.check().blocking


def test_where_nobody_has_entered_the_minimum_wage_it_is_not_taken_as_kept(placed, in_order):
    choose("cn-qingdao")
    in_district(placed.post)

    assert "QD-35b" in placed.check().unknown
    assert "QD-35b" in placed.check().blocking


def test_a_month_paid_below_the_minimum_wage_is_found_in_qingdao(world):
    daily = at_work.make_daily(world)
    choose("cn-qingdao")
    in_district(daily.placement.post)
    pays_at_least(3300)
    month = date(2026, 12, 1)

    record_payment(
        actor=world.director,
        placement_pk=daily.placement.pk,
        month=month,
        amount=Decimal(3200),
        period_from=month,
        period_until=end_of_month(month),
        paid_on=date(2027, 1, 5),
        now=at_work.NOW + timedelta(days=50),
    )

    check = Evaluation.objects.current().about(daily.placement).get(stage=Stage.PAY)
    found = {one.code: one.outcome for one in judged(check)}
    assert (found["INT-25"], found["QD-35"]) == (Outcome.PASS, Outcome.FAIL)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_month_in_order_by_the_rules_before_is_checked_by_those_that_a_centre_changes_over_to(
    world, monkeypatch, at_once
):
    daily = at_work.make_daily(world)
    in_district(daily.placement.post)
    pays_at_least(3300)
    month = date(2026, 12, 1)
    now = at_work.NOW + timedelta(days=50)
    record_payment(
        actor=world.director,
        placement_pk=daily.placement.pk,
        month=month,
        amount=Decimal(3200),
        period_from=month,
        period_until=end_of_month(month),
        paid_on=date(2027, 1, 5),
        now=now,
    )
    Placement.objects.filter(pk=daily.placement.pk).update(state="finished", ended_on=at_work.TODAY)
    months = Evaluation.objects.current().about(daily.placement).filter(stage=Stage.PAY)
    assert (months.get().pack.code, months.get().failed) == ("cn-internship-2021", [])
    if not at_once:
        monkeypatch.setattr(readiness, "AT_ONCE", 0)

    choose("cn-qingdao")
    facts_changed(Centre.objects.get(), now=now)
    if not at_once:
        readiness.recheck_marked(now=now)

    assert months.get().pack.code == "cn-qingdao"
    assert "QD-35" in months.get().failed


def test_the_nearest_region_with_an_entry_says_the_minimum_wage_and_the_latest_that_has_begun(world):
    laoshan, jiaozhou, elsewhere = (region(code) for code in ("370212", "370281", "330200"))
    pays_at_least(1900, code="370000")
    pays_at_least(2100, code="370200")
    pays_at_least(2300, code="370200", since=date(2026, 10, 1))
    pays_at_least(2000, code="370281")

    wages = minimum_wages([laoshan, jiaozhou, elsewhere])

    assert wages.at(laoshan, date(2026, 9, 30)) == 2100
    assert wages.at(laoshan, date(2026, 10, 1)) == 2300
    assert wages.at(jiaozhou, TODAY) == 2000
    assert wages.at(elsewhere, TODAY) is None
    assert wages.at(laoshan, date(2025, 12, 31)) is None
    assert wages.at(None, TODAY) is None
