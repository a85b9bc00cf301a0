"""The list of who was asked into the portal, who came, and whose access has ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AccessLog
from partnerships.models import Contact, Invitation
from partnerships.operations import accept_invitation, end_contact, invite_contact, revoke_invitation
from partnerships.portal_people import portal_people, why_ended
from tests.factories import ContactFactory
from tests.world import World, signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase"
ADDRESS = reverse("partnerships:portal_people")


def invited(world: World, name: str, *, ago: int = 0) -> Contact:
    contact = ContactFactory.create(
        enterprise=world.partner, name=name, title="", email=f"{len(name)}.{name[0]}@jinggong.example"
    )
    invite_contact(actor=world.officer, pk=contact.pk, now=timezone.now() - timedelta(days=ago))
    return contact


def came_in(world: World, name: str) -> Contact:
    contact = invited(world, name)
    token = Invitation.objects.get(contact=contact).token
    accept_invitation(token=token, user=None, password=PASSWORD, now=timezone.now())
    contact.refresh_from_db()
    return contact


def states(world: World) -> dict[str, str]:
    rows = portal_people(Contact.objects.visible_to(world.director), now=timezone.now())
    return {row.name: row.portal_state for row in rows}


@pytest.fixture
def people(world) -> World:
    """One in each state, each called by it; the world's own contacts were never invited."""
    now = timezone.now()
    invited(world, "invited")
    invited(world, "expired", ago=20)
    revoke_invitation(actor=world.officer, pk=invited(world, "taken back").pk, now=now)
    came_in(world, "inside")
    end_contact(actor=world.officer, pk=came_in(world, "left").pk, left_on=timezone.localdate(), now=now)
    Contact.objects.filter(pk=came_in(world, "without role").pk).update(roles=["technician"])
    closed = came_in(world, "closed")
    assert closed.user is not None
    closed.user.is_active = False
    closed.user.save()
    return world


def test_everybody_who_was_ever_invited_is_listed_with_where_they_stand(people):
    assert states(people) == {
        "invited": "invited",
        "expired": "expired",
        "taken back": "taken_back",
        "inside": "inside",
        "left": "ended",
        "without role": "ended",
        "closed": "ended",
    }


def test_the_reason_why_access_ended_is_given(people):
    reasons = {name: why_ended(Contact.objects.get(name=name)) for name in states(people)}

    assert reasons["left"].startswith("Left the enterprise on")
    assert reasons["without role"] == "No role that opens the portal"
    assert reasons["closed"] == "The account is closed"
    assert {reasons["invited"], reasons["inside"]} == {""}


def test_whoever_left_before_they_came_is_not_invited_any_more(world):
    contact = invited(world, "gone")
    end_contact(actor=world.officer, pk=contact.pk, left_on=timezone.localdate(), now=timezone.now())

    assert states(world) == {"gone": "taken_back"}


def test_the_page_says_by_whom_and_can_be_searched_and_filtered(people):
    client = signed_in(people.officer)
    page = client.get(ADDRESS).content.decode()
    assert "Chen Jie" in page
    assert "Suzhou Jinggong Machinery" in page

    def names(query: str) -> set[str]:
        return {row.name for row in client.get(f"{ADDRESS}?{query}").context["table"].page.rows}

    assert names("state=ended") == {"left", "without role", "closed"}
    assert names("role=technician") == {"without role"}
    assert names("q=inside") == {"inside"}
    assert names("q=精工") == set(states(people))
    assert names(f"enterprise={people.partner.pk}&state=invited") == {"invited"}
    assert len(names("sort=last_signed_in_at")) == 7


def test_it_is_exported_as_it_is_filtered(people):
    response = signed_in(people.officer).get(f"{ADDRESS}?state=inside&export=csv")

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "inside" in text
    assert "In the portal" in text
    assert "expired" not in text


def test_several_are_invited_again_at_once_and_taken_back(people):
    client = signed_in(people.officer)
    expired = Contact.objects.get(name="expired")
    inside = Contact.objects.get(name="inside")
    ticked = {"selected": [expired.pk, inside.pk], "confirmed": "1", "expected": "2"}

    page = client.post(ADDRESS, ticked | {"action": "invite"}, follow=True).content.decode()

    assert "This person is in the portal already." in page
    assert states(people)["expired"] == "invited"
    assert Invitation.objects.get(contact=expired).times_sent == 2
    client.post(ADDRESS, {"selected": [expired.pk], "confirmed": "1", "action": "uninvite"})
    assert states(people)["expired"] == "taken_back"


def test_nobody_sees_the_people_of_another_departments_enterprises(people):
    page = signed_in(people.stranger_officer).get(ADDRESS).content.decode()

    assert "Nobody has been invited yet" in page
    assert "inside" not in page


def test_whoever_only_reads_is_offered_no_act(people):
    client = signed_in(people.coordinator)

    assert client.get(ADDRESS).context["bulk_actions"] == []
    contact = Contact.objects.get(name="invited")
    sent = {"selected": [contact.pk], "confirmed": "1", "action": "uninvite"}
    assert client.post(ADDRESS, sent).status_code == 403
    assert states(people)["invited"] == "invited"


def test_the_list_costs_the_same_however_many_there_are(people, django_assert_max_num_queries):
    client = signed_in(people.officer)
    with django_assert_max_num_queries(20):
        client.get(ADDRESS)


def test_who_reads_or_exports_the_addresses_is_noted(people):
    client = signed_in(people.officer)
    client.get(ADDRESS)
    list(client.get(ADDRESS, {"export": "csv"}).streaming_content)

    noted = AccessLog.objects.filter(actor=people.officer, data=AccessLog.Data.CONTACT)
    assert set(noted.values_list("act", flat=True)) == {AccessLog.Act.OPENED, AccessLog.Act.EXPORTED}
