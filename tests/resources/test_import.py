"""A list of resources: good rows come in once, bad ones are reported with what is wrong."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from xlsxwriter import Workbook

from core.imports import operations, work
from core.imports.spec import find_spec
from core.models import ImportRun
from resources.models import Resource
from tests.collaboration.needing import a_major
from tests.resources.resourcing import NOW, an_office

pytestmark = pytest.mark.django_db

HEADER = [
    *("名称", "类型", "所属部门", "所属企业", "编号", "地点"),
    *("容量", "服务专业", "可预约", "检查周期", "下次检查日期"),
]
GOOD = ["数控车间", "实训室", "机械系", "", "SX-01", "实训楼 101", "40人", "660103", "是", "6", "2027-03-31"]


def row(**changes: str) -> list[str]:
    return [changes.get(heading, cell) for heading, cell in zip(HEADER, GOOD, strict=True)]


def taken_in(actor, *rows: list[str]) -> ImportRun:
    output = BytesIO()
    book = Workbook(output, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, cells in enumerate([HEADER, *rows]):
        sheet.write_row(number, 0, cells)
    book.close()
    run = operations.start_import(
        actor=actor,
        spec=find_spec("resources.resources"),
        file=ContentFile(output.getvalue(), name="resources.xlsx"),
        file_name="resources.xlsx",
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
    theirs = row(
        名称="企业基地", 类型="基地", 所属企业="苏州精工机械有限公司", 编号="", 可预约="", 地点="厂区"
    )

    run = taken_in(office, row(), theirs)

    assert (run.count("new"), run.count("rejected")) == (2, 0)
    ours = Resource.objects.get(number="SX-01")
    assert (ours.kind, ours.capacity, ours.is_shared, ours.check_months) == ("workshop", 40, True, 6)
    assert ours.department == world.mechanics
    assert list(ours.majors.all()) == [major]
    assert Resource.objects.get(name="企业基地").enterprise == world.partner
    again = taken_in(office, row(), theirs)
    assert again.count("unchanged") == 2
    assert Resource.objects.count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"类型": "飞船"},
        {"所属部门": "没有的系"},
        {"所属企业": "没有的公司"},
        {"容量": "很多"},
        {"容量": "0"},
        {"服务专业": "炼金术"},
        {"可预约": "也许"},
        {"下次检查日期": "明年"},
    ],
)
def test_a_bad_row_is_rejected_and_the_others_come_in(world, changes):
    a_major()

    run = taken_in(an_office(world), row(**changes), row(名称="另一车间", 编号="SX-02"))

    assert (run.count("new"), run.count("rejected")) == (1, 1)
    assert run.rows.get(verdict="rejected").reason
    assert list(Resource.objects.values_list("name", flat=True)) == ["另一车间"]
