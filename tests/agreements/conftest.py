from collections.abc import Iterator

import pytest
import time_machine

from tests.agreements.office import NOW, AgreementsOffice, make_office


@pytest.fixture
def office(db) -> AgreementsOffice:
    return make_office()


@pytest.fixture
def on_that_day() -> Iterator[None]:
    """The clock goes on from ``NOW``: for pages, which read it themselves."""
    with time_machine.travel(NOW, tick=True):
        yield
