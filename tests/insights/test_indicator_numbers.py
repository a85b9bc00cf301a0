"""Every indicator that is made of one statement, beside SQL written by hand, on three days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from agreements.models import Agreement, Obligation, ObligationPeriod
from core.indicators import COUNTED, REST, Kind, indicator_of
from core.school_years import YearKind
from internships.models import SchoolClass
from partnerships.models import Enterprise
from placements.models import (
    AlternationSchedule,
    AlternationWeek,
    Consent,
    Destination,
    InsurancePolicy,
    Insured,
    Tripartite,
    TripartiteTemplate,
)
from projects.models import BudgetLine, Expense
from tests.collaboration.exchanging import an_exchange
from tests.factories import (
    BindingAgreementFactory,
    EnterpriseFactory,
    PlacementFactory,
    PostFactory,
    SchoolClassFactory,
    StudentFactory,
    TeacherFactory,
)
from tests.internships.placing import numeric_control
from tests.projects.joining import a_project, an_outcome
from tests.resources.resourcing import a_contribution
from tests.teachers.parttiming import a_need, a_technician, serving, taught
from tests.teachers.practising import practised
from tests.training.teaching import a_course
from tests.world import World
from training.models import Fee

pytestmark = pytest.mark.django_db

# The end of a school year, a day in the middle of the next one, and its end.
DAYS = (date(2025, 8, 31), date(2026, 1, 15), date(2026, 8, 31))
NOW = datetime(2026, 9, 10, 2, 0, tzinfo=UTC)


def agreements(world: World) -> None:
    """Of one large and two other enterprises, some of them with two agreements."""
    large, small, past = (
        EnterpriseFactory.create(department=world.mechanics, size_band=size)
        for size in ("large", "small", "")
    )
    base = {"department": world.tourism, "forms": ["internship_base"]}
    other = {"department": world.mechanics, "forms": ["research"]}
    for where, enterprise, first, last in (
        (other, large, date(2024, 1, 1), date(2027, 1, 1)),
        (base, large, date(2025, 9, 1), date(2026, 8, 30)),
        (base, small, date(2026, 1, 15), date(2028, 1, 1)),
    ):
        BindingAgreementFactory.create(enterprise=enterprise, starts_on=first, ends_on=last, **where)
    ended = BindingAgreementFactory.create(enterprise=past, starts_on=date(2023, 1, 1), **base)
    Agreement.objects.filter(pk=ended.pk).update(
        state="terminated", terminated_on=date(2026, 1, 14), termination_reason="双方协商一致。"
    )
    halted = BindingAgreementFactory.create(enterprise=small, starts_on=date(2023, 1, 1), **other)
    Agreement.objects.filter(pk=halted.pk).update(state="suspended", suspended_on=date(2026, 3, 1))
    Agreement.objects.create(
        title_zh="草案", type=ended.type, department=world.mechanics, owner=world.officer,
        starts_on=date(2024, 1, 1), ends_on=date(2029, 1, 1),
    )  # fmt: skip
    SchoolClass.objects.update(entered_in=2024)
    SchoolClassFactory.create(
        name="旧2201", department=world.tourism, major=world.stranger_class.major, entered_in=2022,
        graduated_on=date(2026, 6, 30),
    )  # fmt: skip


BINDING = """
agreement.starts_on <= %(on)s AND LEAST(agreement.terminated_on, COALESCE(agreement.revised_ends_on,
agreement.ends_on)) >= %(on)s AND (agreement.state IN ('signed', 'renewed', 'terminated')
                                   OR agreement.state = 'suspended' AND agreement.suspended_on > %(on)s)
"""
PARTNERS = f"""
SELECT {{what}} FROM partnerships_enterprise firm WHERE firm.id IN (
    SELECT party.enterprise_id FROM agreements_party party
    JOIN agreements_agreement agreement ON agreement.id = party.agreement_id WHERE {BINDING} {{more}})
"""
MAJORS = """
SELECT count(DISTINCT major_id) FROM internships_schoolclass
WHERE to_date(entered_in || '-09-01', 'YYYY-MM-DD') <= %(on)s AND COALESCE(graduated_on, 'infinity') > %(on)s
"""


def graduates(world: World) -> None:
    """A class that graduated in each of two summers, with what became of each."""
    for year, kinds in (
        (2025, ["host", "seeking"]),
        (2026, ["host", "field", "elsewhere", "self_employed", "study", "military", "unknown", ""]),
    ):
        leaving = SchoolClassFactory.create(
            name=f"毕{year}", department=world.mechanics, entered_in=year - 3, graduated_on=date(year, 6, 30)
        )
        for number, kind in enumerate(kinds):
            student = StudentFactory.create(school_class=leaving, state="graduated")
            if kind:
                Destination.objects.create(
                    student=student,
                    kind=kind,
                    where="苏州精工" if kind in {"host", "field", "elsewhere", "study"} else "",
                    is_matched=kind in {"host", "field"},
                    since_on=date(year, 7, 1) + timedelta(days=40 * number) if number % 3 else None,
                    reported_at=datetime(year, 7, 5, tzinfo=UTC),
                    proof="劳动合同",
                    confirmed_at=None if kind == "elsewhere" else datetime(year, 7, 9, tzinfo=UTC),
                )
        StudentFactory.create(school_class=leaving, state="left")


GRADUATES = """
FROM internships_student student JOIN internships_schoolclass class ON class.id = student.school_class_id
LEFT JOIN placements_destination told ON told.student_id = student.id
WHERE student.state = 'graduated' AND class.graduated_on <= %(on)s
  AND class.graduated_on > %(on)s - interval '1 year'
"""
THERE = "told.confirmed_at IS NOT NULL AND (told.since_on IS NULL OR told.since_on <= %(on)s)"


def interns(world: World) -> None:
    """Internships of two years, each with another thing missing."""
    major = numeric_control()
    post = PostFactory.create(
        enterprise=world.partner, department=world.mechanics, plan__department=world.mechanics
    )
    post.majors.set([major])
    other = PostFactory.create(enterprise=world.partner, plan=post.plan, agreement=post.agreement)
    text = TripartiteTemplate.objects.create(number=9, reason="Test")
    policy = InsurancePolicy.objects.create(
        department=world.mechanics, insurer="PICC", number="1",
        covers_from=date(2024, 1, 1), covers_until=date(2028, 1, 1),
    )  # fmt: skip
    for number, (began, ended) in enumerate(
        [
            (date(2025, 3, 1), date(2025, 8, 29)),
            (date(2025, 9, 1), date(2026, 2, 27)),
            (date(2025, 10, 1), date(2025, 12, 31)),
            (date(2026, 3, 2), None),
            (date(2026, 3, 2), None),
        ]
    ):
        placement = PlacementFactory.create(
            student=StudentFactory.create(school_class=world.school_class),
            post=other if number == 2 else post,
            plan=post.plan,
            state="finished" if ended else "in_progress",
            started_on=began,
            ended_on=ended,
            starts_on=began,
            ends_on=ended or date(2026, 9, 30),
        )
        for late, state in ((0, "given"), (3 if number == 1 else -1, "given" if number != 3 else "objected")):
            Consent.objects.create(
                placement=placement, party="guardian", name="家长", state=state, means="paper",
                decided_on=began + timedelta(days=late - 5 if number != 1 else late),
                reason="不同意" if state == "objected" else "", recorded_at=NOW,
            )  # fmt: skip
        Tripartite.objects.create(
            placement=placement, number=f"SX-{number}", template=text, contents={}, content_sha256="0",
            file="x.pdf", sha256="0", size=1, pages=1, created_at=NOW, state="signed",
            signed_on=began + timedelta(days=1 if number == 3 else -1),
        )  # fmt: skip
        for first, last in [(0, 30), (31 if number != 4 else 33, 400)]:
            Insured.objects.create(
                policy=policy if first == 0 else InsurancePolicy.objects.create(
                    department=world.mechanics, insurer="PICC", number=f"2-{number}",
                    covers_from=date(2024, 1, 1), covers_until=date(2028, 1, 1),
                ),
                placement=placement,
                covers_from=began + timedelta(days=first), covers_until=began + timedelta(days=last),
            )  # fmt: skip


INTERNS = """
FROM placements_placement place
WHERE place.started_on IS NOT NULL AND place.started_on <= %(on)s AND place.state <> 'cancelled'
  AND COALESCE(place.ended_on, 'infinity') > %(on)s - interval '1 year'
"""
CONSENTED = """
(SELECT (array_agg(said.state ORDER BY said.decided_on DESC, said.id DESC))[1] FROM placements_consent said
 WHERE said.placement_id = place.id AND said.party = 'guardian' AND said.state IN ('given', 'objected')
   AND said.decided_on <= place.started_on) = 'given'
"""
AGREED = """
(SELECT min(paper.signed_on) FROM placements_tripartite paper
 WHERE paper.placement_id = place.id AND paper.amendment_no = 0 AND paper.state = 'signed')
<= place.started_on
"""
# Day by day: none is left uncovered.
INSURED = """
NOT EXISTS (SELECT FROM generate_series(place.started_on::timestamp,
                                        COALESCE(place.ended_on, place.ends_on), '1 day') day
            WHERE NOT EXISTS (SELECT FROM placements_insured one WHERE one.placement_id = place.id
                              AND day BETWEEN one.covers_from AND one.covers_until))
"""
IN_FIELD = """
(SELECT class.major_id FROM internships_student student JOIN internships_schoolclass class
   ON class.id = student.school_class_id WHERE student.id = place.student_id)
IN (SELECT major_id FROM internships_post_majors wanted WHERE wanted.post_id = place.post_id)
"""


def order_classes(world: World) -> None:
    for school_class, kind, state, (first, last) in (
        (world.school_class, "order_class", "running", (date(2025, 9, 1), date(2026, 1, 31))),
        (world.stranger_class, "order_class", "running", (date(2026, 1, 1), date(2026, 8, 31))),
        (world.stranger_class, "apprenticeship", "running", (date(2024, 9, 1), date(2025, 12, 31))),
    ):
        timetable = AlternationSchedule.objects.create(
            school_class=school_class, department=school_class.department, enterprise=world.partner,
            kind=kind, state=state, starts_on=first, ends_on=last, created_at=NOW, updated_at=NOW,
        )  # fmt: skip
        monday = first - timedelta(days=first.weekday()) + timedelta(days=7)
        for number, (place, vouched) in enumerate(
            [("enterprise", NOW), ("school", NOW), ("enterprise", None), ("enterprise", NOW)]
        ):
            AlternationWeek.objects.create(
                schedule=timetable, monday=monday + timedelta(days=70 * number), place=place,
                hours=Decimal("38.5"), vouched_at=vouched,
            )  # fmt: skip
    StudentFactory.create(school_class=world.school_class)
    StudentFactory.create(school_class=world.school_class, state="left")


def retained(world: World) -> None:
    graduates(world)


def exchanges(world: World) -> None:
    for number, kind in enumerate(["lecture", "training", "jury", "lecture", "lecture"]):
        begins = datetime(2025, 8, 31, 1, tzinfo=UTC) + timedelta(days=100 * number)
        an_exchange(
            world, kind=kind, starts_at=begins, ends_at=begins + timedelta(hours=3), hours=Decimal("2.5"),
            state="held" if number == 4 else "closed", closed_at=None if number == 4 else begins,
        )  # fmt: skip


def contributions(world: World) -> None:
    for number, (kind, giver, state) in enumerate(
        [
            ("equipment", "enterprise", "confirmed"),
            ("equipment", "enterprise", "confirmed"),
            ("funds", "enterprise", "confirmed"),
            ("equipment", "centre", "confirmed"),
            ("funds", "enterprise", "told"),
            ("funds", "enterprise", "confirmed"),
            ("equipment", "enterprise", "confirmed"),
        ]
    ):
        a_contribution(
            world.partner, kind=kind, giver=giver, state=state, value=Decimal(1000 * (number + 1)),
            given_on=date(2025, 8, 1) + timedelta(days=60 * number),
        )  # fmt: skip


def pledges(world: World) -> None:
    agreement = BindingAgreementFactory.create(department=world.mechanics, enterprise=world.partner)
    for side, metric, promised in (
        ("enterprise", "contribution_funds", 5000),
        ("enterprise", "contribution_equipment", 2),
        ("centre", "contribution_funds", 900),
    ):
        promise = Obligation.objects.bulk_create(
            [
                Obligation(
                    agreement=agreement, order=promised, side=side, enterprise=world.partner, metric=metric,
                    quantity=promised, what_zh="每年", is_taken_over=True,
                )
            ]
        )[0]  # fmt: skip
        for number in range(3):
            begins = date(2024 + number, 1, 1)
            ObligationPeriod.objects.create(
                obligation=promise, number=number + 1, agreement=agreement, enterprise=world.partner,
                side=side, metric=metric, starts_on=begins, due_on=date(2024 + number, 12, 31),
                promised=promised + number,
            )  # fmt: skip


def teachers(world: World) -> None:
    teacher = TeacherFactory.create(department=world.mechanics)
    practised(teacher, world.partner, date(2025, 7, 1), date(2025, 8, 20))
    practised(teacher, world.partner, date(2025, 10, 1), date(2025, 10, 9))
    days = [date(2026, 5, 4), date(2026, 5, 11)]
    practised(teacher, world.partner, days[0], days[1], days=days)
    practised(teacher, world.partner, date(2026, 7, 1), date(2026, 7, 20), state="submitted")


def part_timers(world: World) -> None:
    person = a_technician(world.mechanics)
    appointment = serving(person, a_need(world.mechanics), first=date(2024, 9, 1), last=date(2026, 8, 31))
    for number, (hours, confirmed_on) in enumerate(
        [(40, date(2025, 7, 1)), (32, date(2026, 1, 10)), (48, date(2026, 7, 1)), (None, None)]
    ):
        taught(
            appointment, hours, study_year=2024 + number // 2, term=1 + number % 2, confirmed_on=confirmed_on,
            fee=Decimal("150.50"),
        )  # fmt: skip


def outcomes(world: World) -> None:
    project = a_project(world, agreement=BindingAgreementFactory.create(enterprise=world.partner))
    for number, kind in enumerate(["course", "patent", "transfer", "course", "transfer", "course"]):
        an_outcome(
            project, kind=kind, achieved_on=date(2025, 8, 1) + timedelta(days=80 * number),
            value=Decimal(3000) if kind == "transfer" else None,
            confirmed_on=None if number == 5 else date(2026, 9, 1),
        )  # fmt: skip
    curriculum = a_project(world, kind="curriculum", agreement=project.agreement)
    for which in (project, curriculum):
        line = BudgetLine.objects.create(project=which, purpose="material", amount=Decimal(100000))
        for number, payer in enumerate([world.partner, None, world.partner, world.partner]):
            Expense.objects.create(
                project=which, line=line, voucher=f"V{number}", purpose="刀具", payer=payer,
                spent_on=date(2025, 8, 20) + timedelta(days=70 * number), amount=Decimal("1200.40") + number,
            )  # fmt: skip


def fees(world: World) -> None:
    course = a_course(world)
    for number, (state, paid_on) in enumerate(
        [("paid", date(2025, 8, 31)), ("paid", date(2025, 9, 1)), ("due", None), ("paid", date(2026, 6, 1))]
    ):
        Fee.objects.create(
            course=course, enterprise=EnterpriseFactory.create(department=world.mechanics), state=state,
            heads=2, amount=Decimal(600 + number), due_since=date(2025, 8, 1), paid_on=paid_on,
        )  # fmt: skip


SINCE = "BETWEEN %(first)s AND %(on)s"
# code: what happened, SQL of the numerator, SQL of the denominator where there is one
BY_HAND: dict[str, tuple[Callable[[World], None], str, str]] = {
    "agreements_in_force": (
        agreements,
        f"SELECT count(*) FROM agreements_agreement agreement WHERE {BINDING}",
        "",
    ),
    "partner_enterprises": (agreements, PARTNERS.format(what="count(*)", more=""), ""),
    "partners_per_major": (
        agreements,
        PARTNERS.format(what="sum(CASE firm.size_band WHEN 'large' THEN 1 ELSE 0.5 END)", more=""),
        MAJORS,
    ),
    "bases_per_major": (
        agreements,
        PARTNERS.format(what="count(*)", more="AND 'internship_base' = ANY(agreement.forms)"),
        MAJORS,
    ),
    "destination_rate": (
        graduates,
        f"SELECT count(*) {GRADUATES} AND {THERE} AND told.kind NOT IN ('seeking', 'unknown')",
        f"SELECT count(*) {GRADUATES}",
    ),
    "match_rate": (
        graduates,
        f"SELECT count(*) {GRADUATES} AND {THERE} AND told.is_matched",
        f"SELECT count(*) {GRADUATES} AND {THERE}"
        " AND told.kind IN ('host', 'field', 'elsewhere', 'self_employed')",
    ),
    "consent_rate": (interns, f"SELECT count(*) {INTERNS} AND {CONSENTED}", f"SELECT count(*) {INTERNS}"),
    "tripartite_rate": (interns, f"SELECT count(*) {INTERNS} AND {AGREED}", f"SELECT count(*) {INTERNS}"),
    "insurance_rate": (interns, f"SELECT count(*) {INTERNS} AND {INSURED}", f"SELECT count(*) {INTERNS}"),
    "internship_match_rate": (
        interns,
        f"SELECT count(*) {INTERNS} AND {IN_FIELD}",
        f"SELECT count(*) {INTERNS}",
    ),
    "order_class_students": (
        order_classes,
        """SELECT count(*) FROM internships_student student WHERE student.state <> 'left'
           AND EXISTS (SELECT FROM placements_alternationschedule plan
                       WHERE plan.school_class_id = student.school_class_id AND plan.kind = 'order_class'
                         AND plan.state = 'running' AND %(on)s BETWEEN plan.starts_on AND plan.ends_on)""",
        "",
    ),
    "alternation_hours": (
        order_classes,
        "SELECT sum(hours) FROM placements_alternationweek WHERE place = 'enterprise'"
        f" AND vouched_at IS NOT NULL AND monday {SINCE}",
        "",
    ),
    "graduates_retained": (
        retained,
        "SELECT count(*) FROM placements_destination WHERE kind = 'host' AND confirmed_at IS NOT NULL"
        f" AND COALESCE(since_on, (reported_at AT TIME ZONE 'Asia/Shanghai')::date) {SINCE}",
        "",
    ),
    "joint_teaching_hours": (
        exchanges,
        "SELECT sum(hours) FROM collaboration_exchange WHERE state = 'closed'"
        f" AND kind IN ('lecture', 'training') AND (starts_at AT TIME ZONE 'Asia/Shanghai')::date {SINCE}",
        "",
    ),
    "funds_received": (
        contributions,
        "SELECT sum(value) FROM resources_contribution WHERE kind = 'funds' AND giver = 'enterprise'"
        f" AND state = 'confirmed' AND given_on {SINCE}",
        "",
    ),
    "equipment_value": (
        contributions,
        "SELECT sum(value) FROM resources_contribution WHERE kind = 'equipment' AND giver = 'enterprise'"
        f" AND state = 'confirmed' AND given_on {SINCE}",
        "",
    ),
    "funds_pledged": (
        pledges,
        "SELECT sum(promised) FROM agreements_obligationperiod WHERE metric = 'contribution_funds'"
        f" AND side = 'enterprise' AND due_on {SINCE}",
        "",
    ),
    "teacher_practice_days": (
        teachers,
        f"""SELECT sum(CASE practice.counted_as WHEN 'period' THEN 1 + practice.ends_on - practice.starts_on
                       ELSE (SELECT count(DISTINCT "on") FROM teachers_practiceday day
                             WHERE day.practice_id = practice.id)
                       END)
            FROM teachers_practice practice WHERE practice.state = 'accepted' AND practice.ends_on {SINCE}""",
        "",
    ),
    "part_time_hours": (
        part_timers,
        f"SELECT sum(hours_taught) FROM teachers_engagement WHERE confirmed_on {SINCE}",
        "",
    ),
    "part_time_fees": (
        part_timers,
        f"SELECT sum(hours_taught * fee) FROM teachers_engagement WHERE confirmed_on {SINCE}",
        "",
    ),
    "courses_developed": (
        outcomes,
        "SELECT count(*) FROM projects_outcome WHERE kind = 'course' AND confirmed_on IS NOT NULL"
        f" AND achieved_on {SINCE}",
        "",
    ),
    "technology_transfers": (
        outcomes,
        "SELECT count(*) FROM projects_outcome WHERE kind = 'transfer' AND confirmed_on IS NOT NULL"
        f" AND achieved_on {SINCE}",
        "",
    ),
    "horizontal_receipts": (
        outcomes,
        "SELECT sum(spent.amount) FROM projects_expense spent JOIN projects_project project"
        " ON project.id = spent.project_id WHERE spent.payer_id IS NOT NULL"
        f" AND project.kind IN ('technology', 'research', 'service') AND spent.spent_on {SINCE}",
        "",
    ),
    "training_income": (
        fees,
        f"SELECT sum(amount) FROM training_fee WHERE state = 'paid' AND paid_on {SINCE}",
        "",
    ),
}


def by_hand(sql: str, on: date, year: YearKind) -> Any:
    first = date(on.year, 1, 1) if year == YearKind.CALENDAR else date(on.year - (on.month < 9), 9, 1)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"on": on, "first": first})
        (value,) = cursor.fetchone()
    return value or 0


@pytest.mark.parametrize("code", BY_HAND)
def test_an_indicator_is_what_one_counts_by_hand(code, world):
    make, numerator, denominator = BY_HAND[code]
    make(world)
    told = set()
    for on in DAYS:
        for year in YearKind:
            indicator = indicator_of(code, on=on).of_year(year)
            total = indicator.sum(indicator.count(on, None))

            assert total.numerator == by_hand(numerator, on, year), (on, year)
            told.add((total.numerator, total.denominator))
            if denominator:
                assert total.denominator == by_hand(denominator, on, year), (on, year)
    assert len(told) > 1, "the days differ in nothing"
    assert any(numerator for numerator, _denominator in told)


@pytest.mark.parametrize("code", BY_HAND)
def test_rows_members_and_departments_add_up_to_the_number(code, world):
    make, _numerator, _denominator = BY_HAND[code]
    make(world)
    on = DAYS[1]
    indicator = indicator_of(code)
    groups = indicator.count(on, None)
    total = indicator.sum(groups)
    members = list(indicator.members(on, None))

    assert sum(one.weight for one in members if one.part) == total.numerator
    assert indicator.rows(on, None, COUNTED).queryset.count() == sum(bool(one.part) for one in members)
    if indicator.nature.has_denominator:
        assert indicator.rows(on, None, REST).queryset.count() == total.rest
    for group in groups:
        (alone,) = indicator.count(on, [group.department])
        assert (alone.parts, alone.denominator) == (group.parts, group.denominator)
    assert indicator.count(on, []) == []
    rows = indicator.rows(on, None, COUNTED)
    keys = [row.pk for row in rows.queryset.order_by(rows.name_field)[:5]]
    for said in rows.tell(keys).values():
        assert set(said) == {column.code for column in rows.columns}
        assert said["name"].en
        assert said["name"].zh


def test_a_ratio_divides_weighed_partners_by_majors(world):
    agreements(world)
    indicator = indicator_of("partners_per_major")
    total = indicator.sum(indicator.count(DAYS[0], None))

    assert indicator.nature.kind == Kind.RATIO
    # One large enterprise, two others; the world's two classes are of one major or two.
    assert total.numerator == Decimal("2.0")
    assert total.value == round(2.0 / total.denominator, 2)
    assert Enterprise.objects.filter(pk__in=indicator.rows(DAYS[0], None, "large").queryset).count() == 1
