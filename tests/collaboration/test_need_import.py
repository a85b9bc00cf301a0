"""A list of needs: good rows come in once, bad ones are reported with their number and what is wrong."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from xlsxwriter import Workbook

from collaboration.models import Need, NeedKind, NeedSource, NeedState, Urgency
from core.imports import operations, work
from core.imports.spec import find_spec
from core.models import ImportRun
from tests.collaboration.needing import a_major, an_office
from tests.teachers.samples import NOW

pytestmark = pytest.mark.django_db

HEADER = [
    *("企业名称", "需求类型", "需求名称", "需求描述"),
    *("专业", "人数", "预算", "预期成果", "紧急程度", "提出日期"),
]
TALENT = [
    *("苏州精工机械有限公司", "人才需求", "数控操作工20名", "能独立操作加工中心。"),
    *("660103", "20人", "", "", "紧急", "2026-03-02"),
]


def row(**changes: str) -> list[str]:
    return [changes.get(heading, cell) for heading, cell in zip(HEADER, TALENT, strict=True)]


def taken_in(actor, *rows: list[str]) -> ImportRun:
    output = BytesIO()
    book = Workbook(output, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, cells in enumerate([HEADER, *rows]):
        sheet.write_row(number, 0, cells)
    book.close()
    run = operations.start_import(
        actor=actor,
        spec=find_spec("collaboration.needs"),
        file=ContentFile(output.getvalue(), name="needs.xlsx"),
        file_name="needs.xlsx",
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


def test_good_rows_come_in_once(world):
    office, major = an_office(world), a_major()
    research = row(
        需求类型="课题", 需求名称="刀具寿命预测", 专业="", 人数="", 预算="30,000元", 预期成果="一套算法"
    )

    run = taken_in(office, row(), research)

    assert (run.count("new"), run.count("rejected")) == (2, 0)
    talent = Need.objects.get(title="数控操作工20名")
    assert (talent.enterprise, talent.kind, talent.people) == (world.partner, NeedKind.TALENT, 20)
    assert (talent.state, talent.source, talent.urgency) == (NeedState.TOLD, NeedSource.STAFF, Urgency.HIGH)
    assert list(talent.majors.all()) == [major]
    assert Need.objects.get(kind=NeedKind.RESEARCH).budget == 30000
    again = taken_in(office, row(), research)
    assert again.count("unchanged") == 2
    assert Need.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"企业名称": "没有的公司"}, "no such enterprise"),
        ({"需求类型": "飞船"}, "no kind of need"),
        ({"需求描述": ""}, "In detail"),
        ({"专业": "炼金术"}, "no major"),
        ({"专业": ""}, "major"),
        ({"人数": "很多"}, "no number"),
        ({"人数": ""}, "people"),
        ({"紧急程度": "也许"}, "no urgency"),
        ({"提出日期": "明年"}, ""),
        ({"提出日期": "2099-01-01"}, "today or earlier"),
    ],
)
def test_a_bad_row_is_reported_with_its_number_and_reason_and_the_others_come_in(world, changes, reason):
    a_major()

    run = taken_in(an_office(world), row(需求名称="装配工10名", 人数="10"), row(**changes))

    assert (run.count("new"), run.count("rejected")) == (1, 1)
    bad = run.rows.get(verdict="rejected")
    assert bad.number == 3
    assert bad.reason
    assert reason in bad.reason
    assert list(Need.objects.values_list("title", flat=True)) == ["装配工10名"]
