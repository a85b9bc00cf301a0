"""Three school years of assessments of partners, with surveys, answers, objections and what was made better.

Made through the operations, once the story has been told; each act at its moment.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import User
from agreements.choices import CONCLUDED_STATES
from agreements.models import Agreement
from assessments.models import Assessment, AssessmentState, EarlyWarning, Group, Invitee
from assessments.operations import actions, assessments, surveys, warnings
from assessments.operations.assessments import Mark
from assessments.sweeps import sweep
from core.school_years import school_year
from insights.demonstration.people import Staff
from insights.demonstration.stories import at_work, working_day
from partnerships.models import Contact, ContactRole, Enterprise
from partnerships.models.enterprise import Stage
from partnerships.portal.partner import Partner
from placements.models import Placement

S = AssessmentState
YEARS = 3
PARTNERS = 22
# These of them are still asked about the last school year.
STILL_ASKED = (1, 8, 14, 20)
ANSWER = 0.7
# How far the assessments of the last school year have come, in turn.
WAYS = (
    *(S.WITH_ENTERPRISE, S.PUBLISHED, "objection", S.APPROVED, "word", S.DRAFT),
    *(S.PUBLISHED, S.PUBLISHED, S.PUBLISHED, S.APPROVED),
)
CONCLUSIONS = (
    "本学年合作总体顺利，实习安排有序。建议下一学年增加技术骨干进校授课，并提前公布岗位。",
    "企业履约情况良好，导师配备到位。双方在课程共建方面仍有提升空间。",
    "合作规模有所收缩，联系不够及时。请双方商定下一学年的具体项目与联系安排。",
    "实习质量稳定，学生反馈较好。建议在毕业生录用和教师企业实践方面拓展。",
)
OBJECTION = "教师企业实践天数少计了一批，我公司台账为三人各十天，请核对。"
AGREED = ("情况属实，同意。", "同意学校的评价，我们会加强导师力量。", "")
WORDS = {
    Group.LIAISON: ("学校联系顺畅，希望实习时间能避开生产淡季。", "合作愉快。", ""),
    Group.MENTOR: ("学生基础不错，安全意识需要加强。", "", "建议岗前多练量具使用。"),
    Group.STUDENT: ("师傅很耐心，学到了很多。", "夜班有点累。", "", "希望能多轮几个岗位。", ""),
    Group.INSTRUCTOR: ("企业配合度高，现场管理规范。", "", "希望固定每月一次座谈。"),
}
ALLOCATIONS = "用于购置实训耗材与支付企业专家授课报酬。"
ACTIONS = (
    ("enterprise", "为每名实习学生配备固定导师并公示", "已逐一配备并张贴在车间公告栏。"),
    ("centre", "岗前培训增加安全与量具使用八课时", "已列入教学进程表，本学期起执行。"),
    ("enterprise", "每学期安排两次技术骨干进校讲座", "已完成两次讲座。"),
    ("centre", "系部每月一次走访或电话回访", "已建立回访台账。"),
)
NEXT_STEP = "与系主任一同走访，商谈下一学年合作安排"


def make_assessments(staff: Staff, *, on: date) -> None:
    """Everything up to a day; early warnings follow from all that happened."""
    partners = _partners(on)
    last = school_year(on) - 1
    for study_year in range(last - YEARS + 1, last + 1):
        _year(staff, partners, study_year, on)
    sweep(on=on, now=at_work(on, Random("sweep")))
    _take_up(on)


def _partners(on: date) -> list[Enterprise]:
    """Those with whom something was agreed; first who has somebody at the portal, and where students were."""
    signed = Agreement.objects.filter(state__in=CONCLUDED_STATES).values("parties__enterprise")
    rows = Enterprise.objects.filter(state=Stage.PARTNER, merged_into=None, pk__in=signed)
    there = Contact.objects.in_portal().with_role(ContactRole.LIAISON).exclude(user=None)
    hosts = Placement.objects.filter(started_on__lt=date(school_year(on), 9, 1))
    rows = rows.alias(
        speaks=Exists(there.filter(enterprise=OuterRef("pk"))),
        hosts=Exists(hosts.filter(enterprise=OuterRef("pk"))),
    )
    return list(rows.select_related("department", "owner").order_by("-speaks", "-hosts", "pk")[:PARTNERS])


def _day(day: date, on: date) -> date:
    """As planned, or the last working day before the day of the demonstration."""
    return working_day(min(day, on - timedelta(days=1)))


def _year(staff: Staff, partners: list[Enterprise], study_year: int, on: date) -> None:
    is_last = study_year == school_year(on) - 1
    head, chance = staff.office_head, Random(f"assessments {study_year}")
    asked_now = [partners[number] for number in STILL_ASKED if number < len(partners)] if is_last else []
    asked = [one for one in partners if one not in asked_now]
    opens = _day(date(study_year + 1, 9, 7), on)
    _survey(head, asked, study_year, (opens, opens + timedelta(days=18)), on)
    if asked_now:
        _survey(head, asked_now, study_year, (on - timedelta(days=6), on + timedelta(days=8)), on)
    begun = _day(date(study_year + 1, 9, 29), on)
    made = assessments.begin(
        actor=head,
        enterprises=[one.pk for one in asked],
        study_year=study_year,
        now=at_work(begun, chance),
    )
    order = {one.pk: number for number, one in enumerate(asked)}
    for number, one in enumerate(sorted(made, key=lambda one: order[one.enterprise_id])):
        way = WAYS[number % len(WAYS)] if is_last else S.PUBLISHED
        _go_on(staff, one, way, begun, on)


# --- Surveys ------------------------------------------------------------------------------------


def _survey(
    head: User, partners: list[Enterprise], study_year: int, days: tuple[date, date], on: date
) -> None:
    opens, closes = days
    chance = Random(f"survey {study_year} {len(partners)}")
    made = surveys.open_surveys(
        actor=head,
        enterprises=[one.pk for one in partners],
        study_year=study_year,
        opens_on=opens,
        closes_on=closes,
        now=at_work(opens, chance),
    )
    is_over = closes < on
    moods = {one.pk: chance.choice((3.1, 3.8, 4.2, 4.4, 4.6)) for one in made}
    rows = Invitee.objects.filter(survey__in=made).select_related("contact").order_by("pk")
    for row in rows:
        user_id = row.contact.user_id if row.contact else None
        is_liaison = row.group == Group.LIAISON
        # Where it is still open, the liaison finds it at the portal.
        answers = is_over and user_id is not None if is_liaison else chance.random() <= ANSWER
        if not answers:
            continue
        mood = moods[row.survey_id]
        marks = {f"q{n}": min(5, max(1, round(chance.gauss(mood, 0.7)))) for n in range(1, 7)}
        surveys.answer(
            user_id=user_id or head.pk,
            invitee_id=row.pk,
            answers=marks | {"words": chance.choice(WORDS[Group(row.group)])},
            now=at_work(opens + timedelta(days=2), chance),
        )


# --- The way of one -----------------------------------------------------------------------------


def _liaison(enterprise: Enterprise) -> Partner | None:
    rows = Contact.objects.in_portal().with_role(ContactRole.LIAISON).filter(enterprise=enterprise)
    contact = rows.exclude(user=None).select_related("user", "enterprise").order_by("pk").first()
    return Partner(contact.user, contact, (contact,)) if contact and contact.user else None


def _go_on(staff: Staff, one: Assessment, way: str, begun: date, on: date) -> None:
    """As far as it has come; who has nobody at the portal says the word to the office."""
    head, chance = staff.office_head, Random(f"assessment {one.study_year} {one.enterprise.code}")
    judged = {
        row.indicator_id: Mark(Decimal(chance.choice((2, 3, 3, 4, 4, 5))), "")
        for row in one.results.select_related("indicator")
        if row.indicator.is_judged
    }
    judged |= {
        row.indicator_id: Mark(None, "本学年双方没有到期的承诺。", is_left_out=True)
        for row in one.results.filter(indicator__counter="promises_kept", value=None)
    }
    judged |= {
        row.indicator_id: Mark(None, "本学年没有回收到问卷。", is_left_out=True)
        for row in one.results.filter(indicator__counter__startswith="satisfaction", value=None)
    }
    # What nobody agreed on and nobody did is no part of this partnership.
    judged |= {
        row.indicator_id: Mark(None, "双方协议不含此项合作。", is_left_out=True)
        for row in one.results.filter(indicator__counter__startswith="metric.", value=0)
    }
    now = at_work(_day(begun + timedelta(days=4), on), chance)
    assessments.judge(actor=head, pk=one.pk, marks=judged, now=now)
    if way == S.DRAFT:
        return
    income = chance.choice((Decimal(0), Decimal(0), Decimal(12000), Decimal(36000)))
    assessments.write(
        actor=head,
        pk=one.pk,
        conclusion=chance.choice(CONCLUSIONS),
        income=income,
        allocation=ALLOCATIONS if income else "",
        now=now,
    )
    sent = _day(begun + timedelta(days=9), on)
    is_waiting = way == S.WITH_ENTERPRISE
    if is_waiting:
        sent = working_day(on - timedelta(days=4))
    assessments.send(actor=head, pk=one.pk, word_due_on=sent + timedelta(days=14), now=at_work(sent, chance))
    if is_waiting:
        return
    said = _day(sent + timedelta(days=6), on)
    _say(head, one, way == "objection", chance, said)
    if way in {"objection", "word"}:
        return
    approved = _day(said + timedelta(days=8), on)
    assessments.approve(actor=staff.deputy, pk=one.pk, now=at_work(approved, chance))
    _act(staff, one, approved, on, chance)
    if way == S.PUBLISHED:
        published = _day(approved + timedelta(days=7), on)
        assessments.publish(actor=staff.deputy, pk=one.pk, now=at_work(published, chance))


def _say(head: User, one: Assessment, is_objection: bool, chance: Random, day: date) -> None:
    partner = _liaison(one.enterprise)
    said: dict[str, Any] = {
        "pk": one.pk,
        "words": OBJECTION if is_objection else chance.choice(AGREED),
        "is_objection": is_objection,
        "now": at_work(day, chance),
    }
    if partner is not None:
        assessments.say_word(partner=partner, **said)
    else:
        assessments.record_word(actor=head, **said)


def _act(staff: Staff, one: Assessment, approved: date, on: date, chance: Random) -> None:
    """One or two actions for every second; those of earlier years are done, mostly."""
    if chance.random() < 0.4:
        return
    for side, title, result in chance.sample(ACTIONS, chance.choice((1, 2))):
        due = approved + timedelta(days=chance.choice((30, 60, 120)))
        action = actions.agree(
            actor=staff.office_head,
            assessment_id=one.pk,
            side=side,
            title=title,
            owner=one.enterprise.owner or staff.office_head,
            due_on=due,
            now=at_work(approved, chance),
        )
        done = working_day(due - timedelta(days=3))
        if done < on and chance.random() < 0.85:
            actions.finish(actor=staff.office_head, pk=action.pk, result=result, now=at_work(done, chance))


def _take_up(on: date) -> None:
    """Some warnings are taken up by whoever looks after the enterprise."""
    rows = EarlyWarning.objects.open().exclude(enterprise__owner=None).exclude(reason="concerns")
    for number, one in enumerate(rows.select_related("enterprise__owner").order_by("pk")):
        owner = one.enterprise.owner
        if number % 3 == 0 and owner is not None and one.permits(owner, "assessment.edit"):
            warnings.acknowledge(
                actor=owner,
                pk=one.pk,
                next_step=NEXT_STEP,
                next_step_on=on + timedelta(days=5 + number % 9),
                now=at_work(on - timedelta(days=1), Random(f"warning {number}")),
            )
