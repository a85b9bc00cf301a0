from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import parse_date
from tests.real_data import real_rows

MAY_11 = date(2006, 5, 11)


@pytest.mark.parametrize(
    "text",
    [
        "2006-05-11",
        "2006-5-11",
        "2006/05/11",
        "2006.05.11",
        "２００６－０５－１１",
        "2006年5月11日",
        "20060511",
        "11/05/2006",
        "11.05.2006",
        "2006-05-11 00:00:00",
        "2006-05-11T08:30:00Z",
        " 2006-05-11 ",
        38848,
        38848.5,
        "38848",
        "38848.0",
        MAY_11,
        datetime(2006, 5, 11, 17, 30),
    ],
)
def test_a_date_is_read_in_every_shape_that_registers_use(text):
    assert parse_date(text) == MAY_11


@pytest.mark.parametrize(
    "text", [None, "", "N/A", "2006", "2006-02-30", "31/31/2006", "06-05-11", "soon", 0, "2006-05/11", True]
)
def test_what_is_no_date_is_not_guessed(text):
    assert parse_date(text) is None


def test_the_month_comes_first_only_when_the_caller_says_so():
    assert parse_date("11/05/2006", month_first=True) == date(2006, 11, 5)


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2170, 1, 1)))
def test_every_date_comes_back_from_every_shape(day):
    serial = (day - date(1899, 12, 30)).days
    for text in (day.isoformat(), day.strftime("%d/%m/%Y"), f"{day.year}年{day.month}月{day.day}日", serial):
        assert parse_date(text) == day


@pytest.mark.real_data
def test_every_date_of_the_registers_is_read():
    for row in real_rows("enterprises/cn_suzhou_22k.csv.gz"):
        assert parse_date(row["注册日期"]).isoformat() == row["注册日期"]
    for row in real_rows("enterprises/uk_companies_house_raw_31.csv"):
        founded = row["IncorporationDate"]
        assert (parse_date(founded).strftime("%d/%m/%Y") if founded else "") == founded
