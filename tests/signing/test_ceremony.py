"""What a signatory goes through, and what holds them up."""

from datetime import timedelta
from pathlib import Path

import pytest

from agreements.choices import State
from agreements.models import Agreement, PaperSignature
from core.access import NotVisible
from core.models import Notification
from signing.models import Envelope, IdentityCode, Signatory
from signing.operations import (
    Identity,
    UnableToSign,
    ask_for_code,
    consent,
    decline,
    identify_by_app,
    identify_by_code,
    open_document,
    page_seen,
    sign,
)
from signing.policies import Bearer
from signing.statements import STATEMENT
from tests.agreements.office import NOW, TODAY
from tests.signing.envelopes import (
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


def test_when_everybody_has_signed_the_agreement_is_concluded_and_the_ledger_tells_how(signing):
    envelope = signing.out()
    partner, director = people_of(envelope)
    sign_all_the_way(partner)
    assert Agreement.objects.get().state == State.OUT_FOR_SIGNATURE
    sign_all_the_way(director)

    agreement = Agreement.objects.get()
    assert (agreement.state, agreement.signed_on) == (State.SIGNED, TODAY)
    envelope.refresh_from_db()
    assert envelope.state == Envelope.State.COMPLETED
    assert [signature.signatory_name for signature in PaperSignature.objects.order_by("pk")] == [
        "周强",
        "林主任",
    ]
    steps = ["opened", "consented", "read", "code_sent", "identified", "signed"]
    assert kinds_of(envelope) == ["sent", "invited", "invited", *steps, *steps, "completed"]


def test_nobody_signs_before_each_step_is_done(signing):
    partner, _director = people_of(signing.out())
    bearer = who(partner)
    open_document(actor=bearer, signatory_id=partner.pk, now=NOW)
    with pytest.raises(UnableToSign, match="agree to sign electronically"):
        put_name(partner)
    consent(actor=bearer, signatory_id=partner.pk, statement=STATEMENT.version, where=HERE, now=NOW)
    with pytest.raises(UnableToSign, match="read every page"):
        put_name(partner)
    read(partner)
    with pytest.raises(UnableToSign, match="that it is you"):
        put_name(partner)
    identify(partner)
    with pytest.raises(UnableToSign, match="type your name"):
        put_name(partner, typed_name="Somebody else")
    with pytest.raises(UnableToSign, match="not the document"):
        put_name(partner, seen_sha256="0" * 64)
    assert put_name(partner, typed_name=" zhou  QIANG ").status == Signatory.Status.SIGNED
    with pytest.raises(UnableToSign, match="signed this document already"):
        put_name(partner)


def test_an_identity_that_was_shown_long_ago_does_not_count(signing):
    partner, _director = people_of(signing.out())
    read(partner)
    identify(partner)
    with pytest.raises(UnableToSign, match="that it is you"):
        put_name(partner, now=NOW + timedelta(minutes=45))


def test_a_file_that_was_changed_on_the_disk_is_not_signed(signing):
    envelope = signing.out()
    partner, _director = people_of(envelope)
    read(partner)
    identify(partner)
    document = Path(envelope.document.path)
    document.write_bytes(document.read_bytes() + b"%")
    with pytest.raises(UnableToSign, match="not the document"):
        put_name(partner)


def test_nobody_reaches_the_ceremony_of_another(signing):
    partner, director = people_of(signing.out())
    for stranger in (Bearer(partner.pk), signing.world.officer, signing.world.stranger_officer):
        with pytest.raises(NotVisible):
            open_document(actor=stranger, signatory_id=director.pk, now=NOW)
    with pytest.raises(NotVisible):
        open_document(actor=signing.world.director, signatory_id=partner.pk, now=NOW)


def test_the_second_in_order_waits_for_the_first(signing):
    agreement = signing.office.sent()
    envelope = signing.out(agreement, is_ordered=True)
    partner, director = people_of(envelope)
    assert director.status == Signatory.Status.WAITING
    with pytest.raises(UnableToSign, match="Others sign before you"):
        open_document(actor=who(director), signatory_id=director.pk, now=NOW)
    assert not Notification.objects.filter(kind="signing.sign", recipient=signing.world.director).exists()
    sign_all_the_way(partner)
    director.refresh_from_db()
    assert director.status == Signatory.Status.INVITED
    assert Notification.objects.filter(kind="signing.sign", recipient=signing.world.director).exists()


def test_an_enterprise_with_two_signatories_has_signed_with_the_second(signing):
    agreement = signing.office.sent()
    envelope = signing.out(
        agreement,
        signatories=[
            signing.partner_signs(agreement),
            signing.partner_signs(agreement, signing.world.liaison),
            signing.centre_signs(agreement),
        ],
    )
    first, second, _director = people_of(envelope)
    sign_all_the_way(first)
    assert not PaperSignature.objects.exists()
    sign_all_the_way(second)
    assert PaperSignature.objects.get().signatory_name == "周强、孙丽"


def test_whoever_declines_says_why_and_ends_it_for_all(signing):
    envelope = signing.out()
    partner, director = people_of(envelope)
    sign_all_the_way(director)
    with pytest.raises(UnableToSign, match="say why"):
        decline(actor=who(partner), signatory_id=partner.pk, reason=" ", where=HERE, now=NOW)
    decline(actor=who(partner), signatory_id=partner.pk, reason="Article 3", where=HERE, now=NOW)
    envelope.refresh_from_db()
    assert (envelope.state, envelope.closing_reason) == (Envelope.State.DECLINED, "Article 3")
    assert Agreement.objects.get().state == State.OUT_FOR_SIGNATURE
    assert not PaperSignature.objects.exists()
    told = Notification.objects.filter(kind="signing.ended")
    assert {row.recipient for row in told} == {signing.world.officer, signing.world.director}
    with pytest.raises(UnableToSign, match="declined"):
        open_document(actor=who(partner), signatory_id=partner.pk, now=NOW)


def test_a_page_that_is_not_there_cannot_be_seen(signing):
    partner, _director = people_of(signing.out())
    with pytest.raises(UnableToSign, match="no such page"):
        page_seen(actor=who(partner), signatory_id=partner.pk, page=99, now=NOW)


def test_old_words_cannot_be_agreed_to(signing):
    partner, _director = people_of(signing.out())
    with pytest.raises(UnableToSign, match="statement has changed"):
        consent(actor=who(partner), signatory_id=partner.pk, statement="1999", where=HERE, now=NOW)


def test_after_the_deadline_nobody_signs(signing):
    partner, _director = people_of(signing.out())
    with pytest.raises(UnableToSign, match="deadline is past"):
        open_document(actor=who(partner), signatory_id=partner.pk, now=NOW + timedelta(days=40))


# --- Identity ---------------------------------------------------------------------------------


def test_a_wrong_code_is_counted_and_five_end_it(signing):
    partner, _director = people_of(signing.out())
    read(partner)
    bearer = who(partner)
    ask_for_code(actor=bearer, signatory_id=partner.pk, now=NOW)
    wrong = f"{(int(code_sent_to(partner)) + 1) % 10**6:06d}"

    def tried(typed: str) -> Identity:
        return identify_by_code(actor=bearer, signatory_ids=[partner.pk], typed=typed, where=HERE, now=NOW)

    assert [tried(wrong) for _ in range(5)] == [Identity.WRONG] * 5
    assert tried(code_sent_to(partner)) is Identity.EXPIRED
    assert IdentityCode.objects.get().tries == 5
    assert kinds_of(partner.envelope).count("identity_refused") == 5


def test_ten_wrong_codes_within_an_hour_close_the_door(signing):
    partner, _director = people_of(signing.out())
    read(partner)
    bearer = who(partner)
    for attempt in range(2):
        now = NOW + timedelta(minutes=2 * attempt)
        ask_for_code(actor=bearer, signatory_id=partner.pk, now=now)
        wrong = f"{(int(code_sent_to(partner)) + 1) % 10**6:06d}"
        for _ in range(5):
            identify_by_code(actor=bearer, signatory_ids=[partner.pk], typed=wrong, where=HERE, now=now)
    with pytest.raises(UnableToSign, match="Too many wrong codes"):
        ask_for_code(actor=bearer, signatory_id=partner.pk, now=NOW + timedelta(minutes=30))


def test_a_code_is_used_once_and_for_ten_minutes(signing):
    partner, _director = people_of(signing.out())
    read(partner)
    bearer = who(partner)
    ask_for_code(actor=bearer, signatory_id=partner.pk, now=NOW)
    late = identify_by_code(
        actor=bearer,
        signatory_ids=[partner.pk],
        typed=code_sent_to(partner),
        where=HERE,
        now=NOW + timedelta(minutes=11),
    )
    assert late is Identity.EXPIRED
    identify(partner, NOW + timedelta(minutes=12))
    again = identify_by_code(
        actor=bearer,
        signatory_ids=[partner.pk],
        typed=code_sent_to(partner),
        where=HERE,
        now=NOW + timedelta(minutes=14),
    )
    assert again is Identity.EXPIRED


def test_a_newer_code_ends_the_earlier_one(signing):
    partner, _director = people_of(signing.out())
    read(partner)
    ask_for_code(actor=who(partner), signatory_id=partner.pk, now=NOW)
    earlier = code_sent_to(partner)
    identify(partner, NOW + timedelta(minutes=2))
    answer = identify_by_code(
        actor=who(partner),
        signatory_ids=[partner.pk],
        typed=earlier,
        where=HERE,
        now=NOW + timedelta(minutes=4),
    )
    assert answer is Identity.EXPIRED


def test_codes_are_not_sent_without_end(signing):
    partner, _director = people_of(signing.out())
    bearer = who(partner)
    open_document(actor=bearer, signatory_id=partner.pk, now=NOW)
    ask_for_code(actor=bearer, signatory_id=partner.pk, now=NOW)
    with pytest.raises(UnableToSign, match="a moment ago"):
        ask_for_code(actor=bearer, signatory_id=partner.pk, now=NOW + timedelta(seconds=30))
    for minutes in (2, 4, 6, 8):
        ask_for_code(actor=bearer, signatory_id=partner.pk, now=NOW + timedelta(minutes=minutes))
    with pytest.raises(UnableToSign, match="Too many codes"):
        ask_for_code(actor=bearer, signatory_id=partner.pk, now=NOW + timedelta(minutes=10))


def test_the_code_is_nowhere_in_the_database(signing):
    partner, _director = people_of(signing.out())
    open_document(actor=who(partner), signatory_id=partner.pk, now=NOW)
    ask_for_code(actor=who(partner), signatory_id=partner.pk, now=NOW)
    code = code_sent_to(partner)
    for model in (IdentityCode, Notification):
        for row in model.objects.values_list():
            assert code not in str(row)


def test_an_app_identifies_only_whom_it_is_admitted_for(signing, monkeypatch):
    monkeypatch.setattr("signing.operations.identity.TOTP.validate_code", lambda self, code: code == "123456")
    partner, director = people_of(signing.out())
    read(director)
    wrong = identify_by_app(
        actor=who(director), signatory_ids=[director.pk], typed="000000", where=HERE, now=NOW
    )
    right = identify_by_app(
        actor=who(director), signatory_ids=[director.pk], typed="123 456", where=HERE, now=NOW
    )
    assert (wrong, right) == (Identity.WRONG, Identity.CONFIRMED)
    read(partner)
    with pytest.raises(UnableToSign, match="not admitted"):
        identify_by_app(actor=who(partner), signatory_ids=[partner.pk], typed="123456", where=HERE, now=NOW)
    with pytest.raises(NotVisible):
        sign(
            actor=who(director),
            signatory_id=partner.pk,
            typed_name=partner.name,
            seen_sha256=partner.envelope.document_sha256,
            where=HERE,
            now=NOW,
        )
