from decimal import Decimal

import pytest

from core.money import Money, parse_capital
from tests.real_data import real_rows

NO_CAPITAL = {"", "N/A", "-", "（已删）"}


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("137(万元人民币)", 1_370_000, "CNY"),
        ("1,000(万)", 10_000_000, "CNY"),
        ("60万人民币", 600_000, "CNY"),
        ("600（万元）", 6_000_000, "CNY"),
        ("６００（万元）", 6_000_000, "CNY"),
        ("500(万元(人民币))", 5_000_000, "CNY"),
        ("150( 万元人民币元)", 1_500_000, "CNY"),
        ("1,000,000(人民币元)", 1_000_000, "CNY"),
        ("1元人民币", 1, "CNY"),
        ("15,861.4721(万元人民币)", Decimal(158614721), "CNY"),
        ("2亿元", 200_000_000, "CNY"),
        ("0(万元人民币)", 0, "CNY"),
        ("20(万元美元)", 200_000, "USD"),
        ("12,500(万香港元)", 125_000_000, "HKD"),
        ("3,379(万元(港币))", 33_790_000, "HKD"),
        ("238.3858(万德国马克)", Decimal(2383858), "DEM"),
        ("£1,000", 1_000, "GBP"),
        ("EUR 25,000.50", Decimal("25000.50"), "EUR"),
        ("25000 eur", 25_000, "EUR"),
    ],
)
def test_capital_is_read_in_whole_units_of_its_currency(text, amount, currency):
    assert parse_capital(text) == Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    "text", ["", "无", "N/A", "-", "（已删）", '000(万)"', "1,2000000(万)", "CNY 5 USD", "5 apples"]
)
def test_what_is_no_amount_is_not_guessed(text):
    assert parse_capital(text) is None


def test_empty_brackets_mean_ten_thousands_as_in_the_register_that_writes_them():
    assert parse_capital("5()") == Money(Decimal(50_000), "CNY")


def test_a_number_alone_needs_the_unit_of_its_column():
    assert parse_capital("500") is None
    assert parse_capital("500", unit="万元") == Money(Decimal(5_000_000), "CNY")
    assert parse_capital("500", unit="GBP") == Money(Decimal(500), "GBP")
    assert parse_capital("60万人民币", unit="元") == Money(Decimal(600_000), "CNY")


@pytest.mark.real_data
def test_the_capital_of_the_real_enterprises_is_understood():
    stated = [
        row["注册资金"]
        for name in ("cn_1k_dirty.csv", "cn_suzhou_22k.csv.gz", "cn_200k_slim.csv.xz")
        for row in real_rows(f"enterprises/{name}")
        if row["注册资金"] not in NO_CAPITAL
    ]
    assert len(stated) > 179_000
    unread = [text for text in stated if parse_capital(text) is None]
    assert len(unread) / len(stated) < 0.001
    # What is left lost its decimal point or its unit, or is half of a torn cell.
    assert {text.rstrip('"').translate(str.maketrans("", "", "0123456789,")) for text in unread} <= {
        "",
        "(万)",
        "(万元人民币)",
    }
