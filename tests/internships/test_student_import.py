"""The school's list of students."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from xlsxwriter import Workbook

from core.imports import operations, work
from core.imports.spec import find_spec
from core.models import AccessLog, ImportRow, ImportRun
from internships.identity import check_character
from internships.models import Guardian, Sex, Student
from tests.factories import SchoolClassFactory, StudentFactory
from tests.world import signed_in

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
HEADER = [
    "学号",
    "姓名",
    "班级",
    "性别",
    "出生日期",
    "身份证号",
    "手机",
    "监护人姓名",
    "与监护人关系",
    "监护人电话",
]
BODY = "32050620090301001"  # a man born on 1 March 2009
IDENTITY = BODY + check_character(BODY)
GOOD = [
    "20240201",
    "周小雨",
    "数控2401",
    "男",
    "2009-03-01",
    IDENTITY,
    "13800000001",
    "周大海",
    "父亲",
    "13900000001",
]


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


def judged(world, *rows: list[str]) -> ImportRun:
    actor = world.coordinator
    run = operations.start_import(
        actor=actor,
        spec=find_spec("internships.students"),
        file=ContentFile(workbook(*rows), name="students.xlsx"),
        file_name="students.xlsx",
        options={},
        companion=None,
        now=NOW,
    )
    operations.check_import(actor=actor, pk=run.pk, now=NOW)
    work.work_on(run.pk, now=NOW)
    run.refresh_from_db()
    return run


def brought_in(world, *rows: list[str]) -> ImportRun:
    run = judged(world, *rows)
    operations.apply_import(actor=world.coordinator, pk=run.pk, expected=run.applicable, now=NOW)
    work.work_on(run.pk, now=NOW)
    run.refresh_from_db()
    assert run.state == ImportRun.State.APPLIED, run.error
    return run


def test_a_list_makes_students_with_guardian_and_identity_number(world):
    brought_in(world, GOOD)

    student = Student.objects.get(number="20240201")
    assert (student.name, student.sex, student.born_on) == ("周小雨", Sex.MALE, date(2009, 3, 1))
    assert (student.identity, student.school_class) == (IDENTITY, world.school_class)
    guardian = student.guardians.get()
    assert (guardian.name, guardian.relationship, guardian.is_first) == (
        "周大海",
        Guardian.Relationship.FATHER,
        True,
    )


def test_the_same_list_again_changes_nothing(world):
    brought_in(world, GOOD)
    run = judged(world, GOOD)

    assert (run.count("unchanged"), run.applicable) == (1, 0)


def test_what_differs_is_brought_up_to_date_and_an_empty_cell_says_nothing(world):
    brought_in(world, GOOD)
    brought_in(world, row(手机="13800000002", 监护人电话="13900000002", 身份证号="", 出生日期=""))

    student = Student.objects.get(number="20240201")
    assert (student.phone, student.identity) == ("13800000002", IDENTITY)
    assert student.guardians.get().phone == "13900000002"


def test_birth_date_and_sex_may_be_left_to_the_identity_number(world):
    brought_in(world, row(性别="", 出生日期=""))

    student = Student.objects.get(number="20240201")
    assert (student.sex, student.born_on) == (Sex.MALE, date(2009, 3, 1))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"班级": "没有这个班"}, "no such class"),
        ({"身份证号": IDENTITY[:-1] + "Y"}, "17 digits and a check character"),
        ({"身份证号": IDENTITY[:16] + "3" + IDENTITY[17:]}, "check character does not fit"),
        ({"出生日期": "2009-03-02"}, "Birth date and identity number do not agree"),
        ({"性别": "女"}, "Sex and identity number do not agree"),
        ({"性别": "不详"}, "neither male nor female"),
        ({"学号": ""}, "is empty"),
        ({"身份证号": "", "出生日期": ""}, "is empty"),
        ({"监护人电话": ""}, "needs a phone number"),
    ],
)
def test_a_bad_row_is_refused_with_its_number_and_reason(world, changes, reason):
    run = judged(world, row(**changes))

    refused = run.rows.get()
    assert (refused.number, refused.verdict) == (2, ImportRow.Verdict.REJECTED)
    assert reason in refused.reason
    assert not Student.objects.filter(name="周小雨").exists()


def test_a_student_of_another_department_is_not_touched(world):
    position = world.head.appointments.get().position
    position.capabilities += ["student.import", "student.edit"]
    position.save()
    world.coordinator = type(world.head).objects.get(pk=world.head.pk)  # with the powers of today
    run = judged(world, row(学号="20240901"))

    assert "another department" in run.rows.get().reason
    assert Student.objects.get(number="20240901").name == "陌生"


def test_an_identity_number_lies_open_nowhere_in_what_a_list_leaves_behind(world):
    bad = "110105194912310021"
    run = judged(world, GOOD, row(学号="20240202", 身份证号=bad))

    kept = str(list(run.rows.values_list("values", "changes", "reason")))
    assert IDENTITY not in kept
    assert bad not in kept


def test_two_students_cannot_have_one_identity_number(world):
    run = judged(world, GOOD, row(学号="20240202"))
    assert (run.count("new"), run.count("rejected")) == (1, 1)
    assert "20240201 has this identity number" in run.rows.get(verdict="rejected").reason


def test_the_command_says_what_became_of_every_row(world, tmp_path: Path):
    SchoolClassFactory.create(name="机电2402", department=world.mechanics)
    StudentFactory.create(number="20240203", school_class=world.school_class)
    path = tmp_path / "students.xlsx"
    path.write_bytes(workbook(GOOD, row(学号="20240204", 班级="没有")))
    output = StringIO()

    call_command("import_students", path, stdout=output)
    assert output.getvalue().splitlines()[-1] == "new 1, changed 0, unchanged 0, duplicate 0, rejected 1"
    output = StringIO()
    call_command("import_students", path, stdout=output)
    assert output.getvalue().splitlines()[-1] == "new 0, changed 0, unchanged 1, duplicate 0, rejected 1"


# --- Who read it ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "query", "act"),
    [
        ("core:import_columns", {}, "opened"),
        ("core:import_detail", {"tab": "rows"}, "opened"),
        ("core:import_report", {"format": "csv"}, "exported"),
    ],
)
def test_the_rows_of_an_import_of_students_are_noted_as_one(world, name, query, act):
    run = judged(world, GOOD)

    answer = signed_in(world.coordinator).get(reverse(name, args=[run.pk]), query)

    assert answer.status_code == 200
    access = AccessLog.objects.get()
    assert access.subject_type.model_class() is ImportRun
    assert access.subject_ids == [run.pk]
    assert (access.data, access.act) == ("sensitive", act)


def test_the_numbers_of_an_import_alone_tell_nothing_about_anybody(world):
    run = judged(world, GOOD)
    signed_in(world.coordinator).get(run.get_absolute_url())
    assert not AccessLog.objects.exists()
