import pytest
from django.utils import translation

from catalogue.categories import CATEGORIES, category_name
from catalogue.codes import (
    CATEGORY_COUNT,
    InvalidCode,
    Place,
    Stage,
    category_number,
    place_of_industry,
    place_of_occupation,
    place_of_region,
    stage_of_major,
)


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("C", Place("section", "")),
        ("C34", Place("division", "C")),
        ("C342", Place("group", "C34")),
        ("C3421", Place("class", "C342")),
    ],
)
def test_an_industry_stands_where_its_code_says(code, place):
    assert place_of_industry(code) == place


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("320000", Place("province", "")),
        ("320500", Place("prefecture", "320000")),
        ("320583", Place("county", "320500")),
    ],
)
def test_a_region_stands_where_its_code_says(code, place):
    assert place_of_region(code) == place


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("6", Place("major_group", "")),
        ("6-18", Place("middle_group", "6")),
        ("6-18-01", Place("minor_group", "6-18")),
        ("6-18-01-01", Place("occupation", "6-18-01")),
    ],
)
def test_an_occupation_stands_where_its_code_says(code, place):
    assert place_of_occupation(code) == place


@pytest.mark.parametrize(
    ("code", "stage"),
    [
        ("260101", Stage.BACHELOR),
        ("460103", Stage.COLLEGE),
        ("590302", Stage.COLLEGE),
        ("660103", Stage.SECONDARY),
    ],
)
def test_the_first_digits_of_a_major_say_its_stage(code, stage):
    assert stage_of_major(code) == stage


@pytest.mark.parametrize("code", ["", "46010", "400101", "600101", "800101", "46010A", "٤٦٠١٠٣"])
def test_what_is_no_major_is_refused(code):
    with pytest.raises(InvalidCode):
        stage_of_major(code)


@pytest.mark.parametrize(
    ("place_of", "code"),
    [
        (place_of_industry, "Z01"),
        (place_of_industry, "C3"),
        (place_of_region, "3205"),
        (place_of_occupation, "6-1"),
    ],
)
def test_a_code_of_another_form_is_refused(place_of, code):
    with pytest.raises(InvalidCode):
        place_of(code)


def test_the_nineteen_categories_are_the_same_at_every_stage():
    assert len(CATEGORIES) == CATEGORY_COUNT
    assert category_number("260101") == category_number("460103") == category_number("660103") == 5
    assert category_name("460103") == "Equipment manufacturing"
    assert category_name("590302") == "Public administration and services"
    with translation.override("zh-hans"):
        assert category_name("460103") == "装备制造大类"
