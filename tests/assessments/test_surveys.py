"""Surveys: who is asked, what is kept of an answer, what is shown of it and when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.counters import Span, count_all
from assessments.models import Answer, Group, Invitee, Survey
from assessments.operations import surveys as operations
from assessments.operations.assessments import first_day, last_day
from assessments.operations.surveys import UnableToSurvey
from assessments.survey_results import results_of
from assessments.views.surveys import overview
from assessments.walls import INVITEE_COLUMNS, SURVEY_COLUMNS
from core.models import AuditEvent, Notification
from core.walls import inside
from placements.models import Placement
from tests.assessments.assessing import FIVES, a_survey, an_office, answered, asked, closed, this_year
from tests.factories import PlacementFactory, StudentFactory, TeacherFactory
from tests.world import come_in, join, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(world) -> Survey:
    join(world.liaison)
    return a_survey(world.partner)


def test_a_survey_asks_liaisons_and_those_of_the_internships_of_the_year(world):
    office = an_office(world)
    join(world.liaison)
    teacher = TeacherFactory.create(user=world.teacher, department=world.mechanics)
    year = this_year() - 1
    begins = first_day(year) + timedelta(days=30)
    ran = PlacementFactory.create(student=world.student, post__enterprise=world.partner)
    Placement.objects.filter(pk=ran.pk).update(
        starts_on=begins,
        started_on=begins,
        ends_on=begins + timedelta(days=120),
        instructor=teacher,
        mentor=world.mentor,
    )
    today = timezone.localdate()

    (made,) = operations.open_surveys(
        actor=office,
        enterprises=[world.partner.pk],
        study_year=year,
        opens_on=today,
        closes_on=today + timedelta(days=10),
        now=timezone.now(),
    )

    assert sorted(made.invitees.values_list("group", flat=True)) == [
        "instructor",
        "liaison",
        "mentor",
        "student",
    ]


def test_everybody_is_told_once_and_who_has_not_answered_reminded_once(world, survey):
    come_in(world.student)
    asked(survey, contact=world.liaison)
    student = asked(survey, student=world.student)
    today, now = timezone.localdate(), timezone.now()

    assert operations.remind(on=today, now=now) == 2
    assert operations.remind(on=today, now=now) == 0
    Invitee.objects.filter(pk=student.pk).update(has_answered=True)
    soon = survey.closes_on - timedelta(days=2)
    assert operations.remind(on=soon, now=now) == 1
    assert operations.remind(on=soon + timedelta(days=1), now=now) == 0
    (note,) = Notification.objects.filter(kind="assessments.survey_ends")
    assert note.recipient_id == world.liaison.user_id


# --- Anonymity ----------------------------------------------------------------------------------


def test_an_anonymous_answer_has_no_key_to_its_person_and_leaves_no_act(world, survey):
    user = come_in(world.student)
    invitee = asked(survey, student=world.student)
    events = AuditEvent.objects.count()

    operations.answer(user_id=user.pk, invitee_id=invitee.pk, answers=FIVES, now=timezone.now())

    answer = Answer.objects.get()
    keys = {field.name: getattr(answer, field.attname) for field in Answer._meta.fields if field.is_relation}
    assert keys == {"survey": survey.pk, "named": None}
    invitee.refresh_from_db()
    assert invitee.has_answered
    assert AuditEvent.objects.count() == events


def test_the_database_holds_nothing_that_leads_from_an_answer_to_a_person():
    """Neither a time, nor a running number, nor a history of either table."""
    kinds = {field.get_internal_type() for field in Answer._meta.fields}
    assert kinds == {"UUIDField", "ForeignKey", "CharField", "PositiveSmallIntegerField", "TextField"}
    assert {field.name for field in Invitee._meta.fields} == {
        *("id", "survey", "group", "contact", "student", "teacher", "has_answered")
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN"
            " ('assessments_answer'::regclass, 'assessments_invitee'::regclass)"
        )
        assert cursor.fetchone() == (0,)


def writers_of(model, survey) -> set[tuple[str, str]]:
    """The transactions that wrote and locked the rows, as PostgreSQL keeps them."""
    asks = f"SELECT DISTINCT xmin::text, xmax::text FROM {model._meta.db_table} WHERE survey_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(asks, [survey.pk])
        return set(cursor.fetchall())


def give(survey, *users) -> list[Invitee]:
    """Each of these students answers."""
    rows = [asked(survey, student=one) for one in users]
    for number, row in enumerate(rows):
        operations.answer(
            user_id=row.student.user_id or 0,
            invitee_id=row.pk,
            answers=FIVES | {"words": f"第{number}份"},
            now=timezone.now(),
        )
    return rows


def test_who_wrote_a_row_does_not_tell_which_of_those_asked_gave_an_answer(world, survey):
    """Whoever reads the tables with all that PostgreSQL says of their rows sees those asked all alike."""
    asked(survey, contact=world.mentor, group=Group.MENTOR)
    give(survey, world.student, StudentFactory.create(), StudentFactory.create())

    assert len(writers_of(Answer, survey)) == 3
    assert len(writers_of(Invitee, survey)) == 1


def test_answers_to_a_closed_survey_are_mixed_once(world, survey):
    give(survey, world.student, StudentFactory.create(), StudentFactory.create())
    answered(survey, Group.LIAISON, 4, named=world.officer)
    before = set(Answer.objects.values_list("pk", flat=True))
    named = Answer.objects.get(group=Group.LIAISON)
    today = timezone.localdate()
    assert operations.mix_closed(on=today) == 0  # it is still open

    assert operations.mix_closed(on=today + timedelta(days=20)) == 1

    rows = Answer.objects.exclude(pk=named.pk)
    assert sorted(rows.values_list("words", flat=True)) == ["第0份", "第1份", "第2份"]
    assert not before & set(rows.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM assessments_answer WHERE named_id IS NULL")
        assert cursor.fetchone() == (1,)
    assert survey.invitees.filter(has_answered=True).count() == 3
    assert operations.mix_closed(on=today + timedelta(days=20)) == 0


def test_only_who_answers_for_the_enterprise_is_named(world, survey):
    invitee = asked(survey, contact=world.liaison)
    operations.answer(user_id=world.liaison.user_id, invitee_id=invitee.pk, answers=FIVES, now=timezone.now())
    assert Answer.objects.get().named_id == world.liaison.user_id

    numbers = {name: 3 for name in FIVES if name != "words"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(survey=survey, group=Group.STUDENT, named=world.officer, **numbers)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(survey=survey, group=Group.LIAISON, **numbers)


def test_nobody_answers_twice_or_after_the_end_or_beyond_the_scale(world, survey):
    user = come_in(world.student)
    invitee = asked(survey, student=world.student)
    now = timezone.now()
    with pytest.raises(ValidationError):
        operations.answer(user_id=user.pk, invitee_id=invitee.pk, answers=FIVES | {"q1": 6}, now=now)
    with pytest.raises(UnableToSurvey):
        operations.answer(user_id=user.pk, invitee_id=invitee.pk, answers=FIVES, now=now + timedelta(days=30))
    operations.answer(user_id=user.pk, invitee_id=invitee.pk, answers=FIVES, now=now)
    with pytest.raises(UnableToSurvey):
        operations.answer(user_id=user.pk, invitee_id=invitee.pk, answers=FIVES, now=now)
    assert Answer.objects.count() == 1


def test_an_anonymous_group_is_shown_from_three_answers_on(survey):
    answered(survey, Group.STUDENT, 4, 5)
    answered(survey, Group.MENTOR, 1, 2, 3)

    assert set(results_of([survey.pk])[survey.pk]) == {Group.MENTOR}
    answered(survey, Group.STUDENT, 3)
    shown = results_of([survey.pk])[survey.pk]
    assert (shown[Group.STUDENT].mean, shown[Group.MENTOR].mean) == (4, 2)


def test_nothing_is_shown_and_nothing_counted_while_a_survey_is_open(rf, survey):
    answered(survey, Group.STUDENT, 5, 5, 5)
    year = survey.study_year
    span = Span(
        enterprises=[survey.enterprise_id], study_year=year, first=first_day(year), last=last_day(year)
    )

    assert all(group["result"] is None for group in overview(rf.get("/"), survey)["groups"])
    assert not count_all(["satisfaction_of_school"], span)["satisfaction_of_school"]
    closed(survey)
    counted = count_all(["satisfaction_of_school"], span)["satisfaction_of_school"]
    assert counted[survey.enterprise_id].value == 5


def test_a_closed_survey_does_not_open_again(world, survey):
    with pytest.raises(UnableToSurvey):
        operations.move_end(
            actor=an_office(world), pk=closed(survey).pk, closes_on=timezone.localdate(), now=timezone.now()
        )


# --- Walls and pages ----------------------------------------------------------------------------


def test_each_reads_the_surveys_in_which_they_are_asked_and_no_answer(world, survey):
    user = come_in(world.student)
    strange = a_survey(world.stranger)
    join(world.stranger_liaison)
    mine, theirs = asked(survey, contact=world.liaison), asked(strange, contact=world.stranger_liaison)
    own = asked(survey, student=world.student)
    with inside(enterprise_id=world.partner.pk, person_id=world.liaison.user_id):
        assert [one.pk for one in Invitee.objects.only(*INVITEE_COLUMNS)] == [mine.pk]
        assert [one.pk for one in Survey.objects.only(*SURVEY_COLUMNS)] == [survey.pk]
    with inside(person_id=user.pk):
        assert [one.pk for one in Invitee.objects.only(*INVITEE_COLUMNS)] == [own.pk]
    with pytest.raises(ProgrammingError), inside(enterprise_id=world.partner.pk, person_id=user.pk):
        list(Answer.objects.all())
    assert theirs.survey_id == strange.pk


def test_a_student_answers_on_their_pages(world, survey):
    user = come_in(world.student)
    asked(survey, student=world.student)
    client = signed_in(user)

    assert "How was your internship" in client.get(reverse("me:today")).content.decode()
    response = client.post(reverse("me:survey", args=[survey.pk]), FIVES)

    assert response.status_code == 302
    assert Answer.objects.get().group == Group.STUDENT


def test_a_liaison_answers_at_the_portal(world, survey):
    asked(survey, contact=world.liaison)
    client = signed_in(world.liaison.user)

    assert (
        reverse("portal:survey", args=[survey.pk])
        in client.get(reverse("portal:assessments")).content.decode()
    )
    response = client.post(reverse("portal:survey", args=[survey.pk]), FIVES)

    assert response.status_code == 302
    assert Answer.objects.get().named_id == world.liaison.user_id
