"""Whatever order people act in, an envelope holds its promises: a state machine tries many orders."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from django.conf import settings as django_settings
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.errors import Refused
from signing.ledger import faults_in
from signing.models import Envelope, SealOrder, Signatory
from signing.operations import (
    ask_for_code,
    consent,
    decline,
    expire_envelopes,
    identify_by_code,
    open_document,
    page_seen,
    record_on_paper,
    sign,
    void_locked,
)
from signing.statements import STATEMENT
from tests.signing.envelopes import DEADLINE, HERE, code_sent_to, who
from tests.signing.plain import NOW, departments_can_be_signed, plain_envelope, sender

PEOPLE = st.integers(0, 2)


class EnvelopeMachine(RuleBasedStateMachine):
    """Three parties; every act is tried at any time, and refused or done."""

    heard: list[str]

    @initialize(is_ordered=st.booleans())
    def send(self, is_ordered: bool) -> None:
        self.now = NOW
        self.context = departments_can_be_signed()
        self.heard = self.context.__enter__()
        self.envelope = plain_envelope(3, is_ordered=is_ordered)
        self.people = list(self.envelope.signatories.order_by("order"))
        self.first_end: str | None = None

    def teardown(self) -> None:
        if hasattr(self, "context"):
            self.context.__exit__(None, None, None)

    def attempt(self, act, at: int, **more) -> bool:
        person = self.people[at]
        try:
            act(actor=who(person), signatory_id=person.pk, now=self.now, **more)
        except Refused:
            return False
        return True

    @rule(at=PEOPLE)
    def open(self, at: int) -> None:
        self.attempt(open_document, at)

    @rule(at=PEOPLE)
    def agree(self, at: int) -> None:
        self.attempt(consent, at, statement=STATEMENT.version, where=HERE)

    @rule(at=PEOPLE, page=st.integers(1, 2))
    def look(self, at: int, page: int) -> None:
        self.attempt(page_seen, at, page=page)

    @rule(at=PEOPLE, is_right=st.booleans())
    def show_identity(self, at: int, is_right: bool) -> None:
        person = self.people[at]
        if not self.attempt(ask_for_code, at):
            return
        typed = code_sent_to(person) if is_right else "wrong"
        with contextlib.suppress(Refused):
            identify_by_code(
                actor=who(person), signatory_ids=[person.pk], typed=typed, where=HERE, now=self.now
            )

    @rule(at=PEOPLE)
    def hurry_through(self, at: int) -> None:
        self.open(at)
        self.agree(at)
        self.look(at, 1)
        self.look(at, 2)
        self.show_identity(at, True)

    @rule(at=PEOPLE)
    def put_name(self, at: int) -> None:
        before = Signatory.objects.get(pk=self.people[at].pk)
        done = self.attempt(
            sign, at, typed_name=before.name, seen_sha256=self.envelope.document_sha256, where=HERE
        )
        if done:
            assert set(before.pages_seen) == {1, 2}
            assert before.consented_at is not None
            assert before.identified_at is not None
            earlier = [p for p in self.envelope.signatories.all() if p.order < before.order]
            assert not self.envelope.is_ordered or all(p.status == "signed" for p in earlier)

    @rule(at=PEOPLE)
    def refuse(self, at: int) -> None:
        self.attempt(decline, at, reason="No", where=HERE)

    @rule(at=PEOPLE)
    def sign_on_paper(self, at: int) -> None:
        envelope = Envelope.objects.get(pk=self.envelope.pk)
        if not envelope.is_out:
            return
        with contextlib.suppress(Refused):
            record_on_paper(
                actor=sender(),
                envelope=envelope,
                record=envelope.subject,
                party_key=self.people[at].party_key,
                name="By hand",
                title="",
                signed_on=self.now.date(),
                now=self.now,
            )

    @rule()
    def call_off(self) -> None:
        envelope = Envelope.objects.get(pk=self.envelope.pk)
        with contextlib.suppress(Refused):
            void_locked(envelope, record=envelope.subject, actor=sender(), reason="Stop", now=self.now)

    @rule(minutes=st.sampled_from([1, 20, 60 * 24 * 3]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        expire_envelopes(now=self.now)

    @invariant()
    def promises_are_kept(self) -> None:
        if not hasattr(self, "people"):
            return
        envelope = Envelope.objects.prefetch_related("events", "signatories").get(pk=self.envelope.pk)
        assert list(faults_in([envelope])) == []
        people = list(envelope.signatories.all())
        signed = [person for person in people if person.status == "signed"]
        assert (envelope.state == "completed") == (len(signed) == len(people))
        assert SealOrder.objects.filter(envelope=envelope).exists() == (envelope.state == "completed")
        assert (envelope.state == "declined") == any(person.status == "declined" for person in people)
        if envelope.is_out:
            assert self.now.date() <= DEADLINE
            if envelope.is_ordered:
                asked = [person for person in people if person.status in {"invited", "opened"}]
                assert len(asked) == 1
        else:
            self.first_end = self.first_end or envelope.state
            assert envelope.state == self.first_end
        assert len([word for word in self.heard if word.startswith("ended")]) == (
            envelope.state in {"declined", "voided", "expired"}
        )


def test_whatever_order_people_act_in(db, tmp_path, monkeypatch):
    monkeypatch.setattr(django_settings, "MEDIA_ROOT", str(tmp_path))
    run_state_machine_as_test(
        EnvelopeMachine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
