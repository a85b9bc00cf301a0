"""Pages of students, class teachers and their lists that anybody can use."""

from datetime import timedelta

import pytest
from django.utils import timezone

from internships.models import SelectionRound
from tests.internships.rounding import TIMES, a_contest
from tests.journeys.barriers import barriers
from tests.world import come_in, join, make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_the_pages_of_students_have_no_barrier(looking):
    world = make_world()
    page = looking(come_in(world.student))
    assert not barriers(
        page, "/me/", "/me/profile/", "/me/profile/about/", "/me/profile/entries/new/", "/me/details/"
    )
    nobody = looking()
    assert not barriers(nobody, "/join-school/", "/accounts/login/")


def test_the_pages_of_a_round_have_no_barrier(looking):
    """While people rank, and with a result."""
    contest = a_contest(make_world())
    ada = contest.students["Ada"].user
    ada.is_student = True
    ada.save()
    round, now = SelectionRound.objects.filter(pk=contest.round.pk), timezone.now()
    soon = {"students_until": now + timedelta(days=1), "closes_at": now + timedelta(days=2)}
    round.update(opens_at=now - timedelta(days=1), confirm_by=now + timedelta(days=3), **soon)
    mine, seat = f"/me/rounds/{contest.round.pk}/", f"/portal/rounds/{contest.seats['Lathe'].pk}/"
    staff = contest.round.get_absolute_url()
    student, liaison = looking(ada), looking(join(contest.world.liaison))
    coordinator = looking(contest.world.coordinator)
    assert not barriers(student, "/me/rounds/", mine, f"{mine}reach/", "/me/posts/")
    assert not barriers(liaison, "/portal/rounds/", seat)
    assert not barriers(coordinator, "/rounds/", staff, f"{staff}?tab=seats", f"{staff}remind/students/")

    round.update(**TIMES)
    contest.to_the_result()
    assert not barriers(student, mine)
    assert not barriers(liaison, seat)
    assert not barriers(coordinator, f"{staff}?tab=result", contest.outcome("Ben").get_absolute_url())


def test_the_pages_about_students_have_no_barrier(looking):
    world = make_world()
    page = looking(world.coordinator)
    assert not barriers(
        page,
        "/students/",
        "/classes/",
        "/students/new/",
        world.student.get_absolute_url(),
        f"{world.student.get_absolute_url()}?tab=profile",
        f"{world.student.get_absolute_url()}?tab=guardians",
        world.school_class.get_absolute_url(),
    )
    assert not barriers(looking(world.class_teacher), "/classes/mine/")
