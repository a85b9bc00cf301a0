"""One party signs on paper what is out electronically as well."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.choices import State
from agreements.models import Agreement, PaperSignature
from agreements.operations import (
    record_paper_signature,
)
from agreements.operations.refusals import UnableToSign as UnableToSignAgreement
from signing.models import Envelope, SignatoryFile
from signing.operations import (
    void_envelope,
)
from signing.sealing.orders import seal_ordered
from tests.agreements.office import NOW, TODAY
from tests.signing.envelopes import (
    kinds_of,
    people_of,
    sign_all_the_way,
)
from tests.world import ONE_PIXEL


def test_one_party_signs_on_paper_and_the_other_electronically(signing):
    agreement = signing.office.sent()
    party = agreement.parties.get(role="enterprise")
    envelope = signing.out(
        agreement,
        signatories=[signing.partner_signs(agreement, way="paper"), signing.centre_signs(agreement)],
    )
    partner, director = people_of(envelope)
    sign_all_the_way(director)
    scan = SimpleUploadedFile("scan.png", ONE_PIXEL, "image/png")
    record_paper_signature(
        actor=signing.world.officer,
        pk=agreement.pk,
        party_id=party.pk,
        signatory_name="周强",
        signed_on=TODAY,
        scan=scan,
        now=NOW,
    )
    assert Agreement.objects.get().state == State.SIGNED
    envelope.refresh_from_db()
    assert envelope.state == "completed"
    partner.refresh_from_db()
    assert (partner.way, partner.status, partner.signed_on) == ("paper", "signed", TODAY)
    assert partner.files.get().purpose == SignatoryFile.Purpose.SCAN
    assert seal_ordered(now=NOW) == 1


def test_who_had_signed_on_paper_before_is_part_of_the_envelope(signing):
    agreement = signing.office.sent()
    record_paper_signature(
        actor=signing.world.officer,
        pk=agreement.pk,
        party_id=agreement.parties.get(role="enterprise").pk,
        signatory_name="周强",
        signed_on=TODAY,
        now=NOW,
    )
    envelope = signing.out(
        agreement,
        signatories=[signing.partner_signs(agreement, way="paper"), signing.centre_signs(agreement)],
    )
    partner, director = people_of(envelope)
    assert (partner.status, director.status) == ("signed", "invited")
    sign_all_the_way(director)
    assert Agreement.objects.get().state == State.SIGNED


def partner_signed_on_paper(signing, agreement) -> None:
    record_paper_signature(
        actor=signing.world.officer,
        pk=agreement.pk,
        party_id=agreement.parties.get(role="enterprise").pk,
        signatory_name="周强",
        signed_on=TODAY,
        now=NOW,
    )


def test_a_signature_on_paper_is_noted_once_when_it_is_sent_again(signing):
    agreement = signing.office.sent()
    people = [signing.partner_signs(agreement, way="paper"), signing.centre_signs(agreement)]
    envelope = signing.out(agreement, signatories=people)
    partner_signed_on_paper(signing, agreement)
    void_envelope(actor=signing.world.officer, envelope_id=envelope.pk, reason="Wrong deadline", now=NOW)

    again = signing.out(agreement, signatories=people)

    partner, director = people_of(again)
    assert (partner.status, director.status) == ("signed", "invited")
    assert "carried" not in kinds_of(again)
    assert PaperSignature.objects.get().signatory_name == "周强"
    sign_all_the_way(director)
    assert Agreement.objects.get().state == State.SIGNED


def test_who_has_signed_on_paper_is_not_asked_to_sign_electronically(signing):
    agreement = signing.office.sent()
    partner_signed_on_paper(signing, agreement)
    with pytest.raises(UnableToSignAgreement, match="has signed already"):
        signing.out(agreement)
    assert not Envelope.objects.exists()


def test_kept_signatures_and_those_on_paper_conclude_it_when_it_is_sent_again(signing):
    agreement = signing.office.sent()
    people = [signing.partner_signs(agreement, way="paper"), signing.centre_signs(agreement)]
    envelope = signing.out(agreement, signatories=people)
    sign_all_the_way(people_of(envelope)[1])
    void_envelope(actor=signing.world.officer, envelope_id=envelope.pk, reason="Wrong deadline", now=NOW)
    partner_signed_on_paper(signing, agreement)

    with CaptureQueriesContext(connection) as queries:
        again = signing.out(agreement, signatories=people)

    assert again.state == "completed"
    assert Agreement.objects.get().state == State.SIGNED
    locks = [
        query["sql"]
        for query in queries
        if "FOR UPDATE" in query["sql"] and 'FROM "agreements_agreement"' in query["sql"]
    ]
    assert 'ON ("agreements_agreement"."id" = "T2"."predecessor_id")' in locks[0]  # first the one it renews


def test_nobody_signs_twice_for_a_party_by_hand_and_electronically(signing):
    envelope = signing.out()
    agreement = Agreement.objects.get()
    partner, _director = people_of(envelope)
    sign_all_the_way(partner)
    with pytest.raises(UnableToSignAgreement, match="has signed already"):
        record_paper_signature(
            actor=signing.world.officer,
            pk=agreement.pk,
            party_id=int(partner.party_key),
            signatory_name="周强",
            signed_on=TODAY,
            now=NOW,
        )
