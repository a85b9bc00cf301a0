"""Who owes practice by when: kept anew with every change, by the rules of the place where the centre is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import Centre
from catalogue.models import Major, Region
from compliance.choices import Outcome
from core.models import Notification
from teachers.facts import facts_of
from teachers.facts_of_practice import findings_on, new_without_experience, reserves_posts, rule_facts
from teachers.models import CountedAs, Opening, PracticeDue, ServicePeriod, Teacher
from teachers.openings_reading import suiting, who_owes
from teachers.operations.practice_log import remove_entry, write_entry
from teachers.operations.service import change_service, follow_the_days, leave
from teachers.operations.teachers import change_teacher
from teachers.owed import reckon
from teachers.practice_reminders import remind
from tests.factories import ExperienceFactory, TaughtCourseFactory, TeacherFactory
from tests.teachers.practising import BEGAN, NOW, TODAY, an_opening, practised
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def due(practising, rule: str = "TP-01") -> PracticeDue:
    return PracticeDue.objects.get(teacher=practising.teacher, rule=rule)


def at_ningbo() -> None:
    region = Region.objects.filter(code="330200", country="CN").first()
    region = region or Region.objects.create(code="330200", country="CN", level="city", name_zh="宁波市")
    Centre.objects.update_or_create(pk=1, defaults={"region": region})


def test_whoever_never_practised_has_owed_it_since_five_years_after_they_began(practising):
    reckon(on=TODAY)

    assert due(practising).short_from == date(2020, 9, 1)
    assert (due(practising).months, due(practising).missing) == (0, 6)
    assert due(practising).urgency_on(TODAY) == "late"


def test_nothing_was_owed_before_there_was_a_rule(practising):
    veteran = TeacherFactory.create(
        staff_number="T-V", department=practising.world.mechanics, hired_on=date(2001, 9, 1)
    )
    reckon(on=TODAY)

    stands = PracticeDue.objects.get(teacher=veteran, rule="TP-01")
    assert (stands.since, stands.short_from) == (date(2001, 9, 1), date(2016, 5, 11))


def test_whoever_becomes_another_kind_of_teacher_owes_from_that_day_on(practising):
    general = TeacherFactory.create(
        staff_number="G2", kind="general", department=practising.world.mechanics, hired_on=BEGAN
    )
    change_service(
        actor=practising.world.director,
        pk=general.pk,
        starts_on=TODAY + timedelta(5),
        department=practising.world.mechanics,
        kind="specialist",
        now=NOW,
    )
    assert not PracticeDue.objects.filter(teacher=general).exists()

    follow_the_days(on=TODAY + timedelta(5), now=NOW + timedelta(5))

    assert PracticeDue.objects.filter(teacher=general, rule="TP-01").exists()


def test_a_single_day_in_the_log_is_reckoned_with_at_once(practising):
    times = {"starts_on": TODAY - timedelta(30), "ends_on": TODAY + timedelta(30)}
    practice = practising.under_way(counted_as=CountedAs.DAY, planned_days=8, **times)
    for write in (
        lambda: write_entry(actor=practising.user, pk=practice.pk, happened_on=TODAY, text="Cut.", now=NOW),
        lambda: remove_entry(actor=practising.user, pk=practice.entries.get().pk, now=NOW),
    ):
        PracticeDue.objects.all().delete()
        write()

        assert due(practising).reckoned_on == TODAY


def test_six_months_last_until_the_first_of_their_days_is_five_years_old(practising):
    practised(practising.teacher, practising.world.partner, date(2024, 1, 1), date(2024, 6, 28))
    reckon(on=TODAY)

    assert due(practising).missing == 0
    assert due(practising).short_from == date(2029, 1, 1)
    assert due(practising).urgency_on(TODAY) == "met"


def test_what_looks_enough_when_rounded_is_not(practising):
    practised(practising.teacher, practising.world.partner, date(2024, 1, 1), date(2024, 6, 27))
    reckon(on=TODAY)

    assert due(practising).months == Decimal("5.96")
    assert due(practising).missing == Decimal("0.04")


def test_what_is_planned_shows_and_does_not_count(practising):
    practised(
        practising.teacher,
        practising.world.partner,
        date(2026, 12, 1),
        date(2027, 5, 29),
        state="approved",
    )
    reckon(on=TODAY)

    assert due(practising).months == 0
    assert due(practising).short_from_as_planned == date(2031, 12, 1)
    assert due(practising).urgency_on(TODAY) == "planned"


def test_a_plan_that_comes_long_after_practice_is_owed_silences_no_reminder(practising):
    partner = practising.world.partner
    practised(practising.teacher, partner, date(2022, 1, 1), date(2022, 6, 29))
    practised(practising.teacher, partner, date(2028, 6, 1), date(2028, 11, 30), state="approved")
    reckon(on=TODAY)
    remind(on=TODAY, now=NOW)

    assert due(practising).short_from == due(practising).short_from_as_planned == date(2027, 1, 1)
    assert kinds_told(practising.user) == ["teachers.practice_owed"]


def test_ningbo_asks_two_months_in_two_years_beside(practising):
    at_ningbo()
    practised(practising.teacher, practising.world.partner, date(2024, 1, 1), date(2024, 6, 28))
    reckon(on=TODAY)

    assert due(practising).missing == 0
    assert (due(practising, "NB-TP-01").months, due(practising, "NB-TP-01").missing) == (0, 2)


def test_teachers_of_general_courses_owe_no_amount(practising):
    general = TeacherFactory.create(staff_number="G1", kind="general", department=practising.world.mechanics)
    reckon(on=TODAY)

    assert not PracticeDue.objects.filter(teacher=general).exists()


def test_another_day_of_being_hired_is_reckoned_with_at_once(practising):
    director = practising.world.director
    change_teacher(actor=director, pk=practising.teacher.pk, hired_on=date(2024, 3, 1), now=NOW)

    assert due(practising).short_from == date(2029, 3, 1)


def test_who_leaves_owes_nothing_any_more(practising):
    reckon(on=TODAY)
    leave(actor=practising.world.director, pk=practising.teacher.pk, last_day=TODAY - timedelta(1), now=NOW)

    assert not PracticeDue.objects.filter(teacher=practising.teacher).exists()


def test_reckoning_costs_the_same_for_one_and_for_many(practising, django_assert_max_num_queries):
    TeacherFactory.create_batch(30, department=practising.world.mechanics)
    with django_assert_max_num_queries(16):
        reckon(on=TODAY)


# --- Rules ------------------------------------------------------------------------------------


def test_the_rules_are_told_what_is_accepted_and_when_teaching_began(practising):
    practised(
        practising.teacher,
        practising.world.partner,
        date(2026, 7, 1),
        date(2026, 7, 10),
        days=[date(2026, 7, 1), date(2026, 7, 10)],
    )
    practised(
        practising.teacher, practising.world.partner, date(2026, 1, 1), date(2026, 1, 9), state="submitted"
    )

    facts = rule_facts([practising.teacher], TODAY)[practising.teacher.pk]
    assert facts["teacher"] == {
        "kind": "specialist",
        "since": BEGAN,
        "years_served": 11,
        "had_experience": False,
    }
    assert [span["first_on"] for span in facts["practice_spans"]] == [date(2026, 7, 1), date(2026, 7, 10)]
    assert facts_of([practising.teacher], TODAY)[practising.teacher.pk]["practice"]["last_on"] == date(
        2026, 7, 10
    )


def test_what_the_rules_find_names_amount_log_and_evaluation(practising):
    practised(practising.teacher, practising.world.partner, date(2026, 7, 1), date(2026, 7, 30))

    failed = {one.code for one in findings_on(practising.teacher, TODAY) if one.outcome is Outcome.FAIL}
    assert failed == {"TP-01", "TP-05"}


def test_on_a_day_in_the_past_only_what_was_done_by_then_counts(practising):
    practised(practising.teacher, practising.world.partner, date(2019, 1, 1), date(2019, 6, 29))
    practised(practising.teacher, practising.world.partner, date(2025, 1, 1), date(2025, 6, 29))

    def fails(day: date) -> bool:
        return "TP-01" in {
            one.code for one in findings_on(practising.teacher, day) if one.outcome is Outcome.FAIL
        }

    assert not fails(date(2020, 9, 1))
    assert not fails(date(2023, 12, 31))
    assert fails(date(2024, 1, 1))
    assert not fails(date(2025, 6, 29))


def test_new_teachers_without_experience_are_named(practising):
    def new(number: str) -> Teacher:
        return TeacherFactory.create(
            staff_number=number, department=practising.world.mechanics, hired_on=date(2026, 8, 20)
        )

    bare, worked, went = new("N1"), new("N2"), new("N3")
    ExperienceFactory.create(teacher=worked)
    practised(went, practising.world.partner, date(2026, 8, 25), date(2026, 8, 30))

    assert new_without_experience(Teacher.objects.all(), TODAY) == [bare]


@pytest.mark.parametrize(
    ("day", "is_new"),
    [
        (date(2026, 8, 19), True),
        (date(2026, 8, 20), False),
        (date(2027, 2, 20), False),
        (date(2027, 9, 20), False),
    ],
)
def test_as_new_are_listed_those_of_whom_the_rule_asks_practice_first(practising, day, is_new):
    teacher = TeacherFactory.create(
        staff_number="N1", department=practising.world.mechanics, hired_on=date(2024, 8, 20)
    )
    failed = {one.code for one in findings_on(teacher, day) if one.outcome is Outcome.FAIL}

    assert ("TP-02" in failed) is is_new
    assert (teacher in new_without_experience(Teacher.objects.all(), day)) is is_new


def test_practice_after_the_first_lesson_came_too_late(practising):
    teacher = TeacherFactory.create(
        staff_number="N1", department=practising.world.mechanics, hired_on=date(2026, 8, 20)
    )
    practised(teacher, practising.world.partner, date(2026, 9, 10), date(2026, 9, 20))
    assert teacher not in new_without_experience(Teacher.objects.all(), TODAY)

    TaughtCourseFactory.create(teacher=teacher, starts_on=date(2026, 9, 1), ends_on=date(2027, 1, 15))
    assert teacher in new_without_experience(Teacher.objects.all(), TODAY)
    failed = {one.code for one in findings_on(teacher, TODAY) if one.outcome is Outcome.FAIL}
    assert "TP-02" in failed


def test_a_large_enterprise_without_posts_for_teachers_is_found(practising):
    partner = practising.world.partner
    partner.size_band = "large"
    partner.save()
    assert [one.outcome for one in reserves_posts(partner, TODAY)] == [Outcome.FAIL]

    an_opening(practising.world)
    assert [one.outcome for one in reserves_posts(partner, TODAY)] == [Outcome.PASS]


def test_a_small_enterprise_that_is_listed_as_integrating_reserves_posts_as_well(practising):
    partner = practising.world.partner
    partner.size_band, partner.is_integration_type = "small", False
    partner.save()
    assert [one.outcome for one in reserves_posts(partner, TODAY)] != [Outcome.FAIL]

    partner.is_integration_type = True
    partner.save()
    assert [one.outcome for one in reserves_posts(partner, TODAY)] == [Outcome.FAIL]


# --- Posts that suit --------------------------------------------------------------------------


def test_posts_for_ones_own_major_come_first_and_those_of_others_not_at_all(practising):
    milling, cooking = Major.objects.order_by("code")[:2]
    practising.teacher.majors.add(milling)
    other = an_opening(practising.world, title="Kitchen")
    other.majors.add(cooking)
    anybody = an_opening(practising.world, title="Any", starts_on=date(2026, 12, 1))
    mine = an_opening(practising.world, title="Milling")
    mine.majors.add(milling)

    assert list(suiting(Opening.objects.all(), practising.teacher, TODAY)) == [mine, anybody]


def test_a_post_names_those_who_owe_practice_and_teach_its_major(practising):
    milling = Major.objects.earliest("code")
    practising.teacher.majors.add(milling)
    TeacherFactory.create(staff_number="O1", department=practising.world.mechanics)
    opening = an_opening(practising.world)
    opening.majors.add(milling)
    reckon(on=TODAY)

    assert [one.teacher for one in who_owes(PracticeDue.objects.all(), opening, TODAY)] == [
        practising.teacher
    ]


@pytest.fixture
def places(practising) -> dict[str, Region]:
    """The centre is in one city; a district of it and another city."""
    found = {
        name: Region.objects.filter(country="CN", code=code).first()
        or Region.objects.create(country="CN", code=code, level=level, name_zh=name)
        for name, code, level in (
            ("city", "320500", "city"),
            ("district", "320506", "county"),
            ("another district", "320507", "county"),
            ("elsewhere", "330200", "city"),
        )
    }
    Centre.objects.update_or_create(pk=1, defaults={"region": found["city"]})
    return found


def test_a_post_names_those_of_its_major_first_and_those_of_its_district(practising, places):
    milling, cooking = Major.objects.order_by("code")[:2]
    there = {"department": practising.world.mechanics, "hired_on": BEGAN}
    both = TeacherFactory.create(staff_number="D1", region=places["district"], **there)
    near = TeacherFactory.create(staff_number="D2", region=places["district"], **there)
    far = TeacherFactory.create(staff_number="D3", region=places["another district"], **there)
    for teacher, major in ((both, milling), (near, cooking), (far, cooking), (practising.teacher, milling)):
        teacher.majors.add(major)
    Teacher.objects.filter(region=None).update(region=places["elsewhere"])
    opening = an_opening(practising.world, region=places["district"])
    opening.majors.add(milling)
    reckon(on=TODAY)

    def named(by: str = "") -> list[Teacher]:
        return [one.teacher for one in who_owes(PracticeDue.objects.all(), opening, TODAY, by=by)]

    assert named() == [both, practising.teacher, near]
    assert named("major") == [both, practising.teacher]
    assert named("district") == [both, near]


def test_whoever_has_no_district_of_their_own_is_where_the_centre_is(practising, places):
    cooking = Major.objects.order_by("code")[1]
    reckon(on=TODAY)
    for region, is_named in (
        ("city", True),
        ("district", True),
        ("elsewhere", False),
    ):
        opening = an_opening(practising.world, region=places[region])
        opening.majors.add(cooking)

        found = who_owes(PracticeDue.objects.all(), opening, TODAY, by="district")
        assert (practising.teacher in [one.teacher for one in found]) is is_named


def test_lists_are_narrowed_to_a_district(practising, places):
    reckon(on=TODAY)
    near = an_opening(practising.world, title="Near by", region=places["district"])
    an_opening(practising.world, title="Far away", region=places["elsewhere"])
    own = signed_in(practising.user)
    for asked in ({"near": "on"}, {"district": places["district"].pk}):
        shown = own.get("/teacher-posts/", asked).content.decode()
        assert "Near by" in shown
        assert "Far away" not in shown
    office = signed_in(practising.office)
    staff_number = practising.teacher.staff_number
    for place, is_listed in (("city", True), ("elsewhere", False)):
        listed = office.get("/practice/owed/", {"district": places[place].pk}).content.decode()
        assert (staff_number in listed) is is_listed
    named = office.get(f"{near.get_absolute_url()}?tab=teachers&by=district").content.decode()
    assert "same district" in named


# --- Reminders --------------------------------------------------------------------------------


def kinds_told(user) -> list[str]:
    return sorted(Notification.objects.filter(recipient=user).values_list("kind", flat=True))


def test_who_owes_practice_hears_of_it_once_a_step(practising):
    reckon(on=TODAY)
    for _time in range(2):
        remind(on=TODAY, now=NOW)

    assert kinds_told(practising.user) == ["teachers.practice_owed"]


def test_an_empty_log_is_asked_for_once_a_week(practising):
    practised(
        practising.teacher,
        practising.world.partner,
        TODAY - timedelta(20),
        TODAY + timedelta(20),
        state="under_way",
    )
    remind(on=TODAY, now=NOW)
    remind(on=TODAY + timedelta(1), now=NOW)
    remind(on=TODAY + timedelta(7), now=NOW)

    assert kinds_told(practising.user) == ["teachers.practice_log_missing"] * 2


def test_practice_that_is_over_is_to_be_handed_in_and_what_waits_to_be_decided(practising):
    practised(
        practising.teacher,
        practising.world.partner,
        TODAY - timedelta(40),
        TODAY - timedelta(8),
        state="under_way",
    )
    practising.plan()
    Notification.objects.all().delete()
    remind(on=TODAY + timedelta(8), now=NOW)

    assert kinds_told(practising.user) == ["teachers.practice_to_submit"]
    assert kinds_told(practising.head) == ["teachers.practice_waiting"]


def test_service_that_begins_later_is_what_the_window_begins_with(practising):
    ServicePeriod.objects.filter(teacher=practising.teacher).update(starts_on=date(2024, 2, 29))
    reckon(on=TODAY)

    assert due(practising).short_from == date(2029, 3, 1)
    assert due(practising).urgency_on(TODAY) == "early"
