"""How a draft is made, its terms edited and its parties named."""

from datetime import timedelta

import pytest

from agreements.models import Agreement, AgreementClause
from tests.agreements.office import END, START, TODAY
from tests.agreements.pages.browsing import fresh, page, url
from tests.agreements.samples import put_into

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


class TestDrafting:
    def fields(self, office, **more):
        return {
            "type": office.type.pk,
            "enterprises": [office.world.partner.pk],
            "starts_on": START.isoformat(),
            "language": "both",
            "department": office.world.mechanics.pk,
        } | more

    def test_a_draft_is_made_with_the_usual_term_and_titles(self, office, officer):
        response = officer.post(url("agreement_new"), self.fields(office))
        agreement = Agreement.objects.get()
        assert response["Location"] == agreement.get_absolute_url()
        assert (agreement.starts_on, agreement.ends_on) == (START, END)
        assert agreement.title_en == "Framework agreement – Suzhou Jinggong Machinery"
        assert agreement.title_zh == "苏州精工机械有限公司合作框架协议"
        assert [party.role for party in agreement.parties.all()] == ["centre", "enterprise"]
        assert agreement.clauses.count() == 3

    def test_beginning_from_an_enterprise_its_department_is_chosen(self, office, officer, director):
        address = f"{url('agreement_new')}?enterprise="
        text = page(director, f"{address}{office.world.partner.pk}")
        assert f'<option value="{office.world.mechanics.pk}" selected' in text
        assert "Haitian" not in page(officer, f"{address}{office.world.stranger.pk}")

    def test_what_a_clause_lacks_is_called_as_the_forms_call_it(self, office, officer):
        draft = office.draft(aims="")
        clause = draft.clauses.get(source__clause=office.purpose)
        AgreementClause.objects.filter(pk=clause.pk).update(
            text_en="Their aims: {{ agreement.aims }}; {{ party_b.address }}.",
            text_zh="目标：{{ agreement.aims }}；{{ party_b.address }}。",
        )
        draft.parties.filter(role="enterprise").update(address="", address_en="")
        text = page(officer, draft.get_absolute_url())
        assert "agreement.aims" not in text
        assert "party_b.address" not in text
        assert "</span>aims</mark>" in text
        assert "</span>address of party B</mark>" in text
        assert "</span>合作目标</mark>" in text

    def test_a_negative_value_is_refused_at_its_field(self, office, officer):
        draft = office.draft()
        edit = url("agreement_edit", draft.pk)
        form = officer.get(edit).context["form"]
        data = {name: form[name].value() or "" for name in form.fields}
        answer = officer.post(edit, data | {"value_amount": "-3"})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Ensure this value is greater than or equal to 0." in text
        assert "is violated" not in text
        assert not {"DEM", "FRF", "ITL"} & {code for code, _label in form.fields["value_currency"].choices}

    def test_the_types_say_what_they_are(self, officer):
        text = page(officer, url("agreement_new"))
        assert "36 months" in text
        assert "3 clauses" in text

    def test_what_runs_already_is_hinted_at(self, office, officer):
        running = put_into("signed", office.draft(starts_on=TODAY - timedelta(days=100)))
        text = page(
            officer,
            f"{url('draft_hints')}?type={office.type.pk}&starts_on=2026-04-01&enterprises={office.world.partner.pk}",
        )
        assert running.title in text
        assert "36 months are usual" in text

    def test_a_day_that_there_is_not_is_no_hint(self, office, officer):
        assert page(officer, f"{url('draft_hints')}?type={office.type.pk}&starts_on=2026-02-30")

    def test_nobody_drafts_with_an_enterprise_they_do_not_see(self, office, officer):
        response = officer.post(
            url("agreement_new"), self.fields(office, enterprises=[office.world.stranger.pk])
        )
        assert response.status_code == 422
        assert not Agreement.objects.exists()

    def test_an_older_agreement_is_copied_without_its_dates(self, office, officer):
        source = office.signed()
        officer.post(url("agreement_copy"), {"source": source.pk, "department": office.world.mechanics.pk})
        copy = Agreement.objects.exclude(pk=source.pk).get()
        assert (copy.title_en, copy.starts_on, copy.reference) == (source.title_en, None, None)


class TestEditingTheTerms:
    def fields(self, agreement, **more):
        return {
            "title_en": agreement.title_en,
            "title_zh": agreement.title_zh,
            "language": agreement.language,
            "forms": agreement.forms,
            "aims": agreement.aims,
            "content": "",
            "starts_on": agreement.starts_on.isoformat(),
            "ends_on": agreement.ends_on.isoformat(),
            "renewal_rule": agreement.renewal_rule,
            "notice_days": agreement.notice_days,
            "value_currency": "CNY",
            "expected": agreement.terms_version,
        } | more

    def test_they_are_saved(self, office, officer):
        agreement = office.draft()
        officer.post(url("agreement_edit", agreement.pk), self.fields(agreement, notice_days=90))
        assert fresh(agreement).notice_days == 90

    def test_nobody_overwrites_what_they_have_not_seen(self, office, officer):
        agreement = office.draft()
        typed = self.fields(agreement, aims="Mine", title_en="My title")
        officer.post(url("agreement_edit", agreement.pk), self.fields(agreement, aims="Theirs"))

        response = officer.post(url("agreement_edit", agreement.pk), typed)
        text = response.content.decode()
        assert response.status_code == 422
        assert "Theirs" in text
        assert "My title" in text, "what was typed is still there"
        assert fresh(agreement).aims == "Theirs"

        officer.post(
            url("agreement_edit", agreement.pk), typed | {"expected": fresh(agreement).terms_version}
        )
        assert fresh(agreement).aims == "Mine", "sent again, knowingly, the form wins"

    def test_a_signed_text_is_out_of_reach(self, office, officer):
        agreement = office.signed()
        response = officer.post(url("agreement_edit", agreement.pk), self.fields(agreement, notice_days=5))
        assert response.status_code == 422
        assert fresh(agreement).notice_days == 60


class TestTheParties:
    def test_a_signatory_is_chosen_among_the_enterprise_s_people(self, office, officer):
        agreement = office.draft()
        party = agreement.parties.get(role="enterprise")
        people = page(officer, f"{url('party_people', agreement.pk)}?enterprise={office.world.partner.pk}")
        assert "Zhou Qiang" in people
        assert "Qian Duo" not in people
        officer.post(
            url("party_edit", agreement.pk, party.pk),
            {
                "contact": party.contact_id,
                "signatory": office.world.mentor.pk,
                "signatory_name": party.signatory_name,
                "legal_name": party.legal_name,
                "registration_code": party.registration_code,
            },
        )
        party.refresh_from_db()
        assert (party.signatory, party.signatory_name) == (office.world.mentor, "吴师傅")

    def test_another_enterprise_joins_and_leaves(self, office, director):
        agreement = office.draft()
        director.post(url("party_new", agreement.pk), {"enterprise": office.world.stranger.pk})
        joined = agreement.parties.get(enterprise=office.world.stranger)
        assert joined.letter == "C"
        director.post(url("party_remove", agreement.pk, joined.pk))
        assert agreement.parties.count() == 2
