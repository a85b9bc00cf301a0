"""What the database itself keeps back of the end of internships, whatever a page forgets to ask."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from core.walls import inside
from placements.models import (
    Appeal,
    Certificate,
    CriterionScore,
    Destination,
    EvaluationResult,
    InternshipReport,
    ReportFile,
    SideEvaluation,
    Vacancy,
    VacancyApplication,
)
from tests.access.ends import appeal, certificate, ended, report, report_file
from tests.access.graduates import application, destination
from tests.placements.ending import judged_by_enterprise, judged_by_school
from tests.placements.graduating import a_vacancy
from tests.world import come_in, join

STUDENTS_OWN = (
    EvaluationResult,
    Appeal,
    InternshipReport,
    ReportFile,
    Certificate,
    VacancyApplication,
    Destination,
)


@pytest.fixture
def everything(world):
    """Of the world's student, there is one of each."""
    appeal(world)
    certificate(world)
    report_file(world)
    assert report(world)
    application(world)
    destination(world)
    return world


def seen(model, **who) -> int:
    """Rows without any filter of ours."""
    atomic = transaction.atomic()
    atomic._from_testcase = True
    with atomic, inside(**who):
        return model._base_manager.count()


@pytest.mark.parametrize("model", STUDENTS_OWN, ids=lambda model: model.__name__)
def test_a_student_reads_their_own_and_a_stranger_nothing(everything, model):
    own, stranger = come_in(everything.student), come_in(everything.stranger_student)

    assert seen(model, person_id=own.pk) == 1
    assert seen(model, person_id=stranger.pk) == 0


@pytest.mark.parametrize("model", STUDENTS_OWN, ids=lambda model: model.__name__)
def test_another_enterprise_reads_nothing_of_a_student(everything, model):
    stranger = join(everything.stranger_liaison)

    assert seen(model, enterprise_id=everything.stranger.pk, person_id=stranger.pk) == 0


def test_before_the_result_a_mentor_reads_the_own_side_only_and_the_student_neither(world):
    placement = ended(world)
    judged_by_enterprise(world, placement)
    judged_by_school(world, placement)
    mentor, student, liaison = join(world.mentor), come_in(world.student), join(world.liaison)

    for model, count in ((SideEvaluation, 1), (CriterionScore, 2)):
        assert seen(model, enterprise_id=world.partner.pk, person_id=mentor.pk) == count
        assert seen(model, enterprise_id=world.partner.pk, person_id=liaison.pk) == 0
        assert seen(model, person_id=student.pk) == 0


@pytest.mark.parametrize("model", [Appeal, InternshipReport, Certificate, Destination])
def test_a_mentor_reads_neither_report_nor_appeal_nor_certificate(everything, model):
    mentor = join(everything.mentor)

    assert seen(model, enterprise_id=everything.partner.pk, person_id=mentor.pk) == 0


def test_a_draft_of_a_vacancy_is_the_enterprises(world):
    a_vacancy(world, state="draft")
    student, liaison, stranger = (
        come_in(world.student),
        join(world.liaison),
        join(world.stranger_liaison),
    )

    assert seen(Vacancy, person_id=student.pk) == 0
    assert seen(Vacancy, enterprise_id=world.partner.pk, person_id=liaison.pk) == 1
    assert seen(Vacancy, enterprise_id=world.stranger.pk, person_id=stranger.pk) == 0


@pytest.mark.parametrize("table", ["placements_certificateorder", "placements_archiveorder"])
def test_what_works_in_the_background_is_nobodys_to_read(everything, table):
    student = come_in(everything.student)
    atomic = transaction.atomic()
    atomic._from_testcase = True
    with (
        pytest.raises(ProgrammingError),
        atomic,
        inside(person_id=student.pk),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT count(*) FROM {table}")
