"""Enterprises with their people, and how each relationship went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from stdnum.iso7064 import mod_97_10

from accounts.models import User
from catalogue.models import Industry, Region
from core.codes.uscc import ALPHABET, check_digit
from insights.demonstration import contacts, meetings
from insights.demonstration.people import Staff
from insights.demonstration.stories import Story, at_work, interleaved
from insights.demonstration.tables import rows
from partnerships.models import Contact, Enterprise, NameKind, SizeBand, Stage, Tag
from partnerships.operations import add_contact, add_enterprise, add_name, end_contact, move_stage

# So many have the means to be listed as enterprises that integrate production and education.
INTEGRATING_STAFF = 1000
# Upper limits of staff for micro, small and medium: in industry and building, and in most services.
SIZE_LIMITS = {True: (20, 300, 1000), False: (10, 100, 300)}
# How many days ago the relationship began, by the stage that it has reached.
BEGAN = {
    Stage.PARTNER: (420, 1370),
    Stage.IN_TALKS: (40, 260),
    Stage.PROSPECT: (5, 150),
    Stage.DORMANT: (900, 1450),
    Stage.ENDED: (1100, 1450),
    Stage.BARRED: (700, 1200),
}
# Of the partners, this part was with the centre when it began to use the program four years ago.
OLD_PARTNERS, FIRST_ENTRIES = 0.45, (1400, 1460)
# The first two digits of the code: civil affairs register associations, the market authority companies.
AUTHORITY = {"S95": "51", "M75": "52"}
ENDED = ("The workshop moved away; no more trainees are taken.", "生产线外迁，不再接收实习生。")
BARRED = (
    "Students on night shift, and two months of unpaid allowances.",
    "安排学生上夜班并拖欠两个月实习报酬。",
)

type Several = Callable[[str, int, date, date], list[Story]]


@dataclass(slots=True)
class Partner:
    """One enterprise as its own and the other stories know it."""

    row: dict[str, str]
    owner: User
    began_on: date
    partner_on: date
    enterprise: Enterprise = field(init=False)
    contacts: list[Contact] = field(default_factory=list)

    @property
    def department(self) -> str:
        return self.row["department"]

    @property
    def stage(self) -> str:
        return self.row["stage"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    industries: dict[str, Industry]
    regions: dict[str, Region]
    tags: dict[str, Tag]
    places: dict[str, dict[str, str]]


def make_catalogue() -> Catalogue:
    return Catalogue(
        industries={industry.code: industry for industry in Industry.objects.all()},
        regions={region.code: region for region in Region.objects.in_country("CN")},
        tags={
            row["key"]: Tag.objects.create(name_en=row["name_en"], name_zh=row["name_zh"])
            for row in rows("tags")
        },
        places={row["key"]: row for row in rows("places")},
    )


def all_partners(staff: Staff, *, on: date) -> list[Partner]:
    """Everybody the centre knows, and since when."""
    found = []
    for row in (*rows("enterprises"), *rows("enterprises_abroad")):
        chance = Random(row["site"])
        first, last = BEGAN[Stage(row["stage"])]
        preparation = chance.randint(30, 80)
        if row["stage"] == Stage.PARTNER and chance.random() < OLD_PARTNERS:
            first, last = FIRST_ENTRIES
            preparation = 2
        began_on = on - timedelta(days=chance.randint(first, last))
        drafters = staff.drafters(row["department"])
        found.append(
            Partner(
                row=row,
                owner=chance.choice([drafters[0], *drafters, staff.officers[0]]),
                began_on=began_on,
                partner_on=began_on + timedelta(days=preparation),
            )
        )
    return found


def story(partner: Partner, *, staff: Staff, catalogue: Catalogue, on: date) -> Story:
    """From the first entry to where the relationship stands today."""
    chance = Random(f"story of {partner.row['site']}")
    yield from _arrival(partner, staff, catalogue, chance)
    yield from interleaved(_course(partner, staff, chance, on))


def _course(partner: Partner, staff: Staff, chance: Random, on: date) -> list[Story]:
    began_on, partner_on, stage = partner.began_on, partner.partner_on, partner.stage

    def several(phase: str, count: int, after: date, before: date) -> list[Story]:
        return meetings.several(partner, staff, chance, phase, count, after=after, before=before, on=on)

    def move(name: str, day: date, actor: User = partner.owner, reason: str = "") -> Story:
        now = at_work(day, chance)
        yield now
        move_stage(actor=actor, pk=partner.enterprise.pk, name=name, now=now, reason=reason)

    if stage == Stage.PROSPECT:
        return several("first", chance.randint(1, 2), began_on, on)
    talks_on = began_on + timedelta(days=chance.randint(12, 25))
    if partner_on < talks_on:
        return [move("become_partner", partner_on), *_partnership(partner, chance, several, on)]
    course = [*several("first", 1, began_on, talks_on), move("start_talks", talks_on)]
    if stage == Stage.IN_TALKS:
        return course + several("talks", chance.randint(1, 3), talks_on, on)
    course += several("talks", 1, talks_on, partner_on)
    course.append(move("become_partner", partner_on))
    if stage == Stage.PARTNER:
        return course + _partnership(partner, chance, several, on)
    turned_on = partner_on + timedelta(days=chance.randint(380, 560))
    course += several("partner", 2, partner_on, turned_on)
    match stage:
        case Stage.DORMANT:
            course += several("quiet", 2, turned_on, turned_on + timedelta(days=150))
            course.append(move("let_rest", turned_on + timedelta(days=160)))
        case Stage.ENDED:
            course.append(move("end", turned_on, reason=in_words_of(partner.owner, ENDED)))
        case Stage.BARRED:
            course += several("trouble", 2, turned_on, turned_on + timedelta(days=15))
            last_day = turned_on + timedelta(days=20)
            course.append(move("bar", last_day, staff.deputy, in_words_of(staff.deputy, BARRED)))
    return course


def _partnership(partner: Partner, chance: Random, several: Several, on: date) -> list[Story]:
    years = (on - partner.partner_on).days / 365
    course = several("partner", round(years * chance.uniform(0.4, 1.2)) + 1, partner.partner_on, on)
    if chance.random() < 0.15:
        course.append(_change_of_liaison(partner, chance, partner.partner_on + (on - partner.partner_on) / 2))
    return course


def _arrival(partner: Partner, staff: Staff, catalogue: Catalogue, chance: Random) -> Story:
    now = at_work(partner.began_on, chance)
    yield now
    row = partner.row
    partner.enterprise = add_enterprise(
        actor=partner.owner,
        now=now,
        name=row["name"],
        name_en=row.get("name_en") or "",
        industry=catalogue.industries[row["industry"]],
        staff_count=int(row["staff"]),
        size_band=_size_band(row["industry"], int(row["staff"])),
        is_integration_type=("country" not in row and int(row["staff"]) >= INTEGRATING_STAFF) or None,
        website=f"https://www.{row['site']}.example",
        owner=partner.owner,
        department=staff.departments[partner.department],
        tags=[catalogue.tags[key] for key in row["tags"].split("|") if key],
        **_whereabouts(row, catalogue, chance),
    )
    for minutes, person in enumerate(contacts.people_of(row, chance), start=5):
        partner.contacts.append(_add_contact(partner, now + timedelta(minutes=minutes), person))
    if short := row["name"].removesuffix("有限公司")[2:6] if chance.random() < 0.2 else "":
        add_name(
            actor=partner.owner,
            pk=partner.enterprise.pk,
            name=short,
            kind=NameKind.ALIAS,
            now=now + timedelta(minutes=15),
        )


def _change_of_liaison(partner: Partner, chance: Random, day: date) -> Story:
    now = at_work(day, chance)
    yield now
    gone = partner.contacts[0]
    end_contact(actor=partner.owner, pk=gone.pk, left_on=day, now=now)
    successor = contacts.successor_of(gone, partner.row, chance)
    partner.contacts[0] = _add_contact(partner, now + timedelta(minutes=5), successor | {"is_primary": True})


def _add_contact(partner: Partner, now: Any, person: dict[str, Any]) -> Contact:
    return add_contact(actor=partner.owner, enterprise_pk=partner.enterprise.pk, now=now, **person)


def in_words_of(person: User, words: tuple[str, str] | list[str]) -> str:
    """English or Chinese, as the person writes."""
    english, chinese = words
    return chinese if person.language.startswith("zh") else english


def _size_band(industry: str, staff: int) -> str:
    limits = SIZE_LIMITS[industry[0] in "BCDE"]
    return next(
        (band for band, limit in zip(SizeBand.values, limits, strict=False) if staff < limit), SizeBand.LARGE
    )


def _whereabouts(row: dict[str, str], catalogue: Catalogue, chance: Random) -> dict[str, Any]:
    if "country" in row:
        code = row["number"]
        if row["scheme"] == "lei":
            code += mod_97_10.calc_check_digits(code)
        return {
            "country": row["country"],
            "scheme": row["scheme"],
            "code": code,
            "address": row["address"],
        }
    place = catalogue.places[row["place"]]
    road = chance.choice(place["roads"].split("|"))
    return {
        "code": _code(row, place["authority"], chance),
        "region": catalogue.regions[place["region"]],
        "address": f"{place['address']}{road}{chance.randint(1, 399)}号",
    }


def _code(row: dict[str, str], county: str, chance: Random) -> str:
    organisation = "MA" + "".join(chance.choice(ALPHABET) for _ in range(7))
    body = AUTHORITY.get(row["industry"], "91") + county + organisation
    return body + check_digit(body)
