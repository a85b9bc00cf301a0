"""The monthly lists of insured students and training scores, reconciled person by person."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from core.imports import operations, work
from core.imports.spec import find_spec
from core.models import ImportRun
from placements.models import InsurancePolicy, Insured, Placement, SafetyTraining
from tests.placements.placing import ENDS_ON, NOW, Placed, a_student

INSURED = "学号,姓名,保险公司,保单号,起保日期,终保日期,投保人"
TRAINED = "学号,姓名,培训课程,培训日期,成绩,合格线,劳保用品"


def bring(office: Placed, spec: str, *lines: str, actor=None) -> ImportRun:
    """Upload and check a list, and take it in where something in it is new or changed."""
    actor = actor or office.world.coordinator
    run = operations.start_import(
        actor=actor,
        spec=find_spec(spec),
        file=ContentFile("\n".join(lines).encode(), name="list.csv"),
        file_name="list.csv",
        options={"plan": office.plan.pk},
        now=NOW,
    )
    operations.check_import(actor=actor, pk=run.pk, now=NOW)
    work.work_on(run.pk, now=NOW)
    run.refresh_from_db()
    if run.applicable:
        operations.apply_import(actor=actor, pk=run.pk, expected=run.applicable, now=NOW)
        work.work_on(run.pk, now=NOW)
        run.refresh_from_db()
    return run


def verdicts(run: ImportRun) -> dict[int, tuple[str, str]]:
    return {row.number: (row.verdict, row.reason) for row in run.rows.order_by("number")}


def insured(number: str, name: str, *, until: str = "2027-08-31", payer: str = "学校") -> str:
    return f"{number},{name},人保财险,PZ-1,2026-09-01,{until},{payer}"


def test_a_list_of_insured_is_reconciled_person_by_person(placed):
    uninsured = placed.another(student=a_student(placed.world, number="20240102", name="王芳"))
    gone = placed.another(student=a_student(placed.world, number="20240103", name="张伟"))
    Placement.objects.filter(pk=gone.pk).update(state="cancelled", reason="Ill.")
    short = placed.another(student=a_student(placed.world, number="20240104", name="刘洋"))

    run = bring(
        placed,
        "placements.insurance",
        INSURED,
        insured("20240101", "李明"),
        insured("20240103", "张伟"),
        insured("20249999", "陌生人"),
        insured("20240104", "刘洋", until=(ENDS_ON - timedelta(days=1)).isoformat()),
        insured("20240104", "刘海"),
        insured("20240102", "王芳", payer="学生"),
    )

    found = verdicts(run)
    assert found[2] == ("new", "")
    assert found[3][0] == "rejected"
    assert "placement is over" in found[3][1]
    assert "nobody with this number" in found[4][1]
    assert found[5][0] == "new"
    assert "does not cover" in found[5][1]
    assert found[6][0] in {"rejected", "duplicate"}
    assert "INT-36" in found[7][1]
    assert any(
        ("not insured" in line and "王芳" in line) or uninsured.student.name in line for line in run.remarks
    )
    assert set(Insured.objects.values_list("placement", flat=True)) == {placed.placement.pk, short.pk}
    assert InsurancePolicy.objects.count() == 1
    assert "INT-36" not in placed.check().blocking
    assert "INT-36" in placed.check(short).blocking


def test_the_same_list_again_changes_nothing(placed):
    lines = (INSURED, insured("20240101", "李明"))
    bring(placed, "placements.insurance", *lines)
    before = list(Insured.objects.values())
    run = bring(placed, "placements.insurance", *lines)
    assert verdicts(run)[2] == ("unchanged", "")
    assert list(Insured.objects.values()) == before


def test_a_longer_policy_of_the_next_month_is_a_change(placed):
    bring(placed, "placements.insurance", INSURED, insured("20240101", "李明", until="2027-01-31"))
    run = bring(placed, "placements.insurance", INSURED, insured("20240101", "李明"))
    assert verdicts(run)[2][0] == "changed"
    assert Insured.objects.get().covers_until.isoformat() == "2027-08-31"


def test_scores_are_taken_in_and_who_fails_is_named(placed):
    other = placed.another(student=a_student(placed.world, number="20240102", name="王芳"))
    untrained = placed.another(student=a_student(placed.world, number="20240105", name="赵六"))
    lines = (
        TRAINED,
        "20240101,李明,三级安全教育,2026-10-28,92,80,是",
        "20240102,王芳,三级安全教育,2026-10-28,61,80,是",
        "20240105,赵六,三级安全教育,2026-10-28,一百,80,是",
        "20249999,陌生人,三级安全教育,2026-10-28,90,80,是",
    )
    run = bring(placed, "placements.training", *lines)
    found = verdicts(run)
    assert found[2] == ("new", "")
    assert "failed" in found[3][1]
    assert "no score" in found[4][1]
    assert "nobody with this number" in found[5][1]
    assert any(untrained.student.number in line for line in run.remarks)
    assert SafetyTraining.objects.filter(has_passed=True).count() == 1
    assert "INT-35" not in placed.check().blocking
    assert "INT-35" in placed.check(other).blocking

    again = bring(placed, "placements.training", *lines)
    assert [verdict for verdict, _reason in verdicts(again).values()][:2] == ["unchanged", "unchanged"]


def test_strangers_bring_nothing_into_the_plan(placed):
    with pytest.raises(PermissionDenied):
        bring(placed, "placements.insurance", INSURED, actor=placed.world.teacher)
    assert not Insured.objects.exists()
