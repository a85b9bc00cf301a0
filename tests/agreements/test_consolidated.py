"""The text of an agreement as its amendments made it on a day, on the page and as a PDF."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from agreements.choices import Language, RenewalRule
from agreements.documents import NotPrintable, consolidated_document, consolidated_text_of
from agreements.models import Agreement, AgreementDocument
from agreements.operations import ProposedChange
from agreements.terms import effective_terms
from core.access import NotVisible
from tests.agreements.office import END, START
from tests.agreements.papers import text_of
from tests.agreements.samples import put_into
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]

FIRST, SECOND = START + timedelta(days=30), START + timedelta(days=200)
LATER = END + timedelta(days=366)
NEW_WORDS = {
    "heading_en": "Housing",
    "heading_zh": "住宿",
    "text_en": "Party B houses them.",
    "text_zh": "乙方提供住宿。",
}


@pytest.fixture
def agreement(office) -> Agreement:
    """Signed; amended twice: words and notice first, then the last day and a clause more."""
    agreement = office.signed()
    places = agreement.clauses.get(source__clause=office.places)
    words = {
        "heading_en": "Places",
        "heading_zh": "岗位",
        "text_en": "Party B offers 45 places a year.",
        "text_zh": "乙方每年提供45个岗位。",
    }
    office.amend(
        agreement,
        FIRST,
        ProposedChange("clause", str(places.pk), words),
        ProposedChange("field", "notice_days", 90),
    )
    office.amend(
        agreement,
        SECOND,
        ProposedChange("field", "ends_on", LATER),
        ProposedChange("clause", "", NEW_WORDS),
    )
    return Agreement.objects.get(pk=agreement.pk)


def page(client: Client, agreement: Agreement, query: str = "") -> str:
    response = client.get(reverse("agreements:agreement_consolidated", args=[agreement.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def pdf(office, agreement: Agreement, on: date, language: Language = Language.ENGLISH) -> str:
    printed = consolidated_text_of(actor=office.officer, agreement=agreement, language=language, on=on)
    return " ".join(text_of(printed.content).split())


class TestThePage:
    def test_it_shows_the_words_of_the_day_and_where_they_come_from(self, office, agreement):
        officer = signed_in(office.officer)
        before = page(officer, agreement, f"?on={FIRST - timedelta(days=1)}")
        assert "45 places" not in before
        assert "No amendment is in effect on this day" in before
        assert "by amendment" not in before

        between = page(officer, agreement, f"?on={FIRST}")
        assert "Party B offers 45 places a year." in between
        assert "90 days" in between
        assert "by amendment 1" in between
        assert "Party B houses them." not in between

        after = page(officer, agreement, f"?on={SECOND}")
        assert "Party B houses them." in after
        assert "by amendment 2" in after
        assert "as signed" in after

    def test_it_is_today_unless_somebody_chooses_a_day(self, office, agreement):
        assert 'value="2026-03-02"' in page(signed_in(office.officer), agreement)
        text = page(signed_in(office.officer), agreement, "?on=soon")
        assert "Today is shown instead." in text
        assert 'value="2026-03-02"' in text

    def test_it_says_what_it_is(self, office, agreement):
        officer = signed_in(office.officer)
        assert "Consolidated text, not a signed original" in page(officer, agreement)
        officer.cookies["django_language"] = "zh-hans"
        with translation.override("zh-hans"):
            text = page(officer, agreement)
        assert "合并文本，非签署原件" in text

    def test_the_page_of_the_agreement_leads_there(self, office, agreement):
        officer, address = (
            signed_in(office.officer),
            reverse("agreements:agreement_consolidated", args=[agreement.pk]),
        )
        assert address in officer.get(agreement.get_absolute_url()).content.decode()
        assert address in officer.get(f"{agreement.get_absolute_url()}?tab=amendments").content.decode()

    @pytest.mark.parametrize("state", ["draft", "in_review", "approved", "out_for_signature", "withdrawn"])
    def test_what_nobody_signed_has_none(self, office, state):
        agreement = put_into(state, office.draft())
        officer, address = (
            signed_in(office.officer),
            reverse("agreements:agreement_consolidated", args=[agreement.pk]),
        )
        assert officer.get(address).status_code == 404
        assert address not in officer.get(agreement.get_absolute_url()).content.decode()
        with pytest.raises(NotPrintable):
            pdf(office, agreement, START)

    def test_an_agreement_whose_words_are_on_a_scan_has_none(self, office):
        agreement = put_into("signed", office.draft(), is_imported=True)
        address = reverse("agreements:agreement_consolidated", args=[agreement.pk])
        assert signed_in(office.officer).get(address).status_code == 404

    def test_a_stranger_never_learns_of_it(self, office, agreement):
        stranger = office.world.stranger_officer
        for name, more in (("agreement_consolidated", []), ("consolidated_document", ["en"])):
            address = reverse(f"agreements:{name}", args=[agreement.pk, *more])
            assert signed_in(stranger).get(address).status_code == 404
        with pytest.raises(NotVisible):
            consolidated_text_of(actor=stranger, agreement=agreement, language=Language.ENGLISH, on=START)


class TestThePaper:
    def test_in_english(self, office, agreement):
        text = pdf(office, agreement, SECOND)
        assert "Consolidated text as of 18 October 2026" in text
        assert "not a signed original" in text
        assert "Only the signed papers listed at the end bind the parties." in text
        assert "1 April 2026 to 1 April 2030 (by amendment 2)" in text
        assert "90 days (by amendment 1)" in text
        assert "Party B offers 45 places a year. [As worded by amendment 1]" in text
        assert "Party B houses them." in text
        assert "[Added by amendment 2]" in text
        assert "Amendment 2 2 March 2026 18 October 2026" in text
        assert "Signature page" not in text
        assert "DRAFT" not in text

    def test_in_chinese(self, office, agreement):
        text = pdf(office, agreement, FIRST, Language.CHINESE).replace(" ", "")
        assert "截至2026年5月1日的合并文本" in text
        assert "非签署原件" in text
        assert "乙方每年提供45个岗位。" in text
        assert "【依补充协议1修改】" in text
        assert "2029年3月31日" in text
        assert "Consolidated" not in text

    def test_in_both_languages(self, office, agreement):
        text = pdf(office, agreement, SECOND, Language.BOTH)
        assert "Party B houses them." in text
        assert "乙方提供住宿。" in text

    def test_every_page_carries_the_mark_and_nothing_is_kept(self, office, agreement):
        sheet = consolidated_document(agreement, on=SECOND)
        assert (sheet.mark.en, sheet.mark.zh) == (
            "CONSOLIDATED TEXT\nNOT A SIGNED ORIGINAL",
            "合并文本\n非签署原件",
        )
        assert sheet.verification is None
        assert not sheet.signatures
        kept = AgreementDocument.objects.count()
        pdf(office, agreement, SECOND)
        assert AgreementDocument.objects.count() == kept

    def test_it_is_downloaded_under_a_name_that_says_what_it_is(self, office, agreement):
        address = reverse("agreements:consolidated_document", args=[agreement.pk, "en"])
        response = signed_in(office.officer).get(f"{address}?on={FIRST}&download")
        assert response["Content-Type"] == "application/pdf"
        name = f"{agreement.reference}-consolidated-2026-05-01-en.pdf"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert signed_in(office.officer).get(f"{address}?on=soon").status_code == 404
        other = reverse("agreements:consolidated_document", args=[agreement.pk, "fr"])
        assert signed_in(office.officer).get(other).status_code == 404

    def test_what_was_terminated_says_so(self, office, agreement):
        ended = put_into(
            "terminated",
            agreement,
            terminated_on=SECOND,
            termination_reason="Moved away",
            reference=agreement.reference,
        )
        assert "its last day was 18 October 2026" in pdf(office, ended, SECOND + timedelta(days=1))
        assert "its last day was" not in pdf(office, ended, SECOND)


def test_a_day_in_the_past_knows_nothing_of_later_renewals(office):
    agreement = office.signed(renewal_rule=RenewalRule.AUTOMATIC, automatic_term_months=12)
    put_into("signed", agreement, revised_ends_on=date(2031, 3, 31), reference=agreement.reference)
    agreement.refresh_from_db()

    def last_day(on: date) -> tuple[date, bool]:
        term = effective_terms(agreement, on=on).fields["ends_on"]
        return term.value, term.is_extended

    assert last_day(END) == (END, False)
    assert last_day(END + timedelta(days=1)) == (date(2030, 3, 31), True)
    assert last_day(date(2030, 4, 1)) == (date(2031, 3, 31), True)
    assert last_day(date(2040, 1, 1)) == (date(2031, 3, 31), True)
