"""Pages of teachers' files that anybody can use."""

import pytest

from tests.factories import ExperienceFactory, QualificationFactory, TrainingFactory
from tests.journeys.barriers import barriers
from tests.teachers.samples import make_office, own_record
from tests.world import make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_the_files_of_teachers_have_no_barrier(looking):
    world = make_world()
    teacher = own_record(world)
    row = QualificationFactory.create(teacher=teacher, state="entered")
    TrainingFactory.create(teacher=teacher, state="returned", answer="The hours do not add up.")
    ExperienceFactory.create(teacher=teacher, is_management=True)
    address = teacher.get_absolute_url()

    own = looking(world.class_teacher)
    assert not barriers(
        own,
        "/my-file/",
        "/my-file/qualification/new/?of=professional_title",
        "/my-file/achievement/new/",
        row.get_absolute_url(),
    )
    office = looking(make_office(world))
    assert not barriers(
        office,
        "/teachers/",
        "/teachers/to-confirm/",
        "/teachers/qualifications/",
        address,
        f"{address}?tab=qualifications",
        f"{address}?tab=service",
        f"{address}edit/",
        f"{address}service/",
        f"{row.get_absolute_url()}return/",
    )
