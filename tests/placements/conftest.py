"""Placements that many modules look at."""

from collections.abc import Mapping, Sequence

import pytest

from internships.facts import Facts
from placements import facts
from placements.models import Placement
from tests.placements.placing import Placed, make_placed, papers_in_order
from tests.world import World


@pytest.fixture
def placed(world: World) -> Placed:
    return make_placed(world)


@pytest.fixture
def in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody's papers are there and signed, whatever the tables of papers say."""
    monkeypatch.setattr(facts, "_providers", [*facts._providers, papers_in_order])


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch):
    """Tell the rules something about every placement, after all that is known."""

    def tell(**sections: Mapping[str, object]) -> None:
        def provider(placements: Sequence[Placement]) -> dict[int, Facts]:
            return {
                placement.pk: {name: dict(given) for name, given in sections.items()}
                for placement in placements
            }

        monkeypatch.setattr(facts, "_providers", [*facts._providers, provider])

    return tell
