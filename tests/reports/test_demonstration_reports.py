"""The annual reports of the demonstration, told with the people of the test world."""

from __future__ import annotations

import pytest

from insights.demonstration.people import Staff
from reports.demonstration import make_annual_reports
from reports.models import AnnualReport, ReportState, Return
from reports.return_demonstration import make_returns
from tests.factories import TeacherFactory
from tests.reports.reporting import last_year, today
from tests.reports.returning import a_base

pytestmark = pytest.mark.django_db
POSITIONS = (
    *(("director", "centre"), ("deputy", "centre"), ("office_head", "office"), ("officer", "office")),
    *(("coordinator", "office"), ("teacher_affairs", "office")),
)


def test_last_years_report_is_published_and_this_years_is_being_written(world):
    TeacherFactory.create(department=world.mechanics)
    staff = Staff(departments={}, people={one: [world.director] for one in POSITIONS})

    make_annual_reports(staff, today())

    last = AnnualReport.objects.get(year=last_year())
    assert (last.state, last.is_for_partners, last.papers.count()) == (ReportState.PUBLISHED, True, 4)
    for chapter in last.chapters.filter(kind="text"):
        assert chapter.is_finished
        assert chapter.text_zh
        assert chapter.text_en.isprintable() or "\n" in chapter.text_en
        assert "{" not in chapter.text_zh + chapter.text_en
    this = AnnualReport.objects.get(year=last_year() + 1)
    assert this.state == ReportState.DRAFT
    assert this.chapters.filter(kind="text", is_finished=False).exists()


def test_last_years_return_is_submitted_and_this_years_is_being_gathered(world):
    a_base(world)
    staff = Staff(departments={}, people={one: [world.director] for one in POSITIONS})

    make_returns(staff, today())

    last, this = Return.objects.order_by("year")
    assert (last.is_submitted, last.files.count()) == (True, 2)
    assert last.rows.filter(sheet="zzjx0701").count() == 1
    assert not this.is_submitted
    assert this.asked_at is not None
    assert this.answers.filter(is_proposed=False).count() == 0
