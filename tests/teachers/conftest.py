import pytest

from accounts.models import User
from teachers.models import Teacher
from tests.teachers.practising import Practising, make_practising
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
