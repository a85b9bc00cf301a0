"""A student writes a report, the instructor accepts or returns it, and nobody else sees it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import Notification
from placements.facts import facts_of
from placements.models import InternshipReport, ReportFile, ReportState
from placements.operations import report as reports
from tests.placements.ending import NOW, an_ended_placement, another_student
from tests.world import come_in, signed_in


@pytest.fixture
def placement(world):
    come_in(world.student)
    return an_ended_placement(world)


@pytest.fixture
def pupil(world, placement):
    return signed_in(world.student.user)


def write(pupil, text="I turned shafts.", summary="Patience.", **more):
    return pupil.post(reverse("me:report_edit"), {"text": text, "summary": summary} | more)


def test_a_report_is_written_handed_in_and_accepted(world, placement, pupil):
    write(pupil)
    pupil.post(reverse("me:report_submit"))
    report = InternshipReport.objects.get()
    assert (report.state, report.placement) == (ReportState.SUBMITTED, placement)
    assert Notification.objects.filter(
        kind="placements.report_submitted", recipient=world.class_teacher
    ).exists()

    signed_in(world.class_teacher).post(
        reverse("placements:report_accept", args=[report.pk]), {"reason": "Well observed."}
    )

    report.refresh_from_db()
    assert (report.state, report.decided_by) == (ReportState.ACCEPTED, world.class_teacher)
    assert "Well observed." in pupil.get(reverse("me:report")).content.decode()


def test_a_returned_report_keeps_the_day_on_which_it_was_first_handed_in(world, placement, pupil):
    write(pupil)
    pupil.post(reverse("me:report_submit"))
    report = InternshipReport.objects.get()
    first = report.submitted_at
    reports.return_report(actor=world.class_teacher, pk=report.pk, reason="Which machine?", now=NOW)
    assert "Which machine?" in pupil.get(reverse("me:report")).content.decode()

    write(pupil, text="I turned shafts on a CK6150.")
    pupil.post(reverse("me:report_submit"))

    report.refresh_from_db()
    assert (report.state, report.submitted_at) == (ReportState.SUBMITTED, first)
    assert "report_submitted_on" in facts_of([placement])[placement.pk]["logs"]


def test_a_report_that_says_nothing_is_not_handed_in(placement, pupil):
    write(pupil, text="", summary="Patience.")
    pupil.post(reverse("me:report_submit"))

    assert InternshipReport.objects.get().state == ReportState.DRAFT


def test_what_is_handed_in_is_not_changed(placement, pupil):
    write(pupil)
    pupil.post(reverse("me:report_submit"))

    answer = write(pupil, text="Something else.")

    assert answer.status_code == 422
    assert InternshipReport.objects.get().text == "I turned shafts."


def test_the_report_may_stand_in_a_file(placement, pupil):
    upload = SimpleUploadedFile("实习报告.pdf", b"%PDF-1.7\n%%EOF\n", content_type="application/pdf")
    write(pupil, text="", upload=upload)
    pupil.post(reverse("me:report_submit"))

    kept = ReportFile.objects.get()
    assert kept.name == "实习报告.pdf"
    assert InternshipReport.objects.get().state == ReportState.SUBMITTED
    assert pupil.get(reverse("me:report_file", args=[kept.pk])).status_code == 200


def test_a_draft_is_the_students_own(world, placement, pupil):
    write(pupil, text="Not for anybody yet.")

    page = signed_in(world.class_teacher).get(f"{placement.get_absolute_url()}?tab=report")

    assert "Not for anybody yet." not in page.content.decode()


def test_nobody_decides_on_the_report_of_a_stranger(world, placement, pupil):
    write(pupil)
    pupil.post(reverse("me:report_submit"))
    report = InternshipReport.objects.get()

    for stranger, status in ((world.stranger_officer, 404), (world.coordinator, 403), (world.teacher, 404)):
        client = signed_in(stranger)
        for act in ("accept", "return"):
            answer = client.post(reverse(f"placements:report_{act}", args=[report.pk]), {"reason": "No."})
            assert answer.status_code == status

    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_the_report_of_an_earlier_internship_is_written_after_another_has_begun(world, placement, pupil):
    later = an_ended_placement(world, starts_on=placement.starts_on + timedelta(days=30))
    address = f"?internship={placement.pk}"
    page = pupil.get(reverse("me:report"))
    assert page.context["placement"] == later
    assert f"{reverse('me:report')}{address}" in page.content.decode()

    pupil.post(f"{reverse('me:report_edit')}{address}", {"text": "I turned shafts.", "summary": "Patience."})
    pupil.post(f"{reverse('me:report_submit')}{address}")

    report = InternshipReport.objects.get()
    assert (report.placement, report.state) == (placement, ReportState.SUBMITTED)
    stranger = an_ended_placement(world, student=another_student(world))
    assert pupil.get(f"{reverse('me:report')}?internship={stranger.pk}").status_code == 404
