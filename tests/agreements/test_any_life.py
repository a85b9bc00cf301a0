"""Whatever people do with agreements, in whatever order: what must hold holds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as moderate
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from agreements.choices import CONCLUDED_STATES, RenewalDecision, State
from agreements.documents.agreement import ClauseWriter
from agreements.models import Agreement, AgreementFile
from agreements.operations import (
    ProposedChange,
    attach_file,
    call_back,
    delete_draft,
    edit_clause,
    let_lapse,
    recall_agreement,
    reconsider_lapse,
    record_paper_signature,
    remove_file,
    renew_agreement,
    resume_agreement,
    send_for_signature,
    submit_agreement,
    suspend_agreement,
    terminate_agreement,
    withdraw_agreement,
)
from agreements.terms import original_terms
from agreements.transitions import AGREEMENT_MOVES
from core.access import NotVisible
from core.errors import Refused
from signing.models import Approval
from tests.agreements.office import NOW, START, TODAY, AgreementsOffice

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\ntrailer<<>>\n%%EOF\n"
MOVES = {(source, move.target) for move in AGREEMENT_MOVES.moves.values() for source in move.sources}

ACTS = [
    "submit",
    "decide",
    "recall",
    "send",
    "call_back",
    "sign",
    "withdraw",
    "suspend",
    "resume",
    "renew",
    "let_lapse",
    "reconsider",
    "terminate",
    "amend",
    "scan",
    "unscan",
    "delete",
]


class Lives(RuleBasedStateMachine):
    """One agreement signed, one sent out, and whatever follows from them; undone at the end."""

    office: AgreementsOffice

    def __init__(self) -> None:
        super().__init__()
        self._undone = transaction.atomic()
        self._undone.__enter__()
        self.words = dict.fromkeys(self.disputes(), "Courts of Suzhou decide.")
        self.proofs: set[int] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._undone.__exit__(None, None, None)

    # --- What people do -----------------------------------------------------------------------

    @rule(which=st.integers(0, 3), act=st.sampled_from(ACTS))
    def somebody_acts(self, which: int, act: str) -> None:
        self.attempt(which, getattr(self, f"_{act}"))

    @rule(which=st.integers(0, 3), town=st.sampled_from(["Nanjing", "Wuxi", "Yangzhou"]))
    def somebody_edits(self, which: int, town: str) -> None:
        self.attempt(which, lambda agreement: self._edit(agreement, f"Courts of {town} decide."))

    def attempt(self, which: int, act: Callable[[Agreement], object]) -> None:
        agreements = list(Agreement.objects.order_by("pk"))
        with suppress(Refused, PermissionDenied, NotVisible), transaction.atomic():
            act(agreements[which % len(agreements)])
        for pk, text in self.disputes().items():
            self.words.setdefault(pk, text)

    def _submit(self, agreement: Agreement) -> None:
        submit_agreement(actor=self.office.officer, pk=agreement.pk, now=NOW)

    def _decide(self, agreement: Agreement) -> None:
        if Approval.objects.about(agreement).open().exists():
            self.office.approve(agreement)

    def _recall(self, agreement: Agreement) -> None:
        recall_agreement(actor=self.office.officer, pk=agreement.pk, now=NOW)

    def _send(self, agreement: Agreement) -> None:
        send_for_signature(actor=self.office.officer, pk=agreement.pk, now=NOW)

    def _call_back(self, agreement: Agreement) -> None:
        call_back(actor=self.office.officer, pk=agreement.pk, reason="A slip", now=NOW)

    def _sign(self, agreement: Agreement) -> None:
        party = agreement.parties.filter(paper_signatures=None).first() or agreement.parties.first()
        record_paper_signature(
            actor=self.office.officer,
            pk=agreement.pk,
            party_id=party.pk,
            signed_on=TODAY,
            now=NOW,
            **self.office.signatory_of(party),
        )

    def _withdraw(self, agreement: Agreement) -> None:
        withdraw_agreement(actor=self.office.officer, pk=agreement.pk, reason="Given up", now=NOW)

    def _suspend(self, agreement: Agreement) -> None:
        suspend_agreement(actor=self.office.world.director, pk=agreement.pk, reason="Flood", now=NOW)

    def _resume(self, agreement: Agreement) -> None:
        resume_agreement(actor=self.office.world.director, pk=agreement.pk, now=NOW)

    def _renew(self, agreement: Agreement) -> None:
        renew_agreement(actor=self.office.officer, pk=agreement.pk, now=NOW)

    def _let_lapse(self, agreement: Agreement) -> None:
        let_lapse(actor=self.office.world.director, pk=agreement.pk, reason="Far away", now=NOW)

    def _reconsider(self, agreement: Agreement) -> None:
        reconsider_lapse(actor=self.office.world.director, pk=agreement.pk, reason="Near", now=NOW)

    def _terminate(self, agreement: Agreement) -> None:
        terminate_agreement(
            actor=self.office.world.director,
            pk=agreement.pk,
            terminated_on=START + timedelta(days=90),
            reason="Closing",
            now=NOW,
        )

    def _amend(self, agreement: Agreement) -> None:
        days = 10 + agreement.amendments.count()
        if agreement.starts_on is not None:
            self.office.amend(agreement, agreement.starts_on, ProposedChange("field", "notice_days", days))

    def _scan(self, agreement: Agreement) -> None:
        attach_file(
            actor=self.office.officer,
            pk=agreement.pk,
            upload=ContentFile(PDF, name="signed.pdf"),
            purpose=AgreementFile.Purpose.SCAN,
            now=NOW,
        )

    def _unscan(self, agreement: Agreement) -> None:
        if kept := agreement.files.first():
            remove_file(actor=self.office.officer, pk=agreement.pk, file_id=kept.pk, now=NOW)

    def _delete(self, agreement: Agreement) -> None:
        delete_draft(actor=self.office.officer, pk=agreement.pk, now=NOW)

    def _edit(self, agreement: Agreement, text: str) -> None:
        clause = agreement.clauses.get(source__clause=self.office.disputes)
        edit_clause(
            actor=self.office.officer, pk=agreement.pk, clause_id=clause.pk, words={"text_en": text}, now=NOW
        )
        self.words[clause.pk] = text

    def disputes(self) -> dict[int, str]:
        rows = Agreement.objects.filter(clauses__source__clause=self.office.disputes)
        return dict(rows.values_list("clauses__pk", "clauses__text_en"))

    # --- What holds ---------------------------------------------------------------------------

    @invariant()
    def the_paper_says_the_words_that_were_written_last(self) -> None:
        for agreement in Agreement.objects.all():
            clauses = list(agreement.clauses.select_related("source"))
            read = {int(clause.key): clause.words["text_en"] for clause in original_terms(agreement).clauses}
            for clause, printed in zip(clauses, ClauseWriter(agreement).clauses(clauses), strict=True):
                if clause.source and clause.source.clause_id == self.office.disputes.pk:
                    assert printed.text.en == read[clause.pk] == self.words[clause.pk]

    @invariant()
    def what_is_to_be_renewed_has_a_successor_that_lives(self) -> None:
        renewing = Agreement.objects.filter(renewal_decision=RenewalDecision.RENEW)
        for agreement in renewing.filter(state__in=[State.SIGNED, State.SUSPENDED]):
            successors = agreement.successors.exclude(state=State.WITHDRAWN)
            assert successors.count() == 1
            if agreement.state == State.SIGNED:
                assert successors.get().state not in CONCLUDED_STATES

    @invariant()
    def a_scan_that_proves_a_signature_stays(self) -> None:
        assert self.proofs <= set(AgreementFile.objects.values_list("pk", flat=True))
        scans = AgreementFile.objects.filter(parent__state__in=CONCLUDED_STATES)
        self.proofs |= set(scans.values_list("pk", flat=True))

    @invariant()
    def states_follow_the_table(self) -> None:
        for agreement in Agreement.objects.all():
            states = list(agreement.events.order_by("pgh_id").values_list("state", flat=True))
            moved = {(before, after) for before, after in pairwise(states) if before != after}
            assert moved <= MOVES
            assert states[-1] == agreement.state


def test_whatever_people_do_what_must_hold_holds(office, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    office.signed()
    office.sent()
    machine = type("LivesOfThisOffice", (Lives,), {"office": office})
    run_state_machine_as_test(
        machine,
        settings=moderate(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
