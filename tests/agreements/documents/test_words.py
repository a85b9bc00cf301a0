"""What the papers of agreements and amendments say."""

from __future__ import annotations

import re
from datetime import date

import pytest

from agreements.choices import Language
from agreements.documents import (
    NotPrintable,
    amendment_document,
    document_of,
    languages_of,
)
from agreements.documents.words import role_of
from agreements.models import Agreement, AgreementDocument, Party
from agreements.operations import (
    ProposedChange,
    edit_clause,
    propose_amendment,
)
from tests.agreements.documents.copies import printed
from tests.agreements.office import NOW
from tests.agreements.papers import text_of

pytestmark = pytest.mark.django_db


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


def test_parties_beyond_two_are_called_by_their_letters(office):
    assert [(role_of(Party(order=at)).en, role_of(Party(order=at)).zh) for at in (1, 3)] == [
        ("Party A", "甲方"),
        ("Party C", "丙方"),
    ]


def test_an_agreement_taken_over_has_its_words_in_the_scan(office):
    agreement = Agreement(is_imported=True, language=Language.BOTH)
    assert languages_of(agreement) == ()


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
