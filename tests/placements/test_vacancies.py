"""Work for graduates: offered, approved, applied for; both sides see how far it is, and nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.access import NotVisible
from core.transitions import TransitionRefused
from internships.models import ProfileEntry
from placements.models import Vacancy, VacancyApplication, VacancyState
from placements.operations import vacancies
from placements.operations.vacancies import UnableToApply
from tests.placements.ending import another_student
from tests.placements.graduating import a_vacancy, an_application, in_the_last_year
from tests.world import come_in, join, signed_in


@pytest.fixture
def last_year(world):
    in_the_last_year(world)
    return world


def test_a_vacancy_goes_from_the_portal_over_the_staff_to_the_student(last_year):
    world = last_year
    liaison = signed_in(join(world.liaison))
    come_in(world.student)
    student = signed_in(world.student.user)

    liaison.post(
        reverse("portal:vacancy_new"),
        {
            "name_zh": "数控技术员",
            "duties": "Sets up machining centres.",
            "seats": 2,
            "pay_from": 4500,
            "pay_to": 6000,
            "open_until": (timezone.localdate() + timedelta(20)).isoformat(),
        },
    )
    vacancy = Vacancy.objects.get()
    liaison.post(reverse("portal:vacancy_offer", args=[vacancy.pk]))
    assert "数控技术员" not in student.get(reverse("me:vacancies")).content.decode()
    vacancies.approve_vacancy(actor=world.director, pk=vacancy.pk, now=timezone.now())

    page = student.get(reverse("me:vacancies"), {"q": "数控", "pay": 5000}).content.decode()
    assert "数控技术员" in page
    assert "数控技术员" not in student.get(reverse("me:vacancies"), {"pay": 7000}).content.decode()


def test_an_application_shows_what_was_chosen_and_both_sides_see_how_far_it_is(last_year):
    world = last_year
    come_in(world.student)
    student, liaison = signed_in(world.student.user), signed_in(join(world.liaison))
    ProfileEntry.objects.create(student=world.student, kind="certificate", title="Turner, grade 4")
    ProfileEntry.objects.create(student=world.student, kind="award", title="First prize")
    vacancy = a_vacancy(world)

    student.post(
        reverse("me:vacancy_apply", args=[vacancy.pk]), {"letter": "I like lathes.", "parts": ["certificate"]}
    )
    application = VacancyApplication.objects.get()
    shown = liaison.get(reverse("portal:application", args=[application.pk])).content.decode()

    assert "Turner, grade 4" in shown
    assert "First prize" not in shown
    application.refresh_from_db()
    assert application.state == "read"
    liaison.post(
        reverse("portal:application_move", args=[application.pk, "offer"]), {"word": "Come on Monday."}
    )
    assert "Come on Monday." in student.get(reverse("me:vacancy", args=[vacancy.pk])).content.decode()
    student.post(reverse("me:vacancy_move", args=[vacancy.pk, "accept"]))
    application.refresh_from_db()
    assert application.state == "accepted"


def test_no_more_accept_than_there_are_seats(last_year):
    world = last_year
    vacancy = a_vacancy(world, seats=1)
    other = another_student(world)
    first = an_application(world, vacancy)
    second = vacancies.apply(
        actor=world.director, student=other, pk=vacancy.pk, letter="", parts=[], now=timezone.now()
    )
    for one in (first, second):
        vacancies.move_as_enterprise(
            actor=world.director,
            enterprise_id=world.partner.pk,
            pk=one.pk,
            name="offer",
            word="",
            now=timezone.now(),
        )

    def accept(one, student):
        vacancies.move_as_student(
            actor=world.director, student_id=student.pk, pk=one.pk, name="accept", word="", now=timezone.now()
        )

    accept(first, world.student)
    with pytest.raises(TransitionRefused):
        accept(second, other)


def test_who_has_years_to_go_neither_sees_vacancies_nor_applies(last_year):
    world = last_year
    come_in(world.stranger_student)
    a_vacancy(world)
    client = signed_in(world.stranger_student.user)

    assert "CNC technician" not in client.get(reverse("me:vacancies")).content.decode()
    with pytest.raises(UnableToApply):
        vacancies.apply(
            actor=world.director,
            student=world.stranger_student,
            pk=Vacancy.objects.get().pk,
            letter="",
            parts=[],
            now=timezone.now(),
        )
    assert not VacancyApplication.objects.exists()


def test_a_stranger_enterprise_reads_and_moves_nothing(last_year):
    world = last_year
    application = an_application(world, a_vacancy(world))
    client = signed_in(join(world.stranger_liaison))

    assert client.get(reverse("portal:application", args=[application.pk])).status_code == 404
    assert client.post(reverse("portal:application_move", args=[application.pk, "invite"])).status_code == 404
    with pytest.raises(NotVisible):
        vacancies.move_as_enterprise(
            actor=world.director,
            enterprise_id=world.stranger.pk,
            pk=application.pk,
            name="invite",
            word="",
            now=timezone.now(),
        )
    application.refresh_from_db()
    assert application.state == "sent"


def test_a_returned_vacancy_says_why(world):
    vacancy = a_vacancy(world, state="offered", approved_at=None)
    with pytest.raises(TransitionRefused):
        vacancies.return_vacancy(actor=world.director, pk=vacancy.pk, reason="", now=timezone.now())

    vacancies.return_vacancy(actor=world.director, pk=vacancy.pk, reason="For what pay?", now=timezone.now())

    vacancy.refresh_from_db()
    assert (vacancy.state, vacancy.return_reason) == (VacancyState.RETURNED, "For what pay?")
