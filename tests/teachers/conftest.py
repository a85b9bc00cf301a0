import pytest

from accounts.models import User
from teachers.models import Teacher
from tests.factories import UserFactory
from tests.teachers.practising import Practising, make_practising
from tests.teachers.recognising import (
    agreed,
    applied,
    give_everything,
    make_affairs,
    make_reviewer,
    voted_through,
)
from tests.teachers.samples import make_office, own_record


@pytest.fixture
def office(world) -> User:
    return make_office(world)


@pytest.fixture
def teacher(world) -> Teacher:
    return own_record(world)


@pytest.fixture
def practising(world) -> Practising:
    return make_practising(world)


@pytest.fixture
def affairs(world):
    return make_affairs(world)


@pytest.fixture
def reviewer(world):
    return make_reviewer(world)


@pytest.fixture
def members(world):
    return [
        UserFactory.create(name=f"评委{number}", email=f"expert{number}@centre.example")
        for number in range(3)
    ]


@pytest.fixture
def candidate(teacher):
    give_everything(teacher)
    return teacher


@pytest.fixture
def public(world, candidate, affairs, reviewer, members):
    application = agreed(reviewer, applied(world.class_teacher, candidate))
    return voted_through(affairs, members, application)
