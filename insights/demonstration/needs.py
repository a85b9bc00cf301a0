"""Forty needs of partner enterprises over three years, at every step, and what courses followed from them.

Made through the operations, once the story has been told; each act at its moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from accounts.models import Department, User
from catalogue.models import Major
from collaboration.models import AdjustmentState, AnswerKind, CurriculumAdjustment, Need, NeedState, Opinion
from collaboration.operations import adjustments, own_needs
from collaboration.operations import needs as operations
from core.school_years import Term, school_year, term_of
from insights.demonstration.people import Staff
from insights.demonstration.stories import at_work, working_day
from insights.demonstration.tables import document
from partnerships.models import Contact, Enterprise
from partnerships.models.enterprise import Stage
from partnerships.portal.partner import Partner

S, A = NeedState, AdjustmentState
# How far the needs of a department have come, and how many days ago each was told; the first department
# has them as they stand here, each next one a few days earlier.
WAYS: tuple[tuple[str, int], ...] = (
    *((S.MET, 980), (S.MET, 640), (S.MET, 420), (S.DECLINED, 300)),
    *((S.ANSWERED, 60), (S.TAKEN_UP, 34), (S.MET, 210), (S.TOLD, 3)),
)
# Of these, by department and number, something else became.
OTHERWISE = {
    ("it", 7): (S.TOLD, 16),
    ("business", 5): (S.TAKEN_UP, 48),
    ("tourism", 3): (S.WITHDRAWN, 260),
    ("health", 4): (S.MET, 95),
    ("health", 7): (S.DRAFT, 1),
}
WORDS = {
    "talent": "已与相关专业协商，安排对口班级学生到岗实习，毕业后双向选择。",
    "training": "学校安排教师送教上门，按企业班次排课，结业考核合格发放证书。",
    "technology": "由专业教师团队到现场诊断，提出改造建议书。",
    "research": "纳入本年度校企联合课题，由教师和企业技术人员共同完成。",
}
DECLINED = "学校目前没有相应的设备与资质，建议联系区内技师学院；条件具备后将主动联系。"
WITHDRAWN = "企业调整生产计划，暂不需要。"
MET = "电话回访，企业人事负责人确认需求已满足。"
REFUSED = "跨境方向学生规模不足，建议先以选修课试点，明年再议。"
DROPPED_PROPOSAL = "与企业进一步沟通后，改为在岗前实训周安排。"
ADOPTED = "委员会一致认为调整符合岗位要求，同意实施，请任课教师修订课程标准。"
OPINIONS = ("调整符合岗位实际，同意。", "建议企业技术人员参与授课，同意。", "请注意与其他课程的衔接，同意。")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A department whose needs are made: its head, its major, and the day of the demonstration."""

    key: str
    department: Department
    head: User
    deputy: User
    major: Major
    on: date


def make_needs(staff: Staff, *, on: date) -> None:
    """Everything up to a day. A few hundred acts."""
    for number, (key, said) in enumerate(document("needs")["departments"].items()):
        department = staff.departments[key]
        rows = Enterprise.objects.filter(department=department, state=Stage.PARTNER, merged_into=None)
        partners = list(rows.order_by("pk")[:6])
        major = Major.objects.filter(code=said["major"]).first()
        if not partners or major is None:
            continue
        place = Place(
            key=key,
            department=department,
            head=staff.one("head", key),
            deputy=staff.deputy,
            major=major,
            on=on,
        )
        made = [
            _need(place, partners[which % len(partners)], row, _way(key, which, number))
            for which, row in enumerate(said["needs"])
        ]
        for row in said["adjustments"]:
            _adjust(place, made[row["need"]], row)


def _way(key: str, place: int, number: int) -> tuple[str, int]:
    if (key, place) in OTHERWISE:
        return OTHERWISE[key, place]
    state, days = WAYS[place]
    return state, days + number * (17 if days > 100 else 0)


def _liaison(enterprise: Enterprise) -> Contact | None:
    rows = enterprise.contacts.liaisons_with_account()
    return rows.select_related("user", "enterprise").first()


def _need(place: Place, enterprise: Enterprise, row: dict[str, Any], way: tuple[str, int]) -> Need | None:
    """As far as it has come; a draft only where the enterprise is at the portal."""
    state, days_ago = way
    chance = Random(f"need {row['title']}")
    told = working_day(place.on - timedelta(days=days_ago))
    fields = dict(row)
    fields["majors"] = [place.major] if row["kind"] in {"talent", "research"} else []
    fields["urgency"] = "high" if chance.random() < 0.25 else "normal"
    fields["until_on"] = told + timedelta(days=chance.choice((90, 120, 180)))
    if row["kind"] == "talent":
        fields["from_on"] = told + timedelta(days=chance.choice((45, 60, 90)))
    liaison = _liaison(enterprise)
    now = at_work(told, chance)
    if liaison is not None and liaison.user is not None and days_ago < 100:
        partner = Partner(liaison.user, liaison, (liaison,))
        need = own_needs.draft_own(partner=partner, now=now, **fields)
        if state == S.DRAFT:
            return need
        need = own_needs.tell_own(partner=partner, pk=need.pk, now=now)
    elif state == S.DRAFT:
        return None
    else:
        visits = enterprise.interactions.filter(happened_at__date__lte=told).order_by("-happened_at")
        need = operations.enter_need(
            actor=place.head,
            enterprise_id=enterprise.pk,
            department=place.department,
            told_on=told,
            interaction=visits.first() if chance.random() < 0.5 else None,
            now=now,
            **fields,
        )
    _go_on(place, need, state, told)
    return need


def _go_on(place: Place, need: Need, state: str, told: date) -> None:
    """From told to where it is, in steps of a few days."""
    head, chance = place.head, Random(f"steps {need.title}")

    def later(days: int) -> Any:
        return at_work(min(working_day(told + timedelta(days=days)), place.on - timedelta(days=1)), chance)

    if state == S.TOLD:
        return
    if state in {S.DECLINED, S.WITHDRAWN}:
        give_up = operations.decline if state == S.DECLINED else operations.withdraw
        reason = DECLINED if state == S.DECLINED else WITHDRAWN
        give_up(actor=head, pk=need.pk, reason=reason, now=later(6))
        return
    by = told + timedelta(days=30)
    operations.take_up(actor=head, pk=need.pk, owner=head, answer_by=by, now=later(3))
    if state == S.TAKEN_UP:
        return
    words = WORDS[need.kind]
    post = operations.possible_answers(head, need)["post"].order_by("pk").first()
    if need.kind == "talent" and post is not None:
        operations.add_answer(
            actor=head, pk=need.pk, kind=AnswerKind.POST, record=post, words="对口岗位。", now=later(12)
        )
    operations.add_answer(actor=head, pk=need.pk, kind=AnswerKind.WORDS, words=words, now=later(12))
    operations.answer(actor=head, pk=need.pk, words="感谢提出需求，学校的安排如下。", now=later(14))
    if state == S.MET:
        operations.confirm(actor=head, pk=need.pk, reason=MET, now=later(40))


def _adjust(place: Place, need: Need | None, row: dict[str, Any]) -> None:
    """Proposed some months before its term, and as far as it has come."""
    if need is None or need.told_on is None:
        return
    head, on = place.head, place.on
    chance = Random(f"adjustment {row['course']}")
    year, term = _term(on, row["term"])
    first = adjustments.first_day(year, term)
    proposed = working_day(min(first - timedelta(days=70), on - timedelta(days=24)))
    proposed = max(proposed, working_day(need.told_on + timedelta(days=4)))
    fields = {name: row[name] for name in ("course", "kind", "reason")}
    fields |= {name: row.get(name, "") for name in ("before", "after")}
    fields |= {name: row.get(name) for name in ("hours_before", "hours_after")}
    one = adjustments.propose(
        actor=head,
        department=place.department,
        needs=[need],
        major=place.major,
        now=at_work(proposed, chance),
        **fields,
    )
    if row["state"] == A.PROPOSED:
        return
    people = list(need.enterprise.contacts.filter(left_on=None).order_by("pk")[:2])
    panel_on = working_day(proposed + timedelta(days=14))
    now = at_work(proposed + timedelta(days=3), chance)
    adjustments.name_panel(actor=head, pk=one.pk, users=[head, place.deputy], contacts=people, now=now)
    if row["state"] == A.WITHDRAWN:
        adjustments.withdraw(actor=head, pk=one.pk, reason=DROPPED_PROPOSAL, now=now)
        return
    adjustments.bring(actor=head, pk=one.pk, panel_on=panel_on, place="行政楼三楼会议室", now=now)
    _decide(head, one, row, (year, term), at_work(panel_on, chance))


def _decide(
    head: User, one: CurriculumAdjustment, row: dict[str, Any], effective: tuple[int, int], now: Any
) -> None:
    """The opinions of the day of the panel; the decision is the head's."""
    members = list(one.members.order_by("pk"))
    if row["state"] == A.BEFORE_PANEL:
        members = members[:1]
    for number, member in enumerate(members):
        adjustments.record_opinion(
            actor=head,
            pk=one.pk,
            member_id=member.pk,
            opinion=Opinion.FOR if row["state"] != A.NOT_ADOPTED else Opinion.AGAINST,
            words=OPINIONS[number % len(OPINIONS)] if row["state"] != A.NOT_ADOPTED else REFUSED,
            given_on=now.date(),
            now=now,
        )
    if row["state"] == A.NOT_ADOPTED:
        adjustments.reject(actor=head, pk=one.pk, reason=REFUSED, now=now)
    elif row["state"] == A.ADOPTED:
        year, term = effective
        adjustments.adopt(actor=head, pk=one.pk, reason=ADOPTED, study_year=year, term=term, now=now)


def _term(on: date, ahead: int) -> tuple[int, int]:
    """So many terms before or after the one of a day."""
    count = school_year(on) * 2 + (term_of(on) - 1) + ahead
    return count // 2, Term(count % 2 + 1)
