"""What the forms of enterprises make easy, and how they say what is wrong."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from partnerships.models import Interaction
from tests.factories import InteractionFactory, UserFactory
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(world) -> Client:
    return signed_in(world.officer)


VISIT = {
    "kind": "visit",
    "happened_at": "2026-03-02T09:30",
    "summary": "Looked at the workshop",
    "place": "",
    "minutes": "",
    "next_action": "",
    "next_action_on": "",
    "next_action_owner": "",
}


def record(client: Client, world, **changes: object):
    address = reverse("partnerships:interaction_new", args=[world.partner.pk])
    return client.post(address, VISIT | changes)


class TestTheNextAction:
    def test_whoever_promises_it_does_it_unless_somebody_else_is_chosen(self, world, officer):
        assert (
            "You, unless you choose somebody else."
            in officer.get(reverse("partnerships:interaction_new", args=[world.partner.pk])).content.decode()
        )
        record(officer, world, next_action="Send the draft", next_action_on="2026-03-09")
        assert Interaction.objects.get().next_action_owner == world.officer

    def test_a_colleague_can_be_chosen(self, world, officer):
        chosen = {"next_action_on": "2026-03-09", "next_action_owner": world.director.pk}
        record(officer, world, next_action="Send the draft", **chosen)
        assert Interaction.objects.get().next_action_owner == world.director

    @pytest.mark.parametrize(
        ("typed", "complaint"),
        [
            ({"next_action": "Send the draft"}, "Say by when it is to be done."),
            (
                {"next_action_on": "2026-03-09"},
                "Say what is to be done, or leave the date and the person empty.",
            ),
        ],
    )
    def test_what_is_missing_is_said_at_its_field(self, world, officer, typed, complaint):
        answer = record(officer, world, **typed)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert complaint in text
        assert "by when and by whom, or none of it" not in text
        assert "Looked at the workshop" in text
        assert not Interaction.objects.exists()

    def test_it_can_be_added_later(self, world, officer):
        visit = InteractionFactory.create(enterprise=world.partner, next_action="")
        address = reverse("partnerships:interaction_edit", args=[visit.pk])
        answer = officer.post(address, VISIT | {"next_action": "Ring them", "next_action_on": "2026-03-09"})
        assert answer.status_code == 302
        visit.refresh_from_db()
        assert (visit.next_action_owner, visit.next_action_on) == (world.officer, date(2026, 3, 9))


def test_people_are_listed_by_the_sound_of_their_names(db):
    UserFactory.create(name="丁浩", name_latin="Ding Hao")
    UserFactory.create(name="吴晓峰", name_latin="Wu Xiaofeng")
    UserFactory.create(name="安娜", name_latin="An Na")
    UserFactory.create(name="Berta Klein", name_latin="")
    assert [user.display_name for user in User.objects.all()] == [
        "An Na",
        "Berta Klein",
        "Ding Hao",
        "Wu Xiaofeng",
    ]


def test_somebody_who_left_cannot_be_the_first_to_ask(world, officer):
    address = reverse("partnerships:contact_edit", args=[world.liaison.pk])
    world.liaison.is_primary = True
    world.liaison.left_on = date(2026, 3, 1)
    with pytest.raises(Exception, match="Somebody who has left cannot be the first to ask"):
        world.liaison.full_clean()
    assert officer.get(address).status_code == 200
