"""Assessing a year of a partnership: counted at once for many, judged, sent, approved, published.

Locks: the enterprises while assessments of them are made, then the assessment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.choices import CONCLUDED_STATES
from agreements.models import Agreement
from assessments import notices
from assessments.counters import Counted, Span, count_all
from assessments.models import (
    Assessment,
    AssessmentState,
    Grade,
    Indicator,
    Result,
    Scheme,
    total_of_results,
)
from assessments.rules import check
from assessments.scoring import MOST_JUDGED
from assessments.transitions import APPROVE, ASSESSMENT_MOVES, EDIT, PUBLISH
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from core.school_years import school_year
from partnerships.models import Enterprise
from partnerships.portal.partner import Partner

S = AssessmentState
DAYS_FOR_A_WORD = 14
EARLIEST_YEAR = 2000


class UnableToAssess(Refused):
    """Not in this state, or not so; the message says why."""


class Mark(NamedTuple):
    """What somebody says of one indicator: points of 0 to 5 where it is judged, and whether it concerns."""

    points: Decimal | None
    remark: str = ""
    is_left_out: bool = False


def first_day(study_year: int) -> date:
    return date(study_year, 9, 1)


def last_day(study_year: int) -> date:
    return date(study_year + 1, 8, 31)


def active_scheme() -> Scheme:
    """Raises UnableToAssess."""
    scheme = Scheme.objects.filter(is_active=True).order_by("-number").first()
    if scheme is None:
        raise UnableToAssess(_("No scheme of assessment is in use. An administrator chooses one."))
    return scheme


def may_assess_year(study_year: int, today: date) -> None:
    """Raises UnableToAssess."""
    if not EARLIEST_YEAR <= study_year <= school_year(today):
        raise UnableToAssess(_("This school year has not begun yet."))


# --- Making and counting ------------------------------------------------------------------------


def held(rows: Any) -> list[Enterprise]:
    """Some enterprises, locked until the end of the transaction: whoever makes something that each has once a
    year waits for another who does, and finds it then. Other work on them goes on. One query."""
    locked = Enterprise.objects.select_for_update(no_key=True).filter(pk__in=rows.order_by().values("pk"))
    return list(locked.order_by("pk").only("pk", "department_id"))


@transaction.atomic
def begin(*, actor: Actor, enterprises: Iterable[int], study_year: int, now: datetime) -> list[Assessment]:
    """Draft the assessments of a year for enterprises that have none yet, everything counted; a number of
    queries that does not grow with them. Answers the new ones.

    Raises PermissionDenied where nothing of it is within the actor's power, UnableToAssess.
    """
    today = timezone.localdate(now)
    may_assess_year(study_year, today)
    if not actor.scope_for(EDIT):
        raise PermissionDenied
    scope = actor.scope_for(EDIT)
    visible = Enterprise.objects.visible_to(actor).filter(pk__in=list(enterprises))
    asked = [one for one in held(visible) if scope.covers(one.department_id)]
    known = set(
        Assessment.objects.filter(enterprise__in=asked, study_year=study_year, agreement=None)
        .order_by()
        .values_list("enterprise", flat=True)
    )
    scheme = active_scheme()
    counted_on = min(today, last_day(study_year))
    new = Assessment.objects.bulk_create(
        Assessment(
            enterprise=one,
            study_year=study_year,
            scheme=scheme,
            counted_on=counted_on,
            made_by_id=actor.pk,
            made_at=now,
        )
        for one in asked
        if one.pk not in known
    )
    _count(new, scheme)
    for one in new:
        audit.record(actor=actor, subject=one, verb="assessment.make", now=now, capability=EDIT)
    return list(Assessment.objects.filter(pk__in=[one.pk for one in new]).order_by("pk"))


@transaction.atomic
def make(
    *, actor: Actor, enterprise_id: int, study_year: int, agreement: Agreement | None = None, now: datetime
) -> Assessment:
    """Draft one assessment, of the whole partnership or of one agreement with the enterprise.

    Raises NotVisible, PermissionDenied, UnableToAssess.
    """
    today = timezone.localdate(now)
    may_assess_year(study_year, today)
    found = held(Enterprise.objects.visible_to(actor).filter(pk=enterprise_id))
    if not found:
        raise NotVisible(f"partnerships.Enterprise {enterprise_id}")
    (enterprise,) = found
    if not actor.scope_for(EDIT).covers(enterprise.department_id):
        raise PermissionDenied(_("You do not assess partnerships of this department."))
    if agreement is not None:
        is_theirs = agreement.parties.filter(enterprise=enterprise.pk).exists()
        if not is_theirs or agreement.state not in CONCLUDED_STATES:
            raise UnableToAssess(_("Choose a signed agreement with this enterprise."))
    if Assessment.objects.filter(enterprise=enterprise, study_year=study_year, agreement=agreement).exists():
        raise UnableToAssess(_("This year of the partnership has its assessment already."))
    scheme = active_scheme()
    one = Assessment.objects.create(
        enterprise=enterprise,
        agreement=agreement,
        study_year=study_year,
        scheme=scheme,
        counted_on=min(today, last_day(study_year)),
        made_by_id=actor.pk,
        made_at=now,
    )
    _count([one], scheme)
    audit.record(actor=actor, subject=one, verb="assessment.make", now=now, capability=EDIT)
    one.refresh_from_db()
    return one


@transaction.atomic
def recount(*, actor: Actor, pk: int, now: datetime) -> Assessment:
    """Count a draft anew: what was written down later is in it then. What people judged stays.

    Raises NotVisible, PermissionDenied, UnableToAssess.
    """
    one = _draft(actor, pk)
    one.counted_on = min(timezone.localdate(now), last_day(one.study_year))
    one.save(update_fields=["counted_on"])
    _count([one], one.scheme)
    audit.record(actor=actor, subject=one, verb="assessment.count", now=now, capability=EDIT)
    one.refresh_from_db()
    return one


def _count(many: list[Assessment], scheme: Scheme) -> None:
    """The results of assessments of one year, agreement and scheme, made or counted anew."""
    if not many:
        return
    indicators = list(scheme.indicators.order_by("order"))
    first = many[0]
    span = Span(
        enterprises=[one.enterprise_id for one in many],
        study_year=first.study_year,
        first=first_day(first.study_year),
        last=first.counted_on,
        agreement=first.agreement_id,
    )
    found = count_all([one.counter for one in indicators if not one.is_judged], span)
    known = {
        (row.assessment_id, row.indicator_id): row
        for row in Result.objects.filter(assessment__in=many).select_related("indicator")
    }
    new, changed = [], []
    for one in many:
        for indicator in indicators:
            row = known.get((one.pk, indicator.pk))
            if row is None:
                row = Result(assessment=one, indicator=indicator)
                new.append(row)
            elif not indicator.is_judged:
                changed.append(row)
            if not indicator.is_judged:
                counted = found[indicator.counter].get(one.enterprise_id, Counted())
                _write(row, indicator, counted)
                if row.pk is None and counted.left_out:  # later it is for a person to say
                    row.is_left_out, row.remark = True, counted.left_out
            known[one.pk, indicator.pk] = row
    Result.objects.bulk_create(new)
    Result.objects.bulk_update(changed, ["value", "score", "evidence", "evidence_count"])
    for one in many:
        _sum(one, scheme, [row for key, row in known.items() if key[0] == one.pk])
    Assessment.objects.bulk_update(many, ["score", "computed_grade"])


def _write(row: Result, indicator: Indicator, counted: Counted) -> None:
    row.value, row.score = counted.value, indicator.score(counted.value)
    row.evidence, row.evidence_count = counted.evidence, counted.evidence_count


def _sum(one: Assessment, scheme: Scheme, results: Iterable[Result]) -> None:
    one.score = total_of_results(results)
    one.computed_grade = scheme.grade(one.score) or ""


def _draft(actor: Actor, pk: int) -> Assessment:
    """Raises NotVisible, PermissionDenied, UnableToAssess."""
    one: Assessment = Assessment.objects.for_write(actor, pk, EDIT)
    if one.state != S.DRAFT:
        raise UnableToAssess(_("It is changed as a draft only. Take it back first."))
    return one


# --- Judging ------------------------------------------------------------------------------------


@transaction.atomic
def judge(*, actor: Actor, pk: int, marks: Mapping[int, Mark], now: datetime) -> Assessment:
    """Enter points, remarks and what does not concern this partnership, by indicator; the score follows.

    Raises NotVisible, PermissionDenied, UnableToAssess.
    """
    one = _draft(actor, pk)
    results = {row.indicator_id: row for row in one.results.select_related("indicator")}
    for indicator_id, mark in marks.items():
        row = results.get(indicator_id)
        if row is None:
            raise UnableToAssess(_("This indicator is not part of the scheme."))
        if mark.is_left_out and not mark.remark.strip():
            raise UnableToAssess(
                _("%(indicator)s: say why it does not concern this partnership.") % {"indicator": row}
            )
        row.remark, row.is_left_out = mark.remark.strip(), mark.is_left_out
        if row.indicator.is_judged:
            if mark.points is not None and not 0 <= mark.points <= MOST_JUDGED:
                raise UnableToAssess(_("Points go from 0 to %(most)d.") % {"most": MOST_JUDGED})
            row.value, row.score = mark.points, row.indicator.score(mark.points)
            row.judged_by_id = actor.pk
    Result.objects.bulk_update(
        list(results.values()), ["value", "score", "remark", "is_left_out", "judged_by"]
    )
    _sum(one, one.scheme, results.values())
    one.save(update_fields=["score", "computed_grade"])
    audit.record(actor=actor, subject=one, verb="assessment.judge", now=now, capability=EDIT)
    return one


@transaction.atomic
def write(
    *, actor: Actor, pk: int, conclusion: str, income: Decimal | None, allocation: str, now: datetime
) -> Assessment:
    """The conclusion, and what the law wants stated of money. Raises NotVisible, PermissionDenied,
    UnableToAssess, ValidationError."""
    one = _draft(actor, pk)
    one.conclusion, one.income, one.allocation = conclusion.strip(), income, allocation.strip()
    one.clean_fields(exclude=[f.name for f in one._meta.fields if f.name not in {"conclusion", "income"}])
    one.save(update_fields=["conclusion", "income", "allocation"])
    audit.record(actor=actor, subject=one, verb="assessment.write", now=now, capability=EDIT)
    return one


@transaction.atomic
def give_grade(*, actor: Actor, pk: int, grade: str, reason: str, now: datetime) -> Assessment:
    """Another grade than the score's, with a reason; "" goes back to the score's.

    Raises NotVisible, PermissionDenied, UnableToAssess.
    """
    one: Assessment = Assessment.objects.for_write(actor, pk, APPROVE)
    if one.is_decided:
        raise UnableToAssess(_("It is approved: open it again first."))
    if grade and not reason.strip():
        raise UnableToAssess(_("Please give a reason: the others will read it."))
    if grade and grade == one.computed_grade:
        raise UnableToAssess(_("This is the grade that follows from the score."))
    one.given_grade = Grade(grade) if grade else ""
    one.given_reason = reason.strip() if grade else ""
    one.save(update_fields=["given_grade", "given_reason"])
    audit.record(
        actor=actor, subject=one, verb="assessment.grade", reason=reason.strip(), now=now, capability=APPROVE
    )
    return one


# --- The way ------------------------------------------------------------------------------------


def word_expected_by(on: date) -> date:
    return on + timedelta(days=DAYS_FOR_A_WORD)


@transaction.atomic
def send(*, actor: Actor, pk: int, word_due_on: date, now: datetime) -> Assessment:
    """The liaisons of the enterprise read the figures and are asked for their word.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToAssess.
    """
    if word_due_on < timezone.localdate(now):
        raise UnableToAssess(_("The day lies before today."))
    changes: dict[str, Any] = {
        "sent_at": now,
        "word_due_on": word_due_on,
        "word": "",
        "is_objection": False,
        "word_by": None,
        "word_at": None,
        "answer": "",
    }
    one: Assessment = ASSESSMENT_MOVES.move(actor=actor, pk=pk, name="send", now=now, changes=changes)
    notices.tell_enterprise(one, notices.SENT, now=now)
    return one


@transaction.atomic
def say_word(*, partner: Partner, pk: int, words: str, is_objection: bool, now: datetime) -> Assessment:
    """What the enterprise says at the portal, outside the walls; it may say it anew until it is approved.

    Raises NotVisible, UnableToAssess.
    """
    one = (
        Assessment.objects.select_for_update(of=("self",))
        .filter(pk=pk, enterprise=partner.enterprise.pk)
        .first()
    )
    if one is None or one.state == S.DRAFT:
        raise NotVisible(f"assessments.Assessment {pk}")
    _say(one, words, is_objection, now)
    one.word_by_id = partner.contact.pk
    one.save(update_fields=["word", "is_objection", "word_by", "word_at", "answer"])
    audit.record(actor=partner, subject=one, verb="assessment.word", now=now)
    notices.tell_centre(one, notices.WORD, now=now)
    return one


@transaction.atomic
def record_word(*, actor: Actor, pk: int, words: str, is_objection: bool, now: datetime) -> Assessment:
    """Write down what an enterprise said that has nobody at the portal.

    Raises NotVisible, PermissionDenied, UnableToAssess.
    """
    one: Assessment = Assessment.objects.for_write(actor, pk, EDIT)
    _say(one, words, is_objection, now)
    one.word_by = None
    one.save(update_fields=["word", "is_objection", "word_by", "word_at", "answer"])
    audit.record(actor=actor, subject=one, verb="assessment.record_word", now=now, capability=EDIT)
    return one


def _say(one: Assessment, words: str, is_objection: bool, now: datetime) -> None:
    """Raises UnableToAssess."""
    if one.state != S.WITH_ENTERPRISE:
        raise UnableToAssess(_("It is not with the enterprise any more."))
    if is_objection and not words.strip():
        raise UnableToAssess(_("Say what you object to."))
    one.word, one.is_objection, one.word_at, one.answer = words.strip(), is_objection, now, ""


@transaction.atomic
def answer(*, actor: Actor, pk: int, words: str, now: datetime) -> Assessment:
    """Answer the objection of the enterprise, which reads it.

    Raises NotVisible, PermissionDenied, UnableToAssess.
    """
    one: Assessment = Assessment.objects.for_write(actor, pk, EDIT)
    if one.state != S.WITH_ENTERPRISE or not one.is_objection:
        raise UnableToAssess(_("The enterprise does not object."))
    one.answer = words.strip()
    one.save(update_fields=["answer"])
    audit.record(actor=actor, subject=one, verb="assessment.answer", now=now, capability=EDIT)
    notices.tell_enterprise(one, notices.ANSWERED, now=now)
    return one


@transaction.atomic
def take_back(*, actor: Actor, pk: int, reason: str, now: datetime) -> Assessment:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    one: Assessment = ASSESSMENT_MOVES.move(actor=actor, pk=pk, name="take_back", reason=reason, now=now)
    notices.tell_enterprise(one, notices.TAKEN_BACK, now=now, words=reason)
    return one


@transaction.atomic
def approve(*, actor: Actor, pk: int, now: datetime) -> Assessment:
    """The grade stands; the enterprise is told. Raises NotVisible, PermissionDenied, TransitionRefused."""
    changes = {"approved_by_id": actor.pk, "approved_at": now}
    one: Assessment = ASSESSMENT_MOVES.move(actor=actor, pk=pk, name="approve", now=now, changes=changes)
    check(one, now=now)
    notices.tell_enterprise(one, notices.APPROVED, now=now)
    return one


@transaction.atomic
def reopen(*, actor: Actor, pk: int, reason: str, now: datetime) -> Assessment:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    changes = {"approved_by_id": None, "approved_at": None}
    one: Assessment = ASSESSMENT_MOVES.move(
        actor=actor, pk=pk, name="reopen", reason=reason, now=now, changes=changes
    )
    notices.tell_enterprise(one, notices.TAKEN_BACK, now=now, words=reason)
    return one


@transaction.atomic
def publish(*, actor: Actor, pk: int, now: datetime) -> Assessment:
    """Into the summary for staff and partners. Raises NotVisible, PermissionDenied, TransitionRefused."""
    one: Assessment = ASSESSMENT_MOVES.move(
        actor=actor, pk=pk, name="publish", now=now, changes={"published_at": now}
    )
    check(one, now=now)
    notices.tell_enterprise(one, notices.PUBLISHED, now=now)
    return one


@transaction.atomic
def unpublish(*, actor: Actor, pk: int, reason: str, now: datetime) -> Assessment:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    one: Assessment = ASSESSMENT_MOVES.move(
        actor=actor, pk=pk, name="unpublish", reason=reason, now=now, changes={"published_at": None}
    )
    check(one, now=now)
    return one


@transaction.atomic
def discard(*, actor: Actor, pk: int, now: datetime) -> None:
    """Delete a draft that nobody needs. Raises NotVisible, PermissionDenied, UnableToAssess."""
    one = _draft(actor, pk)
    if one.improvements.exists():
        raise UnableToAssess(_("Actions have been agreed on with it: it stays."))
    audit.record(actor=actor, subject=one, verb="assessment.discard", now=now, capability=EDIT)
    one.delete()


def publishable(actor: Actor, rows: Any) -> Any:
    """Of some assessments those that the actor can publish now."""
    allowed = Assessment.objects.permitting(actor, PUBLISH).values("pk")
    return rows.filter(state=S.APPROVED, pk__in=allowed)
