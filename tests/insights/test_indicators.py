"""Indicators of any day, counted by hand beside them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from core.indicators import COUNTED, REST, indicator_of, indicators, summed
from insights.models import SnapshotRow
from teachers.models import (
    Practice,
)
from teachers.operations.service import change_service
from teachers.parttime_standing import share_on
from tests.insights.days import NOW, THEN
from tests.insights.indicating import COVERAGE, DUAL, freeze
from tests.teachers.parttiming import a_need, a_technician, also_in_the_record, serving
from tests.teachers.practising import practised
from tests.teachers.recognising import a_position
from tests.world import signed_in

pytestmark = pytest.mark.django_db


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
