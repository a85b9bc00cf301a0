"""A paper is printed once, kept, and made again when its words change."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import ProgrammingError, transaction

from agreements.choices import Language
from agreements.documents import (
    NotPrintable,
    Verdict,
    find_copy,
    find_file,
    order_document,
    orders,
    printing,
    store_document,
)
from agreements.documents.orders import make_ordered_documents
from agreements.models import Agreement, AgreementClause, AgreementDocument, DocumentOrder
from agreements.operations import (
    call_back,
    edit_agreement,
    edit_clause,
    send_for_signature,
)
from agreements.tasks import make_documents
from agreements.terms import original_terms
from core.kept import DocumentDamaged, content_of
from core.rendering import RenderTimeout
from tests.agreements.documents.copies import kept
from tests.agreements.office import NOW, START
from tests.agreements.papers import text_of

pytestmark = pytest.mark.django_db


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
