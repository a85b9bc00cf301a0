"""What administrators configure, and what they can only read."""

import pytest
from django.urls import reverse

from agreements.models import AgreementType, Clause, ClauseVersion
from agreements.operations import UnableToEdit
from agreements.operations.library import write_clause_version
from signing.models import ApprovalRoute, RouteStep
from tests.agreements.office import NOW
from tests.agreements.papers import text_of

WORDS = {"heading_en": "Disputes", "heading_zh": "争议", "text_en": "Courts.", "text_zh": "法院。"}


@pytest.fixture
def administration(client, office):
    client.force_login(office.world.administrator)
    return client


def clause_form(clause: Clause, **changes: str) -> dict[str, str]:
    current = clause.current
    return {
        "code": clause.code,
        "category": clause.category,
        "is_active": "on",
        "heading_en": current.heading_en,
        "heading_zh": current.heading_zh,
        "text_en": current.text_en,
        "text_zh": current.text_zh,
        "variables": "[]",
        "reason": "",
        "versions-TOTAL_FORMS": "0",
        "versions-INITIAL_FORMS": "0",
    } | changes


def test_changed_words_become_a_new_version_with_its_reason(administration, office):
    address = reverse("admin:agreements_clause_change", args=[office.disputes.pk])
    form = clause_form(office.disputes, text_en="Arbitration.")
    refused = administration.post(address, form)
    assert "Say why the words change." in refused.content.decode()
    assert office.disputes.versions.count() == 1

    administration.post(address, form | {"reason": "New practice"})
    first, second = office.disputes.versions.order_by("number")
    assert (first.text_en, second.text_en) == ("Courts of Suzhou decide.", "Arbitration.")
    assert (second.number, second.reason) == (2, "New practice")
    assert second.author.is_superuser


def test_a_clause_taken_out_of_use_keeps_its_version(administration, office):
    address = reverse("admin:agreements_clause_change", args=[office.disputes.pk])
    form = clause_form(office.disputes)
    del form["is_active"]
    administration.post(address, form)
    office.disputes.refresh_from_db()
    assert not office.disputes.is_active
    assert office.disputes.versions.count() == 1
    assert [clause.heading for clause in office.draft().clauses.all()] == ["Purpose", "Places"]


@pytest.mark.parametrize(
    ("words", "variables", "complaint"),
    [
        ({"text_en": "{{ price }}"}, [], "differ: price"),
        ({}, [{"name": "price", "kind": "number", "label_en": "P", "label_zh": "价"}], "differ: price"),
        ({}, [{"name": "price", "kind": "money", "label_en": "P", "label_zh": "价"}], "needs a name"),
        ({}, [{"name": "a.b", "kind": "text", "label_en": "P", "label_zh": "价"}], "needs a name"),
        ({}, "none", "needs a name"),
        ({"text_en": "{{ open"}, [], "not closed"),
    ],
)
def test_the_library_takes_no_text_whose_variables_do_not_fit(office, words, variables, complaint):
    with pytest.raises(UnableToEdit, match=complaint):
        write_clause_version(
            actor=office.world.director,
            clause_id=office.disputes.pk,
            words=WORDS | words,
            variables=variables,
            reason="Try",
            now=NOW,
        )
    assert ClauseVersion.objects.filter(clause=office.disputes).count() == 1


def test_the_same_words_make_no_version(office):
    version = office.disputes.current
    with pytest.raises(UnableToEdit, match="same as before"):
        write_clause_version(
            actor=office.world.director,
            clause_id=office.disputes.pk,
            words={name: getattr(version, name) for name in WORDS},
            variables=[],
            reason="No change",
            now=NOW,
        )


def test_a_type_shows_its_template_as_a_draft_would_begin(administration, office):
    page = administration.get(reverse("admin:agreements_agreementtype_change", args=[office.type.pk]))
    text = page.content.decode()
    assert "由苏州法院管辖。" in text
    assert text.index("Purpose") < text.index("Places") < text.index("Disputes")


def test_a_route_offers_the_powers_that_exist(administration, office):
    page = administration.get(reverse("admin:signing_approvalroute_change", args=[office.route.pk]))
    assert 'value="agreement.legal_review"' in page.content.decode()
    assert RouteStep.objects.filter(route=office.route).count() == 3


@pytest.mark.parametrize("model", [AgreementType, Clause, ApprovalRoute])
def test_what_others_came_from_is_not_deleted(administration, model):
    record = model.objects.first()
    meta = model._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_delete", args=[record.pk])
    assert administration.post(address, {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=record.pk).exists()


def test_agreements_are_read_but_not_changed(administration, office):
    agreement = office.submitted()
    address = reverse("admin:agreements_agreement_change", args=[agreement.pk])
    assert "苏州精工机械有限公司" in administration.get(address).content.decode()
    assert administration.post(address, {"title_en": "Mine"}).status_code == 403
    agreement.refresh_from_db()
    assert agreement.title_en == "Framework agreement with Jinggong"
    assert administration.get(reverse("admin:signing_approval_changelist")).status_code == 200


@pytest.mark.parametrize("language", ["en", "zh-hans", "both"])
def test_a_template_is_shown_as_the_paper_it_makes(administration, office, language):
    page = administration.get(reverse("admin:agreements_agreementtype_change", args=[office.type.pk]))
    address = reverse("admin:agreements_agreementtype_preview", args=[office.type.pk, language])
    assert address in page.content.decode()

    pdf = administration.get(address)

    text = text_of(pdf.content)
    assert pdf["Content-Type"] == "application/pdf"
    if language != "zh-hans":
        assert "Example Machinery Co., Ltd cooperate from 1 September 2026." in " ".join(text.split())
        assert "Party B offers [Places] places a year." in text
    if language != "en":
        assert "乙方每年提供【岗位数】个岗位。" in text


def test_a_clause_is_previewed_alone_and_only_by_administrators(administration, office, client):
    address = reverse("admin:agreements_clause_preview", args=[office.places.pk, "en"])
    text = text_of(administration.get(address).content)
    assert "[Places]" in text
    assert "Courts" not in text

    client.force_login(office.world.director)
    assert client.get(address).status_code in {302, 403}
