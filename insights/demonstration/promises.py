"""What agreements promise: two to four things by their type, some met, some behind, some confirmed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from agreements.choices import CONCLUDED_STATES
from agreements.counting import count_promises
from agreements.models import Agreement, Obligation, ObligationPeriod, Party, Rhythm, Side
from agreements.operations import say_of_promise
from agreements.operations.promises import keep_word
from core.metrics import metric_of
from insights.demonstration.stories import at_work, working_day
from partnerships.models import ContactRole

# Who promises, what is counted, from how much to how much, how often, and the words.
ENTERPRISE, CENTRE = Side.ENTERPRISE, Side.CENTRE
PLACES = (
    *(ENTERPRISE, "internship_places", 2, 12, Rhythm.YEARLY),
    *(
        "提供与专业对口的实习岗位，并在学期开始前公布。",
        "Internship places that match the majors, published before the term.",
    ),
)
INTERNS = (
    *(ENTERPRISE, "interns_taken", 1, 6, Rhythm.YEARLY),
    *("接收学生岗位实习并指派企业导师。", "Students taken as interns, each with a mentor of the enterprise."),
)
SENT = (
    *(CENTRE, "interns_sent", 1, 5, Rhythm.YEARLY),
    *(
        "选派合格学生到企业实习并安排指导教师。",
        "Qualified students sent as interns, each with an instructor.",
    ),
)
HOSTED = (
    *(ENTERPRISE, "teachers_hosted", 1, 2, Rhythm.YEARLY),
    *("接收专业教师企业实践。", "Teachers of professional courses received for practice."),
)
DAYS = (
    *(ENTERPRISE, "teacher_practice_days", 20, 60, Rhythm.YEARLY),
    *("为教师企业实践提供岗位与指导。", "Days of practice for teachers, guided on the shop floor."),
)
HIRED = (
    *(ENTERPRISE, "graduates_hired", 1, 3, Rhythm.ONCE),
    *("优先录用考核合格的毕业生。", "Graduates hired, those who passed the assessment first."),
)
TAUGHT = (
    *(ENTERPRISE, "part_time_hours", 16, 72, Rhythm.YEARLY),
    *("选派技术骨干到校授课。", "Hours taught at the centre by technicians of the enterprise."),
)
VISITS = (
    *(CENTRE, "visits", 1, 4, Rhythm.YEARLY),
    *("院系走访企业，了解需求并形成记录。", "Visits by the department, with what was agreed in writing."),
)
BY_TYPE = {
    "framework": (PLACES, HOSTED, VISITS),
    "internship-base": (PLACES, INTERNS, SENT, VISITS),
    "order-class": (INTERNS, HIRED, TAUGHT, VISITS),
    "apprenticeship": (INTERNS, TAUGHT, SENT),
    "practice-station": (HOSTED, DAYS, VISITS),
    "industry-college": (PLACES, INTERNS, TAUGHT, DAYS, VISITS),
    "staff-training": (TAUGHT, VISITS),
    "joint-project": (DAYS, VISITS),
    "donation": (VISITS, HOSTED),
}
CONFIRMED = 24
OBJECTIONS = ("还有一次走访未登记，请核对。", "其中一名学生由我公司另行接收，请补登。")


def written(agreement: Agreement, kind: str, chance: Random) -> list[Obligation]:
    """The promises of a text, in its order."""
    party = agreement.parties.filter(role=Party.Role.ENTERPRISE).order_by("order").first()
    if party is None or party.enterprise_id is None:
        return []
    known = [one for one in BY_TYPE.get(kind, (VISITS,)) if metric_of(str(one[1]))]
    return [
        Obligation(
            agreement=agreement,
            order=order,
            side=side,
            enterprise_id=party.enterprise_id,
            metric=metric,
            quantity=Decimal(chance.randint(least, most)),
            rhythm=rhythm,
            what_zh=zh,
            what_en=en,
        )
        for order, (side, metric, least, most, rhythm, zh, en) in enumerate(known, start=1)
    ]


def make_promises(*, on: date) -> None:
    """Enter those of papers from before, count everything, and let both sides say what they think of it."""
    chance = Random("promises")
    now = at_work(working_day(on - timedelta(days=1)), chance)
    adopted = Agreement.objects.filter(
        is_imported=True, state__in=CONCLUDED_STATES, starts_on__lte=on, last_day__gte=on
    ).select_related("type", "owner")
    for number, agreement in enumerate(adopted.order_by("pk")):
        rows = written(agreement, agreement.type.code, chance)
        for row in rows:
            row.is_taken_over, row.entered_by = True, agreement.owner
            contact = agreement.parties.exclude(contact=None).first()
            user_id = contact.contact.user_id if contact and contact.contact else None
            if number % 3 and user_id:
                row.confirmed_at, row.confirmed_by_id = now, user_id
        Obligation.objects.bulk_create(rows)
    count_promises(on=on, now=now)
    begun = (
        ObligationPeriod.objects.filter(starts_on__lte=on - timedelta(days=60))
        .select_related("agreement__owner", "obligation", "enterprise")
        .order_by("-counted", "-due_on", "pk")
    )
    for number, period in enumerate(begun[:CONFIRMED]):
        if not period.agreement.permits(period.agreement.owner, "agreement.edit"):
            continue
        say_of_promise(
            actor=period.agreement.owner,
            period_id=period.pk,
            is_objection=False,
            comment="",
            seen=period.counted,
            now=now,
        )
        liaison = (
            period.enterprise.contacts.in_portal()
            .with_role(ContactRole.LIAISON)
            .exclude(user=None)
            .select_related("user")
            .first()
        )
        if liaison is not None and liaison.user is not None:
            objects = number % 8 == 7
            keep_word(
                period,
                by=liaison.user,
                side=Side.ENTERPRISE,
                is_objection=objects,
                comment=chance.choice(OBJECTIONS) if objects else "",
                seen=period.counted,
                now=now + timedelta(minutes=number),
            )
