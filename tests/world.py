"""The one named world of the tests: our centre, its people, a partner and a stranger.

The officer works for the mechanics department and sees what belongs to it; the stranger belongs to
the tourism department, so that the officer must never come across it. The director sees everything.
The coordinator may look at enterprises, everywhere, and change nothing; the teacher holds no position.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Department, Position, User
from core.access import capability_choices
from partnerships.models import Contact, ContactRole, Enterprise, Stage
from tests.factories import (
    AppointmentFactory,
    ContactFactory,
    DepartmentFactory,
    EnterpriseFactory,
    PositionFactory,
    UserFactory,
    social_credit_code,
)

OFFICER_POWERS = ["enterprise.read", "enterprise.edit", "enterprise.merge", "enterprise.import"]
COORDINATOR_POWERS = ["enterprise.read"]


def every_power() -> list[str]:
    return [code for _label, actions in capability_choices() for code, _text in actions]


@dataclass
class World:
    centre: Department
    mechanics: Department
    tourism: Department

    director: User
    officer: User
    coordinator: User
    teacher: User

    partner: Enterprise
    liaison: Contact
    signatory: Contact
    mentor: Contact

    stranger: Enterprise
    stranger_liaison: Contact


def appoint(user: User, position: Position) -> User:
    AppointmentFactory.create(user=user, position=position)
    return user


def make_world() -> World:
    centre = DepartmentFactory.create(code="C", name_en="Partnership Centre", name_zh="校企合作中心")
    mechanics = DepartmentFactory.create(code="C1", parent=centre, name_en="Mechanics", name_zh="机械系")
    tourism = DepartmentFactory.create(code="C2", parent=centre, name_en="Tourism", name_zh="旅游系")

    director = appoint(
        UserFactory.create(name="林主任", name_latin="Lin Wei", email="director@centre.example"),
        PositionFactory.create(
            department=centre,
            title_en="Director",
            title_zh="主任",
            reach=Position.Reach.CENTRE,
            capabilities=every_power(),
        ),
    )
    officer = appoint(
        UserFactory.create(name="陈专员", name_latin="Chen Jie", email="officer@centre.example"),
        PositionFactory.create(
            department=mechanics,
            title_en="Partnership officer",
            title_zh="校企合作专员",
            capabilities=OFFICER_POWERS,
        ),
    )
    coordinator = appoint(
        UserFactory.create(name="王协调", name_latin="Wang Min", email="coordinator@centre.example"),
        PositionFactory.create(
            department=centre,
            title_en="Internship coordinator",
            title_zh="实习协调员",
            reach=Position.Reach.CENTRE,
            capabilities=COORDINATOR_POWERS,
        ),
    )
    teacher = UserFactory.create(name="赵老师", name_latin="Zhao Lei", email="teacher@centre.example")

    partner = EnterpriseFactory.create(
        name="苏州精工机械有限公司",
        name_en="Suzhou Jinggong Machinery",
        code=social_credit_code(1),
        department=mechanics,
        owner=officer,
        state=Stage.PARTNER,
    )
    stranger = EnterpriseFactory.create(
        name="扬州海天旅游有限公司",
        name_en="Yangzhou Haitian Travel",
        code=social_credit_code(2),
        department=tourism,
        state=Stage.PARTNER,
    )
    return World(
        centre=centre,
        mechanics=mechanics,
        tourism=tourism,
        director=director,
        officer=officer,
        coordinator=coordinator,
        teacher=teacher,
        partner=partner,
        liaison=ContactFactory.create(
            enterprise=partner, name="孙丽", name_latin="Sun Li", roles=[ContactRole.LIAISON], is_primary=True
        ),
        signatory=ContactFactory.create(
            enterprise=partner, name="周强", name_latin="Zhou Qiang", roles=[ContactRole.SIGNATORY]
        ),
        mentor=ContactFactory.create(
            enterprise=partner, name="吴师傅", name_latin="Wu Gang", roles=[ContactRole.MENTOR]
        ),
        stranger=stranger,
        stranger_liaison=ContactFactory.create(
            enterprise=stranger, name="钱多", name_latin="Qian Duo", roles=[ContactRole.LIAISON]
        ),
    )
