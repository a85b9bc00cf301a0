"""Promises at the portal: what the enterprise reads, confirms and disputes; what it never comes across."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from agreements.models import Obligation, ObligationConfirmation, ObligationEvidence, ObligationPeriod
from agreements.operations import Counterparty
from core.models import Notification
from core.walls import inside
from tests.agreements.office import AgreementsOffice, make_office
from tests.agreements.promising import adopted, count, periods, promise, visit
from tests.world import join, signed_in


@pytest.fixture
def office(db: None) -> AgreementsOffice:
    return make_office()


def texts(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def promised(office: AgreementsOffice) -> ObligationPeriod:
    written = promise(office, adopted(office))
    visit(office.world.partner, date(2026, 1, 5))
    count()
    return periods(written)[0]


def test_a_liaison_reads_both_sides_promises_and_confirms(office: AgreementsOffice) -> None:
    period = promised(office)
    client = signed_in(join(office.world.liaison))
    page = texts(client.get(reverse("portal:promises")))
    assert "What they promised" in page
    assert "1 / 4" in page
    one = texts(client.get(reverse("portal:promise", args=[period.pk])))
    assert "A record that is not shown to you" in one
    assert "Workshop" not in one
    answer = {"is_objection": "no", "comment": "", "seen": "1"}
    assert client.post(reverse("portal:promise_confirm", args=[period.pk]), answer).status_code == 302
    assert ObligationConfirmation.objects.get().side == "enterprise"
    assert Notification.objects.get(kind="agreements.promise_answered").recipient == office.officer


def test_an_objection_needs_a_reason_and_reaches_the_owner(office: AgreementsOffice) -> None:
    period = promised(office)
    client = signed_in(join(office.world.liaison))
    page = reverse("portal:promise_confirm", args=[period.pk])
    assert client.post(page, {"is_objection": "yes", "comment": "", "seen": "1"}).status_code == 422
    assert not ObligationConfirmation.objects.exists()
    said = {"is_objection": "yes", "comment": "You came twice.", "seen": "1"}
    assert client.post(page, said).status_code == 302
    assert "You came twice." in texts(signed_in(office.officer).get(period.get_absolute_url()))


def test_a_mentor_does_not_speak_for_the_enterprise(office: AgreementsOffice) -> None:
    period = promised(office)
    client = signed_in(join(office.world.mentor))
    page = reverse("portal:promise_confirm", args=[period.pk])
    client.post(page, {"is_objection": "no", "comment": "", "seen": "1"})
    assert not ObligationConfirmation.objects.exists()


def test_what_was_entered_from_paper_is_confirmed_or_corrected(office: AgreementsOffice) -> None:
    written = promised(office).obligation
    client = signed_in(join(office.world.liaison))
    assert "Is this what our paper says?" in texts(client.get(reverse("portal:promises")))
    page = reverse("portal:promise_check", args=[written.pk])
    assert client.post(page, {"is_wrong": "yes", "objection": ""}).status_code == 422
    assert client.post(page, {"is_wrong": "yes", "objection": "Six, not four."}).status_code == 302
    written.refresh_from_db()
    assert (written.objection, written.confirmed_at) == ("Six, not four.", None)
    assert client.post(page, {"is_wrong": "no", "objection": ""}).status_code == 302
    written.refresh_from_db()
    assert written.objection == ""
    assert written.confirmed_by == office.world.liaison.user
    assert client.get(page).status_code == 404


def test_the_home_page_counts_what_is_promised(office: AgreementsOffice) -> None:
    promised(office)
    assert "What the centre promised us" in texts(
        signed_in(join(office.world.liaison)).get(reverse("portal:home"))
    )


def test_another_enterprise_of_the_same_agreement_reads_the_text_and_none_of_the_numbers(
    office: AgreementsOffice,
) -> None:
    office.world.stranger.department = office.world.mechanics
    office.world.stranger.save()
    agreement = adopted(
        office, counterparties=[Counterparty(office.world.partner), Counterparty(office.world.stranger)]
    )
    promise(office, agreement, enterprise=office.world.partner)
    visit(office.world.partner, date(2026, 1, 5))
    count()
    assert ObligationEvidence.objects.exists()
    with inside(enterprise_id=office.world.stranger.pk, person_id=office.world.liaison.pk):
        assert Obligation.objects.count() == 1
        assert not ObligationPeriod.objects.exists()
        assert not ObligationEvidence.objects.exists()
        assert not ObligationConfirmation.objects.exists()


def test_behind_the_wall_nobody_writes_what_was_counted(office: AgreementsOffice) -> None:
    period = promised(office)
    client = signed_in(join(office.world.liaison))
    answer = {"is_objection": "no", "comment": "", "seen": "4"}
    client.post(reverse("portal:promise_confirm", args=[period.pk]), answer)
    assert not ObligationConfirmation.objects.exists()
