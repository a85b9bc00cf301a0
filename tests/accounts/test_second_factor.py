"""Whoever may act for the centre sets up a second factor before anything else."""

import pytest
from django.urls import reverse

from accounts.models import Centre
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_an_administrator_without_a_second_factor_is_led_to_setting_one_up(world, client):
    world.administrator.authenticator_set.all().delete()
    client.force_login(world.administrator)

    response = client.get(reverse("admin:index"), follow=True)

    assert response.redirect_chain[-1][0] == reverse("mfa_index")
    assert "second factor" in response.content.decode()


def test_with_a_second_factor_the_pages_open(world, client):
    client.force_login(world.administrator)

    assert client.get(reverse("admin:index")).status_code == 200


def test_people_without_such_powers_are_not_asked(world, client):
    client.force_login(world.teacher)

    assert client.get(reverse("accounts:profile")).status_code == 200


def test_a_centre_may_do_without(world, client):
    Centre.objects.update(mfa_required_for_signing=False)
    world.administrator.authenticator_set.all().delete()
    client.force_login(world.administrator)

    assert client.get(reverse("admin:index")).status_code == 200


def test_no_centre_may_do_without_it_for_administrators_in_production(world, client, settings):
    settings.SECOND_FACTOR_FOR_ADMINISTRATORS = True
    Centre.objects.update(mfa_required_for_signing=False)
    world.administrator.authenticator_set.all().delete()
    client.force_login(world.administrator)

    assert client.get(reverse("admin:index"))["Location"] == reverse("mfa_index")


def test_signing_out_and_the_language_stay_open(world, client):
    world.administrator.authenticator_set.all().delete()
    client.force_login(world.administrator)

    assert client.post(reverse("set_language"), {"language": "zh-hans"}).status_code == 302
    assert client.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in client.session
