"""Saved views that come as files: once a day, for their owner alone, told by a link, kept for a while."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from accounts.models import Position
from core import scheduled_exports
from core.models import AccessLog, ExportSchedule, KeptExport, Notification, SavedView
from core.scheduled_exports import KEPT_FOR, forget_old, make_due, next_day, schedule_export
from internships.models import Student
from tests.world import signed_in

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 3, 6)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


def morning(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 8))


def asked_for(owner, *, rhythm="weekly", fmt="xlsx", **fields) -> ExportSchedule:
    said = {"list_name": "partnerships:enterprises", "name": "Ours", "query": "columns=name"}
    saved = SavedView.objects.create(owner=owner, **said | fields)
    return schedule_export(actor=owner, view=saved.pk, rhythm=rhythm, fmt=fmt, today=FRIDAY)


@given(days)
def test_every_day_means_the_next_one(day):
    assert next_day("daily", day) == day + timedelta(1)


@given(days)
def test_every_monday_is_the_first_monday_behind_the_day(day):
    found = next_day("weekly", day)
    assert found.weekday() == 0
    assert timedelta(0) < found - day <= timedelta(7)


@given(days)
def test_the_first_of_every_month_is_the_next_first(day):
    found = next_day("monthly", day)
    assert found.day == 1
    assert (found - timedelta(1)).replace(day=1) == day.replace(day=1)


def test_on_its_day_the_file_holds_the_rows_and_columns_of_the_view_and_a_link_is_mailed(world):
    schedule = asked_for(world.officer)

    assert make_due(now=morning(FRIDAY)) == 0, "its day has not come"
    assert make_due(now=morning(date(2026, 3, 9))) == 1

    kept = KeptExport.objects.get()
    with kept.file.open("rb") as file:
        heading, *rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert len(heading) == 1
    assert len(rows) == kept.rows > 0
    told = Notification.objects.get(kind="core.export_made")
    assert told.recipient == world.officer
    assert told.data["url"] == reverse("core:export_file", args=[kept.pk])
    schedule.refresh_from_db()
    assert schedule.next_on == date(2026, 3, 16)


def test_what_was_late_is_made_once_of_today(world):
    asked_for(world.officer, rhythm="daily", fmt="csv")

    made = [make_due(now=morning(date(2026, 3, 20))) for _again in range(3)]

    assert made == [1, 0, 0]
    assert KeptExport.objects.get().day == date(2026, 3, 20)


def test_whose_data_the_file_holds_is_noted(world):
    asked_for(world.director, list_name="internships:students", query="")
    students = set(Student.objects.visible_to(world.director).values_list("pk", flat=True))

    make_due(now=morning(date(2026, 3, 9)))

    noted = AccessLog.objects.get(act=AccessLog.Act.EXPORTED)
    assert noted.actor == world.director
    assert set(noted.subject_ids) == students


def test_who_may_not_see_the_list_any_more_is_told_and_sent_nothing(world):
    asked_for(world.officer)
    world.officer.appointments.all().delete()

    assert make_due(now=morning(date(2026, 3, 9))) == 0

    assert not KeptExport.objects.exists()
    assert not ExportSchedule.objects.exists()
    assert Notification.objects.filter(kind="core.export_stopped", recipient=world.officer).exists()


def test_a_file_that_cannot_be_made_keeps_no_other_from_being_made(world, monkeypatch):
    broken, good = asked_for(world.officer), asked_for(world.director)
    real = scheduled_exports.opened

    def fails_for_the_officer(saved, *, user):
        if user == world.officer:
            raise RuntimeError("the list is broken")
        return real(saved, user=user)

    monkeypatch.setattr(scheduled_exports, "opened", fails_for_the_officer)

    assert make_due(now=morning(date(2026, 3, 9))) == 1
    assert KeptExport.objects.get().schedule == good
    broken.refresh_from_db()
    assert broken.next_on == date(2026, 3, 9), "it is tried again"


def test_the_owner_opens_the_file_as_long_as_they_see_the_list(world):
    asked_for(world.officer, fmt="csv")
    make_due(now=morning(date(2026, 3, 9)))
    address = reverse("core:export_file", args=[KeptExport.objects.get().pk])

    answer = signed_in(world.officer).get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"\xef\xbb\xbf")
    assert signed_in(world.director).get(address).status_code == 404

    world.officer.appointments.all().delete()
    assert signed_in(world.officer).get(address).status_code == 403


def test_who_moved_to_another_department_leaves_the_files_of_the_first_behind(world):
    asked_for(world.officer, fmt="csv")
    made_at = morning(date(2026, 3, 9))
    make_due(now=made_at)
    kept = KeptExport.objects.get()
    address = reverse("core:export_file", args=[kept.pk])
    position = world.officer.appointments.get().position
    position.department = world.tourism
    position.save()

    assert signed_in(world.officer).get(reverse("partnerships:enterprise_list")).status_code == 200
    assert signed_in(world.officer).get(address).status_code == 403
    forget_old(now=made_at + timedelta(1))

    assert not KeptExport.objects.exists()
    assert not default_storage.exists(kept.file.name)


def test_who_sees_more_by_now_keeps_their_files(world):
    asked_for(world.officer, fmt="csv")
    made_at = morning(date(2026, 3, 9))
    make_due(now=made_at)
    Position.objects.filter(appointments__user=world.officer).update(reach="centre")

    forget_old(now=made_at + timedelta(1))

    address = reverse("core:export_file", args=[KeptExport.objects.get().pk])
    assert signed_in(world.officer).get(address).status_code == 200


def test_a_file_that_does_not_say_what_it_holds_is_given_to_nobody(world):
    asked_for(world.officer, fmt="csv")
    make_due(now=morning(date(2026, 3, 9)))
    KeptExport.objects.update(scopes={})

    address = reverse("core:export_file", args=[KeptExport.objects.get().pk])
    assert signed_in(world.officer).get(address).status_code == 403


def test_a_rhythm_is_chosen_on_the_page_and_stopped_there(world):
    saved = SavedView.objects.create(
        owner=world.officer, list_name="partnerships:enterprises", name="Ours", query=""
    )
    person = signed_in(world.officer)

    person.post(reverse("core:view_schedule", args=[saved.pk]), {"rhythm": "monthly", "format": "csv"})
    schedule = ExportSchedule.objects.get(view=saved)
    assert (schedule.rhythm, schedule.format) == ("monthly", "csv")
    assert "Ours" in person.get(reverse("core:exports")).content.decode()

    person.post(reverse("core:export_stop", args=[schedule.pk]))
    assert not ExportSchedule.objects.exists()


def test_nobody_schedules_or_stops_somebody_elses(world):
    schedule = asked_for(world.officer)
    stranger = signed_in(world.director)

    address = reverse("core:view_schedule", args=[schedule.view_id])
    assert stranger.post(address, {"rhythm": "daily", "format": "csv"}).status_code == 404
    assert stranger.post(reverse("core:export_stop", args=[schedule.pk])).status_code == 404

    schedule.refresh_from_db()
    assert schedule.rhythm == "weekly"


def test_a_file_is_forgotten_after_its_time_and_one_without_a_row_as_well(world):
    asked_for(world.officer)
    made_at = morning(date(2026, 3, 9))
    make_due(now=made_at)
    name = KeptExport.objects.get().file.name

    forget_old(now=made_at + KEPT_FOR - timedelta(1))
    assert default_storage.exists(name)

    forget_old(now=made_at + KEPT_FOR + timedelta(1))
    assert not default_storage.exists(name)
    assert not KeptExport.objects.exists()
