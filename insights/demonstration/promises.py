"""What agreements promise: two to four things by their type, some met, some behind, some confirmed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from agreements.choices import CONCLUDED_STATES
from agreements.counting import count_promises
from agreements.models import Agreement, Obligation, ObligationPeriod, Party, Rhythm, Side
from agreements.operations import say_of_promise
from agreements.operations.promises import keep_word
from core.metrics import OCCURRENCE, metric_of, metrics
from insights.demonstration.stories import at_work, working_day

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
JOINT = (
    *(ENTERPRISE, "projects_accepted", 1, 1, Rhythm.ONCE),
    *("共同完成校企合作项目并通过验收。", "Joint projects carried out together and accepted."),
)
BY_TYPE = {
    "framework": (PLACES, HOSTED, JOINT, VISITS),
    "internship-base": (PLACES, INTERNS, SENT, VISITS),
    "order-class": (INTERNS, HIRED, TAUGHT, VISITS),
    "apprenticeship": (INTERNS, TAUGHT, SENT),
    "practice-station": (HOSTED, DAYS, VISITS),
    "industry-college": (PLACES, INTERNS, TAUGHT, JOINT, VISITS),
    "staff-training": (TAUGHT, VISITS),
    "joint-project": (JOINT, DAYS, VISITS),
    "donation": (VISITS, HOSTED),
}
# Agreements of these days have their promises in the text; those of earlier ones are entered from the paper.
WRITTEN_SINCE = timedelta(days=150)
# Nothing older was recorded, and so nothing older is held against what was promised.
PROMISED_SINCE = timedelta(days=540)
# How much was promised of what then happened in a year, and how often something is that never did.
SHARES = (0.5, 0.75, 1, 1, 1.3)
EMPTY_WORDS = 0.2
CONFIRMED = 24
OBJECTIONS = ("还有一次走访未登记，请核对。", "其中一名学生由我公司另行接收，请补登。")


type Happened = dict[tuple[int, str, str], list[tuple[date, Decimal]]]
"""By enterprise, who gave it and metric: on which day, how much."""


def written(agreement: Agreement, kind: str, chance: Random) -> list[Obligation]:
    """The promises of a text, in its order."""
    enterprise_id = _enterprise_of(agreement)
    if enterprise_id is None:
        return []
    return [
        _promise(agreement, order, words, enterprise_id, Decimal(chance.randint(words[2], words[3])))
        for order, words in enumerate(_known(kind), start=1)
    ]


def entered(agreement: Agreement, happened: Happened, chance: Random, *, on: date) -> list[Obligation]:
    """Those of a paper from before: mostly what came of it, more or less, and sometimes what did not."""
    enterprise_id = _enterprise_of(agreement)
    if enterprise_id is None or agreement.starts_on is None:
        return []
    since = max(agreement.starts_on, on - PROMISED_SINCE)
    years = max(1.0, (on - since).days / 365)
    rows: list[Obligation] = []
    for words in _known(agreement.type.code):
        side, metric, least = words[:3]
        found = happened.get((enterprise_id, side, metric), ())
        total = sum(quantity for day, quantity in found if since <= day <= on)
        if not total and chance.random() >= EMPTY_WORDS and (rows or words is not VISITS):
            continue
        of_a_year = float(total) / (years if words[4] == Rhythm.YEARLY else 1)
        quantity = Decimal(max(1, round(of_a_year * chance.choice(SHARES))) if total else least)
        row = _promise(agreement, len(rows) + 1, words, enterprise_id, quantity)
        row.starts_on = since
        row.is_taken_over, row.entered_by = True, agreement.owner
        rows.append(row)
    return rows


def _enterprise_of(agreement: Agreement) -> int | None:
    party = agreement.parties.filter(role=Party.Role.ENTERPRISE).order_by("order").first()
    return party.enterprise_id if party else None


def _known(kind: str) -> list[Any]:
    return [one for one in BY_TYPE.get(kind, (VISITS,)) if metric_of(str(one[1]))]


def _promise(
    agreement: Agreement, order: int, words: Any, enterprise_id: int, quantity: Decimal
) -> Obligation:
    side, metric, _least, _most, rhythm, zh, en = words
    return Obligation(
        agreement=agreement,
        order=order,
        side=side,
        enterprise_id=enterprise_id,
        metric=metric,
        quantity=quantity,
        rhythm=rhythm,
        what_zh=zh,
        what_en=en,
    )


def _happened(on: date) -> Happened:
    """A query for each metric."""
    found: Happened = defaultdict(list)
    for metric in metrics():
        for row in metric.occurrences().values(*OCCURRENCE):
            if row["occurred_on"] <= on:
                key = (row["enterprise"], row["giver"], metric.code)
                found[key].append((row["occurred_on"], row["quantity"]))
    return found


def make_promises(*, on: date) -> None:
    """Enter those of papers from before, count everything, and let both sides say what they think of it."""
    chance = Random("promises")
    now = at_work(working_day(on - timedelta(days=1)), chance)
    silent = Agreement.objects.filter(
        obligations=None, state__in=CONCLUDED_STATES, starts_on__lte=on, last_day__gte=on
    ).select_related("type", "owner")
    happened = _happened(on)
    for number, agreement in enumerate(silent.order_by("starts_on", "pk")):
        rows = entered(agreement, happened, chance, on=on)
        party = agreement.parties.exclude(contact=None).select_related("contact").first()
        user_id = party.contact.user_id if party and party.contact else None
        if number % 3 and user_id:
            for row in rows:
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
        liaison = period.enterprise.contacts.liaisons_with_account().select_related("user").first()
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
