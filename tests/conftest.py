import pytest
from hypothesis import settings as hypothesis_settings

from accounts.models import User
from tests.world import World, give_second_factor, make_world

# A shared machine may be slow: an example that takes long is no fault of the rule.
hypothesis_settings.register_profile("unhurried", deadline=None)
hypothesis_settings.load_profile("unhurried")


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def admin_user(admin_user: User) -> User:
    """An administrator as the centre wants one: with a second factor."""
    give_second_factor(admin_user)
    return admin_user
