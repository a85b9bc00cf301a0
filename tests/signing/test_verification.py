"""Is this copy genuine? By the page, by the file, by the command."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement
from agreements.operations import ProposedChange, terminate_agreement
from signing.sealing.orders import seal_ordered
from tests.agreements.office import NOW
from tests.signing.envelopes import people_of, sign_all_the_way


@pytest.fixture
def sealed(signing) -> bytes:
    envelope = signing.out()
    for signatory in people_of(envelope):
        sign_all_the_way(signatory)
    assert seal_ordered(now=NOW + timedelta(minutes=10)) == 1
    envelope.refresh_from_db()
    with envelope.sealed_file.open("rb") as file:
        return file.read()


def upload(content: bytes):
    file = SimpleUploadedFile("copy.pdf", content, "application/pdf")
    return Client().post(reverse("agreements:verify_any"), {"file": file})


def test_the_sealed_file_is_genuine_until_it_is_amended_or_terminated(signing, sealed, tmp_path, capsys):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    page = upload(sealed).content.decode()
    assert "to the last byte, the one that was sealed here" in page
    for secret in ("周强", "Zhou Qiang", "203.0.113.7", signing.world.signatory.email):
        assert secret not in page
    call_command("verify_document", str(path))
    assert "It is the sealed file" in capsys.readouterr().out

    agreement = Agreement.objects.get()
    signing.office.amend(
        agreement,
        date(2026, 6, 1),
        ProposedChange("field", "notice_days", 90),
    )
    assert "It was amended since: AG-2026-0001/1" in upload(sealed).content.decode()
    call_command("verify_document", str(path))
    assert "Superseded in part by amendment AG-2026-0001/1" in capsys.readouterr().out

    terminate_agreement(
        actor=signing.world.director,
        pk=agreement.pk,
        terminated_on=date(2026, 12, 31),
        reason="By agreement",
        now=NOW + timedelta(days=1),
    )
    assert "The agreement was terminated" in upload(sealed).content.decode()
    call_command("verify_document", str(path))
    assert "Terminated" in capsys.readouterr().out


def test_one_changed_byte_makes_the_sealed_file_unknown(sealed, tmp_path):
    changed = bytearray(sealed)
    changed[len(changed) // 2] ^= 1
    answer = upload(bytes(changed))
    assert answer.status_code == 404
    assert "is this file" in answer.content.decode()
    path = tmp_path / "changed.pdf"
    path.write_bytes(changed)
    with pytest.raises(CommandError, match="Unknown"):
        call_command("verify_document", str(path))


def test_nothing_chosen_is_asked_for_again(db):
    answer = Client().post(reverse("agreements:verify_any"), {})
    assert "Choose a PDF" in answer.content.decode()
