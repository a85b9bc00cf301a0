"""A student is nobody's business elsewhere: not on a list, not in a file, not in the search of everything."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from python_calamine import CalamineWorkbook

from accounts.models import User
from core.exports import CSV, XLSX
from core.views import ListView
from placements.models import Placement
from tests.factories import PositionFactory, SchoolClassFactory, StudentFactory, TeacherFactory, UserFactory
from tests.placements.ending import a_plan, an_ended_placement, confirmed
from tests.world import (
    CLASS_TEACHER_POWERS,
    World,
    appoint,
    come_in,
    every_power,
    give_second_factor,
    join,
    signed_in,
)

pytestmark = pytest.mark.django_db

# What nobody may come across: the student's names and number, the placement's post.
SECRETS = ("李明", "Li Ming", "20240101", "李建国")


def lists(patterns: Any = None, prefix: str = "") -> Iterator[str]:
    """The names of all lists of staff that need no key in their address."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            name = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from lists(entry.url_patterns, name)
        elif isinstance(entry, URLPattern):
            view = getattr(entry.callback, "view_class", None)
            is_list = isinstance(view, type) and issubclass(view, ListView)
            if is_list and entry.name and not entry.pattern.converters:
                yield f"{prefix}{entry.name}"


LISTS = sorted(set(lists()))


@pytest.fixture
def at_the_end(world: World) -> Placement:
    """The world's student, home from the internship with a result."""
    placement = an_ended_placement(world, plan=a_plan(world))
    confirmed(world, placement)
    return placement


def another_class_teacher(world: World) -> User:
    """Of the same department, with a class and an intern of their own."""
    user = appoint(
        UserFactory.create(email="other.class@centre.example"),
        PositionFactory.create(
            department=world.mechanics, capabilities=[*CLASS_TEACHER_POWERS, "placement.instruct"]
        ),
    )
    teacher = TeacherFactory.create(department=world.mechanics, user=user)
    own = SchoolClassFactory.create(name="数控2402", department=world.mechanics, class_teacher=teacher)
    student = StudentFactory.create(school_class=own, number="20240299", name="自己的")
    an_ended_placement(world, student=student, instructor=teacher, plan=a_plan(world, name_zh="另一计划"))
    return user


def another_department(world: World) -> User:
    """Everything that can be done, for the department of tourism."""
    user = appoint(
        UserFactory.create(email="tourism@centre.example"),
        PositionFactory.create(department=world.tourism, capabilities=every_power()),
    )
    give_second_factor(user)  # who signs has one
    return user


STRANGERS = {"class teacher": another_class_teacher, "department": another_department}


def content_of(answer: Any) -> str:
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "spreadsheet" not in answer["Content-Type"]:
        return content.decode()
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return "\n".join(
        str(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()
    )


def betrayed(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def seen_by(client: Client) -> dict[str, list[str]]:
    """Where anything of the student stands: lists in every format."""
    found = {}
    for name in LISTS:
        for query in ({}, {"export": CSV}, {"export": XLSX}):
            answer = client.get(reverse(name), query)
            assert answer.status_code in {200, 302, 403, 404}, (name, answer.status_code)
            if answer.status_code == 200 and (said := betrayed(content_of(answer))):
                found[f"{name} {query}"] = said
    return found


def test_whoever_may_see_the_student_finds_them_on_lists_in_files_and_in_the_search(world, at_the_end):
    client = signed_in(world.director)
    found = seen_by(client)

    for name in ("internships:student_list", "placements:placement_list", "placements:result_list"):
        for query in ({}, {"export": CSV}, {"export": XLSX}):
            assert f"{name} {query}" in found
    assert betrayed(content_of(client.get(reverse("core:search"), {"q": "李明"})).replace('value="李明"', ""))


@pytest.mark.parametrize("stranger", STRANGERS)
def test_strangers_find_the_student_on_no_list_in_no_file_and_not_in_the_search(world, at_the_end, stranger):
    client = signed_in(STRANGERS[stranger](world))

    assert seen_by(client) == {}
    for term in ("李明", "Li Ming", "20240101"):
        page = client.get(reverse("core:search"), {"q": term})
        assert at_the_end.student.get_absolute_url() not in page.content.decode()
        assert at_the_end.get_absolute_url() not in page.content.decode()
    for address in (at_the_end.get_absolute_url(), at_the_end.student.get_absolute_url()):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("stranger", ["enterprise", "student"])
def test_who_is_not_of_the_school_finds_nobody_of_it(world, at_the_end, stranger):
    user = join(world.stranger_liaison) if stranger == "enterprise" else come_in(world.stranger_student)
    client = signed_in(user)

    assert seen_by(client) == {}
    assert not betrayed(content_of(client.get(reverse("core:search"), {"q": "数控"}, follow=True)))
    for address in (at_the_end.get_absolute_url(), at_the_end.student.get_absolute_url()):
        assert not betrayed(content_of(client.get(address, follow=True)))
