"""What is typed into a search box, however short or odd it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import SavedView
from core.search import is_too_short, search
from partnerships.models import Enterprise
from tests.factories import EnterpriseFactory

pytestmark = pytest.mark.django_db

LIST = reverse("partnerships:enterprise_list")
EVERYTHING = reverse("core:search")


@pytest.fixture
def officer(client, world):
    client.force_login(world.officer)
    return client


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", False),
        ("  ", False),
        ("a", True),
        ("苏", True),
        ("a b", True),
        ("苏州", False),
        ("a 苏州", False),
    ],
)
def test_a_search_needs_two_characters_side_by_side(typed, expected):
    assert is_too_short(typed) is expected


@pytest.mark.parametrize("typed", ["a", "精", "a b"])
@pytest.mark.parametrize("address", [LIST, EVERYTHING])
def test_a_single_character_reads_no_table_and_says_so(officer, address, typed):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = officer.get(address, {"q": typed}).content.decode()
    assert "The search needs at least two characters" in page
    assert not [query for query in queries if "search_text" in query["sql"] and "LIKE" in query["sql"]]


def test_a_single_character_narrows_what_a_longer_word_found(world):
    other = EnterpriseFactory.create(name="苏州精工乙厂", department=world.mechanics)
    seen = Enterprise.objects.visible_to(world.officer)
    assert set(search(seen, "精工")) == {world.partner, other}
    assert list(search(seen, "精工 乙")) == [other]


@pytest.mark.parametrize(
    "address",
    [
        EVERYTHING,
        LIST,
        *(
            reverse(name)
            for name in (
                "agreements:agreement_choices",
                "partnerships:enterprise_choices",
                "partnerships:enterprise_hints",
                "catalogue:region_choices",
                "catalogue:industry_choices",
                "catalogue:major_choices",
                "agreements:agreement_list",
                "partnerships:register_list",
            )
        ),
    ],
)
def test_the_character_nul_is_overlooked(officer, address):
    assert officer.get(address, {"q": "精\0工", "name": "精\0工", "code": "9\0"}).status_code == 200


def test_the_character_nul_hides_nothing_from_the_search(officer, world):
    assert world.partner.get_absolute_url() in officer.get(EVERYTHING, {"q": "精\0工"}).content.decode()


def test_a_view_is_saved_without_the_character_nul(officer, world):
    officer.post(reverse("core:view_save", args=["enterprises"]), {"name": "Mi\0ne", "query": "q=\0a"})
    assert (SavedView.objects.get().name, SavedView.objects.get().query) == ("Mine", "q=a")


def test_an_address_with_the_character_nul_does_not_exist(client, officer):
    assert officer.post("/views/enter%00prises/save/", {"name": "x"}).status_code == 404
    assert client.get("/verify/abc%00def/").status_code == 404
