"""Certificates are made by a worker, once, and say no more than they must to whoever checks them."""

import hashlib
import re
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader

from core.copies import CODE_LENGTH
from core.kept import DocumentDamaged, content_of
from placements.models import Certificate, CertificateBatch, CertificateOrder
from placements.operations import certificates, evaluation
from placements.operations.certificates import UnableToIssue, make_ordered_certificates
from tests.placements.ending import NOW, a_plan, an_ended_placement, another_student, confirmed
from tests.world import come_in, signed_in


@pytest.fixture
def placement(world):
    placement = an_ended_placement(world)
    confirmed(world, placement)
    return placement


def issue(world, placement) -> Certificate:
    certificates.issue_certificate(actor=world.director, pk=placement.pk, now=NOW)
    make_ordered_certificates(now=NOW)
    return Certificate.objects.filter(placement=placement).order_by("-number").first()


def test_a_certificate_is_sealed_kept_and_checked_by_its_code_and_its_file(world, placement, client):
    made = issue(world, placement)
    content = content_of(made)

    assert made.number.endswith("-SX-2027-00001")
    assert len(PdfFileReader(BytesIO(content)).embedded_signatures) == 1
    assert hashlib.sha256(content).hexdigest() == made.sha256
    by_code = client.get(reverse("agreements:verify", args=[made.content_sha256[:CODE_LENGTH]]))
    upload = SimpleUploadedFile("copy.pdf", content, content_type="application/pdf")
    by_file = client.post(reverse("agreements:verify_any"), {"file": upload})
    for page in (by_code, by_file):
        text = page.content.decode()
        assert page.status_code == 200
        assert all(word in text for word in (made.number, "李明", world.partner.name, "good"))
        assert all(word not in text for word in (world.student.number, "Careful.", "数控2401"))
        assert not re.search(r"\b87\b", text), "what one side gave is nobody else's to know"


def test_the_command_knows_a_certificate(world, placement, tmp_path, capsys):
    made = issue(world, placement)
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(content_of(made))

    call_command("verify_document", str(copy))

    assert made.number in capsys.readouterr().out


def test_asking_twice_makes_one_certificate(world, placement):
    issue(world, placement)
    with pytest.raises(UnableToIssue):
        certificates.issue_certificate(actor=world.director, pk=placement.pk, now=NOW)
    make_ordered_certificates(now=NOW)

    assert Certificate.objects.count() == CertificateOrder.objects.count() == 1


def test_a_worker_that_is_killed_loses_no_certificate_and_no_number(world, placement, monkeypatch):
    certificates.issue_certificate(actor=world.director, pk=placement.pk, now=NOW)

    def killed(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(certificates, "_keep", killed)
        with pytest.raises(SystemExit):
            make_ordered_certificates(now=NOW)
    assert not Certificate.objects.exists()

    assert make_ordered_certificates(now=NOW) == 1
    assert Certificate.objects.get().number.endswith("-00001")
    assert make_ordered_certificates(now=NOW) == 0


def test_a_certificate_that_cannot_be_made_holds_up_no_other(world, monkeypatch):
    plan = a_plan(world)
    first = an_ended_placement(world, plan=plan)
    others = [
        an_ended_placement(world, plan=plan, post=first.post, student=another_student(world))
        for _number in range(2)
    ]
    for one in (first, *others):
        confirmed(world, one)
    batch = certificates.order_certificates(
        actor=world.director, plan_id=plan.pk, pks=[first.pk, *(one.pk for one in others)], now=NOW
    )
    paint = certificates.certificate_sheet

    def fails_for_one(result, **more):
        if result.placement_id == first.pk:
            raise RuntimeError("no such letter")
        return paint(result, **more)

    monkeypatch.setattr(certificates, "certificate_sheet", fails_for_one)

    assert make_ordered_certificates(now=NOW) == 2
    (progress,) = certificates.progress_of(plan)
    assert (progress.done, progress.total, progress.failed) == (2, 3, 1)
    assert CertificateBatch.objects.get() == batch
    numbers = sorted(CertificateOrder.objects.values_list("number", flat=True))
    assert [number[-5:] for number in numbers] == ["00001", "00002", "00003"]


def test_a_corrected_result_replaces_the_certificate(world, placement, client):
    old = issue(world, placement)
    evaluation.correct_result(
        actor=world.director, pk=placement.pk, scores={0: 100}, reason="Misread.", now=NOW
    )

    new = issue(world, placement)

    page = client.get(reverse("agreements:verify", args=[old.content_sha256[:CODE_LENGTH]]))
    assert "does not count any more" in page.content.decode()
    assert new.number != old.number
    assert (old.grade, new.grade) == ("good", "excellent")


def test_neither_the_row_nor_the_file_is_altered_unnoticed(world, placement):
    made = issue(world, placement)
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.update(grade="excellent")

    with default_storage.open(made.file.name, "wb") as file:
        file.write(b"%PDF-forged")
    with pytest.raises(DocumentDamaged):
        content_of(made)


def test_a_student_reads_their_own_certificate_and_nobody_elses(world, placement):
    made = issue(world, placement)
    come_in(world.student)
    come_in(world.stranger_student)

    own = signed_in(world.student.user).get(reverse("me:certificate", args=[made.pk]))
    other = signed_in(world.stranger_student.user).get(reverse("me:certificate", args=[made.pk]))

    assert own.content.startswith(b"%PDF-")
    assert other.status_code == 404


def test_without_a_confirmed_result_there_is_nothing_to_certify(world):
    placement = an_ended_placement(world)
    with pytest.raises(UnableToIssue):
        certificates.issue_certificate(actor=world.director, pk=placement.pk, now=NOW)
    assert not CertificateOrder.objects.exists()
