import pytest
from django.test import Client

from tests.world import signed_in


@pytest.fixture
def officer(office) -> Client:
    return signed_in(office.world.officer)


@pytest.fixture
def director(office) -> Client:
    return signed_in(office.world.director)
