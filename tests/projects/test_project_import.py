"""A list of joint projects begun before: good rows come in once, as they are; bad ones say what is wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from xlsxwriter import Workbook

from core.imports import operations, work
from core.imports.spec import find_spec
from core.metrics import metric_of
from core.models import AuditEvent, ImportRun, Notification
from projects.models import Project, ProjectState
from projects.operations.adoption import adopt
from projects.operations.proposals import UnableToProceed
from tests.collaboration.needing import a_major
from tests.factories import TeacherFactory, UserFactory
from tests.projects.joining import NOW, TODAY, a_project, an_agreement
from tests.teachers.recognising import a_position
from tests.world import signed_in

pytestmark = pytest.mark.django_db
S = ProjectState
POWERS = ["enterprise.read", "agreement.read", "project.read", "project.import"]
HEADER = [
    *("项目名称", "项目编号", "项目类型", "合作企业", "承担部门", "项目负责人", "合作协议", "开始日期"),
    *("结束日期", "项目目标", "专业", "立项日期", "状态", "验收结论", "结题日期", "备注"),
    *("经费预算", "学校投入", "企业投入"),
]
GOOD = [
    *("刀具磨损在线监测", "XM-2025-014", "技术研发", "苏州精工机械有限公司", "", "T0001", "AG-1"),
    *("2025-03-01", "2027-02-28", "装置一套，误报率低于5%。", "660103", "2025-02-20", "在研", "", "", ""),
    *("120,000元", "30000", "90000"),
]
CLOSED = {"状态": "已结题", "验收结论": "通过", "结题日期": "2026-06-30"}
STOPPED = {"状态": "终止", "结题日期": "2026-06-30", "备注": "产品停产。", "合作协议": ""}


def row(**changes: str) -> list[str]:
    return [changes.get(heading, cell) for heading, cell in zip(HEADER, GOOD, strict=True)]


@pytest.fixture
def office(world):
    """Whoever takes projects over, a teacher who leads one, and the agreement it stands under."""
    TeacherFactory.create(department=world.mechanics, staff_number="T0001", name="王建国")
    an_agreement(world, world.partner)
    a_major()
    return a_position(world, "Projects office", POWERS)


def checked(actor, *rows: list[str]) -> ImportRun:
    output = BytesIO()
    book = Workbook(output, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, cells in enumerate([HEADER, *rows]):
        sheet.write_row(number, 0, cells)
    book.close()
    run = operations.start_import(
        actor=actor,
        spec=find_spec("projects.projects"),
        file=ContentFile(output.getvalue(), name="projects.xlsx"),
        file_name="projects.xlsx",
        options={},
        companion=None,
        now=NOW,
    )
    operations.check_import(actor=actor, pk=run.pk, now=NOW)
    work.work_on(run.pk, now=NOW)
    run.refresh_from_db()
    return run


def taken_in(actor, *rows: list[str]) -> ImportRun:
    run = checked(actor, *rows)
    if run.count("new"):
        operations.apply_import(actor=actor, pk=run.pk, expected=run.applicable, now=NOW)
        work.work_on(run.pk, now=NOW)
    return run


def test_the_check_writes_nothing_and_good_rows_come_in_once(office):
    rows = [
        row(),
        row(项目名称="节能改造", 项目编号="", **CLOSED),
        row(项目名称="仿真教学", 项目编号="XM-2", **STOPPED),
    ]

    assert (checked(office, *rows).count("new"), Project.objects.count()) == (3, 0)
    run = taken_in(office, *rows)

    assert (run.count("new"), run.count("rejected")) == (3, 0)
    assert Project.objects.count() == 3
    assert taken_in(office, *rows).count("unchanged") == 3
    assert Project.objects.count() == 3
    assert not Notification.objects.filter(kind__startswith="projects.").exists()


def test_one_that_runs_is_taken_over_as_it_is(world, office):
    taken_in(office, row())

    project = Project.objects.get(number="XM-2025-014")
    assert (project.state, project.kind, project.taken_over_on) == (S.RUNNING, "technology", TODAY)
    assert (project.enterprise, project.department) == (world.partner, world.mechanics)
    assert (project.lead_teacher.name, project.agreement.reference) == ("王建国", "AG-1")
    assert (project.proposed_on, project.approved_on) == (date(2025, 2, 20), date(2025, 2, 20))
    assert project.started_on == project.starts_on == date(2025, 3, 1)
    assert project.budget_lines.get().amount == Decimal(120000)
    assert {row.enterprise_id: row.amount for row in project.contributions.all()} == {
        None: Decimal(30000),
        world.partner.pk: Decimal(90000),
    }
    assert AuditEvent.objects.filter(verb="project.adopt_running").exists()


def test_one_that_was_accepted_counts_on_its_day(office):
    taken_in(
        office,
        row(**CLOSED),
        row(项目名称="未过", 项目编号="", **CLOSED | {"验收结论": "不通过", "备注": "未达标"}),
    )

    accepted, refused = Project.objects.get(title="刀具磨损在线监测"), Project.objects.get(title="未过")
    assert (accepted.state, accepted.result, accepted.accepted_on) == (
        S.CLOSED,
        "accepted",
        date(2026, 6, 30),
    )
    assert (refused.result, refused.conclusion) == ("not_accepted", "未达标")
    metric = metric_of("projects_accepted")
    assert metric is not None
    assert {one["record_id"] for one in metric.occurrences()} == {accepted.pk}


def test_one_that_was_stopped_says_why_and_needs_no_agreement(office):
    taken_in(office, row(**STOPPED))

    project = Project.objects.get()
    assert (project.state, project.reason, project.stopped_on) == (S.STOPPED, "产品停产。", date(2026, 6, 30))


@pytest.mark.parametrize(
    "changes",
    [
        {"项目类型": "飞船"},
        {"状态": "计划中"},
        {"合作企业": "没有的公司"},
        {"承担部门": "没有的系"},
        {"项目负责人": "没有这个人"},
        {"合作协议": ""},
        {"合作协议": "没有的编号"},
        {"专业": "炼金术"},
        {"开始日期": "去年"},
        {"结束日期": "2024-01-01"},
        {"开始日期": "2027-01-01", "立项日期": ""},
        {"立项日期": "2027-01-01"},
        {"经费预算": "很多"},
        {"验收结论": "通过"},
        {"结题日期": "2026-01-01"},
        {"状态": "已结题", "验收结论": "通过"},
        CLOSED | {"验收结论": ""},
        CLOSED | {"结题日期": "2030-01-01"},
        CLOSED | {"结题日期": "2025-02-01"},
        CLOSED | {"验收结论": "有条件通过", "备注": ""},
        STOPPED | {"备注": ""},
        STOPPED | {"验收结论": "通过"},
    ],
)
def test_a_bad_row_is_rejected_with_the_reason_and_the_others_come_in(office, changes):
    run = taken_in(office, row(**changes), row(项目名称="另一个", 项目编号="XM-9"))

    assert (run.count("new"), run.count("rejected")) == (1, 1)
    assert run.rows.get(verdict="rejected").reason
    assert list(Project.objects.values_list("title", flat=True)) == ["另一个"]


def test_two_people_of_one_name_are_told_apart_by_number_and_address(world, office):
    TeacherFactory.create(department=world.mechanics, staff_number="T0002", name="王建国")
    colleague = UserFactory.create(name="李处长", email="li@centre.example")

    run = taken_in(
        office,
        row(项目负责人="王建国"),
        row(项目名称="甲", 项目编号="1", 项目负责人="T0002"),
        row(项目名称="乙", 项目编号="2", 项目负责人="LI@centre.example"),
    )

    assert (run.count("new"), run.count("rejected")) == (2, 1)
    assert Project.objects.get(title="甲").lead_teacher.staff_number == "T0002"
    assert Project.objects.get(title="乙").lead == colleague


def test_a_number_that_is_another_project_is_not_taken_twice(world, office):
    a_project(world, number="XM-2025-014", enterprise=world.stranger, agreement=None, state=S.STOPPED)

    run = taken_in(office, row())

    assert run.count("rejected") == 1
    assert Project.objects.count() == 1


def test_only_whoever_has_the_power_takes_projects_over(world, office):
    keeper = a_position(
        world, "Keeper", ["enterprise.read", "project.read", "project.edit", "project.approve"]
    )
    client = signed_in(keeper)

    assert client.get("/imports/new/projects.projects/").status_code in {403, 404}
    said = {"kind": "technology", "title": "甲", "aims": "乙", "starts_on": TODAY, "ends_on": TODAY}
    with pytest.raises(PermissionDenied):
        adopt(
            actor=keeper,
            enterprise_id=world.partner.pk,
            department=world.mechanics,
            state=S.STOPPED,
            lead=keeper,
            now=NOW,
            **said,
        )
    assert not Project.objects.exists()


def test_what_is_only_planned_is_not_taken_over(world, office):
    said = {"kind": "technology", "title": "甲", "aims": "乙", "starts_on": TODAY, "ends_on": TODAY}
    with pytest.raises(UnableToProceed):
        adopt(
            actor=office,
            enterprise_id=world.partner.pk,
            department=world.mechanics,
            state=S.PROPOSED,
            lead=office,
            now=NOW,
            **said,
        )
    assert not Project.objects.exists()


def test_the_page_of_a_project_says_that_it_was_taken_over(office):
    taken_in(office, row(**CLOSED))

    page = signed_in(office).get(Project.objects.get().get_absolute_url()).content.decode()

    assert "it was begun before this program" in page
    assert signed_in(office).get("/projects/").content.decode().count("projects.projects") == 1
