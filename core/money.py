"""Amounts of money, and reading the registered capital of an enterprise as registers write it."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

CURRENCIES = {
    "人民币": "CNY",
    "元": "CNY",
    "美元": "USD",
    "美金": "USD",
    "港币": "HKD",
    "港元": "HKD",
    "香港元": "HKD",
    "日元": "JPY",
    "日币": "JPY",
    "欧元": "EUR",
    "英镑": "GBP",
    "新加坡元": "SGD",
    "韩元": "KRW",
    "韩币": "KRW",
    "台币": "TWD",
    "新台币": "TWD",
    "澳门元": "MOP",
    "加拿大元": "CAD",
    "加元": "CAD",
    "澳大利亚元": "AUD",
    "澳元": "AUD",
    "新西兰元": "NZD",
    "瑞士法郎": "CHF",
    "瑞典克朗": "SEK",
    "丹麦克郎": "DKK",
    "丹麦克朗": "DKK",
    "挪威克朗": "NOK",
    "马来西亚林吉特": "MYR",
    # Gone since the euro; registers keep the currency of the founding.
    "德国马克": "DEM",
    "法国法郎": "FRF",
    "意大利里拉": "ITL",
    "¥": "CNY",
    "$": "USD",
    "£": "GBP",
    "€": "EUR",
}
CURRENCY_CODES = frozenset(CURRENCIES.values())
# Old registers still speak of those that the euro replaced; nobody promises them any more.
CURRENCIES_IN_USE = CURRENCY_CODES - {"DEM", "FRF", "ITL"}
MULTIPLES = {
    "": Decimal(1),
    "百": Decimal(100),
    "千": Decimal(1_000),
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
}
# What a register's export means by a number with empty brackets behind it: its column is in 万元.
REGISTER_UNIT = "万元"

_NAMES = "|".join(map(re.escape, sorted((*CURRENCIES, *CURRENCY_CODES), key=len, reverse=True)))
_CAPITAL = re.compile(
    rf"(?P<before>{_NAMES})?"
    r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"(?P<brackets>[()]*)"
    r"(?P<multiple>[百千]?万|[百千亿]|)"
    rf"元?\(?(?P<after>{_NAMES})?元?"
    r"\)*",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole units of its currency (yuan, not 万元); `currency` is the ISO 4217 code."""

    amount: Decimal
    currency: str


def parse_capital(text: str, *, unit: str = "") -> Money | None:
    """The registered capital that a register or a spreadsheet states, None where it is not understood.

    Reads `137(万元人民币)`, `1,000(万)`, `60万人民币`, `600（万元）`, `20(万元美元)`, `5()`, `USD 3,000`.
    A number alone is an amount only if the caller knows its unit, usually from the column's header
    (`unit="万元"`): guessing could be wrong by a factor of ten thousand.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split())
    match = _CAPITAL.fullmatch(plain)
    if match is None:
        return None
    before, multiple, after = match["before"], match["multiple"], match["after"]
    if not (before or multiple or after) and not plain.endswith("元"):
        unit = unit or (REGISTER_UNIT if match["brackets"] else "")
        return parse_capital(f"{match['number']}{unit}") if unit else None
    if before and after and _currency(before) != _currency(after):
        return None
    amount = Decimal(match["number"].replace(",", "")) * MULTIPLES[multiple]
    return Money(amount, _currency(before or after or "元"))


def _currency(name: str) -> str:
    return CURRENCIES.get(name, name)
