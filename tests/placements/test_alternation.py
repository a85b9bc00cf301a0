"""Work–study alternation: the timetable of a class with an enterprise, clashes, and the hours credited."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from catalogue.calendars import load_calendars
from core.access import NotVisible
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from placements.alternation_clashes import ClashKind, clashes_of
from placements.alternation_notices import remind_of_weeks
from placements.alternation_weeks import CalendarWeek, pattern
from placements.models import AlternationSchedule, AlternationWeek, Leave, LogEntry, WeekCredit
from placements.operations.alternation import (
    UnableToAlternate,
    change_alternation,
    mark_weeks,
    publish_alternation,
    stop_alternation,
    take_back_alternation,
)
from placements.operations.alternation_credits import (
    Absence,
    UnableToConfirm,
    confirm_week,
    confirm_week_as_host,
)
from tests.factories import BindingAgreementFactory, ContactFactory, EnterpriseFactory, SchoolClassFactory
from tests.placements.alternating import BEGINS, ENDS, MONDAYS, NOW, a_schedule, in_force, marked, week
from tests.placements.caring import begin
from tests.placements.placing import a_student, make_placed
from tests.world import join

pytestmark = pytest.mark.django_db


def kinds(schedule: AlternationSchedule) -> set[ClashKind]:
    return {clash.kind for clash in clashes_of([schedule])[schedule.pk] if not clash.is_note}


# --- The timetable ----------------------------------------------------------------------------


def test_a_pattern_takes_turns_and_leaves_out_weeks_that_nobody_works():
    weeks = [
        CalendarWeek(monday, 0 if number == 2 else 5, number == 2) for number, monday in enumerate(MONDAYS)
    ]

    filled = pattern(weeks, at_school=2, at_enterprise=1, begins="school")

    assert [filled.get(monday, "-")[0] for monday in MONDAYS] == list("ss-essesse")
    assert pattern(weeks, at_school=1, at_enterprise=1, begins="enterprise")[MONDAYS[0]] == "enterprise"


def test_the_weeks_of_a_timetable_are_marked_at_once_and_holidays_shorten_them(world):
    load_calendars()
    schedule = marked(world, a_schedule(world), "SSESSESSES")

    hours = {one.monday: one.hours for one in schedule.weeks.all()}
    assert hours[MONDAYS[0]] == 30
    assert hours[MONDAYS[2]] == 40
    assert hours[date(2026, 2, 16)] == 0, "the spring festival of 2026"

    marked(world, schedule, "E")
    assert [(one.monday, one.place) for one in schedule.weeks.all()] == [(MONDAYS[0], "enterprise")]


def test_a_week_outside_the_days_agreed_is_refused(world):
    schedule = a_schedule(world)

    with pytest.raises(UnableToAlternate):
        mark_weeks(
            actor=world.coordinator, pk=schedule.pk, weeks={ENDS + timedelta(days=1): "school"}, now=NOW
        )

    assert not AlternationWeek.objects.exists()


def test_a_class_has_one_timetable_at_a_time_with_an_enterprise(world):
    a_schedule(world)

    with pytest.raises(ValidationError, match="timetable with this enterprise"):
        a_schedule(world, starts_on=date(2026, 3, 1), ends_on=date(2026, 7, 1))

    assert a_schedule(world, starts_on=ENDS + timedelta(days=1), ends_on=date(2026, 7, 1)).pk


def test_agreement_and_contact_are_those_of_the_enterprise(world):
    strange = BindingAgreementFactory.create(department=world.tourism, enterprise=world.stranger)
    colleague = ContactFactory.create(enterprise=world.stranger)

    with pytest.raises(UnableToAlternate, match="somebody else"):
        a_schedule(world, agreement=strange)
    with pytest.raises(UnableToAlternate, match="does not work for"):
        a_schedule(world, host_contact=colleague)

    assert not AlternationSchedule.objects.exists()


def test_nobody_makes_timetables_for_classes_of_others(world):
    with pytest.raises(PermissionDenied):
        a_schedule(world, actor=world.head)
    with pytest.raises(NotVisible):
        a_schedule(world, actor=world.stranger_officer)

    assert not AlternationSchedule.objects.exists()


def test_a_timetable_comes_into_force_with_weeks_at_both_places_and_the_enterprise_is_told(world):
    liaison = join(world.liaison)
    schedule = marked(world, a_schedule(world), "SSS")
    with pytest.raises(TransitionRefused, match="Mark the weeks"):
        publish_alternation(actor=world.coordinator, pk=schedule.pk, now=NOW)

    marked(world, schedule, "SSE")
    publish_alternation(actor=world.coordinator, pk=schedule.pk, now=NOW)

    told = Notification.objects.filter(kind="placements.alternation_running")
    assert {row.recipient for row in told} == {liaison, world.class_teacher}
    assert take_back_alternation(actor=world.coordinator, pk=schedule.pk, now=NOW).state == "draft"


def test_a_stopped_timetable_keeps_what_was_confirmed_and_loses_the_weeks_to_come(world):
    today = timezone.localdate(NOW)
    schedule = in_force(world, "SESESE", starts_on=today - timedelta(days=16), ends_on=today + timedelta(60))
    first = schedule.weeks.first()
    assert first is not None
    confirm_week(actor=world.class_teacher, pk=first.pk, absences={}, now=NOW)
    with pytest.raises(TransitionRefused, match="confirmed"):
        take_back_alternation(actor=world.coordinator, pk=schedule.pk, now=NOW)
    with pytest.raises(TransitionRefused, match="reason"):
        stop_alternation(actor=world.coordinator, pk=schedule.pk, reason=" ", now=NOW)

    stopped = stop_alternation(actor=world.coordinator, pk=schedule.pk, reason="The workshop closes", now=NOW)

    assert (stopped.state, stopped.ends_on, stopped.reason) == ("stopped", today, "The workshop closes")
    assert max(one.monday for one in stopped.weeks.all()) <= today
    assert WeekCredit.objects.filter(week=first).exists()
    with pytest.raises(UnableToAlternate):
        marked(world, stopped, "EE")


def test_other_hours_count_for_weeks_that_are_still_open(world):
    schedule = in_force(world, "SE")
    confirm_week(actor=world.class_teacher, pk=week(schedule, 1).pk, absences={}, now=NOW)

    change_alternation(actor=world.coordinator, pk=schedule.pk, school_hours=20, enterprise_hours=35, now=NOW)

    assert week(schedule, 1).hours == 30
    assert week(schedule, 2).hours == 35
    with pytest.raises(UnableToAlternate, match="confirmed"):
        change_alternation(
            actor=world.coordinator, pk=schedule.pk, starts_on=BEGINS + timedelta(days=14), now=NOW
        )


# --- Clashes ----------------------------------------------------------------------------------


def test_two_places_in_one_week_clash_and_two_schools_do_not(world):
    here = in_force(world, "SSESSE")
    other = EnterpriseFactory.create(department=world.mechanics)
    there = marked(world, a_schedule(world, enterprise=other), "SEESSS")

    found = [clash for clash in clashes_of([here])[here.pk] if clash.kind is ClashKind.TWO_PLACES]

    assert [clash.week.monday for clash in found] == [MONDAYS[1], MONDAYS[2], MONDAYS[5]]
    assert str(other) in found[0].text
    assert ClashKind.TWO_PLACES in kinds(there)


def test_a_week_without_a_working_day_clashes_and_a_shortened_one_is_only_marked(world):
    load_calendars()
    schedule = in_force(world, "SSESSESSES")

    found = {clash.week.monday: clash for clash in clashes_of([schedule])[schedule.pk]}

    assert found[date(2026, 2, 16)].kind is ClashKind.HOLIDAY
    assert all(clash.is_note for monday, clash in found.items() if monday != date(2026, 2, 16))


def test_who_is_elsewhere_as_an_intern_on_leave_or_at_work_in_a_school_week_is_shown(world):
    placed = make_placed(world)
    begin(placed.placement)
    first = placed.placement.starts_on
    other = EnterpriseFactory.create(department=world.mechanics)
    monday = first + timedelta(days=7 - first.weekday())
    schedule = in_force(world, "SE", enterprise=other, starts_on=monday, ends_on=monday + timedelta(days=13))
    LogEntry.objects.create(placement=placed.placement, happened_on=monday, text="Turned", written_at=NOW)
    Leave.objects.create(
        placement=placed.placement,
        first_on=monday + timedelta(days=9),
        last_on=monday + timedelta(days=9),
        reason="Dentist",
        state="granted",
        asked_at=NOW,
        decided_at=NOW,
    )

    found = clashes_of([schedule])[schedule.pk]

    assert {clash.kind: clash.week.place for clash in found if not clash.is_note} == {
        ClashKind.LOG: "school",
        ClashKind.PLACEMENT: "enterprise",
        ClashKind.LEAVE: "enterprise",
    }
    assert all("Dentist" not in clash.text for clash in found)


def test_an_internship_at_the_same_enterprise_is_no_clash(world):
    placed = make_placed(world)
    begin(placed.placement)
    monday = placed.placement.starts_on + timedelta(days=7 - placed.placement.starts_on.weekday())

    schedule = in_force(world, "SE", starts_on=monday, ends_on=monday + timedelta(days=13))

    assert ClashKind.PLACEMENT not in kinds(schedule)


def test_an_enterprise_takes_no_more_than_it_said(world):
    a_student(world)
    schedule = in_force(world, "SE", capacity=2)
    assert ClashKind.CAPACITY not in kinds(schedule)
    other = SchoolClassFactory.create(department=world.mechanics)
    a_student(world, school_class=other)

    in_force(world, "SE", school_class=other)

    assert ClashKind.CAPACITY in kinds(schedule)


def test_clashes_cost_the_same_for_one_timetable_and_for_many(world, django_assert_max_num_queries):
    schedules = [in_force(world, "SSESSE", capacity=1)]
    for _number in range(3):
        school_class = SchoolClassFactory.create(department=world.mechanics)
        a_student(world, school_class=school_class)
        schedules.append(in_force(world, "SESESE", school_class=school_class))
    rows = list(AlternationSchedule.objects.with_names().filter(pk__in=[one.pk for one in schedules]))

    with django_assert_max_num_queries(9):
        clashes_of(rows)


# --- Hours ------------------------------------------------------------------------------------


def test_hours_are_credited_at_both_places_less_what_was_missed(world):
    other = a_student(world)
    schedule = in_force(world, "SE")
    confirm_week(
        actor=world.class_teacher,
        pk=week(schedule, 1).pk,
        absences={other.pk: Absence(Decimal(6), "Ill")},
        now=NOW,
    )
    confirm_week_as_host(
        actor=join(world.liaison),
        enterprise_id=world.partner.pk,
        pk=week(schedule, 2).pk,
        absences={},
        now=NOW,
    )

    credits = {
        (credit.student_id, credit.week.place): (credit.credited, credit.reason)
        for credit in WeekCredit.objects.select_related("week")
    }
    assert credits == {
        (world.student.pk, "school"): (30, ""),
        (world.student.pk, "enterprise"): (40, ""),
        (other.pk, "school"): (24, "Ill"),
        (other.pk, "enterprise"): (40, ""),
    }
    assert not week(schedule, 1).is_vouched_by_host
    assert week(schedule, 2).is_vouched_by_host


def test_a_confirmed_week_is_corrected_by_the_school_for_a_reason_and_by_nobody_else(world):
    schedule = in_force(world, "SE")
    there = week(schedule, 2)
    confirm_week_as_host(
        actor=join(world.liaison), enterprise_id=world.partner.pk, pk=there.pk, absences={}, now=NOW
    )
    given = {"pk": there.pk, "absences": {world.student.pk: Absence(Decimal(8))}, "now": NOW}

    with pytest.raises(UnableToConfirm, match="already"):
        confirm_week_as_host(actor=world.liaison.user, enterprise_id=world.partner.pk, **given)
    with pytest.raises(UnableToConfirm, match="reason"):
        confirm_week(actor=world.class_teacher, **given)
    confirm_week(actor=world.class_teacher, reason="He was at a funeral", **given)

    assert WeekCredit.objects.get(student=world.student).credited == 32
    event = AuditEvent.objects.get(verb="alternation.correct_week")
    assert (event.actor, event.reason) == (world.class_teacher, "He was at a funeral")
    assert week(schedule, 2).is_vouched_by_host


@pytest.mark.parametrize("hours", [41, -1])
def test_nobody_misses_more_than_the_week_had(world, hours):
    schedule = in_force(world, "SE")

    with pytest.raises(UnableToConfirm, match="40"):
        confirm_week(
            actor=world.coordinator,
            pk=week(schedule, 2).pk,
            absences={world.student.pk: Absence(Decimal(hours))},
            now=NOW,
        )

    assert not WeekCredit.objects.exists()
    assert not week(schedule, 2).is_vouched


def test_a_week_that_has_not_begun_or_is_a_draft_is_not_confirmed(world):
    draft = marked(world, a_schedule(world), "SE")
    with pytest.raises(UnableToConfirm, match="in force"):
        confirm_week(actor=world.coordinator, pk=week(draft, 1).pk, absences={}, now=NOW)

    publish_alternation(actor=world.coordinator, pk=draft.pk, now=NOW)
    with pytest.raises(UnableToConfirm, match="not begun"):
        confirm_week(actor=world.coordinator, pk=week(draft, 2).pk, absences={}, now=NOW - timedelta(days=90))


def test_an_enterprise_confirms_neither_weeks_of_others_nor_those_at_the_school(world):
    schedule = in_force(world, "SE")
    given = {"actor": join(world.liaison), "absences": {}, "now": NOW}

    with pytest.raises(NotVisible):
        confirm_week_as_host(enterprise_id=world.stranger.pk, pk=week(schedule, 2).pk, **given)
    with pytest.raises(NotVisible):
        confirm_week_as_host(enterprise_id=world.partner.pk, pk=week(schedule, 1).pk, **given)

    assert not WeekCredit.objects.exists()


def test_a_student_of_another_class_is_credited_nothing(world):
    schedule = in_force(world, "SE")

    with pytest.raises(NotVisible):
        confirm_week(
            actor=world.coordinator,
            pk=week(schedule, 1).pk,
            absences={world.stranger_student.pk: Absence(Decimal(1))},
            now=NOW,
        )

    assert not WeekCredit.objects.exists()


def test_weeks_that_are_over_are_asked_for_once(world):
    liaison, on = join(world.liaison), MONDAYS[2]
    in_force(world, "SE", ends_on=MONDAYS[5])

    assert remind_of_weeks(on=on, now=NOW) == 2
    assert remind_of_weeks(on=on, now=NOW) == 0

    told = Notification.objects.filter(kind="placements.alternation_week")
    assert {row.recipient for row in told} == {liaison, world.class_teacher}


# --- Pages ------------------------------------------------------------------------------------
