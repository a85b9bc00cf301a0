"""What the columns of returns say: as of the reference day, and of a department with everything below it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from compliance.models import Pack, Waiver
from internships.models import Filing
from placements.models import Destination, EvaluationResult, InsurancePolicy, Insured, Placement
from reports.models import AnnualReport, Return
from reports.returns.definitions import definitions
from reports.returns.rows import every_row, missing_in, place_of, values_of
from reports.returns.workbook import is_of_today
from tests.factories import AgreementTypeFactory, DepartmentFactory, PostFactory
from tests.reports.returning import a_base, a_return, an_internship, submitted, year_of
from tests.world import World

pytestmark = pytest.mark.django_db
BEGAN = date(year_of("zzjx07"), 10, 8)
MIDDLE = date(year_of("zzjx07") + 1, 1, 31)
SHEETS = {"zzjx07": "zzjx0703", "smart_brain": "internships", "rp01": "supervision", "rp02": "status"}


def rows_of(one: Return, sheet: str = "") -> list[Any]:
    table = definitions()[one.kind].sheet(sheet or SHEETS[one.kind])
    assert table is not None
    return list(every_row(one, table))


def said(one: Return, sheet: str = "") -> dict[str, Any]:
    table = definitions()[one.kind].sheet(sheet or SHEETS[one.kind])
    assert table is not None
    (row,) = every_row(one, table)
    return values_of(table, row)


def missing(one: Return) -> set[str]:
    table = definitions()[one.kind].sheet(SHEETS[one.kind])
    assert table is not None
    (row,) = every_row(one, table)
    return {field.key for field in missing_in(table, row, values_of(table, row))}


def marked(placement: Placement, version: int, total: int, on: date) -> EvaluationResult:
    return EvaluationResult.objects.create(
        placement=placement,
        version=version,
        lines=[],
        total=total,
        grade="good",
        excellent_from=90,
        good_from=75,
        pass_from=60,
        reason="" if version == 1 else "Wrong.",
        confirmed_at=timezone.make_aware(datetime(on.year, on.month, on.day, 9)),
    )


def insured(world: World, placement: Placement, first: date, last: date, payer: str = "school") -> None:
    policy = InsurancePolicy.objects.create(
        department=world.mechanics,
        insurer="PICC",
        number=f"P-{first}",
        covers_from=first,
        covers_until=last,
        paid_by=payer,
    )
    Insured.objects.create(policy=policy, placement=placement, covers_from=first, covers_until=last)


# --- As of the reference day ----------------------------------------------------------------------


def test_an_internship_that_goes_on_is_as_long_as_it_was_on_the_reference_day(
    world: World, internship: Placement
) -> None:
    row = said(a_return(world, "smart_brain", reference_day=MIDDLE))
    assert row["days"] == (MIDDLE - BEGAN).days + 1

    row = said(a_return(world, "rp02", reference_day=MIDDLE))
    assert row["ended"] == internship.ends_on
    assert internship.ended_on != internship.ends_on


def test_a_mark_counts_from_the_day_it_was_confirmed(world: World, internship: Placement) -> None:
    last = internship.ended_on
    assert last is not None
    marked(internship, 1, 80, last + timedelta(days=3))
    marked(internship, 2, 90, last + timedelta(days=9))

    on = {
        days: a_return(world, kind, reference_day=last + timedelta(days=days))
        for days, kind in ((1, "rp02"), (5, "smart_brain"))
    }

    assert said(on[1])["mark"] is None
    assert "mark" not in missing(on[1])
    assert said(on[5])["mark"] == 80


def test_only_what_was_over_and_that_nobody_has_marked_lacks_its_mark(
    world: World, internship: Placement
) -> None:
    assert "mark" in missing(a_return(world, "rp02"))
    assert "mark" not in missing(a_return(world, "smart_brain", reference_day=MIDDLE))


def test_insurance_counts_until_the_reference_day(world: World, internship: Placement) -> None:
    insured(world, internship, BEGAN, MIDDLE)

    assert said(a_return(world, "rp01", reference_day=MIDDLE))["insured"] is True
    later = a_return(world, "rp02", reference_day=MIDDLE + timedelta(days=1))
    assert said(later)["insured"] is False


def test_an_insurance_that_begins_later_is_not_known_on_the_reference_day(
    world: World, internship: Placement
) -> None:
    insured(world, internship, MIDDLE + timedelta(days=1), MIDDLE + timedelta(days=200))

    row = said(a_return(world, "rp01", reference_day=MIDDLE))

    assert row["insured"] is False
    assert not row["policy"]


def test_everybody_who_paid_for_the_insurance_is_named(world: World, internship: Placement) -> None:
    insured(world, internship, BEGAN, MIDDLE, "school")
    insured(world, internship, MIDDLE + timedelta(days=1), MIDDLE + timedelta(days=200), "host")

    payer = said(a_return(world, "rp02"))["payer"]

    assert len(payer.zh.split("、")) == 2
    assert "企业" in payer.zh


def waived(world: World, placement: Placement, kind: str, from_day: date) -> Waiver:
    return Waiver.objects.create(
        subject=placement.post,
        department_id=world.mechanics.pk,
        pack=Pack.objects.get(code="cn-internship-2021"),
        codes=["INT-22"] if kind == "high_risk" else ["INT-24"],
        kind=kind,
        number=kind,
        authority="教育局",
        valid_from=from_day,
        valid_until=from_day + timedelta(days=300),
        recorded_at=timezone.now(),
    )


def test_each_thing_that_wants_a_filing_wants_its_own(world: World, internship: Placement) -> None:
    post = internship.post
    post.hazards, post.shift = ["height"], "night"
    post.save()
    Filing.objects.create(
        plan=internship.plan, kind="before_start", number="17", authority="Bureau", filed_on=BEGAN
    )
    one = a_return(world, "rp01")
    assert "filing" in missing(one)

    waived(world, internship, "high_risk", BEGAN)
    assert "filing" in missing(one)
    assert said(one)["filing"] is None

    waived(world, internship, "hours", BEGAN)
    assert "filing" not in missing(one)
    assert said(one)["filing"] == "17, high_risk, hours"


def test_what_was_filed_after_the_reference_day_does_not_count_and_cannot_be_filled(
    world: World, internship: Placement
) -> None:
    internship.post.hazards = ["height"]
    internship.post.save()
    waived(world, internship, "high_risk", MIDDLE + timedelta(days=1))
    one = a_return(world, "rp01", reference_day=MIDDLE)

    assert said(one)["filing"] is None
    assert "filing" not in missing(one)


def test_columns_without_a_day_of_their_own_say_that_they_are_of_the_day_of_filling() -> None:
    sheet = definitions()["rp02"].sheet("status")
    assert sheet is not None
    of_today = {field.key for field in sheet.fields if is_of_today(sheet, field)}

    assert {"mentor", "instructor", "pay", "post", "industry"} <= of_today
    assert not of_today & {
        "began",
        "ended",
        "mark",
        "insured",
        "payer",
        "agreement",
        "filing",
        "why_uninsured",
    }


# --- A department with everything below it --------------------------------------------------------


def test_the_return_of_a_department_has_the_rows_of_everything_below_it(
    world: World, internship: Placement
) -> None:
    above = a_return(world, department=world.centre)
    beside = a_return(world, department=world.tourism)

    for sheet in ("zzjx0701", "zzjx0702", "zzjx0703"):
        assert len(rows_of(above, sheet)) == 1
        assert rows_of(beside, sheet) == []
    assert above.within == {world.centre.pk, world.mechanics.pk, world.tourism.pk}
    assert submitted(world, "rp01", department=world.centre).rows.count() == 1


def test_the_numbers_of_the_cooperation_return_go_down_the_tree(world: World, base: Any) -> None:
    ours = said(a_return(world, "cooperation", department=world.mechanics), "cooperation")
    above = said(a_return(world, "cooperation", department=world.centre), "cooperation")

    assert above["enterprises"] == ours["enterprises"]
    assert above["majors"] == ours["majors"]


def test_an_annual_report_of_a_department_tells_the_numbers_of_everything_below_it(world: World) -> None:
    part = DepartmentFactory.create(parent=world.mechanics)

    assert AnnualReport(department=world.mechanics).within == {world.mechanics.pk, part.pk}
    assert AnnualReport(department=part).within == {part.pk}
    assert AnnualReport(department=None).within is None


# --- Retained ---------------------------------------------------------------------------------------


def retain(world: World, student: Any) -> None:
    moment = timezone.make_aware(datetime(MIDDLE.year, 7, 5, 9))
    Destination.objects.create(
        student=student,
        kind="host",
        where="苏州精工",
        is_matched=True,
        since_on=moment.date(),
        reported_at=moment,
        proof="劳动合同",
        confirmed_at=moment,
        confirmed_by=world.director,
    )


def test_who_was_retained_counts_once_by_the_agreement_of_their_post(
    world: World, base: Any, internship: Placement
) -> None:
    other = a_base(world, type=AgreementTypeFactory.create())
    retain(world, world.student)

    counted = {row.agreement.pk: row.retained for row in rows_of(a_return(world), "zzjx0702")}

    assert counted == {base.pk: 1, other.pk: 0}


def test_a_department_counts_its_own_interns_and_those_it_had_retained(
    world: World, base: Any, internship: Placement
) -> None:
    theirs = PostFactory.create(
        plan=internship.plan, enterprise=world.partner, agreement=base, name_en="Guide", name_zh="导游"
    )
    other = an_internship(world, plan=internship.plan, post=theirs, student=world.stranger_student)
    Placement.objects.filter(pk=other.pk).update(department=world.tourism)
    for student in (world.student, world.stranger_student):
        retain(world, student)

    whole = said(a_return(world), "zzjx0702")
    ours = said(a_return(world, department=world.mechanics), "zzjx0702")

    assert (whole["taken"], whole["retained"]) == (2, 2)
    assert (ours["taken"], ours["retained"]) == (1, 1)


# --- Where it is filled ---------------------------------------------------------------------------


def test_a_missing_value_is_filled_where_its_record_is_kept(
    world: World, base: Any, internship: Placement
) -> None:
    definition = definitions()["zzjx07"]
    capacity = definition.sheet("zzjx0702")
    assert capacity is not None
    (row,) = rows_of(a_return(world), "zzjx0702")
    for key in ("places", "treatment"):
        field = capacity.field(key)
        assert field is not None
        assert place_of(capacity, field, row) == f"/posts/?enterprise={world.partner.pk}"

    brain = definitions()["smart_brain"].sheet("internships")
    assert brain is not None
    column = brain.field("cross_province")
    assert column is not None
    (intern,) = rows_of(a_return(world, "smart_brain"))
    assert intern.school is None
    assert place_of(brain, column, intern) == "/admin/accounts/centre/"
