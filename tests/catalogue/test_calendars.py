"""The working calendar: what the state moved, what nobody has announced yet."""

from datetime import date

import pytest
from django.urls import reverse

from catalogue.calendars import load_calendars, work_calendar
from catalogue.models import CalendarDay, CalendarYear
from core.workdays import DayKind, WorkCalendar

pytestmark = pytest.mark.django_db

YEAR_2026 = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 17), DayKind.HOLIDAY),  # Spring Festival
        (date(2026, 2, 23), DayKind.HOLIDAY),  # a Monday, moved
        (date(2026, 2, 28), DayKind.WORKDAY),  # a Saturday, worked instead
        (date(2026, 3, 7), DayKind.REST_DAY),  # any Saturday
        (date(2026, 3, 9), DayKind.WORKDAY),  # any Monday
        (date(2026, 9, 20), DayKind.WORKDAY),
        (date(2026, 10, 6), DayKind.HOLIDAY),
    ],
)
def test_the_days_of_2026_are_those_of_the_notice(day, kind):
    assert work_calendar(*YEAR_2026).kind_of(day) is kind


def test_the_thirteen_statutory_days_of_2025_are_known():
    days = CalendarDay.objects.filter(year__year=2025, kind=CalendarDay.Kind.STATUTORY)

    # Mid-Autumn fell into the week of the National Day: 1–3 October and the day moved to the 6th.
    assert {date(2025, 1, 28), date(2025, 5, 2), date(2025, 10, 3)} <= set(
        days.values_list("date", flat=True)
    )


def test_every_confirmed_year_gives_as_many_days_as_it_takes():
    """A workday is moved, never lost: as many days of rest are worked as workdays are off for them."""
    for year in CalendarYear.objects.filter(is_confirmed=True):
        moved = year.days.filter(name_en__startswith="Day off").count()
        assert moved == year.days.filter(kind=CalendarDay.Kind.MAKE_UP_WORKDAY).count() > 0


def test_next_year_is_known_but_not_confirmed():
    calendar = work_calendar(date(2026, 12, 1), date(2027, 2, 28))

    assert calendar.knows(date(2027, 2, 8))
    assert not calendar.is_confirmed(date(2027, 2, 8))
    assert calendar.is_confirmed(date(2026, 12, 31))
    assert not calendar.make_up_workdays


def test_a_year_that_nobody_entered_is_not_known():
    assert not work_calendar(date(2031, 1, 1), date(2031, 12, 31)).knows(date(2031, 5, 1))


def test_loading_again_keeps_what_a_person_corrected():
    CalendarDay.objects.filter(date=date(2026, 10, 10)).delete()

    load_calendars()

    assert not work_calendar(*YEAR_2026).is_workday(date(2026, 10, 10))


def test_the_value_survives_being_stored_as_facts():
    calendar = work_calendar(*YEAR_2026)

    assert WorkCalendar.from_facts(calendar.as_facts()) == calendar


def test_only_the_period_in_question_is_carried_along():
    part = work_calendar(*YEAR_2026).between(date(2026, 9, 14), date(2026, 9, 27))

    assert part.make_up_workdays == {date(2026, 9, 20)}
    assert part.holidays == {date(2026, 9, 25)}
    assert part.years == {2026}


def test_an_administrator_enters_the_notice_of_a_year(admin_client):
    year = CalendarYear.objects.get(year=2027)
    days = list(year.days.all())
    form = {"is_confirmed": "on", "source": "Notice for 2027", "days-INITIAL_FORMS": len(days)}
    form |= {"days-TOTAL_FORMS": len(days) + 1, "days-MIN_NUM_FORMS": 0, "days-MAX_NUM_FORMS": 1000}
    for n, day in enumerate(days):
        form |= {f"days-{n}-id": day.pk, f"days-{n}-year": year.pk, f"days-{n}-date": day.date}
        form |= {f"days-{n}-kind": day.kind, f"days-{n}-name_en": day.name_en}
        form |= {f"days-{n}-name_zh": day.name_zh}
    n = len(days)
    form |= {f"days-{n}-year": year.pk, f"days-{n}-date": "2027-02-14", f"days-{n}-name_zh": "调休上班"}
    form |= {f"days-{n}-kind": "make_up_workday"}

    answer = admin_client.post(reverse("admin:catalogue_calendaryear_change", args=[year.pk]), form)

    assert answer.status_code == 302
    calendar = work_calendar(date(2027, 2, 1), date(2027, 2, 28))
    assert calendar.is_workday(date(2027, 2, 14))
    assert calendar.is_confirmed(date(2027, 2, 14))


def test_a_day_belongs_to_its_year():
    year = CalendarYear.objects.get(year=2026)
    day = CalendarDay(year=year, date=date(2027, 1, 1), kind="statutory", name_en="x")

    with pytest.raises(Exception, match="another year"):
        day.full_clean()
