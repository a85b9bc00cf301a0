"""Agreements by the million, made by the database itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Centre, Department, User
from agreements.defaults import load_defaults
from agreements.models import AgreementType
from catalogue.models import Major
from core.pinyin import pinyin_key
from insights.demonstration.people import make_staff
from insights.demonstration.tables import document
from insights.generation.bare import bare
from insights.generation.partners import copy, make_partners

TABLES = (
    "partnerships_enterprise",
    "partnerships_contact",
    "agreements_agreement",
    "agreements_party",
    "agreements_agreement_majors",
)
# One in so many agreements renews another.
RENEWALS = 12
STATEMENTS = Path(__file__).with_name("agreements.sql")
KIND_COLUMNS = (
    *("number", "type_id", "months", "renewal_rule", "automatic_months", "notice_days", "forms", "aims"),
    *("content", "before_en", "after_en", "before_zh", "after_zh"),
    *("before_en_key", "after_en_key", "before_zh_key", "after_zh_key"),
)
KIND_TABLE = """
CREATE TEMP TABLE generated_kind (
    number int PRIMARY KEY, type_id bigint, months int, renewal_rule text, automatic_months int,
    notice_days int, forms text[], aims text, content text, before_en text, after_en text, before_zh text,
    after_zh text, before_en_key text, after_en_key text, before_zh_key text, after_zh_key text
) ON COMMIT DROP
"""


@transaction.atomic
def generate(*, agreements: int, enterprises: int, on: date) -> None:
    """Add so many of each. The connection is that of the tables' owner."""
    now = timezone.now()
    if not User.objects.exists():
        make_staff(on)
    load_defaults(now=now)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE %s", [settings.TIME_ZONE])
    with bare(TABLES):
        make_partners(enterprises, owners=_owners(), now=now)
        kinds = _make_kinds()
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id), 0) FROM agreements_agreement")
            (first_id,) = cursor.fetchone()
            cursor.execute(
                STATEMENTS.read_text(encoding="utf-8"),
                _values(agreements, enterprises, kinds, on) | {"first_id": first_id},
            )


def learn() -> None:
    """Statistics, and what index-only scans need. Not inside a transaction."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def _owners() -> list[tuple[User, int]]:
    """Who drafts agreements, for each department in which they may."""
    departments = list(Department.objects.exclude(parent=None).order_by("pk")) or list(
        Department.objects.all()
    )
    return [
        (user, department.pk)
        for user in User.objects.filter(is_active=True).order_by("pk")
        for department in departments
        if user.scope_for("agreement.edit").covers(department.pk)
    ]


def _make_kinds() -> int:
    """Each type, with each of its terms, and the words around an enterprise's name in its titles."""
    tables = document("agreements")
    rows: list[tuple[Any, ...]] = []
    for code, table in tables["types"].items():
        kind = AgreementType.objects.get(code=code)
        field_en, field_zh = tables["departments"]["mechatronics"]["field"]
        topic_en, topic_zh = tables["departments"]["mechatronics"]["topics"][0]
        names = {"field_en": field_en, "field_zh": field_zh, "topic_en": topic_en, "topic_zh": topic_zh}
        before_en, after_en = table["title"][0].format(en="|", **names).split("|")
        before_zh, after_zh = table["title"][1].format(zh="|", **names).split("|")
        words = (before_en, after_en, before_zh, after_zh)
        for months in table["terms"]:
            rows.append(
                (
                    len(rows) + 1,
                    kind.pk,
                    months,
                    kind.renewal_rule,
                    kind.automatic_term_months if kind.renewal_rule == "automatic" else None,
                    kind.notice_days,
                    kind.forms,
                    table["aims"][1].format(**names),
                    table["content"][1].format(**names),
                    *words,
                    *_keys(before_en, after_en),
                    *_keys(before_zh, after_zh),
                )
            )
    with connection.cursor() as cursor:
        cursor.execute(KIND_TABLE)
    copy("generated_kind", KIND_COLUMNS, rows)
    return len(rows)


def _keys(before: str, after: str) -> tuple[str, str]:
    """The keys of the words around a name: what stands between them is one blank."""
    before, after = pinyin_key(before), pinyin_key(after)
    return f"{before} " if before else "", f" {after}" if after else ""


def _values(agreements: int, enterprises: int, kinds: int, on: date) -> dict[str, Any]:
    centre = Centre.current()
    majors = list(Major.objects.current().order_by("pk").values_list("pk", flat=True))
    return {
        "count": agreements,
        "successors": agreements // RENEWALS,
        "partners": enterprises,
        "kinds": kinds,
        "today": on,
        "prefix": centre.reference_prefix,
        "termination_reason": "双方协商一致终止。",
        "lapse_reason": "协议期满，不再续签。",
        "centre_name": centre.legal_name_zh or centre.legal_name_en,
        "centre_name_en": centre.legal_name_en,
        "centre_code": centre.registration_code,
        "centre_address": centre.address_zh or centre.address_en,
        "centre_address_en": centre.address_en,
        "representative": centre.representative,
        "representative_title": centre.representative_title_zh or centre.representative_title_en,
        "majors": majors,
        "major_count": len(majors),
    }
