"""Visits of instructors: recorded for several students at once, due as the plan says, told to the rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse

from core.access import NotVisible
from core.calendar import deadlines_of
from placements.archive_contents import inspection_files, inspections_held
from placements.facts import facts_of
from placements.models import Looked, Placement, SupervisionVisit, VisitedStudent
from placements.operations.visits import Seen, UnableToVisit, correct_visit, record_visit, set_frequency
from placements.visits import due, facts_of_visits, with_due
from placements.watch import counted, watch_named
from tests.placements.caring import DAY, LATER, begin, holder_of
from tests.placements.placing import TODAY, Placed
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def visit(placed: Placed, *placements: Placement, **fields: Any) -> SupervisionVisit:
    given: dict[str, Any] = {
        "actor": placed.world.class_teacher,
        "students": {one.pk: Seen() for one in placements or (placed.placement,)},
        "visitors": [placed.world.class_teacher],
        "findings": {"tasks": ("met", ""), "safety": ("partly", "Two guards are missing.")},
        "way": "on_site",
        "visited_on": DAY,
        "others_met": "Wu Gang",
        "summary": "The workshop is clean.",
        "now": LATER,
    }
    return record_visit(**given | fields)


def test_one_visit_speaks_of_several_students_of_a_host(placed):
    other = placed.another()
    begin(placed.placement, other)

    made = visit(
        placed,
        students={placed.placement.pk: Seen(note="Tired"), other.pk: Seen(was_met=False)},
        files=[ContentFile(b"%PDF-1.7\n", name="record.pdf")],
    )

    assert {(line.placement_id, line.was_met) for line in made.lines.all()} == {
        (placed.placement.pk, True),
        (other.pk, False),
    }
    assert made.enterprise == placed.world.partner
    assert [kept.name for kept in made.files.all()] == ["record.pdf"]


def test_the_instructor_visits_without_any_power_and_a_colleague_does_not(placed):
    begin(placed.placement)

    with pytest.raises(NotVisible):
        visit(placed, actor=placed.world.teacher)
    with pytest.raises(NotVisible):
        visit(placed, students={placed.stranger_placement.pk: Seen()})

    assert not SupervisionVisit.objects.exists()
    assert visit(placed).recorded_by == placed.world.class_teacher


def test_students_of_two_hosts_are_two_visits(placed):
    begin(placed.placement, placed.stranger_placement)

    with pytest.raises(UnableToVisit):
        visit(placed, placed.placement, placed.stranger_placement, actor=placed.world.coordinator)

    assert not SupervisionVisit.objects.exists()


def test_nobody_is_visited_before_being_there(placed):
    with pytest.raises(UnableToVisit):
        visit(placed)
    begin(placed.placement)
    with pytest.raises(UnableToVisit):
        visit(placed, visited_on=TODAY - timedelta(days=1))
    with pytest.raises(ValidationError):
        visit(placed, visited_on=DAY + timedelta(days=1))

    assert not SupervisionVisit.objects.exists()


def test_what_is_found_wanting_is_followed_by_a_measure(placed):
    begin(placed.placement)

    with pytest.raises(ValidationError) as refused:
        visit(placed, findings={"hours": ("not_met", "Nights")})

    assert "measures" in refused.value.message_dict
    assert visit(placed, findings={"hours": ("not_met", "Nights")}, measures="No more nights.").pk


def test_a_visit_is_due_as_often_as_the_plan_says_or_as_the_last_one_agreed(placed):
    begin(placed.placement)
    rows = Placement.objects.filter(pk=placed.placement.pk)

    assert with_due(rows).get().visit_due_on == TODAY + timedelta(days=30)
    set_frequency(actor=placed.world.coordinator, plan_pk=placed.plan.pk, every_days=14, now=LATER)
    assert with_due(rows).get().visit_due_on == TODAY + timedelta(days=14)
    visit(placed)
    assert with_due(rows).get().visit_due_on == DAY + timedelta(days=14)
    visit(placed, next_on=DAY + timedelta(days=3))
    assert with_due(rows).get().visit_due_on == DAY + timedelta(days=3)

    assert list(due(rows, DAY + timedelta(days=2))) == []
    assert list(due(rows, DAY + timedelta(days=3))) == [placed.placement]


def test_who_was_not_met_stays_due_and_the_rules_are_told_of_no_visit(placed):
    begin(placed.placement)
    rows = Placement.objects.filter(pk=placed.placement.pk)
    set_frequency(actor=placed.world.coordinator, plan_pk=placed.plan.pk, every_days=14, now=LATER)
    made = visit(
        placed, students={placed.placement.pk: Seen(was_met=False)}, next_on=DAY + timedelta(days=60)
    )

    assert with_due(rows).get().visit_due_on == TODAY + timedelta(days=14)
    assert with_due(rows).get().last_visit_on is None
    assert facts_of_visits([placed.placement])[placed.placement.pk]["visits"] == {"count": 0}
    assert not inspections_held([placed.placement])
    (_name, text), *_files = inspection_files(placed.placement)
    assert "The student was not met." in text.decode()

    correct_visit(
        actor=placed.world.class_teacher,
        pk=made.pk,
        students={placed.placement.pk: Seen()},
        visitors=[placed.world.class_teacher],
        findings={},
        now=LATER,
    )
    assert with_due(rows).get().last_visit_on == DAY


def test_nobody_is_due_who_is_not_at_the_host(placed):
    long_after = TODAY + timedelta(days=90)

    assert not due(Placement.objects.all(), long_after).exists()


def test_the_list_of_exceptions_counts_visits_that_are_due(placed):
    begin(placed.placement)
    watch = watch_named("visit_due")
    assert watch is not None

    found = counted(Placement.objects.all(), TODAY + timedelta(days=40), among=[watch])

    assert [(one.watch.name, one.count) for one in found] == [("visit_due", 1)]


def test_how_often_students_are_visited_is_for_whoever_keeps_the_plan(placed):
    with pytest.raises(NotVisible):
        set_frequency(actor=placed.world.stranger_officer, plan_pk=placed.plan.pk, every_days=7, now=LATER)
    with pytest.raises(PermissionDenied):
        set_frequency(actor=placed.world.head, plan_pk=placed.plan.pk, every_days=7, now=LATER)
    with pytest.raises(ValidationError):
        set_frequency(actor=placed.world.coordinator, plan_pk=placed.plan.pk, every_days=0, now=LATER)


def test_the_rules_are_told_how_often_and_when_in_one_query(placed, django_assert_num_queries):
    begin(placed.placement)
    visit(placed)
    visit(placed, visited_on=DAY - timedelta(days=5))
    both = [placed.placement, placed.stranger_placement]

    with django_assert_num_queries(1):
        facts = facts_of_visits(both)

    assert facts[placed.placement.pk]["visits"] == {"count": 2, "last_on": DAY}
    assert facts[placed.stranger_placement.pk]["visits"] == {"count": 0}
    assert facts_of([placed.placement])[placed.placement.pk]["visits"]["count"] == 2


def test_a_correction_keeps_students_of_others_and_stays_in_the_history(placed):
    other = placed.another()
    begin(placed.placement, other)
    made = visit(placed, placed.placement, other, actor=placed.world.coordinator)

    corrected = correct_visit(
        actor=placed.world.coordinator,
        pk=made.pk,
        students={other.pk: Seen(note="Was ill")},
        visitors=[placed.world.coordinator],
        findings={"tasks": ("met", "")},
        summary="Clean, but loud.",
        visited_on=DAY,
        now=LATER,
    )

    assert [line.placement_id for line in corrected.lines.all()] == [other.pk]
    assert [finding.aspect for finding in corrected.findings.all()] == ["tasks"]
    page = signed_in(placed.world.coordinator).get(f"{made.get_absolute_url()}?tab=history").content.decode()
    assert "The workshop is clean." in page
    assert "Clean, but loud." in page


def test_who_only_sees_a_visit_does_not_correct_it(placed):
    begin(placed.placement)
    made = visit(placed, actor=placed.world.coordinator, visitors=[placed.world.coordinator])

    with pytest.raises(PermissionDenied):
        correct_visit(
            actor=placed.world.class_teacher,
            pk=made.pk,
            students={placed.placement.pk: Seen(note="Changed")},
            visitors=[],
            findings={},
            now=LATER,
        )

    assert VisitedStudent.objects.get().note == ""


def test_what_is_said_of_one_student_is_not_shown_with_another(placed):
    other = placed.another(instructor=None)
    begin(placed.placement, other)
    made = visit(
        placed,
        actor=placed.world.coordinator,
        students={placed.placement.pk: Seen(note="Homesick"), other.pk: Seen(note="Fine")},
    )
    client = signed_in(placed.world.coordinator)

    page = client.get(f"{other.get_absolute_url()}?tab=visits").content.decode()

    assert "Fine" in page
    assert "Homesick" not in page
    assert client.get(made.get_absolute_url()).content.decode().count("Homesick") == 1


def test_the_visit_is_invisible_to_another_department(placed):
    begin(placed.placement)
    made = visit(placed, files=[ContentFile(b"%PDF-1.7\n", name="record.pdf")])
    stranger = holder_of("placement.read", placed.world.tourism)
    client = signed_in(stranger)

    assert client.get(made.get_absolute_url()).status_code == 404
    kept = made.files.get()
    assert client.get(reverse("placements:visit_file", args=[made.pk, kept.pk])).status_code == 404
    assert "Jinggong" not in client.get(reverse("placements:visit_list")).content.decode()
    assert "Jinggong" not in client.get(reverse("placements:visit_list") + "?export=csv").getvalue().decode()


def test_the_form_begins_with_one_student_and_offers_the_others_of_the_host(placed):
    other = placed.another()
    begin(placed.placement, other)
    client = signed_in(placed.world.class_teacher)
    address = reverse("placements:visit_new", args=[placed.placement.pk])

    page = client.get(address).content.decode()
    assert f"met_{other.pk}" in page
    response = client.post(
        address,
        {
            "way": "phone",
            "visited_on": placed.placement.starts_on.isoformat(),
            "visitors": [placed.world.class_teacher.pk],
            "summary": "Called both.",
            f"met_{placed.placement.pk}": "met",
            f"met_{other.pk}": "met",
            f"note_{other.pk}": "Likes it.",
        },
    )

    made = SupervisionVisit.objects.get()
    assert response.url == made.get_absolute_url()
    assert made.way == "phone"
    assert made.lines.get(placement=other).note == "Likes it."


def test_the_list_of_visits_due_groups_students_by_host(placed):
    other = placed.another()
    begin(placed.placement, other)
    Placement.objects.update(started_on=TODAY - timedelta(days=300))

    page = signed_in(placed.world.class_teacher).get(reverse("placements:visits_due")).content.decode()

    assert page.count("Record a visit") == 1
    assert str(placed.placement.student.name_latin) in page


def test_the_calendar_has_one_entry_for_each_host(placed):
    other = placed.another()
    begin(placed.placement, other)
    day = TODAY + timedelta(days=30)

    found = deadlines_of(placed.world.class_teacher, first=day, last=day)

    assert [(one.on, one.title) for one in found] == [(day, "Visit 2 students: Suzhou Jinggong Machinery")]
    assert deadlines_of(placed.world.teacher, first=day, last=day) == []


def test_moods_are_kept_and_who_needs_help_is_found(placed):
    other = placed.another()
    begin(placed.placement, other)
    watch = watch_named("needing_help")
    assert watch is not None
    visit(
        placed,
        students={
            placed.placement.pk: Seen(mood="help", note="Does not sleep."),
            other.pk: Seen(mood="well"),
        },
    )
    rows = Placement.objects.all()

    assert list(watch.placements(rows, DAY)) == [placed.placement]
    page = signed_in(placed.world.coordinator).get(f"{placed.placement.get_absolute_url()}?tab=visits")
    assert "Needs help" in page.content.decode()
    visit(placed, students={placed.placement.pk: Seen(mood="well")})
    assert not watch.placements(rows, DAY).exists()


def test_who_needs_help_is_said_with_what(placed):
    begin(placed.placement)

    with pytest.raises(ValidationError):
        visit(placed, students={placed.placement.pk: Seen(mood="help")})

    assert not SupervisionVisit.objects.exists()


def sent(placed: Placed, **more: Any) -> dict[str, Any]:
    return {
        "way": "on_site",
        "visited_on": placed.placement.starts_on.isoformat(),
        "visitors": [placed.world.class_teacher.pk],
        "summary": "Went through the hall.",
        **more,
    }


def test_the_form_is_folded_but_for_those_of_whom_there_is_something_to_say(placed):
    others = [placed.another() for _count in range(3)]
    begin(placed.placement, *others)
    client = signed_in(placed.world.class_teacher)
    address = reverse("placements:visit_new", args=[placed.placement.pk])

    fresh = client.get(address).context["form"]
    assert [row.is_open for row in fresh.student_rows()] == [False] * 4
    assert [row.is_open for row in fresh.finding_rows()] == [False] * 8
    assert [row.choice.value() for row in fresh.student_rows()] == ["met", "", "", ""]

    page = client.post(
        address, sent(placed, **{f"mood_{others[0].pk}": "unsettled", "safety_verdict": "not_met"})
    )

    assert page.status_code == 422
    form = page.context["form"]
    assert form.errors[f"met_{others[0].pk}"] == ["Say whether the student was seen."]
    assert form.errors["safety_note"] == ["Say what is missing."]
    opened = {row.label for row in (*form.student_rows(), *form.finding_rows()) if row.is_open}
    assert opened == {others[0].student, Looked.SAFETY.label}
    assert not SupervisionVisit.objects.exists()


def test_a_mood_and_a_note_come_with_the_student_they_are_said_of(placed):
    other = placed.another()
    begin(placed.placement, other)
    client = signed_in(placed.world.class_teacher)
    address = reverse("placements:visit_new", args=[placed.placement.pk])
    given = {f"met_{placed.placement.pk}": "met", f"met_{other.pk}": "missed"}

    refused = client.post(address, sent(placed, **given, **{f"mood_{other.pk}": "help"}))
    assert refused.context["form"].errors[f"note_{other.pk}"] == ["Say what the student needs help with."]
    client.post(
        address, sent(placed, **given, **{f"mood_{other.pk}": "help", f"note_{other.pk}": "Ill for a week"})
    )

    lines = {line.placement_id: line for line in VisitedStudent.objects.all()}
    assert (lines[other.pk].was_met, lines[other.pk].mood, lines[other.pk].note) == (
        False,
        "help",
        "Ill for a week",
    )
    assert (lines[placed.placement.pk].was_met, lines[placed.placement.pk].mood) == (True, "")
