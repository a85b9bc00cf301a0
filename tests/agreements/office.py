"""The named world at work on agreements: one type, its route and clauses, and shortcuts along its life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.models import Centre, User
from agreements.choices import RenewalRule
from agreements.models import (
    Agreement,
    AgreementType,
    Amendment,
    Clause,
    ClauseVersion,
    Party,
    ReminderPolicy,
    TemplateClause,
)
from agreements.operations import (
    Counterparty,
    ProposedChange,
    draft_agreement,
    edit_clause,
    propose_amendment,
    record_amendment_signature,
    record_paper_signature,
    send_amendment,
    send_for_signature,
    submit_agreement,
    submit_amendment,
)
from core.models import AuditEvent
from signing.models import Approval, ApprovalRoute, Reach, RouteStep
from signing.operations import Decision, decide, look_at
from tests.world import World, make_world

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
START, END = date(2026, 4, 1), date(2029, 3, 31)


@dataclass
class AgreementsOffice:
    world: World
    route: ApprovalRoute
    type: AgreementType
    purpose: Clause
    places: Clause
    disputes: Clause

    @property
    def officer(self) -> User:
        return self.world.officer

    def draft(self, **kwargs: Any) -> Agreement:
        """A draft of the officer with everything filled in."""
        terms: dict[str, Any] = {
            "title_en": "Framework agreement with Jinggong",
            "title_zh": "与精工机械的合作框架协议",
            "starts_on": START,
            "aims": "Train mechanics together.",
            "counterparties": [Counterparty(self.world.partner, self.world.liaison, self.world.signatory)],
        } | kwargs
        agreement = draft_agreement(
            actor=self.officer,
            type=terms.pop("type", self.type),
            department_id=self.world.mechanics.pk,
            now=NOW,
            **terms,
        )
        places = agreement.clauses.filter(source__clause=self.places).first()
        if places is not None:
            edit_clause(
                actor=self.officer, pk=agreement.pk, clause_id=places.pk, values={"places": "20"}, now=NOW
            )
        return Agreement.objects.get(pk=agreement.pk)

    def submitted(self, **kwargs: Any) -> Agreement:
        return submit_agreement(actor=self.officer, pk=self.draft(**kwargs).pk, now=NOW)

    def answer(
        self,
        decider: User,
        record: Agreement | Amendment,
        decision: Decision = Decision.APPROVE,
        reason: str = "",
        now: datetime = NOW,
    ) -> None:
        approval = Approval.objects.about(record).open().get()
        seen = look_at(actor=decider, approval=approval, now=now)
        decide(
            actor=decider,
            step_id=approval.steps.get(status="current").pk,
            decision=decision,
            seen=seen,
            reason=reason,
            now=now,
        )

    def approve(self, record: Agreement | Amendment) -> None:
        for decider in (self.world.head, self.world.lawyer, self.world.director):
            self.answer(decider, record)

    def approved(self, **kwargs: Any) -> Agreement:
        agreement = self.submitted(**kwargs)
        self.approve(agreement)
        return Agreement.objects.get(pk=agreement.pk)

    def sent(self, **kwargs: Any) -> Agreement:
        return send_for_signature(actor=self.officer, pk=self.approved(**kwargs).pk, now=NOW)

    def signatory_of(self, party: Party) -> dict[str, Any]:
        """Who signs: the director for the centre, somebody for an enterprise."""
        if party.role == Party.Role.CENTRE:
            return {"signatory": self.world.director}
        return {"signatory_name": f"for {party}"}

    def sign(self, agreement: Agreement, signed_on: date = TODAY, now: datetime = NOW) -> None:
        for party in agreement.parties.all():
            record_paper_signature(
                actor=self.officer,
                pk=agreement.pk,
                party_id=party.pk,
                signed_on=signed_on,
                **self.signatory_of(party),
                now=now,
            )

    def signed(self, **kwargs: Any) -> Agreement:
        agreement = self.sent(**kwargs)
        self.sign(agreement)
        return Agreement.objects.get(pk=agreement.pk)

    def amend(self, agreement: Agreement, effective_on: date, *changes: ProposedChange) -> Amendment:
        """Proposed, approved and signed."""
        amendment = propose_amendment(
            actor=self.officer,
            pk=agreement.pk,
            reason="Both sides want it",
            effective_on=effective_on,
            changes=changes,
            now=NOW,
        )
        submit_amendment(actor=self.officer, amendment_id=amendment.pk, now=NOW)
        self.approve(amendment)
        send_amendment(actor=self.officer, amendment_id=amendment.pk, now=NOW)
        for party in agreement.parties.all():
            record_amendment_signature(
                actor=self.officer,
                amendment_id=amendment.pk,
                party_id=party.pk,
                signed_on=TODAY,
                **self.signatory_of(party),
                now=NOW + timedelta(hours=1),
            )
        return Amendment.objects.get(pk=amendment.pk)


def verbs_of(agreement: Agreement) -> list[str]:
    """What the history says was done, in order."""
    return list(
        AuditEvent.objects.filter(subject_type__model="agreement", subject_id=agreement.pk)
        .order_by("pk")
        .values_list("verb", flat=True)
    )


def make_clause(code: str, heading: str, text: str, text_zh: str, **version: Any) -> Clause:
    clause = Clause.objects.create(code=code, category="purpose")
    ClauseVersion.objects.create(
        clause=clause,
        number=1,
        heading_en=heading,
        heading_zh=heading,
        text_en=text,
        text_zh=text_zh,
        reason="First version",
        created_at=NOW,
        **version,
    )
    return clause


def make_office() -> AgreementsOffice:
    return furnish(make_world())


def furnish(world: World) -> AgreementsOffice:
    """What the people of the world need to work on agreements."""
    Centre.objects.update_or_create(
        pk=1,
        defaults={
            "legal_name_zh": "苏州现代职业教育中心",
            "legal_name_en": "Suzhou Modern Vocational Centre",
            "registration_code": "12320500466960000X",
            "address_zh": "苏州市学府路1号",
            "representative": "林主任",
        },
    )
    route = ApprovalRoute.objects.create(name_en="Head, lawyer, director", name_zh="系主任、法务、主任")
    for order, (name, capability, reach) in enumerate(
        [
            ("Head", "agreement.review", Reach.DEPARTMENT),
            ("Lawyer", "agreement.legal_review", Reach.CENTRE),
            ("Director", "agreement.approve", Reach.CENTRE),
        ],
        start=1,
    ):
        RouteStep.objects.create(
            route=route, order=order, name_en=name, name_zh=name, capability=capability, reach=reach
        )
    kind = AgreementType.objects.create(
        code="framework-under-test",
        name_en="Framework agreement",
        name_zh="合作框架协议",
        forms=["internship_base"],
        term_months=36,
        renewal_rule=RenewalRule.BY_DECISION,
        notice_days=60,
        route=route,
        reminder_policy=ReminderPolicy.objects.create(name_en="Usual", name_zh="常规"),
    )
    clauses = [
        make_clause(
            "test-purpose",
            "Purpose",
            "{{ party_a.name }} and {{ party_b.name }} cooperate from {{ term.start }}.",
            "{{ party_a.name }}与{{ party_b.name }}自{{ term.start }}起合作。",
        ),
        make_clause(
            "test-places",
            "Places",
            "Party B offers {{ places }} places a year.",
            "乙方每年提供{{ places }}个岗位。",
            variables=[
                {"name": "places", "kind": "number", "label_en": "Places", "label_zh": "岗位数"},
            ],
        ),
        make_clause("test-disputes", "Disputes", "Courts of Suzhou decide.", "由苏州法院管辖。"),
    ]
    for order, (clause, mandatory) in enumerate(zip(clauses, (True, False, True), strict=True), start=1):
        TemplateClause.objects.create(type=kind, clause=clause, order=order, is_mandatory=mandatory)
    return AgreementsOffice(world, route, kind, *clauses)
