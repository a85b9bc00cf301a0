"""Everybody at once, on the real database."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.choices import State
from agreements.models import Agreement, PaperSignature
from agreements.operations import (
    Counterparty,
    Incomplete,
    ProposedChange,
    UnableToSign,
    amendments,
    draft_agreement,
    edit_agreement,
    propose_amendment,
    record_paper_signature,
    submit_agreement,
    submit_amendment,
    withdraw_amendment,
)
from core.errors import Refused
from core.models import AuditEvent
from signing.models import Approval
from signing.operations import Decision, decide, look_at
from tests.agreements.office import NOW, START, TODAY, AgreementsOffice, make_office
from tests.factories import ContactFactory, EnterpriseFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(transactional_db) -> AgreementsOffice:
    return make_office()


def at_once(*attempts: Callable[[], object]) -> list[object]:
    """What each attempt answers or is refused with, all started together."""
    start = Barrier(len(attempts))

    def run(attempt: Callable[[], object]) -> object:
        start.wait()
        try:
            return attempt()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def bare_draft(office: AgreementsOffice, *, aims: str = "Work together.") -> int:
    office.type.template.filter(clause=office.places).delete()
    agreement = draft_agreement(
        actor=office.officer,
        type=office.type,
        department_id=office.world.mechanics.pk,
        title_en="One of many",
        title_zh="众多之一",
        starts_on=START,
        aims=aims,
        counterparties=[Counterparty(office.world.partner)],
        now=NOW,
    )
    return agreement.pk


def test_numbers_given_at_once_have_no_gap_and_no_double(office):
    complete = [bare_draft(office) for _ in range(5)]
    incomplete = [bare_draft(office, aims="") for _ in range(3)]
    drafts = complete + incomplete
    random.Random(7).shuffle(drafts)
    answers = at_once(
        *[lambda pk=pk: submit_agreement(actor=office.officer, pk=pk, now=NOW).reference for pk in drafts]
    )
    assert sum(isinstance(answer, Incomplete) for answer in answers) == 3
    given_out = sorted(answer for answer in answers if isinstance(answer, str))
    assert given_out == [f"AG-2026-{n:04d}" for n in range(1, 6)]
    assert sorted(Agreement.objects.exclude(reference=None).values_list("reference", flat=True)) == given_out


def test_the_same_draft_submitted_twice_at_once_takes_one_number(office):
    pk = bare_draft(office)
    answers = at_once(*[lambda: submit_agreement(actor=office.officer, pk=pk, now=NOW)] * 4)
    assert sum(isinstance(answer, Agreement) for answer in answers) == 1
    assert Approval.objects.count() == 1
    assert submit_agreement(actor=office.officer, pk=bare_draft(office), now=NOW).reference == "AG-2026-0002"


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(office):
    pk = bare_draft(office)
    agreement = submit_agreement(actor=office.officer, pk=pk, now=NOW)
    approval = Approval.objects.about(agreement).get()
    step = approval.steps.get(order=1)
    seen = look_at(actor=office.world.head, approval=approval, now=NOW)
    answers = at_once(
        lambda: decide(
            actor=office.world.head, step_id=step.pk, decision=Decision.APPROVE, seen=seen, now=NOW
        ),
        lambda: decide(
            actor=office.world.director,
            step_id=step.pk,
            decision=Decision.RETURN,
            seen=seen,
            reason="No",
            now=NOW,
        ),
    )
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 1
    assert "in the meantime" in str(refused[0])
    assert AuditEvent.objects.filter(verb__startswith="approval.").count() == 1
    agreement.refresh_from_db()
    step.refresh_from_db()
    assert (agreement.state, step.status) in {(State.IN_REVIEW, "approved"), (State.DRAFT, "returned")}


def test_a_text_changed_while_it_is_being_approved_is_not_approved_unseen(office):
    agreement = submit_agreement(actor=office.officer, pk=bare_draft(office), now=NOW)
    approval = Approval.objects.about(agreement).get()
    step = approval.steps.get(order=1)
    seen = look_at(actor=office.world.head, approval=approval, now=NOW)
    at_once(
        lambda: decide(
            actor=office.world.head, step_id=step.pk, decision=Decision.APPROVE, seen=seen, now=NOW
        ),
        lambda: edit_agreement(
            actor=office.officer, pk=agreement.pk, changes={"aims": "Quite different"}, now=NOW
        ),
    )
    approved = Approval.objects.about(agreement).open().get().steps.filter(status="approved")
    assert not approved.exists()
    assert Agreement.objects.get(pk=agreement.pk).aims == "Quite different"


def test_six_parties_sign_at_once_and_it_is_concluded_once(office):
    partners = EnterpriseFactory.create_batch(5, department=office.world.mechanics)
    for partner in partners:
        ContactFactory.create(enterprise=partner, roles=["signatory"])
    office.type.template.filter(clause=office.places).delete()
    agreement = office.sent(counterparties=[Counterparty(partner) for partner in partners])
    parties = list(agreement.parties.all())
    assert len(parties) == 6
    answers = at_once(
        *[
            lambda party=party: record_paper_signature(
                actor=office.officer,
                pk=agreement.pk,
                party_id=party.pk,
                signed_on=TODAY,
                now=NOW,
                **office.signatory_of(party),
            )
            for party in parties
        ]
    )
    assert all(isinstance(answer, PaperSignature) for answer in answers)
    agreement.refresh_from_db()
    assert agreement.state == State.SIGNED
    assert AuditEvent.objects.filter(verb="agreement.sign").count() == 1


def test_six_who_record_the_same_signature_record_it_once(office):
    office.type.template.filter(clause=office.places).delete()
    agreement = office.sent()
    party = agreement.parties.get(order=2)
    answers = at_once(
        *[
            lambda: record_paper_signature(
                actor=office.officer,
                pk=agreement.pk,
                party_id=party.pk,
                signatory_name="周强",
                signed_on=TODAY,
                now=NOW,
            )
        ]
        * 6
    )
    assert sum(isinstance(answer, UnableToSign) for answer in answers) == 5
    assert PaperSignature.objects.count() == 1


def test_a_decision_on_an_amendment_and_its_withdrawal_do_not_lock_each_other_out(office, monkeypatch):
    office.type.template.filter(clause=office.places).delete()
    agreement = office.signed()
    amendment = propose_amendment(
        actor=office.officer,
        pk=agreement.pk,
        reason="More time",
        effective_on=START,
        changes=[ProposedChange("field", "notice_days", 30)],
        now=NOW,
    )
    submit_amendment(actor=office.officer, amendment_id=amendment.pk, now=NOW)
    office.answer(office.world.head, amendment)
    office.answer(office.world.lawyer, amendment)
    approval = Approval.objects.about(amendment).get()
    seen = look_at(actor=office.world.director, approval=approval, now=NOW)
    deciding, order = Event(), amendments.order_document

    def order_when_somebody_waits(paper, *, now):
        deciding.set()
        wait_for_a_lock()
        order(paper, now=now)

    def withdraw():
        deciding.wait(timeout=10)
        return withdraw_amendment(
            actor=office.officer, amendment_id=amendment.pk, reason="Not now", now=NOW
        ).state

    monkeypatch.setattr(amendments, "order_document", order_when_somebody_waits)
    step, withdrawn = at_once(
        lambda: decide(
            actor=office.world.director,
            step_id=approval.steps.get(status="current").pk,
            decision=Decision.APPROVE,
            seen=seen,
            now=NOW,
        ),
        withdraw,
    )
    assert (step.status, withdrawn) == ("approved", "withdrawn")


def wait_for_a_lock() -> None:
    """Until some other connection waits for one."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone() == (True,):
                return
        sleep(0.05)
    raise AssertionError("nobody waits")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([2026, 2027]), st.booleans()), min_size=1, max_size=8))
def test_whatever_is_submitted_and_refused_the_numbers_of_each_year_are_gapless(office, plan):
    before = {year: _numbers(year) for year in (2026, 2027)}
    for year, is_complete in plan:
        pk = bare_draft(office, aims="Work together." if is_complete else "")
        try:
            submit_agreement(actor=office.officer, pk=pk, now=NOW.replace(year=year))
        except Incomplete:
            assert not is_complete
    for year in (2026, 2027):
        numbers = _numbers(year)
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) - len(before[year]) == sum(
            1 for planned, is_complete in plan if planned == year and is_complete
        )


def _numbers(year: int) -> list[int]:
    return sorted(
        int(reference.rpartition("-")[2])
        for reference in Agreement.objects.filter(reference__startswith=f"AG-{year}-").values_list(
            "reference", flat=True
        )
    )
