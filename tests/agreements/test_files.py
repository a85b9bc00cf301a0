"""Files beside an agreement: what proves a signature stays, what belongs to nothing goes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from agreements.choices import State
from agreements.models import Agreement, AgreementFile
from agreements.operations import (
    Counterparty,
    ProposedChange,
    UnableToEdit,
    adopt_existing,
    attach_file,
    attach_scan,
    propose_amendment,
    remove_file,
)
from core.access import NotVisible
from tests.agreements.office import NOW, START
from tests.agreements.samples import put_into

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\ntrailer<<>>\n%%EOF\n"
SCAN, ANNEX = AgreementFile.Purpose.SCAN, AgreementFile.Purpose.ANNEX


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def attach(office, agreement: Agreement, purpose: str = SCAN, amendment_id: int | None = None):
    return attach_file(
        actor=office.officer,
        pk=agreement.pk,
        upload=ContentFile(PDF, name="paper.pdf"),
        purpose=purpose,
        amendment_id=amendment_id,
        now=NOW,
    )


def taken_over(office) -> Agreement:
    """An agreement from before whose day of signing nobody knows any more."""
    return adopt_existing(
        actor=office.world.director,
        old_reference="校企〔2024〕17号",
        type=office.type,
        department_id=office.world.mechanics.pk,
        owner=office.officer,
        counterparties=[Counterparty(office.world.partner)],
        title_zh="实习基地协议",
        starts_on=date(2024, 9, 1),
        ends_on=date(2027, 8, 31),
        now=NOW,
    )


def test_the_scan_of_an_agreement_taken_over_stays_though_nobody_knows_when_it_was_signed(office, client):
    agreement = taken_over(office)
    scan = attach_scan(
        actor=office.world.director, pk=agreement.pk, upload=ContentFile(PDF, name="17.pdf"), now=NOW
    )
    assert agreement.signed_on is None
    with pytest.raises(UnableToEdit, match="proves the signature"):
        remove_file(actor=office.officer, pk=agreement.pk, file_id=scan.pk, now=NOW)
    assert AgreementFile.objects.get() == scan
    client.force_login(office.officer)
    page = client.get(reverse("agreements:agreement_detail", args=[agreement.pk]), {"tab": "documents"})
    assert "17.pdf" in page.text
    assert reverse("agreements:file_remove", args=[agreement.pk, scan.pk]) not in page.text


@pytest.mark.parametrize("state", list(State))
def test_a_scan_proves_something_as_soon_as_the_agreement_is_concluded(office, state):
    agreement = office.draft()
    scan, annex = attach(office, agreement), attach(office, agreement, ANNEX)
    extra = {
        State.SUSPENDED: {"suspended_on": START},
        State.TERMINATED: {"terminated_on": START, "termination_reason": "Closing"},
    }
    put_into(state, agreement, **extra.get(state, {}))
    stays = state in {State.SIGNED, State.SUSPENDED, State.TERMINATED, State.RENEWED}
    assert AgreementFile.objects.get(pk=scan.pk).is_proof is stays
    assert not AgreementFile.objects.get(pk=annex.pk).is_proof


def test_the_scan_of_an_amendment_proves_something_once_that_is_signed(office):
    agreement = office.signed()
    amendment = office.amend(agreement, START, ProposedChange("field", "notice_days", 30))
    draft = propose_amendment(
        actor=office.officer,
        pk=agreement.pk,
        reason="More",
        effective_on=START,
        changes=[ProposedChange("field", "notice_days", 20)],
        now=NOW,
    )
    assert attach(office, agreement, amendment_id=amendment.pk).is_proof
    assert not attach(office, agreement, amendment_id=draft.pk).is_proof


def test_a_file_is_kept_beside_the_agreements_own_amendments_only(office, media):
    agreement, other = office.signed(), office.signed()
    amendment = office.amend(other, START, ProposedChange("field", "notice_days", 30))
    with pytest.raises(NotVisible):
        attach(office, agreement, amendment_id=amendment.pk)
    assert not AgreementFile.objects.exists()
    assert not list(media.rglob("attachments/*/*"))
