"""The personnel office's list of teachers."""

from __future__ import annotations

from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from xlsxwriter import Workbook

from core.imports import operations, work
from core.imports.spec import find_spec
from core.models import ImportRun
from teachers.models import PracticeDue, ServicePeriod, Teacher
from tests.teachers.samples import NOW

pytestmark = pytest.mark.django_db

HEADER = [
    "工号",
    "姓名",
    "所在部门",
    "教师类别",
    "职称",
    "职称级别",
    "任教专业",
    "入职日期",
    "任现职日期",
    "离职日期",
]
GOOD = ["T100", "王芳", "机械系", "专业课教师", "讲师", "中级", "660103", "2016-09-01", "", ""]


def row(**changes: str) -> list[str]:
    return [changes.get(heading, cell) for heading, cell in zip(HEADER, GOOD, strict=True)]


def workbook(*rows: list[str]) -> bytes:
    output = BytesIO()
    book = Workbook(output, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, cells in enumerate([HEADER, *rows]):
        sheet.write_row(number, 0, cells)
    book.close()
    return output.getvalue()


def taken_in(actor, *rows: list[str]) -> ImportRun:
    run = operations.start_import(
        actor=actor,
        spec=find_spec("teachers.teachers"),
        file=ContentFile(workbook(*rows), name="teachers.xlsx"),
        file_name="teachers.xlsx",
        options={},
        companion=None,
        now=NOW,
    )
    operations.check_import(actor=actor, pk=run.pk, now=NOW)
    work.work_on(run.pk, now=NOW)
    run.refresh_from_db()
    if run.count("new") or run.count("changed"):
        operations.apply_import(actor=actor, pk=run.pk, expected=run.applicable, now=NOW)
        work.work_on(run.pk, now=NOW)
    return run


def test_a_good_row_becomes_a_teacher_with_a_period_of_service(world, office):
    run = taken_in(office, GOOD)
    assert run.count("new") == 1
    teacher = Teacher.objects.get(staff_number="T100")
    assert (teacher.kind, teacher.rank, teacher.title) == ("specialist", "intermediate", "讲师")
    assert [major.code for major in teacher.majors.all()] == ["660103"]
    assert teacher.service_periods.get().starts_on == date(2016, 9, 1)


def test_bringing_the_same_list_in_again_adds_nothing(world, office):
    rows = (GOOD, row(工号="T101", 姓名="李强"))
    taken_in(office, *rows)
    before = Teacher.objects.count(), ServicePeriod.objects.count()
    run = taken_in(office, *rows)
    assert (run.count("unchanged"), run.count("new"), run.count("changed")) == (2, 0, 0)
    assert (Teacher.objects.count(), ServicePeriod.objects.count()) == before


def test_bad_rows_are_named_with_number_and_reason_and_hold_up_no_good_one(world, office):
    run = taken_in(
        office,
        GOOD,
        row(工号="T102", 所在部门="天文系"),
        row(工号="T103", 教师类别="校长"),
        row(工号="T104", 任教专业="000000"),
        row(工号="T105", 入职日期="去年"),
        row(工号="T106", 姓名=""),
    )
    rejected = {one.number: one.reason for one in run.rows.filter(verdict="rejected")}
    assert len(rejected) == 5
    reasons = " ".join(rejected.values())
    for said in ("no such department", "no kind of teacher", "no major", "no date"):
        assert said in reasons
    assert Teacher.objects.filter(staff_number__startswith="T10").count() == 1


def test_another_department_in_the_list_counts_from_the_day_it_says(world, office):
    taken_in(office, GOOD)
    taken_in(office, row(所在部门="旅游系", 任现职日期="2025-09-01"))
    teacher = Teacher.objects.get(staff_number="T100")
    periods = list(
        teacher.service_periods.order_by("starts_on").values_list("department__name_zh", "ends_on")
    )
    assert periods == [("机械系", date(2025, 8, 31)), ("旅游系", None)]
    assert teacher.department.name_zh == "旅游系"


def test_a_new_teacher_without_a_hire_date_serves_since_the_day_it_says(world, office):
    taken_in(office, row(入职日期="", 任现职日期="2015-09-01"))
    teacher = Teacher.objects.get(staff_number="T100")
    assert [period.starts_on for period in teacher.service_periods.all()] == [date(2015, 9, 1)]
    due = PracticeDue.objects.get(teacher=teacher, rule="TP-01")
    assert due.short_from == date(2020, 9, 1)


def test_a_new_teacher_of_whom_nobody_says_since_when_is_asked_about(world, office):
    run = taken_in(office, row(入职日期=""))
    [rejected] = run.rows.all()
    assert (rejected.verdict, "Since when" in rejected.reason) == ("rejected", True)
    assert not Teacher.objects.filter(staff_number="T100").exists()


def test_who_left_before_the_list_came_is_taken_in_with_their_time(world, office):
    taken_in(office, row(入职日期="", 任现职日期="2015-09-01", 离职日期="2020-01-31"))
    assert Teacher.objects.get(staff_number="T100").left_on == date(2020, 1, 31)


def test_the_list_says_who_left(world, office):
    taken_in(office, GOOD)
    taken_in(office, row(离职日期="2026-07-31"))
    assert Teacher.objects.get(staff_number="T100").left_on == date(2026, 7, 31)


def test_the_command_says_what_became_of_every_row(world, tmp_path: Path):
    path = tmp_path / "teachers.xlsx"
    path.write_bytes(workbook(GOOD, row(工号="T107", 所在部门="没有")))
    for expected in ("new 1, changed 0", "new 0, changed 0, unchanged 1"):
        output = StringIO()
        call_command("import_teachers", path, stdout=output)
        assert expected in output.getvalue().splitlines()[-1]
        assert "rejected 1" in output.getvalue().splitlines()[-1]
