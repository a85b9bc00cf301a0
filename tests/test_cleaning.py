"""What brings the database of the tests back to what it was."""

import pytest
from django.db import connection

from accounts.models import User
from catalogue.models import Region
from conftest import as_owner
from tests.cleaning import Clean
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clean() -> Clean:
    with as_owner():
        return Clean.now()


def test_new_rows_go_and_changed_rows_come_back_as_they_were(clean):
    region = Region.objects.earliest("pk")
    before = Region.objects.filter(pk=region.pk).values().get()
    Region.objects.filter(pk=region.pk).update(name_zh="别处")
    UserFactory.create()

    with as_owner():
        assert clean.restore()

    assert Region.objects.filter(pk=region.pk).values().get() == before
    assert not User.objects.exists()


def test_a_changed_trigger_is_not_taken_for_clean(clean):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE signing_envelope DISABLE TRIGGER USER")
        assert not clean.restore()
