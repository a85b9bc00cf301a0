"""The life of each agreement, from its draft to what followed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from agreements import operations
from agreements.models import (
    Agreement,
    AgreementClause,
    AgreementFile,
    AgreementType,
    Amendment,
    Obligation,
    Party,
)
from agreements.operations.editing import editing
from agreements.phases import add_months
from agreements.variables import declarations_of
from catalogue.models import Major
from insights.demonstration import envelopes, people, promises, wording
from insights.demonstration.enterprises import Partner, in_words_of
from insights.demonstration.people import Staff
from insights.demonstration.plans import Amended, Course, Ending, Plan
from insights.demonstration.stories import Story, at_work, midnight
from insights.demonstration.tables import DATA, document
from signing.models import Approval
from signing.operations import Decision, decide, look_at

REVIEWED_UNTIL = {
    Course.AT_DEPARTMENT: 0,
    Course.RETURNED: 0,
    Course.AT_LAWYER: 1,
    Course.DECIDED_YESTERDAY: 1,
    Course.AT_DIRECTOR: 2,
}
SIGNED_BY = {Course.SENT: 0, Course.HALF_SIGNED: 1}
# How often an ordinary agreement came back once before it was approved.
RETURNED = 0.12
# And how often its owner remarked something, or kept the scan of the signed paper.
COMMENTED, SCANNED = 0.3, 0.4


@dataclass(frozen=True, slots=True)
class Office:
    """What every agreement needs of the centre."""

    staff: Staff
    types: dict[str, AgreementType]
    majors: dict[str, Major]
    on: date


class Life:
    """One agreement and whoever works on it."""

    def __init__(self, plan: Plan, office: Office, chance: Random) -> None:
        self.plan = plan
        self.office = office
        self.chance = chance
        self.partner: Partner = plan.partner
        self.owner: User = plan.partner.owner
        self.pk = 0
        self.now = at_work(plan.drafted_on, chance)

    @property
    def today(self) -> date:
        return self.now.date()

    def after(self, first: int, last: int) -> datetime:
        """A working moment so many days after the last act."""
        return self.on_day(self.today + timedelta(days=self.chance.randint(first, last)))

    def on_day(self, day: date) -> datetime:
        """A working moment of that day, or a little after the last act where that was later."""
        soon = self.now + timedelta(minutes=self.chance.randint(12, 70))
        self.now = max(at_work(day, self.chance), soon)
        return self.now

    def agreement(self) -> Agreement:
        return Agreement.objects.get(pk=self.pk)

    def words(self, kind: str) -> str:
        return in_words_of(self.owner, self.chance.choice(document("agreements")["reasons"][kind]))


def story(plan: Plan, office: Office, number: int) -> Story:
    chance = Random(f"agreement {number}")
    life = Life(plan, office, chance)
    if plan.adopted_on:
        yield from _take_over(life, plan.adopted_on)
        return
    yield from _draft(life)
    if plan.course == Course.DRAFT:
        return
    yield from _conclude(life)
    if plan.course == Course.SIGNED:
        yield from _live(life)


# --- Before the signature ---------------------------------------------------------------------


def _draft(life: Life) -> Story:
    now = life.now
    yield now
    plan, owner = life.plan, life.owner
    kind = life.office.types[plan.type]
    terms = wording.terms_of(life)
    agreement = operations.draft_agreement(
        actor=owner,
        type=kind,
        department_id=life.office.staff.departments[life.partner.department].pk,
        now=now,
        counterparties=[operations.Counterparty(life.partner.enterprise)],
        majors=wording.majors_of(life),
        starts_on=plan.starts_on,
        ends_on=plan.last_day,
        **terms,
    )
    life.pk = agreement.pk
    # A draft of today or yesterday is not filled in yet.
    if plan.course != Course.DRAFT or (life.office.on - life.today).days > 4:
        yield from _fill_in(life)


def _fill_in(life: Life) -> Story:
    now = life.after(0, 1)
    yield now
    with editing(actor=life.owner, pk=life.pk, now=now) as agreement:
        clauses = list(agreement.clauses.select_related("source"))
        for clause in clauses:
            clause.values |= {
                declared.name: wording.value_of(declared.name, life, agreement.language)
                for declared in declarations_of(clause)
                if declared.name not in clause.values
            }
        AgreementClause.objects.bulk_update(clauses, ["values"])
        if life.office.on - life.today < promises.WRITTEN_SINCE:
            chance = Random(f"promises {life.owner.email} {life.today}")
            Obligation.objects.bulk_create(promises.written(agreement, life.plan.type, chance))


def _conclude(life: Life) -> Story:
    """Through review and signature as far as the plan goes."""
    plan, owner = life.plan, life.owner
    if life.chance.random() < COMMENTED:
        now = life.after(0, 1)
        yield now
        operations.comment_on_agreement(actor=owner, pk=life.pk, text=life.words("comments"), now=now)
    now = life.after(1, 4)
    yield now
    operations.submit_agreement(actor=owner, pk=life.pk, now=now)
    if plan.course == Course.WITHDRAWN:
        now = life.after(3, 12)
        yield now
        operations.withdraw_agreement(actor=owner, pk=life.pk, reason=life.words("withdrawn"), now=now)
        return
    if plan.course == Course.RETURNED or (plan.course == Course.SIGNED and life.chance.random() < RETURNED):
        yield from _be_returned(life)
        if plan.course == Course.RETURNED:
            return
    yield from _be_approved(life, life.agreement, steps=REVIEWED_UNTIL.get(plan.course, 9))
    if plan.course in REVIEWED_UNTIL or plan.course == Course.APPROVED:
        return
    now = life.after(0, 3)
    yield now
    operations.send_for_signature(actor=owner, pk=life.pk, now=now)
    if envelopes.is_electronic(life):
        yield from envelopes.signed_electronically(life, by=SIGNED_BY.get(plan.course, 9))
        return
    if plan.course == Course.SENT:
        return
    for party in life.agreement().parties.order_by("order"):
        now = life.after(1, 6)
        yield now
        operations.record_paper_signature(
            actor=owner,
            pk=life.pk,
            party_id=party.pk,
            signed_on=life.today - timedelta(days=life.chance.randint(0, 1)),
            now=now,
            **_signatory_of(life, party),
        )
        if plan.course == Course.HALF_SIGNED:
            return
    if life.chance.random() < SCANNED:
        now = life.after(0, 2)
        yield now
        _attach_scan(life, now)


def _signatory_of(life: Life, party: Party) -> dict[str, Any]:
    if party.role == Party.Role.CENTRE:
        return {"signatory": life.office.staff.director}
    return {"signatory_name": party.signatory_name, "signatory_title": party.signatory_title}


def _attach_scan(life: Life, now: datetime) -> None:
    scan = ContentFile((DATA / "scan.pdf").read_bytes(), name=f"{life.agreement().reference} 签字扫描件.pdf")
    purpose = AgreementFile.Purpose.SCAN
    operations.attach_file(actor=life.owner, pk=life.pk, upload=scan, purpose=purpose, now=now)


def _be_returned(life: Life) -> Story:
    """Somebody returns it with a reason; its owner mends it and, later on, submits again."""
    now = life.after(1, 3)
    yield now
    _decide(life, life.agreement(), now, Decision.RETURN, reason=life.words("returned"))
    if life.plan.course == Course.RETURNED:
        return
    now = life.after(1, 4)
    yield now
    more = in_words_of(life.owner, (" Numbers as in the targets.", "数量见合作目标。"))
    operations.edit_agreement(
        actor=life.owner, pk=life.pk, changes={"content": life.agreement().content + more}, now=now
    )
    now = life.after(0, 2)
    yield now
    operations.submit_agreement(actor=life.owner, pk=life.pk, now=now)


def _be_approved(life: Life, subject: Callable[[], Agreement | Amendment], *, steps: int) -> Story:
    for number in range(steps):
        now = life.after(1, 3)
        if number == 0 and life.plan.course == Course.DECIDED_YESTERDAY:
            now = life.on_day(life.office.on - timedelta(days=1))
        yield now
        if not _decide(life, subject(), now, Decision.APPROVE):
            return


def _decide(
    life: Life, subject: Agreement | Amendment, now: datetime, decision: Decision, reason: str = ""
) -> bool:
    """Whoever's turn it is; false where nobody's is any more."""
    approval = Approval.objects.about(subject).open().first()
    if approval is None:
        return False
    step = approval.steps.current().get()
    decider = _decider(life, step.capability)
    seen = look_at(actor=decider, approval=approval, now=now - timedelta(minutes=life.chance.randint(4, 25)))
    decide(actor=decider, step_id=step.pk, decision=decision, seen=seen, now=now, reason=reason)
    return True


def _decider(life: Life, capability: str) -> User:
    staff, department = life.office.staff, life.partner.department
    match capability:
        case "agreement.review":
            if department == "office":
                return staff.office_head
            stand_in = staff.one("instructor", department)
            is_away = life.today >= life.office.on - people.AWAY_SINCE and stand_in.can(capability)
            return stand_in if is_away else staff.one("head", department)
        case "agreement.legal_review":
            return staff.one("legal", "centre")
    return life.chance.choice([staff.deputy, staff.deputy, staff.director])


# --- Under the agreement ----------------------------------------------------------------------


def _live(life: Life) -> Story:
    plan = life.plan
    if plan.amended != Amended.NOT:
        yield from _amend(life)
    match plan.ending:
        case Ending.SUSPENDED | Ending.RESUMED:
            yield from _rest(life)
        case Ending.TERMINATED | Ending.TO_BE_TERMINATED:
            yield from _be_terminated(life)
        case Ending.RENEWED | Ending.BEING_RENEWED:
            yield from _be_renewed(life)
        case Ending.LAPSED | Ending.ACKNOWLEDGED | Ending.SNOOZED:
            yield from _be_answered(life)
    if life.office.types[plan.type].renewal_rule == "automatic" and plan.ending == Ending.UNDECIDED:
        now = midnight(plan.last_day + timedelta(days=1)) + timedelta(hours=2)
        yield now
        operations.extend_automatic_renewals(now=now)


def _amend(life: Life) -> Story:
    plan, owner = life.plan, life.owner
    lately = {Amended.IN_REVIEW: 9, Amended.DRAFT: 4, Amended.RETURNED: 18}
    day = life.office.on - timedelta(days=lately.get(plan.amended, life.chance.randint(60, 200)))
    now = life.on_day(day)
    yield now
    amendment = operations.propose_amendment(
        actor=owner,
        pk=life.pk,
        reason=life.words("amended"),
        effective_on=life.today + timedelta(days=30),
        changes=_changes(life),
        now=now,
    )

    def subject() -> Amendment:
        return Amendment.objects.get(pk=amendment.pk)

    if plan.amended == Amended.DRAFT:
        return
    now = life.after(1, 2)
    yield now
    operations.submit_amendment(actor=owner, amendment_id=amendment.pk, now=now)
    if plan.amended == Amended.RETURNED:
        now = life.after(1, 4)
        yield now
        _decide(life, subject(), now, Decision.RETURN, reason=life.words("returned"))
        return
    yield from _be_approved(life, subject, steps=1 if plan.amended == Amended.IN_REVIEW else 9)
    if plan.amended == Amended.IN_REVIEW:
        return
    now = life.after(0, 2)
    yield now
    operations.send_amendment(actor=owner, amendment_id=amendment.pk, now=now)
    for party in life.agreement().parties.order_by("order"):
        now = life.after(1, 5)
        yield now
        operations.record_amendment_signature(
            actor=owner,
            amendment_id=amendment.pk,
            party_id=party.pk,
            signed_on=life.today,
            now=now,
            **_signatory_of(life, party),
        )


def _changes(life: Life) -> list[operations.ProposedChange]:
    agreement = life.agreement()
    later = add_months(agreement.ends_on, 12)  # type: ignore[arg-type]
    found: list[tuple[str, Any]] = [("ends_on", later), ("notice_days", 120)]
    if agreement.value_amount:
        found.append(("value_amount", round(agreement.value_amount * Decimal("1.2"), -3)))
    chosen = life.chance.sample(found, life.chance.randint(1, 2))
    return [operations.ProposedChange("field", target, after) for target, after in chosen]


def _rest(life: Life) -> Story:
    staff = life.office.staff
    days = 35 if life.plan.ending == Ending.SUSPENDED else 160
    now = life.on_day(life.office.on - timedelta(days=days + life.chance.randint(0, 20)))
    yield now
    operations.suspend_agreement(actor=staff.office_head, pk=life.pk, reason=life.words("suspended"), now=now)
    if life.plan.ending == Ending.RESUMED:
        now = life.after(50, 80)
        yield now
        operations.resume_agreement(actor=staff.office_head, pk=life.pk, now=now)


def _be_terminated(life: Life) -> Story:
    plan = life.plan
    latest = min(plan.last_day, life.office.on) - timedelta(days=20)
    day = plan.starts_on + (latest - plan.starts_on) * life.chance.uniform(0.5, 0.9)
    if plan.ending == Ending.TO_BE_TERMINATED:
        day = life.office.on - timedelta(days=6)
    now = life.on_day(day)
    yield now
    operations.terminate_agreement(
        actor=life.chance.choice([life.office.staff.deputy, life.office.staff.director]),
        pk=life.pk,
        terminated_on=life.today + timedelta(days=30 if plan.ending == Ending.TO_BE_TERMINATED else 14),
        reason=life.words("terminated"),
        now=now,
    )


def _be_answered(life: Life) -> Story:
    """Its owner answers the reminders: seen, later, or no more."""
    plan, head = life.plan, life.office.staff.office_head
    notice_on = plan.last_day - timedelta(days=life.office.types[plan.type].notice_days)
    day = min(notice_on - timedelta(days=life.chance.randint(3, 40)), life.office.on - timedelta(days=3))
    now = life.on_day(day)
    yield now
    match plan.ending:
        case Ending.ACKNOWLEDGED:
            operations.acknowledge_deadline(actor=life.owner, pk=life.pk, now=now)
        case Ending.SNOOZED:
            until = life.office.on + timedelta(days=4)
            operations.snooze_deadline(actor=life.owner, pk=life.pk, now=now, until=until)
        case Ending.LAPSED:
            operations.let_lapse(actor=head, pk=life.pk, reason=life.words("lapse"), now=now)


def _be_renewed(life: Life) -> Story:
    plan = life.plan
    notice_on = plan.last_day - timedelta(days=life.office.types[plan.type].notice_days)
    day = min(notice_on - timedelta(days=life.chance.randint(0, 25)), life.office.on - timedelta(days=8))
    now = life.on_day(day)
    yield now
    new = operations.renew_agreement(actor=life.owner, pk=life.pk, now=now)
    life.pk = new.pk
    if plan.ending == Ending.RENEWED:
        yield from _conclude(life)


# --- Taken over -------------------------------------------------------------------------------


def _take_over(life: Life, day: date) -> Story:
    plan, head = life.plan, life.office.staff.office_head
    now = life.on_day(day)
    yield now
    agreement = operations.adopt_existing(
        actor=head,
        old_reference=plan.old_reference,
        type=life.office.types[plan.type],
        department_id=life.office.staff.departments[life.partner.department].pk,
        counterparties=[operations.Counterparty(life.partner.enterprise)],
        starts_on=plan.starts_on,
        ends_on=plan.last_day,
        signed_on=plan.starts_on - timedelta(days=life.chance.randint(2, 20)),
        owner=life.owner,
        now=now,
        **wording.terms_of(life),
    )
    agreement.majors.set(wording.majors_of(life))
    life.pk = agreement.pk
    if plan.ending != Ending.LAPSED:
        return
    notice_on = plan.last_day - timedelta(days=agreement.notice_days)
    now = life.on_day(notice_on - timedelta(days=life.chance.randint(3, 40)))
    yield now
    if not life.agreement().renewal_decision:
        operations.let_lapse(actor=head, pk=life.pk, reason=life.words("lapse"), now=now)
