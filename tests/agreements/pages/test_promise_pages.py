"""Promises on the pages of the staff: the tab, the list, one with its evidence, the section of the text."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from agreements.documents.renewal_pack import EVIDENCE_NAMED, Proposal, open_points, renewal_pack
from agreements.models import Obligation, ObligationConfirmation
from agreements.promise_notices import sweep_promises
from agreements.promise_reading import promise_lines
from core.models import Notification
from tests.agreements.office import NOW, AgreementsOffice
from tests.agreements.promising import adopted, count, periods, promise, visit
from tests.world import join, signed_in

pytestmark = pytest.mark.usefixtures("on_that_day")


def texts(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def test_a_draft_is_given_promises_one_after_another(office: AgreementsOffice) -> None:
    agreement, client = office.draft(), signed_in(office.officer)
    page = reverse("agreements:promise_new", args=[agreement.pk])
    assert "Visits to the enterprise" in texts(client.get(page))
    sent = {
        "what": "centre.visits",
        "quantity": "4",
        "rhythm": "yearly",
        "what_zh": "院系走访企业。",
        "what_en": "Visits by the department.",
    }
    assert client.post(page, sent).status_code == 302
    assert client.post(page, sent | {"quantity": "2.5"}).status_code == 422
    assert client.post(page, sent | {"starts_on": "2020-01-01"}).status_code == 422
    [written] = agreement.obligations.all()
    assert (written.enterprise, written.quantity) == (office.world.partner, Decimal(4))
    listed = texts(client.get(reverse("agreements:agreement_promises", args=[agreement.pk])))
    assert "Visits by the department." in listed
    edit = reverse("agreements:promise_edit", args=[agreement.pk, written.pk])
    assert client.post(edit, sent | {"quantity": "6"}).status_code == 302
    assert Obligation.objects.get().quantity == 6
    remove = reverse("agreements:promise_remove", args=[agreement.pk, written.pk])
    assert client.post(remove).status_code == 302
    assert not Obligation.objects.exists()


def test_the_tab_says_how_far_both_sides_have_come(office: AgreementsOffice) -> None:
    agreement = adopted(office)
    written = promise(office, agreement)
    visit(office.world.partner, date(2026, 1, 5))
    count()
    page = texts(signed_in(office.officer).get(agreement.get_absolute_url(), {"tab": "promises"}))
    assert "The centre promises" in page
    assert "1 / 4" in page
    assert "Behind schedule" in page
    assert periods(written)[0].get_absolute_url() in page


def test_a_number_leads_to_the_records_behind_it(office: AgreementsOffice) -> None:
    written = promise(office, adopted(office))
    met = visit(office.world.partner, date(2026, 1, 5))
    count()
    page = texts(signed_in(office.officer).get(periods(written)[0].get_absolute_url()))
    assert met.get_absolute_url() in page
    assert "Workshop" in page


def test_records_that_the_reader_may_not_see_are_not_named(office: AgreementsOffice) -> None:
    """The lawyer reads agreements and no interactions of enterprises."""
    written = promise(office, adopted(office))
    met = visit(office.world.partner, date(2026, 1, 5))
    count()
    reader = office.world.lawyer
    page = texts(signed_in(reader).get(periods(written)[0].get_absolute_url()))
    if reader.can("enterprise.read"):
        assert met.get_absolute_url() in page
    else:
        assert "Workshop" not in page
        assert "A record that is not shown to you" in page


def test_the_officer_confirms_and_the_liaison_is_told(office: AgreementsOffice) -> None:
    liaison = join(office.world.liaison)
    written = promise(office, adopted(office))
    period, client = periods(written)[0], signed_in(office.officer)
    page = reverse("agreements:promise_confirm", args=[period.pk])
    assert "Is the number right?" in texts(client.get(page))
    assert client.post(page, {"is_objection": "yes", "comment": "", "seen": "0"}).status_code == 422
    assert not ObligationConfirmation.objects.exists()
    assert client.post(page, {"is_objection": "no", "comment": "", "seen": "0"}).status_code == 302
    assert ObligationConfirmation.objects.get().side == "centre"
    [told] = Notification.objects.filter(kind="agreements.promise_answered")
    assert told.recipient == liaison


def test_the_list_is_searched_filtered_and_exported(office: AgreementsOffice) -> None:
    promise(office, adopted(office))
    client, page = signed_in(office.officer), reverse("agreements:promise_list")
    count()
    assert "Visits to the enterprise" in texts(client.get(page))
    assert "Visits to the enterprise" in texts(client.get(page, {"q": "精工"}))
    assert "Visits to the enterprise" not in texts(client.get(page, {"q": "鹅毛"})).split("card-table")[-1]
    for narrowing in (
        {"standing": "behind"},
        {"side": "centre"},
        {"metric": "visits"},
        {"enterprise": office.world.partner.pk},
        {"due_min": "2026-01-01"},
        {"mine": "on"},
        {"sort": "-promised"},
        {"part": "filters"},
    ):
        assert client.get(page, narrowing).status_code == 200
    exported = client.get(page, {"export": "csv", "standing": "behind"})
    assert b"Visits" in b"".join(exported)


def test_what_is_behind_waits_on_the_owners_home_page(office: AgreementsOffice) -> None:
    promise(office, adopted(office))
    count()
    assert "Promises behind schedule" in texts(signed_in(office.officer).get(reverse("insights:home")))
    assert "Promises behind schedule" not in texts(signed_in(office.world.head).get(reverse("insights:home")))


def test_an_enterprise_shows_what_it_and_the_centre_promised(office: AgreementsOffice) -> None:
    promise(office, adopted(office))
    page = signed_in(office.officer).get(office.world.partner.get_absolute_url(), {"tab": "promises"})
    assert "Visits to the enterprise" in texts(page)


def test_an_officer_has_one_agreement_counted_now(office: AgreementsOffice) -> None:
    agreement = adopted(office)
    written = promise(office, agreement)
    visit(office.world.partner, date(2026, 1, 5))
    client = signed_in(office.officer)
    assert client.post(reverse("agreements:promises_count", args=[agreement.pk])).status_code == 302
    assert periods(written)[0].counted == 1


def test_days_after_the_due_day_both_sides_are_asked_once(office: AgreementsOffice) -> None:
    join(office.world.liaison)
    promise(office, adopted(office))
    due = date(2026, 8, 31)
    count(on=due + timedelta(days=1))
    told = sweep_promises(on=due + timedelta(days=1), now=NOW)
    assert told == {"agreements.promise_due": 2}
    assert not sweep_promises(on=due + timedelta(days=2), now=NOW)


def test_the_owner_hears_of_what_is_behind_90_and_30_days_before(office: AgreementsOffice) -> None:
    promise(office, adopted(office))
    due = date(2026, 8, 31)
    told = []
    for days in (91, 90, 60, 30, 29):
        on = due - timedelta(days=days)
        count(on=on)
        told.append(sum(sweep_promises(on=on, now=NOW).values()))
    assert told == [0, 1, 0, 1, 0]


def test_the_renewal_pack_writes_itself_and_its_proposal_is_gone_over(office: AgreementsOffice) -> None:
    agreement = adopted(office)
    written = promise(office, agreement)
    visit(office.world.partner, date(2026, 1, 5))
    count()
    client, page = signed_in(office.officer), reverse("agreements:renewal_pack", args=[agreement.pk])
    assert page in texts(client.get(reverse("agreements:agreement_renewal", args=[agreement.pk])))
    asked = texts(client.get(page))
    assert f'name="promise_{written.pk}" value="2"' in asked  # one in half a year
    sent = {f"promise_{written.pk}": "3", "text_en": "Go on.", "text_zh": "继续合作。", "language": "both"}
    made = client.post(page, sent)
    assert made.status_code == 200, made.content[:2000]
    assert made.content.startswith(b"%PDF")


def test_the_renewal_pack_names_what_was_done_and_counts_nothing_that_is_planned(
    office: AgreementsOffice,
) -> None:
    agreement, on = adopted(office), date(2026, 3, 2)
    promise(office, agreement)
    done = EVIDENCE_NAMED + 2
    for number in range(done):
        visit(office.world.partner, date(2026, 1, 5) + timedelta(days=number))
    for number in range(20):
        visit(office.world.partner, date(2026, 5, 5) + timedelta(days=number))
    count(on=on)

    sheet = renewal_pack(agreement, Proposal({}), reader=office.officer, on=on)

    [annex] = [one for one in sheet.annexes if one.heading.en == "What was counted"]
    assert annex.table is not None
    *named, more = annex.table.rows
    assert len(named) == EVIDENCE_NAMED
    assert more[2].en == "and 2 more"


def test_open_points_are_what_is_missing_disputed_or_not_confirmed(office: AgreementsOffice) -> None:
    agreement = adopted(office)
    promise(office, agreement)
    on = date(2026, 9, 1)
    count(on=on)
    with translation.override("en"):
        points = " ".join(open_points(promise_lines(agreement, on=on), on=on))
    assert "4 missing" in points
    assert "not confirmed by the centre" in points
    assert "not confirmed by the enterprise" in points
