"""A list of exchanges that were held: good rows wait for the enterprise, bad ones say why."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from xlsxwriter import Workbook

from collaboration.models import Exchange
from collaboration.operations import exchanges
from core.imports import operations, work
from core.imports.spec import find_spec
from core.models import ImportRun
from tests.collaboration.exchanging import NOW, an_agreement, partner
from tests.factories import TeacherFactory

pytestmark = pytest.mark.django_db

HEADER = [
    "企业名称",
    "活动类型",
    "活动名称",
    "日期",
    "开始时间",
    "学时",
    "地点",
    "主讲人",
    "教师",
    "协议编号",
]


def row(world, **changes: str) -> list[str]:
    said = [world.partner.name, "专家讲座", "春季讲座", "2026-05-08", "14:00", "2学时", "报告厅", "", "", ""]
    return [changes.get(heading, cell) for heading, cell in zip(HEADER, said, strict=True)]


def taken_in(actor, *rows: list[str]) -> ImportRun:
    output = BytesIO()
    book = Workbook(output, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, cells in enumerate([HEADER, *rows]):
        sheet.write_row(number, 0, cells)
    book.close()
    run = operations.start_import(
        actor=actor,
        spec=find_spec("collaboration.exchanges"),
        file=ContentFile(output.getvalue(), name="exchanges.xlsx"),
        file_name="exchanges.xlsx",
        options={},
        companion=None,
        now=NOW,
    )
    operations.check_import(actor=actor, pk=run.pk, now=NOW)
    work.work_on(run.pk, now=NOW)
    run.refresh_from_db()
    if run.count("new"):
        operations.apply_import(actor=actor, pk=run.pk, expected=run.applicable, now=NOW)
        work.work_on(run.pk, now=NOW)
    return run


def test_good_rows_come_in_once_and_wait_for_the_enterprise(world):
    agreement = an_agreement(world, world.partner)
    teacher = TeacherFactory.create(department=world.mechanics, name="王建国")
    full = row(world, 主讲人=world.mentor.name, 教师="王建国", 协议编号=agreement.reference)
    visit = row(world, 活动类型="学生参观", 活动名称="参观车间", 开始时间="")

    run = taken_in(world.director, full, visit)

    assert (run.count("new"), run.count("rejected")) == (2, 0), list(run.rows.values_list("reason"))
    lecture, seen = Exchange.objects.get(title="春季讲座"), Exchange.objects.get(title="参观车间")
    assert (lecture.state, lecture.was_held, lecture.duration_hours) == ("proposed", True, 2)
    assert timezone.localtime(lecture.starts_at).isoformat() == "2026-05-08T14:00:00+08:00"
    assert {str(one) for one in lecture.speakers.all()} == {str(world.mentor), str(teacher)}
    assert lecture.agreement == agreement
    assert (seen.direction, timezone.localtime(seen.starts_at).hour) == ("to_enterprise", 9)
    assert taken_in(world.director, full, visit).count("unchanged") == 2
    assert Exchange.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"企业名称": "没有的公司"}, "no such enterprise"),
        ({"活动类型": "春游"}, "no kind of exchange"),
        ({"日期": "2099-01-01"}, "is over"),
        ({"开始时间": "25:00"}, "no time of the day"),
        ({"学时": "很久"}, "no number of hours"),
        ({"主讲人": "无此人"}, "no contact"),
        ({"教师": "无此人"}, "no teacher"),
        ({"协议编号": "无此协议"}, "no agreement"),
    ],
)
def test_a_bad_row_is_reported_with_its_reason_and_the_others_come_in(world, changes, reason):
    run = taken_in(world.director, row(world), row(world, 活动名称="另一场", **changes))

    assert (run.count("new"), run.count("rejected")) == (1, 1)
    assert reason in run.rows.get(verdict="rejected").reason
    assert Exchange.objects.get().title == "春季讲座"


def test_what_the_enterprise_declined_comes_in_once_it_is_corrected_and_not_as_it_was(world):
    us = partner(world.liaison)
    taken_in(world.director, row(world))
    declined = Exchange.objects.get()
    exchanges.answer_at_portal(partner=us, pk=declined.pk, agrees=False, reason="只讲了一小时", now=NOW)

    again = taken_in(world.director, row(world))
    corrected = taken_in(world.director, row(world, 学时="1"))

    assert (again.count("rejected"), again.count("unchanged")) == (1, 0)
    assert "只讲了一小时" in again.rows.get().reason
    assert corrected.count("new") == 1
    assert set(Exchange.objects.values_list("state", flat=True)) == {"declined", "proposed"}
    assert taken_in(world.director, row(world, 学时="1")).count("unchanged") == 1
