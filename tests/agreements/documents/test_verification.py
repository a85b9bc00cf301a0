"""Which copy is genuine: asked on the page and by commands."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from agreements.choices import Language
from agreements.documents import (
    document_of,
)
from agreements.operations import (
    ProposedChange,
)
from tests.agreements.documents.copies import kept
from tests.agreements.office import NOW
from tests.agreements.papers import text_of

pytestmark = pytest.mark.django_db


def test_the_address_printed_on_a_paper_says_which_one_it_is_and_no_more(office):
    agreement = office.approved(value_amount=250_000)
    content = document_of(actor=office.officer, paper=agreement, language=Language.ENGLISH, now=NOW).content
    address = re.search(r"https://centre\.example(/verify/\w{20}/)", text_of(content))[1]

    page = Client().get(address).content.decode()

    assert "genuine" in page
    for words in (
        "AG-2026-0001",
        "Framework agreement with Jinggong",
        "Suzhou Jinggong Machinery",
        "1 April 2026",
    ):
        assert words in page
    for secret in ("250,000", "周强", "20 places", "chen"):
        assert secret not in page


@pytest.mark.parametrize("code", ["0" * 20, "zz", "%_" * 10, "0" * 64])
def test_an_unknown_code_is_said_to_be_unknown(office, code):
    response = Client().get(reverse("agreements:verify", args=[code]))

    assert response.status_code == 404
    assert "No document with this code was made here." in response.content.decode()


def test_a_typed_code_leads_to_its_page(office):
    document = kept(office, office.approved())
    code = document.content_sha256[:20].upper()

    response = Client().get(reverse("agreements:verify_any"), {"code": f" {code[:10]} {code[10:]}"})

    assert response["Location"] == reverse("agreements:verify", args=[code.lower()])
    assert Client().get(reverse("agreements:verify_any")).status_code == 200


def test_a_written_file_is_verified_and_one_changed_byte_makes_it_unknown(office, tmp_path, capsys):
    office.approved()
    file = tmp_path / "agreement.pdf"

    call_command("agreement_pdf", "AG-2026-0001", str(file), "--language", "zh-hans")
    call_command("verify_document", str(file))
    assert "Genuine: AG-2026-0001 Framework agreement with Jinggong, version 1" in capsys.readouterr().out

    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(CommandError, match="Unknown: no document with this SHA-256"):
        call_command("verify_document", str(file))


def test_the_commands_say_what_they_cannot_find_or_read(office, tmp_path):
    office.draft()
    file = tmp_path / "x.pdf"
    with pytest.raises(CommandError, match="There is no agreement AG-1999-0001/3"):
        call_command("agreement_pdf", "AG-1999-0001/3", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_document", str(file))
    file.write_text("hello")
    with pytest.raises(CommandError, match="not a PDF"):
        call_command("verify_document", str(file))


def test_the_command_writes_an_amendment(office, tmp_path):
    agreement = office.signed()
    office.amend(agreement, date(2027, 1, 1), ProposedChange("field", "notice_days", 90))
    file = tmp_path / "amendment.pdf"

    call_command("agreement_pdf", "AG-2026-0001/1", str(file))

    assert "Amendment 1" in text_of(file.read_bytes())
