"""Files beside an agreement: what proves a signature stays, what belongs to nothing goes."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from agreements.choices import State
from agreements.models import Agreement, AgreementFile
from agreements.operations import (
    Counterparty,
    ProposedChange,
    UnableToEdit,
    adopt_existing,
    attach_file,
    attach_scan,
    delete_draft,
    propose_amendment,
    remove_file,
)
from core.access import NotVisible
from core.attachments import sweep_attachments
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


def files_in(media: Path) -> list[Path]:
    return [path for path in media.rglob("attachments/*/*") if path.is_file()]


def test_a_deleted_draft_takes_its_files_along(office, media, django_capture_on_commit_callbacks):
    draft = office.draft()
    attach(office, draft, ANNEX)
    attach(office, draft)
    assert len(files_in(media)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(actor=office.officer, pk=draft.pk, now=NOW)
    assert not AgreementFile.objects.exists()
    assert not files_in(media)


def test_a_file_whose_upload_was_rolled_back_goes_after_a_day_and_no_other(office, media):
    agreement = office.draft()
    kept = attach(office, agreement)
    with suppress(InterruptedError), transaction.atomic():
        attach(office, agreement)
        raise InterruptedError
    assert len(files_in(media)) == 2
    a_day = timedelta(days=1)
    assert sweep_attachments(now=timezone.now() + a_day - timedelta(minutes=1)) == 0
    assert sweep_attachments(now=timezone.now() + a_day + timedelta(minutes=1)) == 1
    assert files_in(media) == [Path(kept.file.path)]
    assert sweep_attachments(now=timezone.now() + 2 * a_day) == 0


def test_where_nobody_has_added_a_file_there_is_nothing_to_sweep(db, media):
    assert not media.exists()
    assert sweep_attachments(now=NOW) == 0
