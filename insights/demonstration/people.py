"""The centre itself: its departments, positions and staff."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password

from accounts.models import Appointment, Centre, Department, Position, User
from accounts.operations import delegate_powers
from accounts.powers import powers_of
from accounts.second_factor import holds_signing_powers
from catalogue.models import Region
from core.codes.uscc import check_digit
from insights.demonstration.stories import Story, at_work
from insights.demonstration.tables import document, rows

DOMAIN = "taihu.example"
AWAY_SINCE = timedelta(days=4)
PASSWORD = "partnership"  # noqa: S105 — of invented people, printed on every start


@dataclass(frozen=True, slots=True)
class Staff:
    departments: dict[str, Department]
    people: dict[tuple[str, str], list[User]]

    def one(self, position: str, department: str) -> User:
        return self.people[position, department][0]

    @property
    def director(self) -> User:
        return self.one("director", "centre")

    @property
    def deputy(self) -> User:
        return self.one("deputy", "centre")

    @property
    def office_head(self) -> User:
        return self.one("office_head", "office")

    @property
    def officers(self) -> list[User]:
        return self.people["officer", "office"]

    def drafters(self, department: str) -> list[User]:
        """Who looks after a department's partners: its own officer, then those of the office."""
        return [*self.people.get(("department_officer", department), ()), *self.officers]

    def experts(self, department: str) -> list[User]:
        """Who comes along to its enterprises."""
        if department == "office":
            return [self.office_head, self.one("coordinator", "office")]
        return [self.one(position, department) for position in ("head", "instructor", "teacher")]


def make_staff(on: date) -> Staff:
    _make_centre()
    departments = _make_departments()
    positions = _make_positions(departments)
    people: dict[tuple[str, str], list[User]] = {}
    password = make_password(PASSWORD)  # one hash for all of them: each costs half a second
    for number, row in enumerate(rows("people")):
        user = _make_user(row, number, password)
        people.setdefault((row["position"], row["department"]), []).append(user)
        Appointment.objects.create(
            user=user,
            position=positions[row["position"], row["department"]],
            starts_on=date(on.year - int(row["since"]), 9, 1),
        )
        user.powers = powers_of(user, on=on)  # of the demonstration's day, whatever today is
        if holds_signing_powers(user):
            TOTP.activate(user, secret_of(user.email or ""))
    return Staff(departments, people)


def absences(staff: Staff, *, on: date) -> list[Story]:
    """Heads of department away for a week, one of them now."""
    head, deputy_head = staff.one("head", "health"), staff.one("instructor", "health")
    earlier_head, earlier_deputy = staff.one("head", "it"), staff.one("teacher", "it")
    return [
        _absence(earlier_head, earlier_deputy, on - timedelta(days=75), "参加江苏省专业带头人研修", on=on),
        _absence(head, deputy_head, on - timedelta(days=2), "赴天津担任全国职业院校技能大赛裁判", on=on),
    ]


def _absence(delegator: User, delegate: User, first_day: date, reason: str, *, on: date) -> Story:
    now = at_work(first_day - timedelta(days=3), Random(reason))
    yield now
    delegate_powers(
        actor=delegator,
        delegate=delegate,
        starts_on=first_day,
        ends_on=first_day + timedelta(days=9),
        reason=reason,
        now=now,
    )
    delegate.powers = powers_of(delegate, on=on)


def _make_centre() -> None:
    table = dict(document("centre")["centre"])
    body = table.pop("uscc_body")
    table["region"] = Region.objects.get(code=table["region"])
    Centre.objects.update_or_create(pk=1, defaults=table | {"registration_code": body + check_digit(body)})


def _make_departments() -> dict[str, Department]:
    departments: dict[str, Department] = {}
    for key, names in document("centre")["departments"].items():
        departments[key] = Department.objects.create(parent=departments.get("centre"), **names)
    return departments


def _make_positions(departments: dict[str, Department]) -> dict[tuple[str, str], Position]:
    """Every position in each of its departments, below the nearest superior: the department's own first."""
    positions: dict[tuple[str, str], Position] = {}
    for key, table in document("centre")["positions"].items():
        for place in table["in"]:
            superior = table.get("superior", "")
            position = Position(
                department=departments[place],
                title_en=table["title_en"],
                title_zh=table["title_zh"],
                duties_en=table["duties_en"],
                duties_zh=table["duties_zh"],
                capabilities=table["powers"],
                reach=table.get("reach", Position.Reach.DEPARTMENT),
                superior=next(
                    (
                        positions[superior, above]
                        for above in (place, "office", "centre")
                        if (superior, above) in positions
                    ),
                    None,
                ),
            )
            position.full_clean()
            position.save()
            positions[key, place] = position
    return positions


def _make_user(row: dict[str, str], number: int, password: str) -> User:
    family, given = row["name_latin"].lower().split()
    administers = document("centre")["positions"][row["position"]].get("administers", False)
    user = User.objects.create(
        email=f"{given}.{family}@{DOMAIN}",
        password=password,
        name=row["name"],
        name_latin=row["name_latin"],
        phone=f"+86 512 5550 1{number:03d}",
        language=row["language"],
        is_staff=administers,
        is_superuser=administers,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def secret_of(email: str) -> str:
    """A second factor that stays the same from one loading to the next, as the rest does."""
    digest = hashlib.sha256(f"demonstration {email}".encode()).digest()
    return base64.b32encode(digest[:20]).decode()
