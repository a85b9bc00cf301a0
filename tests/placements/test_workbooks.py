"""Workbooks of placements, cell by cell: lists as offices send them, and what is taken along from ours."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from core.imports import operations, work
from core.imports.spec import find_spec
from core.models import ImportRun
from placements.models import Destination, Insured, Placement, SafetyTraining
from placements.operations import destinations
from tests.placements.ending import another_student
from tests.placements.graduating import in_the_last_year
from tests.placements.placing import NOW, Placed, a_student
from tests.world import World, signed_in

pytestmark = pytest.mark.django_db

INSURED = ("学号", "姓名", "保险公司", "保单号", "起保日期", "终保日期", "投保人")
TRAINED = ("学号", "姓名", "培训课程", "培训日期", "成绩", "合格线", "劳保用品")
SETTLED = ("学号", "毕业去向", "单位名称", "是否对口", "就业日期", "佐证材料")


def workbook(*rows: tuple[Any, ...]) -> bytes:
    """As a spreadsheet keeps them: numbers as numbers, dates as dates."""
    output = io.BytesIO()
    book = Workbook(output, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(y, x, cell, day)
            else:
                sheet.write(y, x, cell)
    book.close()
    return output.getvalue()


def bring(actor: Any, spec: str, *rows: tuple[Any, ...], **options: Any) -> ImportRun:
    """Upload and check a workbook, and take in what is new or changed in it."""
    run = operations.start_import(
        actor=actor,
        spec=find_spec(spec),
        file=ContentFile(workbook(*rows), name="list.xlsx"),
        file_name="list.xlsx",
        options=options,
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


def said_of(run: ImportRun) -> list[tuple[int, str, str]]:
    return [(row.number, row.verdict, row.reason) for row in run.rows.order_by("number")]


def sheet_of(response: Any) -> list[list[Any]]:
    content = b"".join(response.streaming_content)
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def number_of(placement: Placement) -> int:
    return int(placement.student.number)


# --- Insurance --------------------------------------------------------------------------------


def test_a_list_of_insured_is_read_cell_by_cell(placed: Placed):
    other = placed.another(student=a_student(placed.world, number="20240102", name="王芳"))
    last = date(2027, 8, 31)

    run = bring(
        placed.world.coordinator,
        "placements.insurance",
        INSURED,
        (20240101, "李明", "人保财险", "PZ-1", date(2026, 9, 1), last, "学校"),
        (20240102, "王芳", "人保财险", "PZ-1", "2026/9/1", "2027年8月31日", "企业"),
        (),
        ("20240102", "王芳", "人保财险", "PZ-2", "明天", last, "学校"),
        ("20240102", "王芳", "人保财险", "PZ-3", last, date(2026, 9, 1), "学校"),
        ("20240102", "王芳", "人保财险", "", date(2026, 9, 1), last, "学校"),
        ("20240102", "王芳", "人保财险", "PZ-4", date(2026, 9, 1), last, "家长"),
        plan=placed.plan.pk,
    )

    found = said_of(run)
    assert [(number, verdict) for number, verdict, _reason in found] == [
        (2, "new"),
        (3, "new"),
        (5, "rejected"),
        (6, "rejected"),
        (7, "rejected"),
        (8, "rejected"),
    ]
    reasons = {number: reason for number, _verdict, reason in found}
    assert "“明天” is no date" in reasons[5]
    assert "The last day comes after the first." in reasons[6]
    assert "Policy number" in reasons[7]
    assert "“家长” is neither the school nor the enterprise." in reasons[8]
    assert {
        (one.placement_id, one.policy.number, one.policy.paid_by, one.covers_from, one.covers_until)
        for one in Insured.objects.select_related("policy")
    } == {
        (placed.placement.pk, "PZ-1", "school", date(2026, 9, 1), last),
        (other.pk, "PZ-1", "school", date(2026, 9, 1), last),
    }


def test_the_report_of_an_import_names_each_bad_row_with_its_number_and_reason(placed: Placed):
    run = bring(
        placed.world.coordinator,
        "placements.insurance",
        INSURED,
        (20249999, "陌生人", "人保财险", "PZ-1", date(2026, 9, 1), date(2027, 8, 31), "学校"),
        (20240101, "李刚", "人保财险", "PZ-1", date(2026, 9, 1), date(2027, 8, 31), "学校"),
        plan=placed.plan.pk,
    )

    answer = signed_in(placed.world.coordinator).get(reverse("core:import_report", args=[run.pk]))

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 3
    unknown, misnamed = (" | ".join(row) for row in rows[1:])
    assert unknown.startswith("2 |")
    assert "nobody with this number is placed in the plan" in unknown
    assert "陌生人" in unknown
    assert misnamed.startswith("3 |")
    assert "the number belongs to another name here" in misnamed
    assert not Insured.objects.exists()


# --- Safety training --------------------------------------------------------------------------


def test_scores_are_read_as_numbers_and_as_words(placed: Placed):
    other = placed.another(student=a_student(placed.world, number="20240102", name="王芳"))
    held = date(2026, 10, 28)

    run = bring(
        placed.world.coordinator,
        "placements.training",
        TRAINED,
        (20240101, "李明", "三级安全教育", held, 92.5, 80, "是"),
        (20240102, "王芳", "三级安全教育", held, "61分", "", "否"),
        (20240102, "王芳", "消防", held, 101, "", "否"),
        (20240102, "王芳", "急救", held, 90.25, "", "否"),
        (20240102, "王芳", "用电", held, 90, "", "也许"),
        plan=placed.plan.pk,
    )

    found = said_of(run)
    assert [(number, verdict) for number, verdict, _reason in found] == [
        (2, "new"),
        (3, "new"),
        (4, "rejected"),
        (5, "rejected"),
        (6, "rejected"),
    ]
    reasons = {number: reason for number, _verdict, reason in found}
    assert reasons[2] == ""
    assert reasons[3] == "failed: 61 of the 80 that are needed; does not start before a pass"
    assert "a score lies between 0 and 100, with one decimal" in reasons[4]
    assert "a score lies between 0 and 100, with one decimal" in reasons[5]
    assert "“也许” is neither yes nor no." in reasons[6]
    assert {
        (one.placement_id, str(one.score), one.has_passed, one.has_protective_gear, one.held_on)
        for one in SafetyTraining.objects.all()
    } == {(placed.placement.pk, "92.5", True, True, held), (other.pk, "61.0", False, False, held)}


# --- Destinations -----------------------------------------------------------------------------


@pytest.fixture
def last_year(world: World) -> World:
    in_the_last_year(world)
    return world


def test_destinations_are_read_cell_by_cell(last_year: World):
    world = last_year
    studying = another_student(world, number="20240102", name="王芳")
    founding = another_student(world, number="20240103", name="张伟")
    since = date(2026, 7, 1)

    run = bring(
        world.director,
        "placements.destinations",
        SETTLED,
        (20240101, "对口就业", "苏州精工机械有限公司", "", since, "劳动合同"),
        (20240102, "专升本", "苏州大学", "", "2026/9/1", ""),
        (20240103, "自主创业", "伟业工作室", "是", "", ""),
        (20249999, "升学", "苏州大学", "", "", ""),
        (20240102, "环游世界", "", "", "", ""),
        ("", "升学", "苏州大学", "", "", ""),
    )

    found = said_of(run)
    assert [(number, verdict) for number, verdict, _reason in found] == [
        (2, "new"),
        (3, "new"),
        (4, "new"),
        (5, "rejected"),
        (6, "rejected"),
        (7, "rejected"),
    ]
    reasons = {number: reason for number, _verdict, reason in found}
    assert "There is no such student here" in reasons[5]
    assert "“环游世界” is no destination we know." in reasons[6]
    assert "Student number" in reasons[7]
    assert {
        (one.student_id, one.kind, one.where, one.is_matched, one.since_on, one.proof)
        for one in Destination.objects.all()
    } == {
        (world.student.pk, "field", "苏州精工机械有限公司", True, since, "劳动合同"),
        (studying.pk, "study", "苏州大学", False, date(2026, 9, 1), ""),
        (founding.pk, "self_employed", "伟业工作室", True, None, ""),
    }


def test_who_hired_and_did_not_say_where_is_refused_by_row(last_year: World):
    run = bring(
        last_year.director, "placements.destinations", SETTLED, (20240101, "其他就业", "", "", "", "")
    )

    ((number, verdict, reason),) = said_of(run)
    assert (number, verdict) == (2, "rejected")
    assert reason
    assert not Destination.objects.exists()


def test_the_list_of_graduates_is_taken_along_with_the_columns_that_were_chosen(last_year: World):
    world = last_year
    another_student(world, number="20240102", name="王芳")
    made = destinations.report_destination(
        actor=world.director,
        pk=world.student.pk,
        now=timezone.now(),
        kind="host",
        where="=精工",
        since_on=date(2026, 7, 1),
    )
    destinations.confirm_destination(actor=world.director, pk=made.pk, proof="劳动合同", now=timezone.now())
    columns = ["number", "name", "destination", "where", "matched", "since_on", "proof", "state"]

    answer = signed_in(world.director).get(
        reverse("placements:graduate_list"),
        {"export": "xlsx", "columns": columns, "school_class": world.school_class.pk, "sort": "name"},
    )

    heading, *rows = sheet_of(answer)
    assert heading == [
        "Student number",
        "Graduate",
        "What became of them",
        "Employer or school",
        "In the field of the major",
        "Since",
        "Proof",
        "State",
    ]
    by_number = {row[0]: row[1:] for row in rows}
    assert set(by_number) == {"20240101", "20240102"}
    name, kind, where, matched, since, proof, state = by_number["20240101"]
    assert (name, kind, matched, proof, state) == (
        "李明",
        made.get_kind_display(),
        "yes",
        "劳动合同",
        "confirmed",
    )
    assert where == "=精工"  # as words: a formula would have no value yet
    assert since == date(2026, 7, 1)
    assert by_number["20240102"][1:4] == ["not reported", "", "—"]


def test_the_rates_are_taken_along_as_numbers(last_year: World):
    world = last_year
    second, third = (another_student(world) for _count in range(2))
    for student, kind in ((world.student, "host"), (second, "elsewhere")):
        made = destinations.report_destination(
            actor=world.director, pk=student.pk, now=timezone.now(), kind=kind, where="精工"
        )
        destinations.confirm_destination(actor=world.director, pk=made.pk, proof="合同", now=timezone.now())
    destinations.report_destination(
        actor=world.director, pk=third.pk, now=timezone.now(), kind="study", where="苏州大学"
    )

    heading, *rows = sheet_of(
        signed_in(world.director).get(reverse("placements:rates"), {"export": "xlsx", "by": "class"})
    )

    (line,) = (dict(zip(heading, row, strict=True)) for row in rows if row[0] == str(world.school_class))
    assert (line["Graduates"], line["Settled"], line["At work"], line["In the field"]) == (3, 2, 2, 1)
    assert (line["Employment rate"], line["Match rate"]) == (66.7, 50.0)
    assert line["Reported, not confirmed"] == 1
