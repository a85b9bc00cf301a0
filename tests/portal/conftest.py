from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from accounts.models import User
from agreements.models import Agreement, AgreementComment
from agreements.operations import Counterparty
from tests.agreements.office import NOW, AgreementsOffice, furnish
from tests.world import World, join, make_world


@dataclass
class Portal:
    """Two enterprises with an agreement each, and somebody of each in the portal."""

    office: AgreementsOffice
    liaison: User
    stranger: User
    ours: Agreement
    theirs: Agreement

    @property
    def world(self) -> World:
        return self.office.world


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def portal(db) -> Portal:
    office = furnish(make_world())
    world = office.world
    world.stranger.department = world.mechanics  # the same officer looks after both
    world.stranger.save()
    theirs = office.sent(
        title_en="Framework agreement with Haitian",
        title_zh="与海天旅游的合作框架协议",
        counterparties=[Counterparty(world.stranger, world.stranger_liaison, world.stranger_liaison)],
    )
    return Portal(
        office=office,
        liaison=join(world.liaison),
        stranger=join(world.stranger_liaison),
        ours=office.signed(),
        theirs=theirs,
    )


@pytest.fixture
def at_portal(portal) -> Client:
    return client_of(portal.liaison)


def said_by_officer(portal: Portal, text: str, *, is_internal: bool) -> AgreementComment:
    return AgreementComment.objects.create(
        parent=portal.ours, author=portal.world.officer, text=text, is_internal=is_internal, created_at=NOW
    )
