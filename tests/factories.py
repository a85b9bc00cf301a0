"""Rows for tests, with only what the test says differing from the ordinary."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from accounts.models import Appointment, Department, Position, User
from catalogue.models import Major
from core.codes.uscc import check_digit
from internships.models import SchoolClass, Sex, Student
from partnerships.models import Contact, ContactRole, Enterprise, Interaction, InteractionKind, Tag
from teachers.models import Teacher

PASSWORD = "correct horse battery staple"


def social_credit_code(number: int) -> str:
    """A valid unified social credit code of Suzhou, different for every number."""
    body = f"91320500{number:09d}"
    return body + check_digit(body)


class DepartmentFactory(DjangoModelFactory[Department]):
    class Meta:
        model = Department

    code = factory.Sequence(lambda n: f"D{n}")
    name_en = factory.LazyAttribute(lambda d: f"Department {d.code}")
    name_zh = factory.LazyAttribute(lambda d: f"{d.code} 系")


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"员工{n}")
    email = factory.Sequence(lambda n: f"person{n}@centre.example")
    password = factory.django.Password(PASSWORD)


class PositionFactory(DjangoModelFactory[Position]):
    class Meta:
        model = Position

    department = factory.SubFactory(DepartmentFactory)
    title_en = "Officer"
    title_zh = "专员"


class AppointmentFactory(DjangoModelFactory[Appointment]):
    class Meta:
        model = Appointment

    user = factory.SubFactory(UserFactory)
    position = factory.SubFactory(PositionFactory)
    starts_on = date(2020, 1, 1)


class EnterpriseFactory(DjangoModelFactory[Enterprise]):
    class Meta:
        model = Enterprise
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"苏州第{n}精密机械有限公司")
    code = factory.Sequence(lambda n: social_credit_code(100_000 + n))
    department = factory.SubFactory(DepartmentFactory)


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    enterprise = factory.SubFactory(EnterpriseFactory)
    name = factory.Sequence(lambda n: f"联系人{n}")
    roles = factory.LazyFunction(lambda: [ContactRole.LIAISON])
    email = factory.Sequence(lambda n: f"contact{n}@enterprise.example")


class TagFactory(DjangoModelFactory[Tag]):
    class Meta:
        model = Tag

    name_en = factory.Sequence(lambda n: f"Tag {n}")
    name_zh = factory.Sequence(lambda n: f"标签{n}")


class InteractionFactory(DjangoModelFactory[Interaction]):
    class Meta:
        model = Interaction
        skip_postgeneration_save = True

    enterprise = factory.SubFactory(EnterpriseFactory)
    kind = InteractionKind.VISIT
    happened_at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    summary = "Saw the workshop"


class TeacherFactory(DjangoModelFactory[Teacher]):
    class Meta:
        model = Teacher

    staff_number = factory.Sequence(lambda n: f"T{n:04}")
    name = factory.Sequence(lambda n: f"教师{n}")
    department = factory.SubFactory(DepartmentFactory)


class SchoolClassFactory(DjangoModelFactory[SchoolClass]):
    class Meta:
        model = SchoolClass

    name = factory.Sequence(lambda n: f"数控{n:04}")
    department = factory.SubFactory(DepartmentFactory)
    major = factory.LazyFunction(lambda: Major.objects.get(code="660103"))
    entered_in = 2024


class StudentFactory(DjangoModelFactory[Student]):
    class Meta:
        model = Student

    number = factory.Sequence(lambda n: f"2024{n:05}")
    name = factory.Sequence(lambda n: f"学生{n}")
    school_class = factory.SubFactory(SchoolClassFactory)
    sex = Sex.FEMALE
    born_on = date(2008, 3, 1)
