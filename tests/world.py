"""The one named world of the tests: our centre, its people, a partner and a stranger.

The officer works for the mechanics department and sees what belongs to it; the stranger belongs to
the tourism department, so that the officer must never come across it. The director sees everything.
The head reviews for the mechanics department, the lawyer for the whole centre.
The coordinator may look at enterprises, agreements and teachers, everywhere, and change nothing of them,
vets hosts, keeps students, plans, posts and placements, and handles concerns. The class teacher looks after
one class of the mechanics department, which the student is in; the stranger student is in a class of the
tourism department. The teacher holds no position, nor does the administrator, whose powers end at the
administration. People who may sign or administer have set up a second factor.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import Centre, Department, Position, User
from core.access import capability_choices
from internships.models import Guardian, SchoolClass, Student
from partnerships.models import Contact, ContactRole, Enterprise, Stage
from tests.factories import (
    PASSWORD,
    AppointmentFactory,
    ContactFactory,
    DepartmentFactory,
    EnterpriseFactory,
    GuardianFactory,
    PositionFactory,
    SchoolClassFactory,
    StudentFactory,
    TeacherFactory,
    UserFactory,
    social_credit_code,
)

OFFICER_POWERS = [
    "enterprise.read",
    "enterprise.edit",
    "enterprise.merge",
    "enterprise.import",
    "agreement.read",
    "agreement.edit",
    "announcement.read",
    "announcement.edit",
]
COORDINATOR_POWERS = [
    "enterprise.read",
    "agreement.read",
    "teacher.read",
    "student.read",
    "student.edit",
    "student.import",
    "plan.read",
    "plan.edit",
    "post.read",
    "post.edit",
    "post.approve",
    "host.vet",
    "round.read",
    "round.run",
    "placement.read",
    "placement.edit",
    "placement.start",
    "concern.handle",
    "rule.decide",
    "rule.waive",
    "alternation.read",
    "alternation.edit",
]
HEAD_POWERS = [
    "enterprise.read",
    "agreement.read",
    "agreement.review",
    "teacher.read",
    "practice.read",
    "practice.approve",
    "student.read",
    "plan.read",
    "plan.review",
    "post.read",
]
CLASS_TEACHER_POWERS = ["student.care"]
LAWYER_POWERS = ["enterprise.read", "agreement.read", "agreement.legal_review"]


ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def every_power() -> list[str]:
    return [code for _label, actions in capability_choices() for code, _text in actions]


def give_second_factor(user: User) -> None:
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXP")}
    )


def join(contact: Contact) -> User:
    """Let somebody of an enterprise into the partner portal; who signs has set up a second factor."""
    user = UserFactory.create(
        name=contact.name,
        name_latin=contact.name_latin,
        email=contact.email or f"contact{contact.pk}@enterprise.example",
        is_partner=True,
    )
    contact.user = user
    contact.save()
    if ContactRole.SIGNATORY in contact.roles:
        give_second_factor(user)
    return user


def come_in(student: Student) -> User:
    """Let a student come to their own pages."""
    student.user = User.objects.create_user(
        None, PASSWORD, login_name=student.number, name=student.name, is_student=True
    )
    student.save()
    return student.user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@dataclass
class World:
    centre: Department
    mechanics: Department
    tourism: Department

    director: User
    head: User
    lawyer: User
    officer: User
    coordinator: User
    teacher: User
    class_teacher: User
    stranger_officer: User
    administrator: User

    partner: Enterprise
    liaison: Contact
    signatory: Contact
    mentor: Contact

    stranger: Enterprise
    stranger_liaison: Contact

    school_class: SchoolClass
    student: Student
    guardian: Guardian
    stranger_class: SchoolClass
    stranger_student: Student


def appoint(user: User, position: Position) -> User:
    AppointmentFactory.create(user=user, position=position)
    return user


def make_world() -> World:
    Centre.objects.create(
        pk=1,
        legal_name_en="Partnership Centre",
        legal_name_zh="校企合作中心",
        logo=ContentFile(ONE_PIXEL, name="logo.png"),
    )
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
    head = appoint(
        UserFactory.create(name="何主任", name_latin="He Ping", email="head@centre.example"),
        PositionFactory.create(
            department=mechanics,
            title_en="Head of mechanics",
            title_zh="机械系主任",
            capabilities=HEAD_POWERS,
        ),
    )
    lawyer = appoint(
        UserFactory.create(name="高律师", name_latin="Gao Yun", email="lawyer@centre.example"),
        PositionFactory.create(
            department=centre,
            title_en="Legal adviser",
            title_zh="法务",
            reach=Position.Reach.CENTRE,
            capabilities=LAWYER_POWERS,
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
    class_teacher = appoint(
        UserFactory.create(name="钱老师", name_latin="Qian Yu", email="class.teacher@centre.example"),
        PositionFactory.create(
            department=mechanics,
            title_en="Class teacher",
            title_zh="班主任",
            capabilities=CLASS_TEACHER_POWERS,
        ),
    )
    stranger_officer = appoint(
        UserFactory.create(name="何专员", name_latin="He Fang", email="stranger.officer@centre.example"),
        PositionFactory.create(
            department=tourism,
            title_en="Partnership officer",
            title_zh="校企合作专员",
            capabilities=OFFICER_POWERS,
        ),
    )
    administrator = UserFactory.create(
        name="管理员",
        name_latin="Administrator",
        email="admin@centre.example",
        is_staff=True,
        is_superuser=True,
    )

    for user in (director, administrator):
        give_second_factor(user)

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
    school_class = SchoolClassFactory.create(
        name="数控2401",
        department=mechanics,
        class_teacher=TeacherFactory.create(
            staff_number="T-QY", name="钱老师", name_latin="Qian Yu", department=mechanics, user=class_teacher
        ),
    )
    stranger_class = SchoolClassFactory.create(name="旅游2401", department=tourism)
    student = StudentFactory.create(
        school_class=school_class, number="20240101", name="李明", name_latin="Li Ming"
    )
    return World(
        centre=centre,
        mechanics=mechanics,
        tourism=tourism,
        director=director,
        head=head,
        lawyer=lawyer,
        officer=officer,
        coordinator=coordinator,
        teacher=teacher,
        class_teacher=class_teacher,
        stranger_officer=stranger_officer,
        administrator=administrator,
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
        school_class=school_class,
        student=student,
        guardian=GuardianFactory.create(student=student, name="李建国", is_first=True),
        stranger_class=stranger_class,
        stranger_student=StudentFactory.create(
            school_class=stranger_class, number="20240901", name="陌生", name_latin="Mo Sheng"
        ),
    )
