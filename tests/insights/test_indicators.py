"""Indicators of any day, counted by hand beside them; and what was frozen of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from python_calamine import CalamineWorkbook

from accounts.models import User
from core.indicators import COUNTED, REST, indicator_of, indicators, summed
from core.models import AccessLog
from insights.models import Snapshot, SnapshotGroup, SnapshotRow
from insights.operations import UnableToFreeze, freeze_indicator
from insights.reading import comparison, frozen_reading, moved
from teachers.models import (
    Level,
    Practice,
    Recognition,
    RecognitionState,
    RecognitionTerm,
    Schooling,
    ServicePeriod,
    Teacher,
)
from teachers.operations.service import change_service
from teachers.parttime_standing import share_on
from tests.factories import PositionFactory, TeacherFactory, UserFactory
from tests.query_counts import assert_query_count
from tests.teachers.parttiming import a_need, a_technician, also_in_the_record, serving
from tests.teachers.practising import practised
from tests.teachers.recognising import a_position
from tests.world import World, appoint, signed_in

pytestmark = pytest.mark.django_db

THEN = date(2024, 6, 30)
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DUAL, COVERAGE = "dual_qualified_share", "practice_coverage"


def recognised(teacher: Teacher, level: str, first: date, last: date, **fields: Any) -> Recognition:
    found = Recognition.objects.create(
        teacher=teacher,
        level=level,
        stage=Schooling.SECONDARY,
        state=RecognitionState.RECOGNISED,
        waiting_since=first,
        recognised_on=first,
        review_due=last,
        **fields,
    )
    RecognitionTerm.objects.create(recognition=found, starts_on=first, ends_on=last)
    return found


def served(teacher: Teacher, *periods: tuple[Any, str, date, date | None]) -> Teacher:
    """These periods of service instead of the one that the factory gives."""
    ServicePeriod.objects.filter(teacher=teacher).delete()
    for department, kind, first, last in periods:
        ServicePeriod.objects.create(
            teacher=teacher, department=department, kind=kind, starts_on=first, ends_on=last
        )
    return teacher


@pytest.fixture
def crowd(world: World) -> dict[str, Teacher]:
    """Teachers of two departments, each with a story of their own around the day."""
    mechanics, tourism = world.mechanics, world.tourism
    people = {
        name: TeacherFactory.create(staff_number=f"N{number:02}", name=name, department=mechanics)
        for number, name in enumerate(
            ["二级", "过期", "后评", "撤销", "调系", "改任公共课", "已离职", "指导教师", "新来", "公共课"]
        )
    }
    long_ago, years = date(2015, 9, 1), timedelta(days=1826)
    recognised(people["二级"], Level.JUNIOR, date(2021, 1, 1), date(2025, 12, 31))
    recognised(people["二级"], Level.SENIOR, date(2023, 1, 1), date(2027, 12, 31))
    recognised(people["过期"], Level.JUNIOR, date(2018, 3, 1), date(2023, 2, 28))
    recognised(people["后评"], Level.JUNIOR, date(2024, 7, 1), date(2029, 6, 30))
    recognised(
        people["撤销"],
        Level.INTERMEDIATE,
        date(2022, 1, 1),
        date(2026, 12, 31),
        ended_on=THEN,
        end_reason="师德考核不合格",
    )
    served(
        people["调系"],
        (tourism, "specialist", long_ago, date(2025, 8, 31)),
        (mechanics, "specialist", date(2025, 9, 1), None),
    )
    recognised(people["调系"], Level.INTERMEDIATE, date(2022, 1, 1), date(2026, 12, 31))
    served(
        people["改任公共课"],
        (mechanics, "specialist", long_ago, date(2024, 8, 31)),
        (mechanics, "general", date(2024, 9, 1), None),
    )
    recognised(people["改任公共课"], Level.JUNIOR, THEN, THEN + years)
    served(people["已离职"], (mechanics, "specialist", long_ago, THEN))
    recognised(people["已离职"], Level.JUNIOR, date(2020, 7, 1), THEN)
    served(people["指导教师"], (tourism, "instructor", THEN, None))
    served(people["新来"], (mechanics, "specialist", THEN + timedelta(days=1), None))
    served(people["公共课"], (mechanics, "general", long_ago, None))
    recognised(people["公共课"], Level.SENIOR, date(2022, 1, 1), date(2026, 12, 31))
    return people


@pytest.fixture
def affairs(world: World) -> User:
    return a_position(world, "Teacher affairs", ["teacher.read", "indicator.read", "indicator.freeze"])


@pytest.fixture
def dean(world: World) -> User:
    """The head of mechanics, who reads the indicators of that department."""
    position = PositionFactory.create(
        title_en="Dean",
        title_zh="系主任",
        department=world.mechanics,
        capabilities=["teacher.read", "indicator.read"],
    )
    return appoint(UserFactory.create(name="系主任", email="dean@centre.example"), position)


def one_value(sql: str, *parameters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        (value,) = cursor.fetchone()
    return value


BY_HAND_SERVING = """
SELECT count(DISTINCT teacher.id) FROM teachers_teacher teacher
JOIN teachers_serviceperiod service ON service.teacher_id = teacher.id
WHERE service.kind IN ('specialist', 'instructor')
  AND %s BETWEEN service.starts_on AND COALESCE(service.ends_on, 'infinity')
"""
BY_HAND_RECOGNISED = """
SELECT count(DISTINCT teacher.id) FROM teachers_teacher teacher
JOIN teachers_serviceperiod service ON service.teacher_id = teacher.id
JOIN teachers_recognition recognition ON recognition.teacher_id = teacher.id
JOIN teachers_recognitionterm term ON term.recognition_id = recognition.id
WHERE service.kind IN ('specialist', 'instructor')
  AND %s BETWEEN service.starts_on AND COALESCE(service.ends_on, 'infinity')
  AND %s BETWEEN term.starts_on AND term.ends_on
  AND COALESCE(recognition.ended_on, 'infinity') > %s
"""


def test_each_is_known_by_a_code_of_its_own():
    codes = [one.code for one in indicators()]

    assert {DUAL, COVERAGE} <= set(codes)
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("on", [THEN - timedelta(days=1), THEN, THEN + timedelta(days=1), date(2026, 1, 1)])
def test_the_share_of_dual_qualified_teachers_is_what_one_counts_by_hand(crowd, on):
    total = summed(indicator_of(DUAL).count(on, None))

    assert total.denominator == one_value(BY_HAND_SERVING, on)
    assert total.numerator == one_value(BY_HAND_RECOGNISED, on, on, on)


def test_who_counts_on_a_day_in_the_past_is_told_as_of_that_day(crowd, world):
    groups = {one.department: one for one in indicator_of(DUAL).count(THEN, None)}

    # 二级 counts once, at the highest; 撤销 was revoked on the day; 调系 counts where they were then.
    assert groups[world.mechanics.pk].parts == {"senior": 1, "junior": 2}
    assert groups[world.mechanics.pk].denominator == 7  # the class teacher of the world among them
    assert groups[world.tourism.pk].parts == {"intermediate": 1}
    assert groups[world.tourism.pk].denominator == 2
    assert groups[world.tourism.pk].percent == 50.0
    rows = indicator_of(DUAL).rows(THEN, None, COUNTED)
    assert {str(one) for one in rows.queryset} == {"二级", "调系", "改任公共课", "已离职"}


def test_rows_say_what_made_them_count(crowd, world):
    rows = indicator_of(DUAL).rows(THEN, [world.tourism.pk], COUNTED)
    teacher = rows.queryset.get()
    told = rows.tell([teacher.pk])[teacher.pk]

    assert told["name"].zh == "调系"
    assert told["department"].en == "Tourism"
    assert told["level"] == "intermediate"
    assert (told["recognised_on"], told["valid_until"]) == (date(2022, 1, 1), date(2026, 12, 31))
    assert {one.code for one in rows.columns} == set(told) - {"since"}


def test_numbers_are_as_many_as_their_rows_and_members(crowd):
    for indicator in indicators():
        for on in (THEN, date(2026, 11, 1)):
            total = summed(indicator.count(on, None))
            members = list(indicator.members(on, None))
            counted = {part: indicator.rows(on, None, part).queryset.count() for part in total.parts}

            assert len(members) == total.denominator
            assert sum(bool(one.part) for one in members) == total.numerator
            assert counted == total.parts
            assert indicator.rows(on, None, REST).queryset.count() == total.denominator - total.numerator


# --- Practice ---------------------------------------------------------------------------------

BY_HAND_COVERED = """
WITH concerned AS (
    SELECT teacher_id, min(starts_on) AS since FROM teachers_serviceperiod
    WHERE kind IN ('specialist', 'instructor') AND starts_on <= %(on)s GROUP BY teacher_id
    HAVING bool_or(COALESCE(ends_on, 'infinity') >= %(on)s)
), practised AS (
    SELECT concerned.teacher_id, count(DISTINCT day) AS days
    FROM concerned JOIN teachers_practice practice USING (teacher_id),
         generate_series(practice.starts_on::timestamp, practice.ends_on, '1 day') AS day
    WHERE practice.state = 'accepted' AND practice.counted_as = 'period'
      AND day <= %(on)s AND day > %(on)s::date - interval '5 years'
    GROUP BY concerned.teacher_id
)
SELECT count(*) FROM concerned LEFT JOIN practised USING (teacher_id)
WHERE COALESCE(days, 0) >= 180 OR since + interval '5 years' > %(on)s
"""


def test_practice_coverage_is_what_one_counts_by_hand_day_by_day(crowd, world):
    enough, overlapping, stale, unaccepted = (crowd[name] for name in ("二级", "过期", "后评", "撤销"))
    practised(enough, world.partner, date(2023, 1, 1), date(2023, 6, 29))
    practised(overlapping, world.partner, date(2023, 1, 1), date(2023, 5, 30))
    practised(overlapping, world.partner, date(2023, 3, 1), date(2023, 6, 15))
    practised(stale, world.partner, date(2016, 1, 1), date(2017, 1, 1))
    practised(unaccepted, world.partner, date(2023, 1, 1), date(2023, 12, 31), state="submitted")
    for on in (THEN, date(2023, 6, 28), date(2023, 6, 29), date(2027, 12, 31), date(2028, 1, 1)):
        total = summed(indicator_of(COVERAGE).count(on, None))
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND_COVERED, {"on": on})
            (by_hand,) = cursor.fetchone()

        assert total.numerator == by_hand, on
        assert total.denominator == one_value(BY_HAND_SERVING, on)
    parts = summed(indicator_of(COVERAGE).count(THEN, None)).parts
    # 指导教师 has served for one day only: nothing is owed yet.
    assert parts == {"practised": 1, "not_due": 1}


def test_the_rule_of_the_day_is_part_of_the_definition(world):
    words = indicator_of(COVERAGE).words(THEN)

    assert "6 months within 5 years" in words["basis"].en
    assert "TP-01" in words["basis"].zh
    assert words["basis"].en != words["basis"].zh


# --- Frozen -----------------------------------------------------------------------------------


def freeze(actor: Any, code: str = DUAL, day: date = THEN) -> Snapshot:
    return freeze_indicator(actor=actor, code=code, day=day, occasion="2024年度质量报告", now=NOW)


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


def test_practice_of_another_state_is_no_practice(crowd, world):
    practised(crowd["二级"], world.partner, date(2023, 1, 1), date(2023, 12, 31))
    Practice.objects.update(state="cancelled")

    assert "practised" not in summed(indicator_of(COVERAGE).count(THEN, None)).parts


def test_a_change_of_service_through_the_office_changes_the_number(crowd, world, affairs):
    """Service is asked of its periods, whatever the present columns say."""
    office = a_position(world, "Records", ["teacher.read", "teacher.edit"])
    change_service(
        actor=office,
        pk=crowd["二级"].pk,
        department=world.tourism,
        kind="specialist",
        starts_on=date(2026, 1, 1),
        now=NOW,
    )

    before = {one.department: one for one in indicator_of(DUAL).count(date(2025, 12, 31), None)}
    after = {one.department: one for one in indicator_of(DUAL).count(date(2026, 1, 1), None)}
    assert before[world.mechanics.pk].parts["senior"] == 1
    assert after[world.tourism.pk].parts["senior"] == 1


# --- Part-time teachers -----------------------------------------------------------------------


def test_the_share_of_part_time_teachers_counts_each_person_once(crowd, world, affairs):
    on = date(2026, 10, 1)
    milling, guiding = a_need(world.mechanics), a_need(world.tourism)
    both, one, also_ours, before = (a_technician(world.mechanics) for _number in range(4))
    serving(both, guiding, first=date(2026, 9, 1))
    serving(both, milling, first=date(2026, 9, 15))
    serving(one, milling)
    serving(also_ours, milling)
    also_in_the_record(also_ours, crowd["二级"])
    serving(before, milling, first=date(2025, 9, 1), last=date(2026, 1, 31))
    groups = {one.department: one for one in indicator_of("part_time_share").count(on, None)}

    assert groups[world.mechanics.pk].parts == {COUNTED: 1}
    assert groups[world.tourism.pk].parts == {COUNTED: 1}
    expected = share_on(on)
    total = summed(groups.values())
    assert (total.numerator, total.denominator) == (expected.part_time, expected.everybody)
    rows = indicator_of("part_time_share").rows(on, None, COUNTED)
    assert set(rows.queryset) == {both, one}
    assert rows.tell([both.pk])[both.pk]["department"].en == "Tourism"
    snapshot = freeze(affairs, "part_time_share", on)
    kept = SnapshotRow.objects.of(snapshot).in_part(COUNTED)
    assert set(kept.values_list("record", "subject_id")) == {
        ("teachers.PartTimeTeacher", both.pk),
        ("teachers.PartTimeTeacher", one.pk),
    }
    assert "30 %" in snapshot.said("basis").en
    page = signed_in(world.director).get(f"/indicators/frozen/{snapshot.pk}/rows/counted/").content.decode()
    assert both.contact.name in page
