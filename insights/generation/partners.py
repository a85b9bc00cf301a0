"""Enterprises by the thousand, out of words that real ones are named with."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import batched
from pathlib import Path
from random import Random
from typing import Any

from django.db import connection

from accounts.models import User
from catalogue.models import Industry, Region
from core.codes.uscc import ALPHABET, check_digit
from core.names import name_key
from core.pinyin import pinyin_initials, pinyin_key

WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
PLACES, TRADES = WORDS["places"], WORDS["trades"]
FIRST, SECOND = ("".join(WORDS[part].split()) for part in ("first", "second"))
STAGES = ["partner"] * 16 + ["in_talks"] * 3 + ["prospect"] * 3 + ["dormant"] * 2 + ["ended"]
BANDS = [
    ("micro", 5, 19),
    ("small", 20, 299),
    ("small", 20, 299),
    ("medium", 300, 999),
    ("large", 1000, 6000),
]

ENTERPRISE_COLUMNS = (
    *("id", "name", "name_en", "scheme", "code", "country", "address", "size_band", "staff_count"),
    *("website", "state", "state_since", "notes", "created_at", "updated_at", "name_key", "pinyin_key"),
    *("pinyin_initials", "other_names", "department_id", "industry_id", "owner_id", "region_id"),
)
CONTACT_COLUMNS = (
    *("id", "name", "name_latin", "title", "roles", "email", "phone", "wechat", "language", "is_primary"),
    *("notes", "created_at", "enterprise_id"),
)
PARTNER_COLUMNS = (
    *("number", "enterprise_id", "name", "name_key", "name_en", "name_en_key", "code", "address"),
    *("contact_id", "signatory", "signatory_title", "department_id", "owner_id"),
)
PARTNER_TABLE = """
CREATE TEMP TABLE generated_partner (
    number int PRIMARY KEY, enterprise_id bigint, name text, name_key text, name_en text, name_en_key text,
    code text, address text, contact_id bigint, signatory text, signatory_title text, department_id bigint,
    owner_id bigint
) ON COMMIT DROP
"""


def make_partners(count: int, *, owners: Sequence[tuple[User, int]], now: datetime) -> None:
    """Enterprises with one person each, and the temporary table that agreements are made from.

    Args:
        owners: who looks after partners, each with a department.
    """
    first_enterprise, first_contact = _last("partnerships_enterprise"), _last("partnerships_contact")
    chance = Random(count)
    industries = dict(Industry.objects.values_list("code", "pk"))
    region = Region.objects.in_country("CN").get(code="320500").pk
    with connection.cursor() as cursor:
        cursor.execute(PARTNER_TABLE)
    for numbers in batched(range(1, count + 1), 10_000, strict=False):
        enterprises, contacts, partners = [], [], []
        for number in numbers:
            owner, department_id = owners[number % len(owners)]
            name, name_en, industry = _name(first_enterprise + number)
            code = _code(first_enterprise + number)
            key = pinyin_key(name)
            since = now - timedelta(days=chance.randrange(1, 3000), minutes=chance.randrange(600))
            band, fewest, most = chance.choice(BANDS)
            address = f"江苏省苏州市工业大道{chance.randint(1, 999)}号"
            enterprises.append((
                first_enterprise + number, name, name_en, "uscc", code, "CN", address, band,
                chance.randint(fewest, most), "", chance.choice(STAGES), since, "", since,
                since + (now - since) * chance.random(), name_key(name), key, pinyin_initials(name), "",
                department_id, industries[industry], owner.pk, region,
            ))  # fmt: skip
            person = chance.choice(WORDS["family"]) + chance.choice(WORDS["given"])
            latin = " ".join(word.capitalize() for word in pinyin_key(person).split())
            contacts.append((
                first_contact + number, person, latin, "总经理", ["liaison", "signatory"],
                f"contact{first_contact + number}@enterprises.example", "", "", "zh-hans", True, "", since,
                first_enterprise + number,
            ))  # fmt: skip
            partners.append((
                number, first_enterprise + number, name, key, name_en, pinyin_key(name_en), code, address,
                first_contact + number, person, "总经理", department_id, owner.pk,
            ))  # fmt: skip
        copy("partnerships_enterprise", ENTERPRISE_COLUMNS, enterprises)
        copy("partnerships_contact", CONTACT_COLUMNS, contacts)
        copy("generated_partner", PARTNER_COLUMNS, partners)
    with connection.cursor() as cursor:
        for table, last in (("enterprise", first_enterprise), ("contact", first_contact)):
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [f"partnerships_{table}", last + count]
            )
        cursor.execute("ANALYZE generated_partner")


def copy(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as lines:
        for row in rows:
            lines.write_row(row)


def _last(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 — one of our own two tables
        return cursor.fetchone()[0]


def _name(number: int) -> tuple[str, str, str]:
    """Different for the first million numbers; neighbours are not alike."""
    shuffled = number * 514_229 % (len(PLACES) * len(FIRST) * len(SECOND) * len(TRADES))
    shuffled, trade = divmod(shuffled, len(TRADES))
    shuffled, place = divmod(shuffled, len(PLACES))
    first, second = divmod(shuffled, len(SECOND))
    brand = FIRST[first] + SECOND[second]
    latin = pinyin_key(brand).replace(" ", "").capitalize()
    (place_zh, place_en), (trade_zh, trade_en, industry) = PLACES[place], TRADES[trade]
    return f"{place_zh}{brand}{trade_zh}有限公司", f"{place_en} {latin} {trade_en}", industry


def _code(number: int) -> str:
    digits = ""
    for _place in range(6):
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    body = f"91320500MA{digits}X"
    return body + check_digit(body)
