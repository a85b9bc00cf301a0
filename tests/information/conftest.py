import pytest

from tests.factories import AppointmentFactory, PositionFactory
from tests.world import join


@pytest.fixture
def teller(world):
    """The officer tells stories of the mechanics department; liaisons of both enterprises have joined."""
    AppointmentFactory.create(
        user=world.officer,
        position=PositionFactory.create(
            department=world.mechanics,
            title_en="Storyteller",
            title_zh="宣传",
            capabilities=["story.read", "story.edit", "story.publish"],
        ),
    )
    for contact in (world.liaison, world.stranger_liaison):
        join(contact)
    return world.officer
