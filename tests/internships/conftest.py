"""Rounds of selection that several modules look at."""

import pytest

from tests.internships.rounding import Selection, a_contest, make_selection
from tests.world import World


@pytest.fixture
def selection(world: World) -> Selection:
    return make_selection(world)


@pytest.fixture
def contest(world: World) -> Selection:
    return a_contest(world)
