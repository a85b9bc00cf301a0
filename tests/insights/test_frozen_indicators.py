"""What was frozen of an indicator, its pages and its files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from python_calamine import CalamineWorkbook

from core.indicators import COUNTED, REST, indicator_of
from core.models import AccessLog
from insights.models import Snapshot, SnapshotGroup, SnapshotRow
from insights.operations import UnableToFreeze
from insights.reading import comparison, frozen_reading, moved
from teachers.models import (
    Level,
    ServicePeriod,
    Teacher,
)
from tests.factories import TeacherFactory
from tests.insights.days import NOW, THEN
from tests.insights.indicating import COVERAGE, DUAL, freeze, recognised, served
from tests.query_counts import assert_query_count
from tests.world import signed_in

pytestmark = pytest.mark.django_db


# --- Frozen -----------------------------------------------------------------------------------


def test_what_is_frozen_stays_when_records_change(crowd, world, affairs):
    snapshot = freeze(affairs)
    before = list(SnapshotRow.objects.of(snapshot).order_by("pk").values())
    recognised(crowd["过期"], Level.SENIOR, date(2024, 1, 1), date(2028, 12, 31))
    period = ServicePeriod.objects.get(teacher=crowd["撤销"])
    period.starts_on = THEN + timedelta(days=30)
    period.save()
    crowd["二级"].name = "改名"
    crowd["二级"].save()

    frozen = frozen_reading(snapshot, SnapshotGroup.objects.of(snapshot))
    assert (frozen.total.numerator, frozen.total.denominator) == (4, 9)
    assert list(SnapshotRow.objects.of(snapshot).order_by("pk").values()) == before
    compared = comparison(snapshot, frozen, None)
    assert (compared.total.now.numerator, compared.total.now.denominator) == (5, 8)
    assert [str(line.name) for line in compared.lines if line.is_other] == ["Mechanics"]
    others, count = moved(snapshot, frozen, None)
    assert count == 2
    assert {(one.name, one.before, one.after) for one in others} == {
        ("过期", "not counted · Mechanics", "Senior · Mechanics"),
        ("撤销", "not counted · Mechanics", "not there"),
    }


def test_rows_add_up_to_the_numbers_and_say_who_counted(crowd, world, affairs):
    snapshot = freeze(affairs)
    rows = SnapshotRow.objects.of(snapshot)

    assert rows.in_part(COUNTED).count() == 4
    assert rows.in_part(REST).count() == 5
    row = rows.matching("二级").get()
    told = row.values_of(snapshot.columns_of("teachers.Teacher"))
    assert (row.part, told["level"], told["staff_number"]) == ("senior", "senior", "N00")
    assert told["recognised_on"] == date(2023, 1, 1)
    assert snapshot.said("label").zh == "双师型教师占比"
    assert "Numerator" in snapshot.said("definition").en
    assert "分子" in snapshot.said("definition").zh


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE insights_snapshot SET occasion = 'another'",
        "DELETE FROM insights_snapshotrow",
        "UPDATE insights_snapshotrow SET part = ''",
        "UPDATE insights_snapshotgroup SET denominator = 1",
        "INSERT INTO insights_snapshotgroup (snapshot_id, name_en, name_zh, parts, denominator)"
        " SELECT id, '', '', '{}', 1 FROM insights_snapshot",
        "INSERT INTO insights_snapshotrow"
        " (snapshot_id, record, subject_id, part, weight, sorted_as, searched, values)"
        " SELECT id, 'teachers.Teacher', 1, '', 1, '', '', '{}' FROM insights_snapshot",
    ],
)
def test_the_database_refuses_to_alter_what_is_frozen(crowd, affairs, statement):
    freeze(affairs)

    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_row_that_went_away_while_it_was_being_frozen_freezes_nothing(crowd, affairs, monkeypatch):
    indicator = indicator_of(DUAL)

    def without_the_last(on, departments, part):
        rows = indicator.rows(on, departments, part)
        return replace(rows, tell=lambda keys: rows.tell(list(keys)[:-1]))

    changed = replace(indicator, rows=without_the_last)
    monkeypatch.setattr("insights.operations.indicator_of", lambda code, on: changed)

    with pytest.raises(UnableToFreeze, match="changed while"):
        freeze(affairs)
    assert not Snapshot.objects.exists()


def test_nobody_freezes_a_day_to_come_or_without_the_power(crowd, affairs, dean):
    with pytest.raises(UnableToFreeze):
        freeze(affairs, day=NOW.date() + timedelta(days=1))
    with pytest.raises(UnableToFreeze):
        freeze(affairs, day=date(1990, 1, 1))
    with pytest.raises(PermissionDenied):
        freeze(dean)
    assert not Snapshot.objects.exists()
    assert not SnapshotRow.objects.exists()


# --- Pages ------------------------------------------------------------------------------------

ROWS = f"/indicators/{DUAL}/2024-06-30/rows"


def test_whoever_reads_goes_from_the_number_to_its_rows(crowd, affairs):
    client = signed_in(affairs)
    overview = client.get("/indicators/", {"on": "2024-06-30"}).content.decode()
    assert "44.4 %" in overview
    detail = client.get(f"/indicators/{DUAL}/", {"on": "2024-06-30"}).content.decode()
    assert f"{ROWS}/senior/" in detail
    rows = client.get(f"{ROWS}/counted/")
    assert [str(row) for row in rows.context["table"].page.object_list.data] != []
    assert "二级" in rows.content.decode()
    assert "过期" not in rows.content.decode()
    assert "过期" in client.get(f"{ROWS}/rest/", {"q": "过期"}).content.decode()


def test_a_head_sees_the_numbers_and_rows_of_the_own_department(crowd, world, dean):
    client = signed_in(dean)
    detail = client.get(f"/indicators/{DUAL}/", {"on": "2024-06-30"}).content.decode()
    assert "Mechanics" in detail
    assert "Tourism" not in detail
    assert "调系" not in client.get(f"{ROWS}/counted/").content.decode()
    of_others = client.get(f"{ROWS}/counted/", {"department": world.tourism.pk})
    assert "调系" not in of_others.content.decode()


def test_a_record_that_belongs_to_others_now_is_counted_and_not_shown(crowd, world, dean, affairs):
    served(
        crowd["二级"],
        (world.mechanics, "specialist", date(2015, 9, 1), date(2025, 8, 31)),
        (world.tourism, "specialist", date(2025, 9, 1), None),
    )
    Teacher.objects.filter(pk=crowd["二级"].pk).update(department=world.tourism)
    page = signed_in(dean).get(f"{ROWS}/counted/").content.decode()

    assert "二级" not in page
    assert "1 further record is counted" in page


def test_a_teacher_without_power_sees_nothing(crowd, world, affairs):
    snapshot = freeze(affairs)
    client = signed_in(world.teacher)
    for address in (
        "/indicators/",
        f"/indicators/{DUAL}/",
        f"{ROWS}/counted/",
        f"/indicators/{DUAL}/2024-06-30/paper/",
        f"/indicators/{DUAL}/freeze/",
        "/indicators/frozen/",
    ):
        assert client.get(address).status_code == 403, address
    assert client.get(f"/indicators/frozen/{snapshot.pk}/").status_code == 404
    assert client.get(f"/indicators/frozen/{snapshot.pk}/rows/counted/").status_code == 404
    assert client.get(f"/indicators/frozen/{snapshot.pk}/paper/").status_code == 404


def test_freezing_by_the_form_leads_to_what_was_frozen(crowd, affairs):
    client = signed_in(affairs)
    answer = client.post(
        f"/indicators/{DUAL}/freeze/", {"day": "2024-06-30", "occasion": "Inspection"}, follow=True
    )
    snapshot = Snapshot.objects.get()
    assert answer.redirect_chain[-1][0] == snapshot.get_absolute_url()
    assert "44.4 %" in answer.content.decode()
    today = client.get(snapshot.get_absolute_url(), {"tab": "today"}).content.decode()
    assert "the same number" in today
    assert "Inspection" in client.get("/indicators/frozen/").content.decode()
    rows = client.get(f"/indicators/frozen/{snapshot.pk}/rows/senior/").content.decode()
    assert "二级" in rows


def test_who_looks_at_frozen_rows_is_noted(crowd, affairs):
    snapshot = freeze(affairs)
    client = signed_in(affairs)
    client.get(f"/indicators/frozen/{snapshot.pk}/rows/senior/")
    opened = AccessLog.objects.latest("pk")
    assert (opened.actor, opened.subject_ids, opened.act) == (affairs, [crowd["二级"].pk], "opened")
    client.get(f"/indicators/frozen/{snapshot.pk}/paper/?as=xlsx")
    exported = AccessLog.objects.filter(act="exported").values_list("subject_ids", flat=True)
    assert sorted(len(keys) for keys in exported) == [4, 5]


def test_a_head_sees_of_what_is_frozen_the_own_department(crowd, world, affairs, dean):
    snapshot = freeze(affairs)
    client = signed_in(dean)
    assert "Tourism" not in client.get(snapshot.get_absolute_url()).content.decode()
    rows = client.get(f"/indicators/frozen/{snapshot.pk}/rows/counted/").content.decode()
    assert "二级" in rows
    assert "调系" not in rows


# --- Files ------------------------------------------------------------------------------------


def test_the_workbook_has_definition_day_and_every_row(crowd, affairs):
    snapshot = freeze(affairs)
    client = signed_in(affairs)
    frozen = client.get(f"/indicators/frozen/{snapshot.pk}/paper/?as=xlsx").content
    sheets = CalamineWorkbook.from_filelike(BytesIO(frozen))
    first = sheets.get_sheet_by_index(0).to_python()
    text = "\n".join(str(cell) for line in first for cell in line)
    assert "双师型教师占比" in text
    assert "2024年度质量报告" in text
    assert "Teacher affairs" in text
    assert ["Together", 4.0, 2.0, 1.0, 1.0, 9.0, 0.444] in [line[:7] for line in first]
    counted = sheets.get_sheet_by_index(1).to_python()
    assert {line[0] for line in counted[1:]} == {"二级", "调系", "改任公共课", "已离职"}
    assert len(sheets.get_sheet_by_index(2).to_python()) == 6
    live = client.get(f"/indicators/{DUAL}/2024-06-30/paper/?as=xlsx").content
    assert len(CalamineWorkbook.from_filelike(BytesIO(live)).get_sheet_by_index(1).to_python()) == 5


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_the_paper_is_a_pdf_in_each_language(crowd, affairs, language):
    snapshot = freeze(affairs)
    answer = signed_in(affairs).get(f"/indicators/frozen/{snapshot.pk}/paper/?as={language}")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_rows_are_exported_as_they_are_filtered(crowd, affairs):
    answer = signed_in(affairs).get(f"{ROWS}/counted/", {"export": "csv", "q": "二级"})
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert len(lines) == 2
    assert "二级" in lines[1]
    assert "Senior" in lines[1]


def test_pages_cost_as_many_queries_as_before(crowd, affairs):
    snapshot = freeze(affairs)
    client = signed_in(affairs)
    assert_query_count("insights:indicator_list", client, "/indicators/")
    assert_query_count("insights:indicator_detail", client, f"/indicators/{DUAL}/")
    assert_query_count("insights:indicator_detail practice", client, f"/indicators/{COVERAGE}/")
    assert_query_count("insights:indicator_rows", client, f"{ROWS}/rest/")
    assert_query_count("insights:snapshot_list", client, "/indicators/frozen/")
    assert_query_count("insights:snapshot_detail", client, snapshot.get_absolute_url())
    assert_query_count(
        "insights:snapshot_detail?tab=today", client, f"{snapshot.get_absolute_url()}?tab=today"
    )
    assert_query_count("insights:snapshot_rows", client, f"/indicators/frozen/{snapshot.pk}/rows/counted/")


def test_many_teachers_cost_no_more_queries(crowd, affairs, world, django_assert_num_queries):
    for number in range(30):
        teacher = TeacherFactory.create(staff_number=f"M{number:02}", department=world.mechanics)
        recognised(teacher, Level.JUNIOR, date(2023, 1, 1), date(2027, 12, 31))
    client = signed_in(affairs)
    assert_query_count("insights:indicator_rows", client, f"{ROWS}/counted/")
    assert_query_count("insights:indicator_detail", client, f"/indicators/{DUAL}/")
