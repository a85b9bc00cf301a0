"""The sealed file: what it begins with, what is in it, and that nobody can change it."""

from __future__ import annotations

import hashlib
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from core.models import Notification
from signing.models import Envelope, SealOrder
from signing.sealing import orders, providers
from signing.sealing.development_key import make_key
from signing.sealing.orders import seal_ordered
from tests.agreements.office import NOW
from tests.signing.envelopes import kinds_of, people_of, sign_all_the_way
from tests.signing.timestamps import local_authority

LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def completed(signing) -> Envelope:
    envelope = signing.out()
    for signatory in people_of(envelope):
        sign_all_the_way(signatory)
    envelope.refresh_from_db()
    return envelope


def pdfsig(path: Path) -> str:
    answer = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False)
    return answer.stdout + answer.stderr


def content_of(field) -> bytes:
    with field.open("rb") as file:
        return file.read()


def test_the_sealed_file_begins_with_the_very_bytes_that_were_signed(completed):
    assert seal_ordered(now=LATER) == 1
    completed.refresh_from_db()
    signed, sealed = content_of(completed.document), content_of(completed.sealed_file)
    assert sealed.startswith(signed)
    assert len(sealed) > len(signed)
    assert hashlib.sha256(sealed).hexdigest() == completed.sealed_sha256
    assert hashlib.sha256(sealed[: len(signed)]).hexdigest() == completed.document_sha256
    assert completed.sealed_at == LATER
    assert kinds_of(completed)[-2:] == ["completed", "sealed"]
    assert not SealOrder.objects.exists()
    told = Notification.objects.filter(kind="signing.sealed")
    assert told.count() == 3  # the officer, the director, the enterprise's signatory


def test_pdfsig_finds_a_valid_signature_over_the_whole_document_and_one_changed_byte_breaks_it(
    completed, tmp_path
):
    seal_ordered(now=LATER)
    completed.refresh_from_db()
    sealed = content_of(completed.sealed_file)
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    answer = pdfsig(path)
    assert "Signature is Valid" in answer
    assert "Total document signed" in answer
    assert "ETSI.CAdES.detached" in answer

    signed = len(content_of(completed.document))
    for position in (
        signed // 2,
        signed + 12,
        sealed.index(b"/EmbeddedFile", signed) + 200,
        len(sealed) - 12,
    ):
        changed = bytearray(sealed)
        changed[position] ^= 1
        path.write_bytes(changed)
        assert "Signature is Valid" not in pdfsig(path)


def test_the_certificate_of_completion_is_attached_and_names_everybody(completed, tmp_path):
    seal_ordered(now=LATER)
    completed.refresh_from_db()
    path = tmp_path / "sealed.pdf"
    path.write_bytes(content_of(completed.sealed_file))
    reader = PdfFileReader(path.open("rb"))
    (reference,) = reader.root["/AF"]
    specification = reference.get_object()
    assert specification["/AFRelationship"] == "/Supplement"
    assert specification["/UF"] == "certificate-of-completion.pdf"
    assert "/Version" not in reader.root  # PDF/A-3 is PDF 1.7
    certificate = tmp_path / "certificate.pdf"
    certificate.write_bytes(specification["/EF"]["/F"].data)
    text = subprocess.run(
        ["pdftotext", "-layout", str(certificate), "-"], capture_output=True, text=True, check=True
    ).stdout
    words = re.sub(r"\s+", "", text)
    for expected in ("签署完成证明", "周强", "林主任", "Lin Wei", "203.0.113.7", "Mozilla/5.0"):
        assert expected.replace(" ", "") in words, expected
    assert completed.document_sha256[:32] in words
    assert completed.sealed_ledger[:16] in words


def test_sealing_twice_makes_one_seal(completed):
    seal_ordered(now=LATER)
    completed.refresh_from_db()
    digest = completed.sealed_sha256
    SealOrder.objects.create(envelope=completed, ordered_at=NOW, next_attempt_at=NOW)
    assert seal_ordered(now=LATER) == 1
    completed.refresh_from_db()
    assert completed.sealed_sha256 == digest
    assert kinds_of(completed).count("sealed") == 1


def test_a_file_that_is_not_what_was_signed_is_not_sealed(completed):
    document = Path(completed.document.path)
    document.write_bytes(document.read_bytes() + b"%")
    assert seal_ordered(now=LATER) == 0
    order = SealOrder.objects.get()
    assert "DocumentChanged" in order.error
    assert order.next_attempt_at > LATER


def test_without_a_key_the_order_waits_and_says_why(completed, settings, tmp_path):
    settings.SIGNING_KEY = str(tmp_path / "nowhere.p12")
    assert seal_ordered(now=LATER) == 0
    assert "SIGNING_KEY cannot be read" in SealOrder.objects.get().error
    (tmp_path / "nowhere.p12").write_bytes(make_key("The centre", password="right"))
    settings.SIGNING_KEY_PASSWORD = "wrong"
    assert seal_ordered(now=LATER + timedelta(hours=1)) == 0
    assert "SIGNING_KEY cannot be opened" in SealOrder.objects.get().error
    settings.SIGNING_KEY_PASSWORD = "right"
    assert seal_ordered(now=LATER + timedelta(hours=3)) == 1


def test_a_key_is_made_once_for_development(settings, tmp_path):
    settings.VAR = tmp_path
    first, second = providers.CentreKey().signer, providers.CentreKey().signer
    assert first.signing_cert.dump() == second.signing_cert.dump()
    assert (tmp_path / "signing" / "development.p12").stat().st_mode & 0o077 == 0


def test_a_time_stamp_of_an_authority_is_part_of_the_seal(completed, settings, tmp_path):
    with local_authority() as authority:
        settings.TIMESTAMP_URL = authority.url
        assert seal_ordered(now=LATER) == 1
        assert authority.asked >= 1
    completed.refresh_from_db()
    reader = PdfFileReader(completed.sealed_file.open("rb"))
    (signature,) = reader.embedded_signatures
    unsigned = {attribute["type"].native for attribute in signature.signer_info["unsigned_attrs"]}
    assert "signature_time_stamp_token" in unsigned
    path = tmp_path / "sealed.pdf"
    path.write_bytes(content_of(completed.sealed_file))
    answer = pdfsig(path)
    assert "Signature is Valid" in answer
    assert "Total document signed" in answer


def test_the_evidence_about_the_certificates_is_put_into_the_file_where_authorities_are_trusted(
    completed, settings, tmp_path
):
    with local_authority() as authority:
        trust = tmp_path / "trust.pem"
        trust.write_bytes(authority.pem + _authority_of_the_key())
        settings.TIMESTAMP_URL, settings.SIGNING_TRUST = authority.url, str(trust)
        assert seal_ordered(now=LATER) == 1, SealOrder.objects.get().error
    completed.refresh_from_db()
    reader = PdfFileReader(completed.sealed_file.open("rb"))
    assert "/DSS" in reader.root
    path = tmp_path / "sealed.pdf"
    path.write_bytes(content_of(completed.sealed_file))
    assert "Total document signed" in pdfsig(path)


def test_when_the_time_stamp_authority_is_away_nothing_is_lost(completed, settings):
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    assert seal_ordered(now=LATER) == 0
    assert SealOrder.objects.get().attempts == 1
    settings.TIMESTAMP_URL = ""
    assert seal_ordered(now=LATER + timedelta(minutes=2)) == 1


@pytest.mark.parametrize("moment", ["_keep", "seal_document", "write"])
def test_a_worker_killed_amid_sealing_leaves_it_to_be_done_again(completed, monkeypatch, moment):
    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(orders, moment, die)
        with pytest.raises(Killed):
            seal_ordered(now=LATER)
    completed.refresh_from_db()
    assert completed.sealed_sha256 == ""
    assert SealOrder.objects.count() == 1
    assert seal_ordered(now=LATER) == 1
    completed.refresh_from_db()
    assert hashlib.sha256(content_of(completed.sealed_file)).hexdigest() == completed.sealed_sha256
    assert kinds_of(completed).count("sealed") == 1


def _authority_of_the_key() -> bytes:
    from asn1crypto import pem

    signer = providers.CentreKey().signer
    root = next(c for c in signer.cert_registry if c.subject == signer.signing_cert.issuer)
    return pem.armor("CERTIFICATE", root.dump())
