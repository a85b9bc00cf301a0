"""Everybody at once, on the real database."""

import pytest

from core.errors import Refused
from signing.models import Envelope, EnvelopeEvent, SealOrder, Signatory
from signing.operations import decline, void_locked
from signing.signables import signable_of
from tests.agreements.test_races import at_once
from tests.signing.envelopes import HERE, people_of, put_name, who
from tests.signing.plain import (
    NOW,
    departments_can_be_signed,
    plain_document,
    plain_envelope,
    plain_record,
    ready,
    sender,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def heard(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    with departments_can_be_signed() as heard:
        yield heard


def test_six_who_sign_at_once_conclude_it_once(heard):
    envelope = plain_envelope(6)
    people = people_of(envelope)
    for person in people:
        ready(person)
    answers = at_once(*[lambda person=person: put_name(person) for person in people])
    assert all(isinstance(answer, Signatory) for answer in answers)
    assert heard.count("all signed") == 1
    assert sorted(word for word in heard if word != "all signed") == [f"{n} signed" for n in range(1, 7)]
    assert SealOrder.objects.count() == 1
    sequence = EnvelopeEvent.objects.filter(envelope=envelope).order_by("sequence")
    assert list(sequence.values_list("sequence", flat=True)) == list(range(1, sequence.count() + 1))


def test_a_person_who_presses_six_times_signs_once(heard):
    person = people_of(plain_envelope(2))[0]
    ready(person)
    answers = at_once(*[lambda: put_name(person)] * 6)
    assert sum(isinstance(answer, Signatory) for answer in answers) == 1
    assert EnvelopeEvent.objects.filter(kind="signed").count() == 1


def test_of_a_last_signature_a_refusal_and_a_calling_off_one_wins(heard):
    envelope = plain_envelope(2)
    first, second = people_of(envelope)
    for person in (first, second):
        ready(person)
    put_name(first)

    def call_off() -> Envelope:
        from django.db import transaction

        with transaction.atomic():
            record = signable_of(envelope).lock(envelope.subject_id)
            return void_locked(envelope, record=record, actor=sender(), reason="Stop", now=NOW)

    answers = at_once(
        lambda: put_name(second),
        lambda: decline(actor=who(second), signatory_id=second.pk, reason="No", where=HERE, now=NOW),
        call_off,
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 2
    envelope.refresh_from_db()
    assert envelope.state in {"completed", "declined", "voided"}
    ends = [word for word in heard if word == "all signed" or word.startswith("ended")]
    assert len(ends) == 1


def test_a_record_sent_out_six_times_at_once_is_out_once(heard):
    record = plain_record()
    document = plain_document(record)
    sender()

    def send() -> Envelope:
        from django.db import transaction

        from accounts.models import Department

        with transaction.atomic():
            Department.objects.select_for_update().get(pk=record.pk)
            return plain_envelope(record=record, document=document)

    answers = at_once(*[send] * 6)
    assert sum(isinstance(answer, Envelope) for answer in answers) == 1
