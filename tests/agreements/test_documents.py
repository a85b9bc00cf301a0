"""The papers of agreements: what is printed, what is kept, and which copy is genuine."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from agreements.choices import Language
from agreements.documents import (
    DocumentDamaged,
    NotPrintable,
    Verdict,
    amendment_document,
    content_of,
    document_of,
    find_copy,
    find_file,
    languages_of,
    order_document,
    orders,
    printing,
    store_document,
)
from agreements.documents.orders import make_ordered_documents
from agreements.documents.words import role_of
from agreements.models import Agreement, AgreementClause, AgreementDocument, DocumentOrder, Party
from agreements.operations import (
    Counterparty,
    ProposedChange,
    adopt_existing,
    call_back,
    edit_agreement,
    edit_clause,
    propose_amendment,
    send_for_signature,
)
from agreements.tasks import make_documents
from agreements.terms import original_terms
from agreements.views.documents import documents_of
from core.access import NotVisible
from core.rendering import RenderTimeout
from tests.agreements.office import END, NOW, START
from tests.agreements.papers import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SITE_URL = "https://centre.example"


def printed(office, paper, language=Language.ENGLISH) -> str:
    return text_of(document_of(actor=office.officer, paper=paper, language=language, now=NOW).content)


def kept(office, paper, language=Language.BOTH) -> AgreementDocument:
    return store_document(actor=office.officer, paper=paper, language=language, now=NOW)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


# --- What it says -----------------------------------------------------------------------------


def test_the_english_paper_names_parties_terms_clauses_and_signatories(office):
    agreement = office.approved(value_amount=250_000)

    text = printed(office, agreement)

    assert "Framework agreement with Jinggong" in text
    assert "AG-2026-0001 · Version 1" in text
    assert "1 April 2026 to 31 March 2029" in text
    assert "CNY 250,000" in text
    assert "Suzhou Modern Vocational Centre" in text
    assert "12320500466960000X" in text
    assert re.search(r"1\s+Purpose", text)
    assert re.search(r"Suzhou Modern Vocational Centre and Suzhou Jinggong Machinery cooperate from", text)
    assert "Party B offers 20 places a year." in text
    assert re.search(r"3\s+Disputes", text)
    assert "Signature page" in text
    assert text.count("周强") >= 2, "the signatory stands in the parties' table and under the signature"
    assert "Train mechanics together." in text, "aims that no clause takes up stand in the table"
    assert "DRAFT" not in text


def test_the_chinese_paper_is_chinese(office):
    agreement = office.approved(value_amount=250_000)

    text = printed(office, agreement, Language.CHINESE)

    for words in ("与精工机械的合作框架协议", "甲方", "乙方", "第二条", "签署页", "人民币250,000元"):
        assert words in text
    assert "2026年4月1日至2029年3月31日" in text
    assert "乙方每年提供20个岗位。" in text
    assert "Purpose" in text, "a heading that exists in one language alone is printed in that one"
    assert "Party B offers" not in text


def test_both_languages_stand_side_by_side(office):
    agreement = office.approved()

    content = document_of(actor=office.officer, paper=agreement, language=Language.BOTH, now=NOW).content

    assert re.search(
        r"Party B offers 20 places a year\.\s+乙方每年提供20个岗位。", text_of(content, "-layout")
    )


def test_contents_that_no_clause_takes_up_stand_in_an_annex(office):
    text = printed(office, office.approved(content="A digital twin of the line."))

    for words in ("Annex 1", "Contents of the cooperation", "A digital twin of the line."):
        assert words in text


def test_a_draft_shows_what_is_still_to_be_filled_in_and_cannot_be_verified(office):
    draft = office.draft()
    clause = draft.clauses.get(source__clause=office.places)
    edit_clause(actor=office.officer, pk=draft.pk, clause_id=clause.pk, values={"places": ""}, now=NOW)

    result = document_of(actor=office.officer, paper=draft, language=Language.ENGLISH, now=NOW)

    assert "Party B offers [Places] places a year." in text_of(result.content)
    assert result.kept is None
    assert "/verify/" not in text_of(result.content)
    assert not AgreementDocument.objects.exists()


def test_only_a_draft_carries_the_mark(office):
    agreement = office.submitted()
    before = document_of(actor=office.officer, paper=agreement, language=Language.ENGLISH, now=NOW)
    office.approve(agreement)
    after = document_of(actor=office.officer, paper=agreement, language=Language.ENGLISH, now=NOW)

    assert (before.name, after.name) == ("AG-2026-0001-draft-en.pdf", "AG-2026-0001-v1-en.pdf")
    assert before.kept is None
    assert after.kept is not None


def test_a_paper_is_printed_in_the_languages_it_is_written_in(office):
    chinese = office.draft(language=Language.CHINESE)

    assert languages_of(chinese) == (Language.CHINESE,)
    with pytest.raises(NotPrintable):
        document_of(actor=office.officer, paper=chinese, language=Language.ENGLISH, now=NOW)


# --- Amendments -------------------------------------------------------------------------------


def test_an_amendment_says_from_what_to_what_and_that_the_rest_remains(office):
    agreement = office.signed(value_amount=250_000)
    places = agreement.clauses.get(source__clause=office.places)
    amendment = office.amend(
        agreement,
        date(2027, 1, 1),
        ProposedChange("field", "value_amount", "300000"),
        ProposedChange("field", "notice_days", 90),
        ProposedChange("clause", str(places.pk), {"text_en": "Party B offers 30 places a year."}),
        ProposedChange(
            "clause",
            "",
            {
                "heading_en": "Canteen",
                "heading_zh": "食堂",
                "text_en": "Meals are free.",
                "text_zh": "免费。",
            },
        ),
    )

    english = text_of(
        document_of(actor=office.officer, paper=amendment, language=Language.ENGLISH, now=NOW).content,
        "-layout",
    )
    chinese = printed(office, amendment, Language.CHINESE)

    assert "AG-2026-0001/1" in english
    assert re.search(r"Value\s+CNY 250,000\s+CNY 300,000", english)
    assert re.search(r"Notice\s+60 days\s+90 days", english)
    assert "Clause 2 “Places” is replaced" in english
    assert "Party B offers 20 places a year." in english
    assert "Party B offers 30 places a year." in english
    assert "New clause “Canteen”" in english
    assert "takes effect on 1 January 2027" in english
    assert "Everything that it does not change remains as it is." in english
    for words in ("补充协议（一）", "修改原协议第二条", "修改前", "修改后", "2027年1月1日起生效", "继续有效"):
        assert words in chinese


def test_a_struck_clause_is_printed_with_the_words_that_go(office):
    agreement = office.signed()
    places = agreement.clauses.get(source__clause=office.places)
    amendment = propose_amendment(
        actor=office.officer,
        pk=agreement.pk,
        reason="No places",
        effective_on=date(2027, 1, 1),
        changes=[ProposedChange("clause", str(places.pk), None)],
        now=NOW,
    )

    sheet = amendment_document(amendment, version=1, is_draft=True)

    assert sheet.clauses[0].heading.en == "Clause 2 “Places” is struck out"
    assert sheet.clauses[0].text.zh == "乙方每年提供20个岗位。"


# --- Kept once --------------------------------------------------------------------------------


def test_the_same_words_are_printed_once(office, monkeypatch):
    agreement = office.approved()
    first = kept(office, agreement)

    monkeypatch.setattr("agreements.documents.printing.render_pdf", lambda **kwargs: pytest.fail("again"))

    assert kept(office, agreement) == first
    assert (first.version, first.language) == (1, "both")
    assert (len(content_of(first)), first.pages > 1) == (first.size, True)


def test_other_words_are_another_version_and_replace_the_first(office):
    agreement = office.approved()
    first = kept(office, agreement)
    edit_agreement(actor=office.officer, pk=agreement.pk, changes={"notice_days": 90}, now=NOW)
    office.approve(agreement)

    assert find_file(content_of(first)).verdict is Verdict.SUPERSEDED
    second = kept(office, agreement)

    assert second.version == 2
    assert find_copy(first.content_sha256[:20]).verdict is Verdict.SUPERSEDED
    assert find_copy(second.content_sha256[:20]).verdict is Verdict.GENUINE


def test_sending_and_signing_make_no_new_version(office):
    agreement = office.approved()
    first = kept(office, agreement)
    send_for_signature(actor=office.officer, pk=agreement.pk, now=NOW)
    assert kept(office, agreement) == first
    call_back(actor=office.officer, pk=agreement.pk, reason="wait", now=NOW)
    send_for_signature(actor=office.officer, pk=agreement.pk, now=NOW)
    office.sign(agreement)
    assert kept(office, agreement) == first


def test_what_was_called_back_and_changed_is_printed_and_read_with_its_new_words(office):
    agreement = office.sent()
    store_document(actor=office.officer, paper=agreement, language=Language.ENGLISH, now=NOW)
    call_back(actor=office.officer, pk=agreement.pk, reason="The court is wrong", now=NOW)
    disputes = agreement.clauses.get(source__clause=office.disputes)
    places = agreement.clauses.get(source__clause=office.places)
    edit_clause(
        actor=office.officer,
        pk=agreement.pk,
        clause_id=disputes.pk,
        words={"text_en": "Courts of Nanjing decide."},
        now=NOW,
    )
    edit_clause(actor=office.officer, pk=agreement.pk, clause_id=places.pk, values={"places": "35"}, now=NOW)
    edit_agreement(
        actor=office.officer, pk=agreement.pk, changes={"starts_on": START + timedelta(days=30)}, now=NOW
    )
    agreement = Agreement.objects.get(pk=agreement.pk)
    office.approve(agreement)

    agreement = Agreement.objects.get(pk=agreement.pk)
    document = kept(office, agreement, Language.ENGLISH)
    text = text_of(content_of(document))
    read = " ".join(clause.words["text_en"] for clause in original_terms(agreement).clauses)

    assert document.version == 2
    assert "Nanjing" in text
    assert "Nanjing" in read
    assert "Suzhou decide" not in text + read
    assert "35 places" in text
    assert "from 1 May 2026" in " ".join(text.split())
    send_for_signature(actor=office.officer, pk=agreement.pk, now=NOW)
    sent = agreement.clauses.get(pk=disputes.pk)
    assert (sent.sent_text_en, sent.sent_text_zh) == ("Courts of Nanjing decide.", "由苏州法院管辖。")


def test_whoever_is_second_gets_the_document_of_the_first(office, monkeypatch):
    agreement = office.approved()
    real = printing.render_pdf

    def while_somebody_else_is_quicker(**kwargs):
        monkeypatch.setattr("agreements.documents.printing.render_pdf", real)
        kept(office, agreement)
        return real(**kwargs)

    monkeypatch.setattr("agreements.documents.printing.render_pdf", while_somebody_else_is_quicker)
    kept(office, agreement)

    assert AgreementDocument.objects.count() == 1


def test_words_that_change_while_they_are_printed_are_not_kept(office, monkeypatch):
    agreement = office.approved()
    real = printing.render_pdf

    def while_somebody_edits(**kwargs):
        edit_agreement(actor=office.officer, pk=agreement.pk, changes={"notice_days": 90}, now=NOW)
        return real(**kwargs)

    monkeypatch.setattr("agreements.documents.printing.render_pdf", while_somebody_edits)

    with pytest.raises(NotPrintable, match="still a draft"):
        kept(office, agreement)
    assert not AgreementDocument.objects.exists()


@pytest.mark.parametrize(
    "change", [lambda rows: rows.update(version=7), lambda rows: rows.delete()], ids=["altered", "deleted"]
)
def test_a_kept_document_is_never_altered_or_deleted(office, change):
    document = kept(office, office.approved())
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        change(AgreementDocument.objects.filter(pk=document.pk))


def test_a_file_altered_on_the_disk_is_not_given_out(office):
    document = kept(office, office.approved())
    path = Path(document.file.path)
    path.write_bytes(path.read_bytes() + b" ")

    with pytest.raises(DocumentDamaged, match="altered"):
        content_of(document)
    path.unlink()
    with pytest.raises(DocumentDamaged, match="cannot be read"):
        content_of(document)


def test_characters_without_a_font_are_named_and_nothing_is_kept(office):
    agreement = office.approved()
    AgreementClause.objects.filter(agreement=agreement, order=3).update(text_zh="由\ue123法院管辖。")

    with pytest.raises(NotPrintable, match="\ue123"):
        kept(office, agreement)
    assert not AgreementDocument.objects.exists()


# --- In the background ------------------------------------------------------------------------


def test_an_approval_orders_the_document_and_the_sweep_makes_it(office):
    agreement = office.approved()
    assert DocumentOrder.objects.get().agreement == agreement

    make_documents()

    document = agreement.documents.get()
    assert (document.language, document.created_by) == ("both", None)
    assert not DocumentOrder.objects.exists()


def test_an_order_is_kept_with_the_reason_until_it_can_be_fulfilled(office, monkeypatch):
    agreement = office.approved()
    real = printing.render_pdf

    def too_slow(**kwargs):
        raise RenderTimeout("The document took longer than 20 seconds.")

    monkeypatch.setattr("agreements.documents.printing.render_pdf", too_slow)
    assert make_ordered_documents(now=NOW) == 0
    order = DocumentOrder.objects.get()
    assert (order.attempts, order.error) == (1, "The document took longer than 20 seconds.")

    monkeypatch.setattr("agreements.documents.printing.render_pdf", real)
    assert make_ordered_documents(now=NOW) == 0, "its turn has not come yet"
    assert make_ordered_documents(now=NOW + timedelta(minutes=1)) == 1
    assert agreement.documents.count() == 1


def test_an_unforeseen_fault_in_one_document_holds_up_no_other(office, monkeypatch, caplog):
    first, second = office.approved(), office.approved()
    store = orders.store_document

    def fails_for_one(*, paper, **kwargs):
        if paper == first:
            raise ZeroDivisionError("a fault")
        return store(paper=paper, **kwargs)

    monkeypatch.setattr(orders, "store_document", fails_for_one)
    assert make_ordered_documents(now=NOW) == 1
    assert second.documents.count() == 1
    order = DocumentOrder.objects.get()
    assert (order.agreement, order.attempts, order.error) == (first, 1, "ZeroDivisionError: a fault")
    assert order.next_attempt_at > NOW
    assert "Traceback" in caplog.text


def test_an_order_of_words_that_were_taken_back_is_dropped(office):
    agreement = office.approved()
    edit_agreement(actor=office.officer, pk=agreement.pk, changes={"notice_days": 90}, now=NOW)

    assert make_ordered_documents(now=NOW) == 0
    assert not DocumentOrder.objects.exists()
    assert not AgreementDocument.objects.exists()


def test_a_paper_is_ordered_once(office):
    agreement = office.approved()
    order_document(agreement, now=NOW)
    order_document(agreement, now=NOW)

    assert DocumentOrder.objects.count() == 1


# --- Pages ------------------------------------------------------------------------------------


def test_a_reader_opens_the_pdf_in_a_window_that_can_run_nothing(office):
    agreement = office.approved()
    address = reverse("agreements:agreement_document", args=[agreement.pk, "zh-hans"])

    shown = client_of(office.world.coordinator).get(address)
    saved = client_of(office.world.coordinator).get(address, {"download": ""})

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

    header = client_of(office.officer).get(address).headers["Content-Disposition"]

    assert header.isascii()
    name = unquote(header.removeprefix("inline; filename*=utf-8''"))
    assert name == '校企〔2024〕"17"号-1-draft-zh-hans.pdf'


def test_a_stranger_finds_no_document_and_makes_none(office):
    agreement = office.approved()
    stranger = client_of(office.world.stranger_officer)

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

    assert client_of(office.officer).get(address).content == content_of(first)
    assert client_of(office.world.stranger_officer).get(address).status_code == 404
    other = office.draft(title_en="Another")
    elsewhere = reverse("agreements:kept_document", args=[other.pk, first.pk])
    assert client_of(office.officer).get(elsewhere).status_code == 404


def test_what_cannot_be_printed_is_said_on_the_page_one_came_from(office):
    agreement = office.approved()
    AgreementClause.objects.filter(agreement=agreement, order=3).update(text_zh="由\ue123法院管辖。")
    client = client_of(office.officer)

    response = client.get(
        reverse("agreements:agreement_document", args=[agreement.pk, "both"]), headers={"referer": "/inbox/"}
    )

    assert response["Location"] == "/inbox/"
    assert "\ue123" in next(str(message) for message in response.wsgi_request._messages)


# --- Is this copy genuine? --------------------------------------------------------------------


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


# --- Commands ---------------------------------------------------------------------------------


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


def test_an_agreement_taken_over_has_its_words_in_the_scan(office):
    agreement = Agreement(is_imported=True, language=Language.BOTH)
    assert languages_of(agreement) == ()


def test_parties_beyond_two_are_called_by_their_letters(office):
    assert [(role_of(Party(order=at)).en, role_of(Party(order=at)).zh) for at in (1, 3)] == [
        ("Party A", "甲方"),
        ("Party C", "丙方"),
    ]


def test_a_page_lists_the_languages_and_what_is_kept(office):
    agreement = office.approved()
    document = kept(office, agreement)

    page = render_to_string("agreements/documents.html", {"documents": documents_of(agreement)})

    for language in ("en", "zh-hans", "both"):
        assert reverse("agreements:agreement_document", args=[agreement.pk, language]) in page
    assert reverse("agreements:kept_document", args=[agreement.pk, document.pk]) in page
    assert document.sha256 in page
    assert "Version 1, English and Chinese side by side" in page
