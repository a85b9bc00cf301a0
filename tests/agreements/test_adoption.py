"""Agreements from before: taken over as they are."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from agreements.choices import Phase, RenewalDecision, State
from agreements.models import Agreement, ReferenceCounter
from agreements.operations import Counterparty, UnableToAdopt, adopt_existing, extend_automatic_renewals
from signing.models import Approval
from tests.agreements.office import NOW, TODAY


def adopt(office, **kwargs) -> Agreement:
    return adopt_existing(
        **{
            "actor": office.world.director,
            "old_reference": "校企〔2024〕17号",
            "type": office.type,
            "department_id": office.world.mechanics.pk,
            "owner": office.officer,
            "counterparties": [Counterparty(office.world.partner)],
            "title_zh": "实习基地协议",
            "starts_on": date(2024, 9, 1),
            "ends_on": date(2027, 8, 31),
            "now": NOW,
        }
        | kwargs
    )


def test_it_keeps_its_old_number_and_nothing_is_replayed(office):
    agreement = adopt(office)
    assert (agreement.number, agreement.reference) == ("校企〔2024〕17号", None)
    assert (agreement.state, agreement.is_imported) == (State.SIGNED, True)
    assert agreement.reminders_from == TODAY
    assert Agreement.objects.in_phase(Phase.IN_FORCE, TODAY).get() == agreement
    assert not Approval.objects.exists()
    assert not ReferenceCounter.objects.exists()
    assert [party.legal_name for party in agreement.parties.all()][1] == "苏州精工机械有限公司"


def test_one_that_had_ended_asks_nobody_what_shall_follow(office):
    agreement = adopt(office, starts_on=date(2020, 9, 1), ends_on=date(2023, 8, 31))
    assert Agreement.objects.in_phase(Phase.EXPIRED, TODAY).get() == agreement
    assert agreement.renewal_decision == RenewalDecision.LAPSE
    assert not Agreement.objects.awaiting_decision(TODAY).exists()


def test_one_that_renews_itself_has_done_so(office):
    agreement = adopt(
        office,
        starts_on=date(2020, 9, 1),
        ends_on=date(2023, 8, 31),
        renewal_rule="automatic",
        automatic_term_months=12,
    )
    extend_automatic_renewals(now=NOW)
    agreement.refresh_from_db()
    assert agreement.last_day == date(2026, 8, 31)


def test_one_that_was_terminated_stays_terminated(office):
    agreement = adopt(office, terminated_on=date(2025, 6, 30), termination_reason="Moved away")
    assert (agreement.state, agreement.last_day) == (State.TERMINATED, date(2025, 6, 30))


def test_the_same_number_is_taken_over_once(office):
    adopt(office)
    with pytest.raises(UnableToAdopt, match="known already"):
        adopt(office, old_reference=" 校企〔2024〕17号 ")
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"old_reference": " "}, "number is missing"),
        ({"counterparties": []}, "No enterprise"),
        ({"ends_on": date(2024, 8, 31)}, "before the first"),
        ({"signed_on": date(2030, 1, 1)}, "future"),
        ({"terminated_on": date(2030, 1, 1)}, "outside its term"),
        ({"state": "draft"}, "cannot be changed"),
    ],
)
def test_what_contradicts_itself_is_refused_with_the_reason(office, values, complaint):
    with pytest.raises(UnableToAdopt, match=complaint):
        adopt(office, **values)
    assert not Agreement.objects.exists()


def test_an_officer_does_not_take_over(office):
    with pytest.raises(PermissionDenied):
        adopt(office, actor=office.officer)
