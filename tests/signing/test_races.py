from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from core.models import AuditEvent, Notification
from signing.operations import Decision, UnableToDecide, cancel_approval, decide, look_at
from signing.reminders import sweep_approvals
from tests.signing.conftest import NOW, TODAY, make_office

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_six_heads_who_decide_at_once_one_wins(registered):
    office = registered(make_office())
    asker = office.hire("officer")
    heads = [office.hire(f"head {n}", "request.review") for n in range(6)]
    approval = office.ask(asker)
    step = approval.steps.get(order=1)
    seen = [look_at(actor=head, approval=approval, now=NOW) for head in heads]
    start = Barrier(len(heads))

    def attempt(n: int) -> str:
        start.wait()
        try:
            decide(
                actor=heads[n], step_id=step.pk, decision=Decision.APPROVE, seen=seen[n], now=NOW, reason=""
            )
        except UnableToDecide as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "approved"

    with ThreadPoolExecutor(len(heads)) as pool:
        results = list(pool.map(attempt, range(len(heads))))

    assert results.count("approved") == 1
    assert all("in the meantime" in refusal for refusal in results if refusal != "approved")
    assert AuditEvent.objects.filter(verb="approval.approve").count() == 1
    assert approval.steps.get(order=2).status == "current"


def test_a_sweep_neither_waits_for_a_decision_nor_asks_for_what_is_being_decided(registered):
    office = registered(make_office())
    head = office.hire("head", "request.review")
    approval = office.ask(office.hire("asker"))

    def sweep() -> int:
        try:
            return sweep_approvals(on=TODAY, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            office.answer(head, approval)
            assert pool.submit(sweep).result(timeout=10) == 0
        with transaction.atomic():
            cancel_approval(subject=office.record, now=NOW, reason="Not now")
            assert pool.submit(sweep).result(timeout=10) == 0
    assert not Notification.objects.filter(kind="signing.decision").exists()
