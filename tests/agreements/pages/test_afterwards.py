"""What becomes of a signed agreement: amended, renewed, ended."""

from datetime import date

import pytest
import time_machine

from agreements.choices import RenewalRule, State
from agreements.models import Agreement
from tests.agreements.pages.browsing import fresh, page, signature_of, url
from tests.agreements.samples import put_into
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


class TestWhatFollows:
    def test_a_termination_asks_for_day_and_reason(self, office, director):
        agreement = office.signed()
        address = url("agreement_terminate", agreement.pk)
        assert director.post(address, {"terminated_on": "2026-06-30"}).status_code == 422
        director.post(address, {"terminated_on": "2026-06-30", "reason": "The works close"})
        agreement = fresh(agreement)
        assert (agreement.state, agreement.terminated_on) == (State.TERMINATED, date(2026, 6, 30))

    def test_an_agreement_near_its_end_is_renewed(self, office, officer):
        agreement = office.signed(starts_on=date(2023, 4, 1))
        text = page(officer, agreement.get_absolute_url())
        assert "Decide what follows" in text
        officer.post(
            url("agreement_renew", agreement.pk), {"starts_on": "2026-04-01", "ends_on": "2029-03-31"}
        )
        successor = Agreement.objects.get(predecessor=agreement)
        assert successor.state == State.DRAFT
        assert successor.get_absolute_url() in page(officer, agreement.get_absolute_url())

    def test_it_is_left_to_lapse_with_a_reason_and_that_is_taken_back(self, office, director):
        agreement = office.signed(starts_on=date(2023, 4, 1))
        director.post(url("agreement_lapse", agreement.pk), {"reason": "No students any more"})
        assert "No students any more" in page(director, agreement.get_absolute_url())
        director.post(url("agreement_reconsider", agreement.pk), {"reason": "There are"})
        assert fresh(agreement).renewal_decision == ""

    def test_the_deadline_is_acknowledged_and_put_off(self, office, officer):
        agreement = office.signed(starts_on=date(2023, 4, 1))
        officer.post(url("agreement_acknowledge", agreement.pk))
        assert fresh(agreement).acknowledged_by == office.officer
        officer.post(url("agreement_snooze", agreement.pk), {"until": "2026-03-20"})
        assert fresh(agreement).snoozed_until == date(2026, 3, 20)

    def test_a_term_that_went_on_by_itself_is_marked(self, office, officer):
        draft = office.draft(starts_on=date(2023, 4, 1), ends_on=date(2024, 3, 31))
        agreement = put_into("signed", draft, renewal_rule=RenewalRule.AUTOMATIC, automatic_term_months=12)
        assert "renewed itself" not in page(officer, agreement.get_absolute_url())
        put_into("signed", agreement, revised_ends_on=date(2026, 3, 31))
        assert "renewed itself" in page(officer, agreement.get_absolute_url())

    def test_deadlines_stand_by_month(self, office, officer):
        agreement = office.signed(starts_on=date(2023, 4, 1))
        text = page(officer, url("deadlines"))
        assert "March 2026" in text
        assert agreement.title in text


class TestAmendments:
    def propose(self, office, officer, agreement, **more):
        form = officer.get(url("agreement_amend", agreement.pk)).context["form"]
        typed = {}
        for name in form.fields:
            value = form[name].value()
            if name == "majors" or value in (None, False):
                continue
            typed[name] = value.isoformat() if isinstance(value, date) else value
        return officer.post(
            url("agreement_amend", agreement.pk),
            typed | {"reason": "More places", "effective_on": "2026-09-01"} | more,
        )

    def test_only_what_differs_becomes_part_of_it(self, office, officer):
        agreement = office.signed()
        clause = agreement.clauses.get(source__clause=office.places)
        self.propose(
            office,
            officer,
            agreement,
            **{"notice_days": "90", f"text_en-{clause.pk}": "Party B offers 30 places a year."},
        )
        amendment = agreement.amendments.get()
        assert {(change.kind, change.target) for change in amendment.changes.all()} == {
            ("field", "notice_days"),
            ("clause", str(clause.pk)),
        }
        text = page(officer, amendment.get_absolute_url())
        assert "20</del>" in text
        assert "30</ins>" in text

    def test_once_signed_the_terms_show_where_they_come_from(self, office, officer):
        agreement = office.signed()
        self.propose(office, officer, agreement, notice_days="90", effective_on="2026-04-01")
        amendment = agreement.amendments.get()
        officer.post(url("amendment_submit", amendment.pk))
        office.approve(amendment)
        officer.post(url("amendment_send", amendment.pk))
        for party in agreement.parties.all():
            officer.post(
                url("amendment_signature_new", amendment.pk, party.pk),
                signature_of(office, party),
            )
        amendment.refresh_from_db()
        assert amendment.state == "signed"
        with time_machine.travel(date(2026, 5, 4)):
            assert "by amendment 1" in page(signed_in(office.officer), agreement.get_absolute_url())

    def test_a_draft_is_changed_again(self, office, officer):
        agreement = office.signed()
        self.propose(office, officer, agreement, notice_days="90")
        amendment = agreement.amendments.get()
        form = officer.get(url("amendment_edit", amendment.pk)).context["form"]
        assert form["notice_days"].value() == 90
        assert form["reason"].value() == "More places"

    def test_an_amendment_that_changes_nothing_is_not_submitted(self, office, officer):
        agreement = office.signed()
        self.propose(office, officer, agreement)
        amendment = agreement.amendments.get()
        officer.post(url("amendment_submit", amendment.pk))
        amendment.refresh_from_db()
        assert amendment.state == "draft"
