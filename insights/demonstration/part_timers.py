"""Twenty technicians of partner enterprises who teach part-time, taught, or are on the way: at every step.

Written in bulk once the story has been told, as their contacts and the departments are then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from agreements.choices import Language
from catalogue.models import Major
from core.attachments import store_upload
from core.school_years import Term, school_year, term_days, term_of
from insights.demonstration.people import Staff
from insights.demonstration.stories import at_work, working_day
from insights.demonstration.tables import document
from partnerships.models import Contact, ContactRole
from partnerships.models.enterprise import Stage
from teachers.models import (
    Answered,
    Appointment,
    AppointmentClause,
    AppointmentFile,
    AppointmentObjection,
    AppointmentState,
    Employment,
    Engagement,
    NeedState,
    PartTimeNeed,
    PartTimeTeacher,
    QualificationLevel,
    Rank,
)
from teachers.parttime_agreement import agreement_pdf, drafted_clauses, number_of
from teachers.parttime_checks import recheck
from teachers.parttime_rules import numbers_on
from teachers.standards import last_workday

S = AppointmentState
# How far each has come, and how many days before today its last step lies: four of each department.
WAYS: tuple[tuple[str, int], ...] = (
    *((S.INDUCTED, 80), (S.INDUCTED, 76), (S.INDUCTED, 445), (S.PROPOSED, 3)),
    *((S.INDUCTED, 82), (S.INDUCTED, 78), (S.VETTED, 2), (S.ENDED, 70)),
    *((S.INDUCTED, 79), (S.INDUCTED, 440), (S.PUBLICISED, 3), (S.REFUSED, 20)),
    *((S.INDUCTED, 81), (S.INDUCTED, 77), (S.AGREED, 4), (S.WITHDRAWN, 12)),
    *((S.INDUCTED, 75), (S.INDUCTED, 83), (S.PUBLICISED, 5), (S.PROPOSED, 1)),
)
# Those whose appointment ends within a month, by their number.
ENDING = frozenset({4, 12})
# Those whose signed agreement is kept: painting takes a second.
PAINTED = frozenset({0, 4})
LEVELS = (QualificationLevel.SKILL_1, QualificationLevel.SKILL_2, QualificationLevel.SKILL_3)
STATEMENTS = ("企业技术骨干，带徒经验丰富，表达能力强。", "曾担任技能竞赛裁判，熟悉岗位标准。")
GRADES = (
    ("excellent", "案例真实，学生评教优秀，实训指导细致。"),
    ("good", "备课充分，能结合现场工艺讲解。"),
    ("good", "准时到课，与专任教师配合良好。"),
    ("pass", "教学基本达标，建议加强课堂组织。"),
)
INDUCTION = "学校规章与师德规范、教学设计与课堂组织、学生安全与实训管理。"
REASONS = {
    S.ENDED: "本人工作调动，经协商提前终止。",
    S.REFUSED: "拟授课程与其专业方向不符，建议另行推荐。",
    S.WITHDRAWN: "企业生产任务调整，本学期无法到校任教。",
}
# Objections in the publicity period, by number of the appointment: who, from outside, what, and the answer.
OBJECTIONS: dict[int, tuple[str, str, str]] = {
    18: ("", "其技能等级证书与拟授课程方向不完全一致，请核实。", ""),
    13: (
        "原单位同事（来信）",
        "听说本学期企业排产较满，担心无法保证到校授课时间。",
        "已与企业核实，授课时间已排定，异议不成立。",
    ),
}
# Whoever worked for another enterprise until last year.
MOVED = 5
WORKDAYS = 5
VETTED = frozenset({S.VETTED, S.PUBLICISED, S.AGREED, S.INDUCTED, S.ENDED})
PUBLIC = VETTED - {S.VETTED}
SIGNED = PUBLIC - {S.PUBLICISED}


def make_part_timers(staff: Staff, *, on: date) -> None:
    """Everything up to a day; nothing where it lies before the rules that the check-lists ask."""
    if numbers_on(on) is None:
        return
    people = _people(staff)
    needs = {key: _need(staff, key, on) for key in document("part_timers")}
    made: list[tuple[Appointment, int]] = []
    for number, (contact, key) in enumerate(people):
        person = _person(contact, staff, key, number, on)
        made.append((_appointment(person, needs[key], staff, number, on), number))
    for one, number in made:
        if one.state in PUBLIC:
            AppointmentClause.objects.bulk_create(
                AppointmentClause(appointment=one, **clause) for clause in drafted_clauses(one)
            )
        if number in OBJECTIONS:
            _object(one, staff, number, on)
        if one.state in SIGNED and number in PAINTED:
            _keep_agreement(one, staff)
        if one.state in {S.INDUCTED, S.ENDED}:
            Engagement.objects.bulk_create(_engagements(one, staff, on, Random(f"hours {number}")))
    recheck([one for one, _number in made], now=at_work(on, Random("checked")))


def _people(staff: Staff) -> list[tuple[Contact, str]]:
    """Four technicians, else mentors, of the partners of each department, of as many enterprises as there
    are. One query."""
    keys = {department.pk: key for key, department in staff.departments.items()}
    of_department: dict[str, dict[int, Contact]] = defaultdict(dict)
    contacts = Contact.objects.filter(
        left_on=None,
        enterprise__state=Stage.PARTNER,
        enterprise__merged_into=None,
        roles__overlap=[ContactRole.TECHNICIAN, ContactRole.MENTOR],
    ).select_related("enterprise")
    for contact in sorted(contacts, key=lambda one: (ContactRole.TECHNICIAN not in one.roles, one.pk)):
        key = keys.get(contact.enterprise.department_id, "")
        of_department[key].setdefault(contact.enterprise_id, contact)
    chosen = [
        (contact, key) for key in document("part_timers") for contact in [*of_department[key].values()][:4]
    ]
    return chosen[: len(WAYS)]


def _need(staff: Staff, key: str, on: date) -> PartTimeNeed:
    said = document("part_timers")[key]
    first, _last = term_days(school_year(on) - 1, Term.FIRST)
    need = PartTimeNeed.objects.create(
        department=staff.departments[key],
        state=NeedState.PUBLISHED,
        title=said["need"],
        courses="，".join(said["courses"]),
        hours_per_term=64,
        sought="中级及以上职称，或高级工及以上职业技能等级",
        seats=4,
        starts_on=first,
        ends_on=term_days(school_year(on), Term.SECOND)[1],
        details="能承担实训指导，参与课程标准与校本教材建设。",
        published_on=first - timedelta(days=80),
        created_by=staff.one("head", key),
        created_at=at_work(first - timedelta(days=84), Random(key)),
    )
    need.majors.set(Major.objects.filter(teachers__department=need.department).distinct()[:2])
    return need


def _person(contact: Contact, staff: Staff, key: str, number: int, on: date) -> PartTimeTeacher:
    chance = Random(f"part-timer {number}")
    said = document("part_timers")[key]
    if ContactRole.TECHNICIAN not in contact.roles:
        contact.roles = [*contact.roles, ContactRole.TECHNICIAN]
        contact.save(update_fields=["roles"])
    is_titled, is_craftsman = number % 2 == 0, number == 9
    state = WAYS[number][0]
    person: PartTimeTeacher = PartTimeTeacher.objects.create(
        contact=contact,
        department=staff.departments[key],
        title=said["title"] if is_titled and not is_craftsman else "",
        rank=Rank.INTERMEDIATE if is_titled and not is_craftsman else Rank.NONE,
        skill="" if is_titled or is_craftsman else said["skill"],
        skill_level="" if is_titled or is_craftsman else chance.choice(LEVELS),
        exception="craftsman" if is_craftsman else "",
        exception_reason="市级能工巧匠，独创技法入选行业案例。" if is_craftsman else "",
        training="" if state == S.PROPOSED else "职业院校兼职教师教学能力培训",
        trained_on=None if state == S.PROPOSED else date(on.year - 1 - number % 2, 7, 10 + number % 9),
        training_hours=None if state == S.PROPOSED else 24,
        birth_date=date(on.year - chance.randint(31, 58), chance.randint(1, 12), chance.randint(1, 28)),
        is_manager=number % 5 == 0,
        management="车间主任，负责班组管理" if number % 5 == 0 else "",
        created_at=at_work(on - timedelta(days=WAYS[number][1] + 60), chance),
    )
    since = on - timedelta(days=300) if number == MOVED else None
    Employment.objects.create(person=person, contact=contact, starts_on=since)
    if since is not None:
        _worked_elsewhere(person, since)
    return person


def _worked_elsewhere(person: PartTimeTeacher, until: date) -> None:
    """At another partner, where they stay among the contacts as somebody who has left."""
    contact = person.contact
    others = Contact.objects.filter(enterprise__state=Stage.PARTNER, enterprise__merged_into=None)
    elsewhere = (
        others.exclude(enterprise=contact.enterprise_id).order_by("enterprise").values("enterprise")[:1]
    )
    before = Contact.objects.create(
        enterprise_id=elsewhere[0]["enterprise"],
        name=contact.name,
        name_latin=contact.name_latin,
        title=contact.title,
        roles=[ContactRole.TECHNICIAN],
        phone=contact.phone,
        left_on=until,
    )
    Employment.objects.create(person=person, contact=before, ends_on=until - timedelta(days=1))


def _appointment(
    person: PartTimeTeacher, need: PartTimeNeed, staff: Staff, number: int, on: date
) -> Appointment:
    """Its last step lies so many days before today, the others before it."""
    state, days_ago = WAYS[number]
    steps = [S.PROPOSED, S.VETTED, S.PUBLICISED, S.AGREED, S.INDUCTED]
    last = working_day(on - timedelta(days=days_ago))
    reached = S.INDUCTED if state == S.ENDED else state if state in steps else S.PROPOSED
    far = steps.index(AppointmentState(reached))
    # Proposed, vetted, public from, agreed, inducted: how many days lie between them.
    gaps = (0, 5, 2, 20, 4)
    days = [working_day(last - timedelta(days=sum(gaps[step + 1 : far + 1]))) for step in range(far + 1)]
    proposed = days[0]
    vetted, public, agreed, inducted = [*days[1:], None, None, None, None][:4]
    head, affairs = staff.one("head", _key(staff, need)), staff.one("teacher_affairs", "office")
    begins = inducted or proposed + timedelta(days=30)
    ends = term_days(school_year(max(on, begins)), Term.SECOND)[1]
    if number in ENDING:
        ends = on + timedelta(days=12 + number)
    reason = REASONS.get(AppointmentState(state), "")
    fields: dict[str, Any] = {"ended_on": None, "ended_by": None, "answer": reason}
    if state == S.ENDED:
        fields |= {"ended_on": on - timedelta(days=15), "ended_by": head}
    by_enterprise = number in {3, 13}
    appointment = Appointment(
        person=person,
        contact=person.contact,
        need=need,
        state=state,
        waiting_since=fields["ended_on"] or last,
        begins_on=begins,
        ends_on=ends,
        fee=Decimal(120 + 20 * (number % 5)),
        statement=STATEMENTS[number % 2],
        by_enterprise=by_enterprise,
        proposed_on=proposed,
        proposed_by=_liaison(person) or head if by_enterprise else head,
        vetted_on=vetted,
        vetted_by=affairs if vetted else None,
        vetting="职称或技能证书原件、无犯罪记录承诺已核验，试讲合格。" if vetted else "",
        publicised_from=public + timedelta(days=1) if public else None,
        publicised_until=last_workday(public + timedelta(days=1), WORKDAYS) if public else None,
        publicised_by=affairs if public else None,
        agreed_on=agreed,
        agreed_by=affairs if agreed else None,
        inducted_on=inducted,
        inducted_by=affairs if inducted else None,
        induction=INDUCTION if inducted else "",
        induction_hours=8 if inducted else None,
        **fields,
    )
    appointment.full_clean()
    appointment.save(force_insert=True)
    return appointment


def _key(staff: Staff, need: PartTimeNeed) -> str:
    return next(key for key, department in staff.departments.items() if department.pk == need.department_id)


def _liaison(person: PartTimeTeacher) -> User | None:
    rows = Contact.objects.filter(enterprise=person.contact.enterprise_id, user__isnull=False)
    found = rows.filter(roles__contains=[ContactRole.LIAISON]).select_related("user").first()
    return found.user if found else None


def _keep_agreement(one: Appointment, staff: Staff) -> None:
    """The signed paper."""
    content = agreement_pdf(one, Language.BOTH).content
    signed: Any = ContentFile(content, name=f"{number_of(one)}.pdf")
    now = at_work(one.agreed_on or one.begins_on, Random("signed"))
    store_upload(
        actor=staff.one("teacher_affairs", "office"),
        model=AppointmentFile,
        parent=one,
        upload=signed,
        now=now,
        is_agreement=True,
    )


def _object(one: Appointment, staff: Staff, number: int, on: date) -> None:
    """By the head of another department, within the period; what is answered was so before the signature."""
    from_outside, reason, answer = OBJECTIONS[number]
    first, last = one.publicised_from or on, one.publicised_until or on
    day = min(first + timedelta(days=1), last, on)
    when = at_work(day, Random(f"objection {number}"))
    said: dict[str, Any] = {}
    if answer:
        said = {"outcome": Answered.DISMISSED, "answer": answer}
        said |= {
            "answered_by": staff.one("teacher_affairs", "office"),
            "answered_at": when + timedelta(days=1),
        }
    others = [
        key for key in staff.departments if key in document("part_timers") and key != _key(staff, one.need)
    ]
    AppointmentObjection.objects.create(
        appointment=one,
        reason=reason,
        from_outside=from_outside,
        objected_on=day,
        made_by=staff.one("head", others[0]),
        made_at=when,
        **said,
    )


def _engagements(one: Appointment, staff: Staff, on: date, chance: Random) -> Iterator[Engagement]:
    """A course a term; of terms that are over the hours are confirmed and the teaching is assessed."""
    courses = one.need.courses.split("，")
    head = staff.one("head", _key(staff, one.need))
    this = (school_year(on), term_of(on))
    for year in (this[0] - 1, this[0]):
        for term in Term:
            first, last = term_days(year, term)
            if (year, term) > this or one.begins_on > last or one.last_day < first:
                continue
            hours = chance.choice((48, 56, 64, 72))
            done = last < on or one.ended_on is not None
            grade, words = chance.choice(GRADES)
            confirmed = min(last + timedelta(days=5), on - timedelta(days=1)) if done else None
            taught = hours - chance.choice((0, 0, 2, 4)) if last < on else hours // 2
            yield Engagement(
                appointment=one,
                study_year=year,
                term=term,
                course=chance.choice(courses),
                hours_planned=hours,
                hours_taught=taught if done else None,
                fee=one.fee or Decimal(120),
                confirmed_on=confirmed,
                confirmed_by=head if done else None,
                grade=grade if done else "",
                assessment=words if done else "",
                assessed_on=confirmed,
                assessed_by=head if done else None,
            )
