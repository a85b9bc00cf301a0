"""Rows for tests, with only what the test says differing from the ordinary."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from accounts.models import Appointment, Department, Position, User
from agreements.models import Agreement, AgreementType, Party, ReminderPolicy
from catalogue.models import Major
from core.codes.uscc import check_digit
from internships.models import Guardian, Plan, PlanState, Post, PostState, SchoolClass, Sex, Student
from partnerships.models import Contact, ContactRole, Enterprise, Interaction, InteractionKind, Tag
from placements.models import Placement
from signing.models import ApprovalRoute
from teachers.models import (
    Achievement,
    AchievementKind,
    AchievementLevel,
    EvidenceState,
    Experience,
    Qualification,
    QualificationKind,
    ServicePeriod,
    TaughtCourse,
    Teacher,
    TeacherKind,
    Training,
)

HIRED_ON = date(2015, 9, 1)
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


class ServicePeriodFactory(DjangoModelFactory[ServicePeriod]):
    class Meta:
        model = ServicePeriod

    department = factory.SubFactory(DepartmentFactory)
    kind = TeacherKind.SPECIALIST
    starts_on = HIRED_ON


class TeacherFactory(DjangoModelFactory[Teacher]):
    """Somebody in service since 2015, as what and where the record says."""

    class Meta:
        model = Teacher
        skip_postgeneration_save = True

    staff_number = factory.Sequence(lambda n: f"T{n:04}")
    name = factory.Sequence(lambda n: f"教师{n}")
    department = factory.SubFactory(DepartmentFactory)
    kind = TeacherKind.SPECIALIST
    hired_on = None
    left_on = None
    service = factory.RelatedFactory(
        ServicePeriodFactory,
        factory_related_name="teacher",
        department=factory.SelfAttribute("..department"),
        kind=factory.SelfAttribute("..kind"),
        starts_on=factory.LazyAttribute(lambda period: period.factory_parent.hired_on or HIRED_ON),
        ends_on=factory.SelfAttribute("..left_on"),
    )


class EvidenceFactory(DjangoModelFactory):
    """Evidence of a teacher that the office has confirmed, unless told otherwise."""

    class Meta:
        abstract = True

    teacher = factory.SubFactory(TeacherFactory)
    state = EvidenceState.CONFIRMED
    entered_at = datetime(2020, 9, 1, 8, tzinfo=UTC)
    confirmed_at = factory.Maybe(
        factory.LazyAttribute(lambda row: row.state == EvidenceState.CONFIRMED),
        datetime(2020, 9, 2, 8, tzinfo=UTC),
        None,
    )


class QualificationFactory(EvidenceFactory):
    class Meta:
        model = Qualification

    kind = QualificationKind.SKILL_CERTIFICATE
    name = "数控车工"
    level = "skill_3"
    issuer = "苏州市人力资源和社会保障局"
    issued_on = date(2018, 6, 1)


class TrainingFactory(EvidenceFactory):
    class Meta:
        model = Training

    name = "五轴加工"
    provider = "国家级培训基地"
    starts_on = date(2019, 7, 1)
    ends_on = date(2019, 7, 10)
    hours = 80


class TaughtCourseFactory(EvidenceFactory):
    class Meta:
        model = TaughtCourse

    name = "数控加工"
    starts_on = date(2016, 9, 1)
    hours_per_year = 240


class ExperienceFactory(EvidenceFactory):
    class Meta:
        model = Experience

    employer = "苏州精工机械"
    post = "工艺员"
    starts_on = date(2010, 7, 1)
    ends_on = date(2015, 8, 31)


class AchievementFactory(EvidenceFactory):
    class Meta:
        model = Achievement

    kind = AchievementKind.REFORM_PROJECT
    title = "项目化教学改革"
    level = AchievementLevel.SCHOOL
    role = "主持人"
    achieved_on = date(2019, 12, 1)


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


class ApprovalRouteFactory(DjangoModelFactory[ApprovalRoute]):
    class Meta:
        model = ApprovalRoute

    name_en = factory.Sequence(lambda n: f"Route {n}")
    name_zh = factory.Sequence(lambda n: f"流程{n}")


class ReminderPolicyFactory(DjangoModelFactory[ReminderPolicy]):
    class Meta:
        model = ReminderPolicy

    name_en = factory.Sequence(lambda n: f"Reminders {n}")
    name_zh = factory.Sequence(lambda n: f"提醒{n}")


class AgreementTypeFactory(DjangoModelFactory[AgreementType]):
    class Meta:
        model = AgreementType

    code = factory.Sequence(lambda n: f"type-{n}")
    name_en = factory.Sequence(lambda n: f"Internship agreement {n}")
    name_zh = factory.Sequence(lambda n: f"实习合作协议{n}")
    route = factory.SubFactory(ApprovalRouteFactory)
    reminder_policy = factory.SubFactory(ReminderPolicyFactory)


class BindingAgreementFactory(DjangoModelFactory[Agreement]):
    """An agreement in force between us and ``enterprise``, without its way there."""

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    type = factory.SubFactory(AgreementTypeFactory)
    title_en = "Internship base"
    title_zh = "实习基地合作协议"
    department = factory.SubFactory(DepartmentFactory)
    owner = factory.SubFactory(UserFactory)
    starts_on = date(2024, 1, 1)
    ends_on = date(2029, 12, 31)

    @factory.post_generation
    def enterprise(
        agreement: Agreement, create: bool, extracted: Enterprise | None, **kwargs: object
    ) -> None:
        enterprise = extracted or EnterpriseFactory.create(department=agreement.department)
        Party.objects.create(agreement=agreement, order=1, role=Party.Role.CENTRE, legal_name="校企合作中心")
        Party.objects.create(
            agreement=agreement,
            order=2,
            role=Party.Role.ENTERPRISE,
            enterprise=enterprise,
            legal_name=enterprise.name,
        )
        Agreement.objects.filter(pk=agreement.pk).update(
            state="signed", reference=f"F-{agreement.pk}", signed_on=agreement.starts_on
        )
        agreement.refresh_from_db()


class PlanFactory(DjangoModelFactory[Plan]):
    class Meta:
        model = Plan
        skip_postgeneration_save = True

    name_en = factory.Sequence(lambda n: f"Post internship {n}")
    name_zh = factory.Sequence(lambda n: f"岗位实习{n}")
    department = factory.SubFactory(DepartmentFactory)
    owner = factory.SubFactory(UserFactory)
    entered_in = 2024
    starts_on = date(2026, 9, 1)
    ends_on = date(2027, 2, 28)


class PostFactory(DjangoModelFactory[Post]):
    """An approved post of a plan, unless the test says otherwise."""

    class Meta:
        model = Post
        skip_postgeneration_save = True

    name_en = factory.Sequence(lambda n: f"Machine operator {n}")
    name_zh = factory.Sequence(lambda n: f"数控操作员{n}")
    plan = factory.SubFactory(PlanFactory, state=PlanState.APPROVED)
    department = factory.SelfAttribute("plan.department")
    enterprise = factory.SubFactory(EnterpriseFactory, department=factory.SelfAttribute("..department"))
    agreement = factory.LazyAttribute(
        lambda post: BindingAgreementFactory.create(department=post.department, enterprise=post.enterprise)
    )
    state = PostState.APPROVED
    duties = "Operates a machining centre under guidance."
    seats = 3
    address = "苏州工业园区星湖街1号"
    offered_at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    @factory.post_generation
    def majors(post: Post, create: bool, extracted: list[Major] | None, **kwargs: object) -> None:
        if extracted:
            post.majors.set(extracted)


class PlacementFactory(DjangoModelFactory[Placement]):
    """A place offered to a student, in a post of a plan for their class."""

    class Meta:
        model = Placement

    student = factory.SubFactory(StudentFactory)
    post = factory.SubFactory(
        PostFactory,
        plan__department=factory.SelfAttribute("...student.school_class.department"),
        plan__state=PlanState.RUNNING,
    )
    plan = factory.SelfAttribute("post.plan")
    enterprise = factory.SelfAttribute("post.enterprise")
    department = factory.SelfAttribute("plan.department")
    starts_on = factory.SelfAttribute("plan.starts_on")
    ends_on = factory.SelfAttribute("plan.ends_on")


class GuardianFactory(DjangoModelFactory[Guardian]):
    class Meta:
        model = Guardian

    student = factory.SubFactory(StudentFactory)
    name = factory.Sequence(lambda n: f"家长{n}")
    relationship = Guardian.Relationship.FATHER
    phone = "13800000000"
