import pytest

from tests.agreements.office import AgreementsOffice, make_office


@pytest.fixture
def office(db) -> AgreementsOffice:
    return make_office()
