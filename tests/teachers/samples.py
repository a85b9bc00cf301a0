"""The teachers of the test world: who keeps their records, and what they hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from teachers.models import Teacher
from tests.factories import PositionFactory, UserFactory
from tests.world import World, appoint

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
OFFICE_POWERS = ["teacher.read", "teacher.edit", "teacher.confirm", "teacher.import"]


def make_office(world: World) -> User:
    """Somebody of the teacher affairs office, for the whole centre."""
    position = PositionFactory.create(
        title_en="Teacher affairs officer",
        title_zh="师资科干事",
        department=world.centre,
        reach="centre",
        capabilities=OFFICE_POWERS,
    )
    user = UserFactory.create(name="师资科", name_latin="Shi Zike", email="affairs@centre.example")
    return appoint(user, position)


def own_record(world: World) -> Teacher:
    """The class teacher's, who signs in."""
    found = world.school_class.class_teacher
    assert found is not None
    return found


def scan(name: str = "scan.png") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (4, 4), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/png")
