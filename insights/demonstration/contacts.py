"""The people of the enterprises."""

from __future__ import annotations

from random import Random
from typing import Any

from core.pinyin import pinyin_key
from insights.demonstration.tables import document
from partnerships.models import Contact, ContactRole

# How often an enterprise of a stage names somebody for a role, beside its liaison.
NAMED = {
    ContactRole.SIGNATORY: {"partner": 1.0, "in_talks": 0.6, "prospect": 0.0},
    ContactRole.MENTOR: {"partner": 0.85, "in_talks": 0.2, "prospect": 0.0},
    ContactRole.TECHNICIAN: {"partner": 0.35, "in_talks": 0.0, "prospect": 0.0},
}


def people_of(row: dict[str, str], chance: Random) -> list[dict[str, Any]]:
    """The fields of each contact, the liaison first. In a small enterprise one person is everything."""
    if int(row["staff"]) < 40:
        return [_person(row, [ContactRole.LIAISON, ContactRole.SIGNATORY], chance)]
    roles = [ContactRole.LIAISON]
    roles += [role for role, often in NAMED.items() if chance.random() < often.get(row["stage"], 1.0)]
    if int(row["staff"]) > 800 and row["stage"] == "partner":
        roles.append(ContactRole.MENTOR)
    return [_person(row, [role], chance) for role in roles]


def successor_of(gone: Contact, row: dict[str, str], chance: Random) -> dict[str, Any]:
    return _person(row, list(gone.roles), chance)


def _person(row: dict[str, str], roles: list[str], chance: Random) -> dict[str, Any]:
    names = document("names")
    country = row.get("country", "CN")
    titles = names["titles"][roles[-1]]
    if isinstance(titles, dict):
        titles = titles[row["department"]]
    title_zh, title_en = chance.choice(titles)
    fields: dict[str, Any] = {"roles": roles, "title": title_zh if country == "CN" else title_en}
    if country == "CN":
        family, given = chance.choice(names["surnames"].split()), chance.choice(names["given"].split())
        latin = [_latin(family), _latin(given)]
        fields |= {"name": family + given, "name_latin": " ".join(latin), "language": "zh-hans"}
        fields["phone"] = f"+86 512 5550 {chance.randint(2000, 9999)}"
        if chance.random() < 0.5:
            fields["wechat"] = f"{latin[1]}_{latin[0]}{chance.randint(10, 99)}".lower()
    else:
        fields |= {"name": chance.choice(names["abroad"][country]), "language": "en"}
        # Ofcom keeps these numbers for fiction; Germany's network agency those.
        prefix = {"GB": "+44 117 496 0", "DE": "+49 30 23125 "}[country]
        fields["phone"] = f"{prefix}{chance.randint(100, 999)}"
    local = pinyin_key(fields["name"]) if country != "CN" else " ".join(latin).lower()
    fields["email"] = f"{local.replace(' ', '.')}@{row['site']}.example"
    return fields


def _latin(part: str) -> str:
    return pinyin_key(part).replace(" ", "").capitalize()
