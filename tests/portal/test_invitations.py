"""How people of an enterprise come into the portal, and go."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.access import NotVisible
from core.delivery import deliver_due
from core.models import AuditEvent, Notification
from partnerships.models import Invitation
from partnerships.operations import (
    UnableToInvite,
    UnusableInvitation,
    accept_invitation,
    end_contact,
    invitation_for,
    invite_contact,
    revoke_invitation,
)
from tests.world import make_world

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase"


@pytest.fixture
def world():
    world = make_world()
    world.liaison.email = "sun.li@jinggong.example"
    world.liaison.save()
    return world


@pytest.fixture
def now():
    return timezone.now()


def invited(world, now) -> Invitation:
    return invite_contact(actor=world.officer, pk=world.liaison.pk, now=now)


def test_an_invited_liaison_chooses_a_password_and_stands_in_the_portal(world, now):
    invitation = invited(world, now)
    client = Client()
    address = invitation.get_absolute_url()

    assert "Suzhou Jinggong Machinery" in client.get(address).content.decode()
    assert not User.objects.filter(email=invitation.email).exists(), "opening shows, and accepts nothing"
    response = client.post(address, {"password": PASSWORD, "again": PASSWORD}, follow=True)

    assert response.redirect_chain == [(reverse("portal:welcome"), 302)]
    user = User.objects.get(email="sun.li@jinggong.example")
    world.liaison.refresh_from_db()
    assert (world.liaison.user, user.is_partner, user.name) == (user, True, "孙丽")
    assert Client().login(username=user.email, password=PASSWORD)
    assert AuditEvent.objects.filter(verb="contact.joined", actor=user).exists()


def test_the_mail_carries_the_link_that_opens(world, now, mailoutbox):
    invitation = invited(world, now)
    deliver_due(now=timezone.now())

    assert "<sun.li@jinggong.example>" in mailoutbox[0].to[0]
    sent = re.search(r"/join/(\S+)/", mailoutbox[0].body)
    assert sent
    assert Client().get(sent[0]).status_code == 200
    data = str(Notification.objects.values_list("data", flat=True))
    assert sent[1] not in data
    assert invitation.token not in data


def test_the_password_must_be_a_good_one_typed_twice(world, now):
    address = invited(world, now).get_absolute_url()

    for password, again in (("1234", "1234"), (PASSWORD, "another long phrase")):
        response = Client().post(address, {"password": password, "again": again})
        assert response.status_code == 422
    assert not User.objects.filter(email="sun.li@jinggong.example").exists()


def test_a_link_opens_once(world, now):
    invitation = invited(world, now)
    accept_invitation(token=invitation.token, user=None, password=PASSWORD, now=now)

    with pytest.raises(UnusableInvitation, match="used"):
        accept_invitation(token=invitation.token, user=None, password=PASSWORD, now=now)
    response = Client().get(invitation.get_absolute_url())
    assert response.status_code == 410
    assert "used" in response.content.decode()


def test_only_the_last_link_sent_opens(world, now):
    first = invited(world, now).token
    second = invited(world, now + timedelta(days=1)).token

    with pytest.raises(UnusableInvitation, match="newer"):
        invitation_for(first, now=now)
    assert invitation_for(second, now=now + timedelta(days=1))
    assert Invitation.objects.count() == 1


def test_a_link_expires_and_can_be_taken_back(world, now):
    invitation = invited(world, now)

    with pytest.raises(UnusableInvitation, match="expired"):
        invitation_for(invitation.token, now=now + timedelta(days=15))
    revoke_invitation(actor=world.officer, pk=world.liaison.pk, now=now)
    with pytest.raises(UnusableInvitation, match="taken back"):
        invitation_for(invitation.token, now=now)
    assert not Notification.objects.waiting().exists()


@pytest.mark.parametrize("token", ["", "nonsense", "WzEsMV0:1tXyz:abc"])
def test_a_made_up_link_opens_nothing(world, now, token):
    with pytest.raises(UnusableInvitation, match="not complete"):
        invitation_for(token, now=now)


def test_whoever_left_meanwhile_does_not_come_in(world, now):
    invitation = invited(world, now)
    end_contact(actor=world.officer, pk=world.liaison.pk, left_on=timezone.localdate(), now=now)

    with pytest.raises(UnusableInvitation, match="does not hold"):
        accept_invitation(token=invitation.token, user=None, password=PASSWORD, now=now)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"email": ""}, "address"),
        ({"roles": ["technician"]}, "role"),
        ({"email": "officer@centre.example"}, "centre"),
    ],
)
def test_somebody_without_address_or_role_or_of_our_own_is_not_invited(world, now, changes, reason):
    for name, value in changes.items():
        setattr(world.liaison, name, value)
    world.liaison.save()

    with pytest.raises(UnableToInvite, match=reason):
        invited(world, now)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("who", "refusal"), [("stranger_officer", NotVisible), ("coordinator", PermissionDenied)]
)
def test_only_whoever_edits_the_enterprise_invites(world, now, who, refusal):
    with pytest.raises(refusal):
        invite_contact(actor=getattr(world, who), pk=world.liaison.pk, now=now)
    assert not Invitation.objects.exists()


def test_a_person_of_two_enterprises_has_one_account_and_chooses(world, now):
    world.stranger_liaison.email = "sun.li@jinggong.example"
    world.stranger_liaison.save()
    user = accept_invitation(token=invited(world, now).token, user=None, password=PASSWORD, now=now)
    second = invite_contact(actor=world.stranger_officer, pk=world.stranger_liaison.pk, now=now)

    with pytest.raises(UnusableInvitation, match="Sign in"):
        accept_invitation(token=second.token, user=None, password=PASSWORD, now=now)
    client = Client()
    client.force_login(user)
    client.post(second.get_absolute_url())
    client.post(reverse("portal:choose", args=[world.stranger_liaison.pk]))
    assert "扬州海天" in client.get(reverse("portal:enterprise")).content.decode()
    client.post(reverse("portal:choose", args=[world.liaison.pk]))
    assert "苏州精工" in client.get(reverse("portal:enterprise")).content.decode()
    assert client.post(reverse("portal:choose", args=[world.mentor.pk])).status_code == 404


def test_access_ends_with_the_role_and_with_the_work(world, now):
    user = accept_invitation(token=invited(world, now).token, user=None, password=PASSWORD, now=now)
    client = Client()
    client.force_login(user)
    assert client.get(reverse("portal:home")).status_code == 200

    world.liaison.refresh_from_db()
    world.liaison.roles = ["technician"]
    world.liaison.save()
    assert client.get(reverse("portal:home")).status_code == 403

    world.liaison.roles = ["liaison"]
    world.liaison.save()
    assert client.get(reverse("portal:home")).status_code == 200
    end_contact(actor=world.officer, pk=world.liaison.pk, left_on=timezone.localdate(), now=now)
    assert client.get(reverse("portal:home")).status_code == 403
