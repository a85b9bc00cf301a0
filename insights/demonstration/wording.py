"""What the agreements of the demonstration say: titles, aims, amounts, the values of their variables."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from agreements.choices import Language
from catalogue.models import Major
from insights.demonstration.tables import document

if TYPE_CHECKING:
    from insights.demonstration.agreements import Life


def value_of(name: str, life: Life, language: str) -> str:
    """The value of a variable, as an agreement in this language has it."""
    variables = document("agreements")["variables"]
    value = life.chance.choice(variables[name]) if name in variables else _made_up(life, name)
    if isinstance(value, str):
        return value
    chinese, english = value
    return {Language.CHINESE: chinese, Language.ENGLISH: english}.get(Language(language), " / ".join(value))


def _made_up(life: Life, name: str) -> str | list[str]:
    """The value of a variable that depends on the agreement."""
    plan, row = life.plan, life.partner.row
    match name:
        case "acceptance_on" | "delivery_on":
            return (plan.last_day - timedelta(days=20)).isoformat()
        case "donated_items":
            items: list[list[str]] = document("agreements")["departments"][row["department"]]["items"]
            return life.chance.choice(items)
        case "project_leader":
            return life.office.staff.experts(row["department"])[-1].name
        case "project_name":
            agreement = life.agreement()
            return [agreement.title_zh or agreement.title_en, agreement.title_en or agreement.title_zh]
        case "class_name":
            return f"{_short(row)}班"
        case "college_name":
            return f"{_short(row)}产业学院"
    raise LookupError(name)


def terms_of(life: Life) -> dict[str, Any]:
    tables = document("agreements")
    table, department = tables["types"][life.plan.type], tables["departments"][life.partner.department]
    row, chance = life.partner.row, life.chance
    topic = chance.choice(department["topics"])
    names = {
        "en": row.get("name_en") or row["name"],
        "zh": row["name"],
        "field_en": department["field"][0],
        "field_zh": department["field"][1],
        "topic_en": topic[0],
        "topic_zh": topic[1],
    }
    language = Language.ENGLISH if "country" in row else chance.choice([Language.BOTH, Language.CHINESE])
    terms = {
        "title_en": table["title"][0].format(**names),
        "title_zh": table["title"][1].format(**names),
        "language": language,
        "aims": _written(table["aims"], language, names),
        "content": _written(table["content"], language, names),
    }
    if "value" in table:
        terms["value_amount"] = Decimal(chance.randint(*table["value"]) // 5 * 5000)
    return terms


def _written(words: list[str], language: str, names: dict[str, str]) -> str:
    english, chinese = (text.format(**names) for text in words)
    match language:
        case Language.ENGLISH:
            return english
        case Language.CHINESE:
            return chinese
    return f"{chinese}\n{english}"


def majors_of(life: Life) -> list[Major]:
    codes = document("agreements")["departments"][life.partner.department]["majors"]
    return [life.office.majors[code] for code in life.chance.sample(codes, life.chance.randint(1, 3))]


def _short(row: dict[str, str]) -> str:
    return row["name"][2:4] if "country" not in row else row["name"].split()[0]
