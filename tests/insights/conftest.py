"""Teachers with a past, and who reads the indicators made of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import User
from teachers.models import (
    Level,
    Teacher,
)
from tests.factories import PositionFactory, TeacherFactory, UserFactory
from tests.insights.days import THEN
from tests.insights.indicating import recognised, served
from tests.teachers.recognising import a_position
from tests.world import World, appoint


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
