"""The pages that hand papers out."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from agreements.choices import Language
from agreements.documents import (
    store_document,
)
from agreements.models import AgreementClause, AgreementDocument
from agreements.operations import (
    Counterparty,
    ProposedChange,
    adopt_existing,
    edit_agreement,
    propose_amendment,
)
from agreements.views.documents import documents_of
from core.access import NotVisible
from core.kept import content_of
from tests.agreements.documents.copies import kept
from tests.agreements.office import END, NOW, START
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def test_a_reader_opens_the_pdf_in_a_window_that_can_run_nothing(office):
    agreement = office.approved()
    address = reverse("agreements:agreement_document", args=[agreement.pk, "zh-hans"])

    shown = signed_in(office.world.coordinator).get(address)
    saved = signed_in(office.world.coordinator).get(address, {"download": ""})

    assert shown.content.startswith(b"%PDF-")
    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"] == 'inline; filename="AG-2026-0001-v1-zh-hans.pdf"'
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert saved["Content-Disposition"].startswith("attachment")
    assert "sandbox" in saved["Content-Security-Policy"]
    assert saved.content == shown.content


def test_a_reference_with_chinese_letters_names_its_file(office):
    agreement = adopt_existing(
        actor=office.world.director,
        old_reference='校企〔2024〕"17"号',
        type=office.type,
        department_id=office.world.mechanics.pk,
        owner=office.officer,
        counterparties=[Counterparty(office.world.partner)],
        title_zh="实习基地协议",
        starts_on=START,
        ends_on=END,
        now=NOW,
    )
    amendment = propose_amendment(
        actor=office.officer,
        pk=agreement.pk,
        reason="More time",
        effective_on=START,
        changes=[ProposedChange("field", "notice_days", 30)],
        now=NOW,
    )
    address = reverse("agreements:amendment_document", args=[amendment.pk, "zh-hans"])

    header = signed_in(office.officer).get(address).headers["Content-Disposition"]

    assert header.isascii()
    name = unquote(header.removeprefix("inline; filename*=utf-8''"))
    assert name == '校企〔2024〕"17"号-1-draft-zh-hans.pdf'


def test_a_stranger_finds_no_document_and_makes_none(office):
    agreement = office.approved()
    stranger = signed_in(office.world.stranger_officer)

    for language in ("en", "zh-hans", "both"):
        address = reverse("agreements:agreement_document", args=[agreement.pk, language])
        assert stranger.get(address).status_code == 404
    with pytest.raises(NotVisible):
        store_document(actor=office.world.stranger_officer, paper=agreement, language=Language.BOTH, now=NOW)
    assert not AgreementDocument.objects.exists()


def test_an_earlier_version_stays_where_it_was(office):
    agreement = office.approved()
    first = kept(office, agreement)
    edit_agreement(actor=office.officer, pk=agreement.pk, changes={"notice_days": 90}, now=NOW)
    address = reverse("agreements:kept_document", args=[agreement.pk, first.pk])

    assert signed_in(office.officer).get(address).content == content_of(first)
    assert signed_in(office.world.stranger_officer).get(address).status_code == 404
    other = office.draft(title_en="Another")
    elsewhere = reverse("agreements:kept_document", args=[other.pk, first.pk])
    assert signed_in(office.officer).get(elsewhere).status_code == 404


def test_what_cannot_be_printed_is_said_on_the_page_one_came_from(office):
    agreement = office.approved()
    AgreementClause.objects.filter(agreement=agreement, order=3).update(text_zh="由\ue123法院管辖。")
    client = signed_in(office.officer)

    response = client.get(
        reverse("agreements:agreement_document", args=[agreement.pk, "both"]), headers={"referer": "/inbox/"}
    )

    assert response["Location"] == "/inbox/"
    assert "\ue123" in next(str(message) for message in response.wsgi_request._messages)


def test_a_page_lists_the_languages_and_what_is_kept(office):
    agreement = office.approved()
    document = kept(office, agreement)

    page = render_to_string("agreements/documents.html", {"documents": documents_of(agreement)})

    for language in ("en", "zh-hans", "both"):
        assert reverse("agreements:agreement_document", args=[agreement.pk, language]) in page
    assert reverse("agreements:kept_document", args=[agreement.pk, document.pk]) in page
    assert document.sha256 in page
    assert "Version 1, English and Chinese side by side" in page
