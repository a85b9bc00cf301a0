"""Sending out, calling off, sending again, reminders, deadlines, many at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements.choices import State
from agreements.models import Agreement, PaperSignature
from agreements.operations import (
    ProposedChange,
    call_back,
    propose_amendment,
    renew_agreement,
    send_amendment,
    send_for_signature,
    submit_agreement,
    submit_amendment,
    terminate_agreement,
    withdraw_agreement,
)
from agreements.operations.refusals import UnableToSign as UnableToSignAgreement
from core.access import NotVisible
from core.models import Notification
from core.transitions import TransitionRefused
from signing.inviting import sweep_signatories
from signing.models import Envelope, Signatory
from signing.operations import (
    Identity,
    UnableToSend,
    UnableToSign,
    ask_for_code,
    batches_for,
    envelopes,
    expire_envelopes,
    hand_in_authority,
    identify_by_code,
    read_together,
    remind_signatory,
    sign_together,
    void_envelope,
)
from signing.statements import STATEMENT
from signing.tasks import remind_signatories
from tests.agreements.office import NOW, TODAY
from tests.signing.envelopes import (
    DEADLINE,
    HERE,
    code_sent_to,
    identify,
    kinds_of,
    people_of,
    put_name,
    read,
    sign_all_the_way,
    who,
)
from tests.signing.plain import (
    departments_can_be_signed,
    plain_document,
    plain_envelope,
    plain_record,
    plain_signatory,
    ready,
    sender,
)
from tests.world import ONE_PIXEL


@pytest.fixture
def heard(db, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    with departments_can_be_signed() as heard:
        yield heard


# --- Sending ----------------------------------------------------------------------------------


def test_a_record_is_out_once(heard):
    record = plain_record()
    plain_envelope(record=record)
    with pytest.raises(UnableToSend, match="out for electronic signature already"):
        plain_envelope(record=record)


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ([plain_signatory(1, way="paper")], "sign electronically"),
        ([plain_signatory(1, email="")], "neither e-mail nor phone"),
        ([plain_signatory(1, name=" ")], "who signs for"),
        ([plain_signatory(1, means_allowed=[])], "to be identified"),
    ],
)
def test_an_envelope_needs_people_who_can_sign(heard, people, why):
    with pytest.raises(UnableToSend, match=why):
        plain_envelope(signatories=people)


def test_only_staff_who_may_edit_the_agreement_call_the_signing_off(signing):
    envelope = signing.out()
    with pytest.raises(PermissionDenied):
        void_envelope(actor=signing.world.coordinator, envelope_id=envelope.pk, reason="No", now=NOW)
    with pytest.raises(NotVisible):
        void_envelope(actor=signing.world.stranger_officer, envelope_id=envelope.pk, reason="No", now=NOW)
    with pytest.raises(TransitionRefused, match="give a reason"):
        void_envelope(actor=signing.world.officer, envelope_id=envelope.pk, reason="", now=NOW)
    assert Envelope.objects.get().is_out


def test_sent_again_with_the_same_text_the_signatures_are_kept(signing):
    agreement = signing.office.sent()
    envelope = signing.out(agreement)
    partner, _director = people_of(envelope)
    sign_all_the_way(partner)
    void_envelope(actor=signing.world.officer, envelope_id=envelope.pk, reason="Wrong deadline", now=NOW)
    assert not PaperSignature.objects.exists()

    again = signing.out(agreement, deadline_on=DEADLINE + timedelta(days=7))
    kept, director = people_of(again)
    assert (kept.status, kept.signed_at) == ("signed", Signatory.objects.get(pk=partner.pk).signed_at)
    assert kept.carried_from == partner
    assert again.replaces == envelope
    assert PaperSignature.objects.get().signatory_name == "周强"
    assert "carried" in kinds_of(again)
    sign_all_the_way(director)
    assert Agreement.objects.get().state == State.SIGNED


def test_somebody_else_for_the_same_party_signs_anew(signing):
    agreement = signing.office.sent()
    envelope = signing.out(agreement)
    partner, _director = people_of(envelope)
    sign_all_the_way(partner)
    void_envelope(actor=signing.world.officer, envelope_id=envelope.pk, reason="Wrong person", now=NOW)
    people = [signing.partner_signs(agreement, signing.world.liaison), signing.centre_signs(agreement)]
    again = signing.out(agreement, signatories=people)
    assert [person.status for person in people_of(again)] == ["invited", "invited"]


def test_other_bytes_are_signed_anew(heard):
    record = plain_record()
    first = plain_envelope(record=record)
    person = people_of(first)[0]
    ready(person)
    put_name(person)
    from signing.operations import void_locked

    void_locked(first, record=record, actor=sender(), reason="New text", now=NOW)
    changed = plain_document(record, sha256="1" * 64)
    again = plain_envelope(record=record, document=changed, replaces=first)
    assert {person.status for person in people_of(again)} == {"invited"}


def test_what_is_out_electronically_is_not_called_back_over_a_signature(signing):
    envelope = signing.out()
    officer = signing.world.officer
    agreement = Agreement.objects.get()
    partner, _director = people_of(envelope)
    sign_all_the_way(partner)
    with pytest.raises(UnableToSignAgreement, match="Call the electronic signing off first"):
        call_back(actor=officer, pk=agreement.pk, reason="Mistake", now=NOW)
    void_envelope(actor=officer, envelope_id=envelope.pk, reason="Mistake", now=NOW)
    assert call_back(actor=officer, pk=agreement.pk, reason="Mistake", now=NOW).state == State.APPROVED


def test_a_withdrawn_agreement_takes_its_envelope_along(signing):
    envelope = signing.out()
    withdraw_agreement(
        actor=signing.world.officer, pk=Agreement.objects.get().pk, reason="No longer wanted", now=NOW
    )
    envelope.refresh_from_db()
    assert (envelope.state, envelope.closing_reason) == ("voided", "No longer wanted")


def amendment_out(signing, agreement: Agreement) -> Envelope:
    amendment = propose_amendment(
        actor=signing.office.officer,
        pk=agreement.pk,
        reason="Both sides want it",
        effective_on=agreement.starts_on,
        changes=[ProposedChange("field", "aims", "Train welders too.")],
        now=NOW,
    )
    submit_amendment(actor=signing.office.officer, amendment_id=amendment.pk, now=NOW)
    signing.office.approve(amendment)
    sent = send_amendment(actor=signing.office.officer, amendment_id=amendment.pk, now=NOW)
    people = [signing.partner_signs(agreement), signing.centre_signs(agreement)]
    return signing.out(sent, signatories=people)


def test_a_terminated_agreement_takes_the_envelopes_of_its_amendments_along(signing):
    agreement = signing.office.signed()
    envelope = amendment_out(signing, agreement)
    terminate_agreement(
        actor=signing.world.director,
        pk=agreement.pk,
        terminated_on=agreement.starts_on,
        reason="Closing down",
        now=NOW,
    )
    envelope.refresh_from_db()
    assert (envelope.state, envelope.closing_reason) == ("voided", "Closing down")


def test_a_renewed_agreement_takes_the_envelopes_of_its_amendments_along(signing):
    old = signing.office.signed()
    envelope = amendment_out(signing, old)
    new = renew_agreement(actor=signing.office.officer, pk=old.pk, now=NOW)
    submit_agreement(actor=signing.office.officer, pk=new.pk, now=NOW)
    signing.office.approve(new)
    sent = send_for_signature(actor=signing.office.officer, pk=new.pk, now=NOW)
    for person in people_of(signing.out(sent)):
        sign_all_the_way(person)
    old.refresh_from_db()
    envelope.refresh_from_db()
    assert old.state == State.RENEWED
    assert (envelope.state, envelope.closing_reason) == ("voided", "The agreement was renewed.")


def test_a_deputy_hands_in_the_proof_before_signing(heard):
    envelope = plain_envelope(signatories=[plain_signatory(1, deputises_for="The chairman")])
    (deputy,) = people_of(envelope)
    read(deputy)
    identify(deputy)
    with pytest.raises(UnableToSign, match="proof that you may sign for The chairman"):
        put_name(deputy)
    hand_in_authority(
        actor=who(deputy),
        signatory_id=deputy.pk,
        upload=SimpleUploadedFile("proof.png", ONE_PIXEL, "image/png"),
        now=NOW,
    )
    assert put_name(deputy).status == "signed"
    assert heard == ["1 signed", "all signed"]


def test_no_more_proofs_are_kept_than_a_deputy_needs(heard):
    (deputy,) = people_of(plain_envelope(signatories=[plain_signatory(1, deputises_for="The chairman")]))

    def one_more():
        proof = SimpleUploadedFile("proof.png", ONE_PIXEL, "image/png")
        hand_in_authority(actor=who(deputy), signatory_id=deputy.pk, upload=proof, now=NOW)

    for _number in range(5):
        one_more()
    with pytest.raises(UnableToSign, match="5 files are there already"):
        one_more()
    assert deputy.files.count() == 5


# --- Reminders and deadlines ------------------------------------------------------------------


def reminded(signatory: Signatory) -> int:
    return Notification.objects.filter(key__startswith=f"signing.sign:{signatory.pk}:").count()


def test_who_has_not_signed_is_reminded_at_each_stage_once(heard):
    envelope = plain_envelope(2, is_ordered=True)
    first, second = people_of(envelope)
    for day in (
        "2026-03-02",
        "2026-03-03",
        "2026-03-09",
        "2026-03-09",
        "2026-03-10",
        "2026-03-28",
        "2026-03-31",
    ):
        on = type(TODAY).fromisoformat(day)
        sweep_signatories(on=on, now=NOW)
    assert reminded(first) == 4  # asked, a week later, three days before, on the last day
    assert reminded(second) == 0


def test_staff_remind_once_a_day_and_only_whose_turn_it_is(signing):
    agreement = signing.office.sent()
    envelope = signing.out(agreement, is_ordered=True)
    partner, director = people_of(envelope)
    remind = {"actor": signing.world.officer, "envelope_id": envelope.pk, "now": NOW}
    assert remind_signatory(signatory_id=partner.pk, **remind) is True
    assert remind_signatory(signatory_id=partner.pk, **remind) is False
    with pytest.raises(UnableToSign, match="nothing to remind"):
        remind_signatory(signatory_id=director.pk, **remind)
    with pytest.raises(NotVisible):
        remind_signatory(signatory_id=0, **remind)


def test_an_envelope_that_cannot_be_ended_holds_up_no_other_and_no_reminder(heard, monkeypatch, caplog):
    faulty, other = plain_envelope(1), plain_envelope(1)
    still_out = plain_envelope(1, deadline_on=DEADLINE + timedelta(days=1))
    ends = envelopes.close

    def fails_for_one(envelope, **more):
        if envelope == faulty:
            raise ZeroDivisionError("a fault")
        return ends(envelope, **more)

    monkeypatch.setattr(envelopes, "close", fails_for_one)
    late = NOW + timedelta(days=30)
    monkeypatch.setattr(timezone, "now", lambda: late)
    remind_signatories()
    states = Envelope.objects.in_bulk()
    assert [states[row.pk].state for row in (faulty, other, still_out)] == ["out", "expired", "out"]
    assert f"Envelope {faulty.pk} could not be ended" in caplog.text
    assert reminded(people_of(still_out)[0]) == 2  # asked, on the last day
    monkeypatch.undo()
    assert expire_envelopes(now=late) == 1


def test_an_envelope_ends_the_day_after_its_deadline_and_everybody_hears(heard):
    envelope = plain_envelope(2)
    assert expire_envelopes(now=NOW + timedelta(days=29)) == 0
    assert expire_envelopes(now=NOW + timedelta(days=30)) == 1
    assert expire_envelopes(now=NOW + timedelta(days=30)) == 0
    envelope.refresh_from_db()
    assert envelope.state == "expired"
    assert heard == ["ended: expired"]
    assert Notification.objects.filter(kind="signing.ended").count() == 3
    assert not Notification.objects.waiting().filter(kind="signing.sign").exists()


# --- Many at once -----------------------------------------------------------------------------


def many(number: int) -> list[Envelope]:
    director = sender()
    common = {
        "common_title_en": "Internship agreement",
        "common_title_zh": "实习协议",
        "common_text": [{"heading": {"en": "Purpose", "zh": "目的"}, "text": {"en": "Work", "zh": "工作"}}],
    }
    sent = []
    for n in range(number):
        record = plain_record()
        differing = [{"label": {"en": "Student", "zh": "学生"}, "value": {"en": f"S{n}", "zh": f"生{n}"}}]
        document = plain_document(record, differing=differing, **common)
        people = [plain_signatory(1, user=director, email=director.email, name="Sender")]
        sent.append(plain_envelope(record=record, document=document, signatories=people))
    return sent


def test_many_documents_are_signed_in_one_ceremony_each_with_its_own_record(heard):
    sent = many(4)
    director = sender()
    (batch,) = batches_for(director)
    assert [label["zh"] for label in batch.labels] == ["学生"]
    assert [values[0]["en"] for _signatory, values in batch.rows] == ["S0", "S1", "S2", "S3"]
    left_out, *chosen = [signatory.pk for signatory in batch.signatories]
    read_together(
        actor=director,
        text_id=batch.text.pk,
        signatory_ids=chosen,
        statement=STATEMENT.version,
        where=HERE,
        now=NOW,
    )
    ask_for_code(actor=director, signatory_id=chosen[0], now=NOW)
    typed = code_sent_to(Signatory.objects.get(pk=chosen[0]))
    confirmed = identify_by_code(actor=director, signatory_ids=chosen, typed=typed, where=HERE, now=NOW)
    assert confirmed is Identity.CONFIRMED
    result = sign_together(
        actor=director, signatory_ids=[left_out, *chosen], typed_name="Sender", where=HERE, now=NOW
    )
    assert sorted(signatory.pk for signatory in result.done) == sorted(chosen)
    assert [pk for pk, _why in result.refused] == [left_out]
    states = [Envelope.objects.get(pk=envelope.pk).state for envelope in sent]
    assert states == ["out", "completed", "completed", "completed"]
    assert heard.count("all signed") == 3
    for envelope in sent[1:]:
        assert kinds_of(envelope).count("identified") == 1
        assert kinds_of(envelope).count("signed") == 1


def test_nobody_signs_a_batch_of_another(heard):
    many(2)
    stranger = people_of(plain_envelope(1))[0]
    assert batches_for(who(stranger)) == []
    with pytest.raises(UnableToSign, match="Nothing is chosen"):
        read_together(
            actor=who(stranger),
            text_id=batches_for(sender())[0].text.pk,
            signatory_ids=[signatory.pk for signatory in batches_for(sender())[0].signatories],
            statement=STATEMENT.version,
            where=HERE,
            now=NOW,
        )
