from typing import Any

import pytest

from placements.models import Placement
from tests.reports.returning import a_base, an_internship
from tests.world import World


@pytest.fixture
def base(world: World) -> Any:
    """An agreement of our partner that makes it a base for internships."""
    return a_base(world)


@pytest.fixture
def internship(world: World, base: Any) -> Placement:
    """One at that base."""
    found: Placement = an_internship(world, agreement=base)
    return found
