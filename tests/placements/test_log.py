"""The log: a student writes, the mentor confirms or returns, the instructor says something to it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from core.access import THE_SYSTEM, NotVisible
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from placements.facts import facts_of
from placements.instructing import Witness
from placements.models import LogEntry, LogFile, LogState, Placement
from placements.operations import log as operations
from tests.factories import PlacementFactory
from tests.placements.daily import NOW, STARTED, TODAY, Daily, make_daily
from tests.world import join, signed_in


@pytest.fixture
def daily(world) -> Daily:
    return make_daily(world)


def photo_from_a_phone() -> SimpleUploadedFile:
    """A picture that says where it was taken: 31° 18′ north, 120° 37′ east."""
    exif = Image.Exif()
    exif[0x010F] = "Telephone"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (31.0, 18.0, 0.0), "E", (120.0, 37.0, 0.0)
    drawn = io.BytesIO()
    Image.new("RGB", (3000, 1000), "grey").save(drawn, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_1.jpg", drawn.getvalue(), "image/jpeg")


# --- The student writes -----------------------------------------------------------------------


def test_an_entry_waits_for_the_mentor_with_its_task_and_its_photo(daily):
    entry = daily.write(tasks=[daily.task], upload=photo_from_a_phone())

    assert (entry.state, entry.happened_on, entry.written_at) == (LogState.SUBMITTED, TODAY, NOW)
    assert list(entry.tasks.all()) == [daily.task]
    assert entry.files.get().name == "IMG_1.jpg"
    assert AuditEvent.objects.filter(verb="log.write", actor=daily.pupil.user).exists()


def test_a_photo_is_kept_without_where_it_was_taken(daily):
    kept = daily.write(upload=photo_from_a_phone()).files.get()

    with Image.open(kept.file) as picture:
        assert dict(picture.getexif()) == {}
        assert max(picture.size) == 2000
    kept.file.open()
    assert b"Telephone" not in kept.file.read()


def test_nothing_is_written_about_a_day_before_the_first_or_after_today(daily):
    for day in (STARTED - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(ValidationError, match="day of your internship"):
            daily.write(happened_on=day)
    assert not LogEntry.objects.exists()


def test_a_task_of_another_plan_is_left_out(daily):
    from internships.models import PlanTask

    other = PlanTask.objects.create(
        plan=daily.stranger_placement.plan, order=1, title="Guide", learning_outcome="Guides."
    )
    assert not daily.write(tasks=[other]).tasks.exists()


def test_nobody_writes_into_another_students_log(daily):
    with pytest.raises(NotVisible):
        daily.write(placement_pk=daily.stranger_placement.pk)
    entry = daily.write()
    with pytest.raises(NotVisible):
        operations.rewrite_entry(
            pupil=daily.stranger_pupil, pk=entry.pk, happened_on=TODAY, text="mine", now=NOW
        )
    entry.refresh_from_db()
    assert entry.text == "Turned twelve shafts."


def test_a_log_can_still_be_completed_two_weeks_after_the_last_day(daily):
    Placement.objects.filter(pk=daily.placement.pk).update(state="finished", ended_on=TODAY)

    assert daily.write(now=NOW + timedelta(days=10)).pk
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        page = signed_in(daily.pupil.user).get(reverse("me:log"))
    assert page.context.get("form") is None
    assert len(page.context["entries"]) == 1


def returned(daily: Daily) -> LogEntry:
    entry = daily.write()
    return operations.return_entry(witness=daily.mentor, pk=entry.pk, reason="Which machine?", now=NOW)


@pytest.mark.parametrize(("days", "is_asked"), [(10, True), (20, False)])
def test_a_returned_entry_is_asked_for_as_long_as_it_can_be_changed(daily, days, is_asked):
    entry = returned(daily)
    Placement.objects.filter(pk=daily.placement.pk).update(state="finished", ended_on=TODAY)

    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        client = signed_in(daily.pupil.user)
        address = reverse("me:log_edit", args=[entry.pk])
        assert (address in client.get(reverse("me:today")).content.decode()) is is_asked
        assert (address in client.get(reverse("me:log")).content.decode()) is is_asked
        assert client.get(address).status_code == (200 if is_asked else 404)
        answer = client.post(address, {"happened_on": f"{TODAY}", "text": "On the CK6140."})
    assert answer.status_code == (302 if is_asked else 404)
    entry.refresh_from_db()
    assert entry.state == (LogState.SUBMITTED if is_asked else LogState.RETURNED)


def test_an_entry_of_the_placement_before_keeps_the_tasks_of_its_plan(daily):
    entry = returned(daily)
    Placement.objects.filter(pk=daily.placement.pk).update(
        state="ended_early", ended_on=TODAY, reason="Moved"
    )
    PlacementFactory.create(
        student=daily.world.student,
        post=daily.stranger_placement.post,
        state="in_progress",
        starts_on=TODAY + timedelta(days=1),
        started_on=TODAY + timedelta(days=1),
        ends_on=TODAY + timedelta(days=90),
    )

    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        client = signed_in(daily.pupil.user)
        address = reverse("me:log_edit", args=[entry.pk])
        assert list(client.get(address).context["form"].fields["tasks"].queryset) == [daily.task]
        client.post(address, {"happened_on": f"{TODAY}", "text": "On the CK6140.", "tasks": [daily.task.pk]})
    entry.refresh_from_db()
    assert (entry.state, list(entry.tasks.all())) == (LogState.SUBMITTED, [daily.task])


# --- The mentor -------------------------------------------------------------------------------


def test_a_confirmed_entry_stays_as_it_is(daily):
    entry = daily.write()
    operations.confirm_entry(witness=daily.mentor, pk=entry.pk, now=NOW)

    entry.refresh_from_db()
    assert (entry.state, entry.vouched_as, entry.vouched_by_contact) == (
        LogState.CONFIRMED,
        "mentor",
        daily.world.mentor,
    )
    with pytest.raises(TransitionRefused):
        operations.rewrite_entry(
            pupil=daily.pupil, pk=entry.pk, happened_on=TODAY, text="Something else", now=NOW
        )
    entry.refresh_from_db()
    assert entry.text == "Turned twelve shafts."


def test_a_returned_entry_tells_the_student_why_and_comes_back(daily):
    entry = daily.write()
    operations.return_entry(witness=daily.mentor, pk=entry.pk, reason="Which machine?", now=NOW)

    told = Notification.objects.get(kind="placements.log_returned")
    assert (told.recipient, told.data["reason"]) == (daily.pupil.user, "Which machine?")
    again = operations.rewrite_entry(
        pupil=daily.pupil, pk=entry.pk, happened_on=TODAY, text="On the CK6140.", now=NOW
    )
    assert (again.state, again.return_reason, again.text) == (LogState.SUBMITTED, "", "On the CK6140.")


def test_an_entry_is_not_returned_without_a_reason(daily):
    entry = daily.write()
    with pytest.raises(TransitionRefused, match="reason"):
        operations.return_entry(witness=daily.mentor, pk=entry.pk, reason=" ", now=NOW)
    entry.refresh_from_db()
    assert entry.state == LogState.SUBMITTED


def test_a_mentor_of_others_confirms_nothing(daily):
    entry = daily.write()
    stranger = Witness(actor=THE_SYSTEM, contact=daily.stranger_placement.mentor)
    with pytest.raises(NotVisible):
        operations.confirm_entry(witness=stranger, pk=entry.pk, now=NOW)
    entry.refresh_from_db()
    assert entry.state == LogState.SUBMITTED


# --- The school -------------------------------------------------------------------------------


def test_the_instructor_confirms_in_the_mentors_place_and_it_says_so(daily):
    entry = daily.write()
    operations.confirm_entry(witness=daily.instructor, pk=entry.pk, now=NOW)

    entry.refresh_from_db()
    assert entry.is_by_the_school
    assert (entry.vouched_by, entry.vouched_by_contact) == (daily.world.class_teacher, None)


def test_the_instructor_comments_and_the_student_hears_of_it(daily):
    entry = daily.write()
    operations.comment_entry(actor=daily.world.class_teacher, pk=entry.pk, text="Well done.", now=NOW)

    page = signed_in(daily.pupil.user).get(reverse("me:log")).content.decode()
    assert "Well done." in page
    assert Notification.objects.get(kind="placements.log_commented").recipient == daily.pupil.user


def test_whoever_only_reads_says_nothing_to_it(daily):
    entry = daily.write()
    with pytest.raises(NotVisible):
        operations.comment_entry(actor=daily.world.stranger_officer, pk=entry.pk, text="x", now=NOW)
    daily.placement.instructor = None
    daily.placement.save()
    with pytest.raises(PermissionDenied):  # the class teacher sees the placement, and does not instruct
        operations.comment_entry(actor=daily.world.class_teacher, pk=entry.pk, text="x", now=NOW)
    entry.refresh_from_db()
    assert entry.comment == ""


def test_the_rules_are_told_how_many_entries_there_are(daily):
    daily.write()
    returned = daily.write()
    operations.return_entry(witness=daily.mentor, pk=returned.pk, reason="Unclear", now=NOW)

    facts = facts_of([daily.placement])[daily.placement.pk]
    assert facts["logs"]["entries"] == 1


# --- Pages ------------------------------------------------------------------------------------


@time_machine.travel(NOW, tick=False)
def test_a_student_hands_an_entry_in_on_one_page(daily):
    client = signed_in(daily.pupil.user)
    form = client.get(reverse("me:log")).context["form"]
    assert form["happened_on"].value() == TODAY

    answer = client.post(
        reverse("me:log"),
        {
            "happened_on": f"{TODAY}",
            "text": "Set the tool offsets.",
            "tasks": [daily.task.pk],
            "file": photo_from_a_phone(),
        },
        follow=True,
    )
    page = answer.content.decode()
    assert "Set the tool offsets." in page
    assert "Set up a lathe" in page
    kept = LogFile.objects.get()
    assert client.get(reverse("me:log_file", args=[kept.pk])).status_code == 200
    assert signed_in(daily.stranger_pupil.user).get(reverse("me:log_file", args=[kept.pk])).status_code == 404


@time_machine.travel(NOW, tick=False)
def test_what_was_typed_stays_where_the_day_is_refused(daily):
    answer = signed_in(daily.pupil.user).post(
        reverse("me:log"), {"happened_on": "2026-10-01", "text": "Set the tool offsets."}
    )
    assert answer.status_code == 422
    assert "Set the tool offsets." in answer.content.decode()
    assert not LogEntry.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_today_says_that_the_log_waits_until_something_is_written(daily):
    client = signed_in(daily.pupil.user)
    assert "Write down what you did today" in client.get(reverse("me:today")).content.decode()
    daily.write()
    assert "Write down what you did today" not in client.get(reverse("me:today")).content.decode()


def test_a_student_who_is_at_no_enterprise_reads_what_comes(world):
    from tests.world import come_in

    page = signed_in(come_in(world.student)).get(reverse("me:log"))
    assert "You are at no enterprise at present" in page.content.decode()
    assert signed_in(world.student.user).post(reverse("me:log"), {"text": "x"}).status_code == 302
    assert not LogEntry.objects.exists()


def test_mentor_and_liaison_read_the_log_at_the_portal_and_strangers_do_not(daily):
    daily.write(upload=photo_from_a_phone())
    kept = LogFile.objects.get()
    for contact, status in (
        (daily.world.mentor, 200),
        (daily.world.liaison, 200),
        (daily.world.signatory, 404),
        (daily.world.stranger_liaison, 404),
    ):
        client = signed_in(join(contact))
        page = client.get(reverse("portal:intern", args=[daily.placement.pk]))
        assert page.status_code == status, contact
        assert client.get(reverse("portal:intern_file", args=[kept.pk])).status_code == status
        assert ("Turned twelve shafts." in page.content.decode()) is (status == 200)


def test_the_tab_of_the_placement_shows_the_log_to_those_who_see_it(daily):
    daily.write()
    address = f"{daily.placement.get_absolute_url()}?tab=log"
    page = signed_in(daily.world.class_teacher).get(address)
    assert "Turned twelve shafts." in page.content.decode()
    assert signed_in(daily.world.stranger_officer).get(address).status_code == 404
