"""Pages of students, class teachers and their lists that anybody can use."""

import pytest

from tests.journeys.test_accessible import barriers, looking
from tests.world import come_in, make_world

__all__ = ["looking"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize(
        ("width", "scheme", "language"),
        [(1440, "light", "en"), (390, "dark", "zh-hans")],
        ids=["wide", "phone"],
    ),
]


def test_the_pages_of_students_have_no_barrier(looking):
    world = make_world()
    page = looking(come_in(world.student))
    assert not barriers(
        page, "/me/", "/me/profile/", "/me/profile/about/", "/me/profile/entries/new/", "/me/details/"
    )
    nobody = looking()
    assert not barriers(nobody, "/join-school/", "/accounts/login/")


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
