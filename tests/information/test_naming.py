"""An enterprise stands on the public page by its own word, or by one that is kept with its evidence."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Position
from core.access import NotVisible
from core.attachments import UnacceptableFile
from core.models import Notification
from core.walls import inside
from information.models import Naming, NamingFile, NamingState
from information.operations import naming as namings
from information.operations.stories import UnableToTell
from information.story_walls import NAMING_COLUMNS
from partnerships.portal.partner import partner_of
from tests.access.posts import kept
from tests.information.telling import NOW, a_picture, named
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db
NAMED, ENDED = NamingState.NAMED, NamingState.ENDED
FILE = {"name": "b.png", "mime": "image/png", "size": 1, "sha256": "1" * 64, "added_at": NOW}
LETTER = "2026年11月2日赵经理的来信"


@pytest.fixture
def us(world):
    """The liaison of the partner, at the portal."""
    return partner_of(join(world.liaison), None)


def record(world, **said):
    given = {"actor": world.director, "enterprise": world.partner, "named": True, "evidence": LETTER}
    return namings.record(now=NOW, **given | said)


def told(kind: str) -> set[int]:
    rows = Notification.objects.filter(kind=f"information.naming_{kind}")
    return set(rows.values_list("recipient_id", flat=True))


# --- Whose word it is -----------------------------------------------------------------------------


def test_a_liaison_says_so_at_the_portal_and_the_centre_is_told(world, us):
    row = namings.say(partner=us, named=True, with_posts=True, now=NOW)

    assert (row.state, row.by_enterprise, row.with_posts, row.said_by_id) == (NAMED, True, True, us.pk)
    assert told("said") == {world.director.pk}
    assert not told("entered")


def test_what_the_centre_enters_has_its_evidence_and_the_enterprise_is_told(world, us):
    row = record(world)

    assert (row.state, row.by_enterprise, row.evidence) == (NAMED, False, LETTER)
    assert told("entered") == {us.pk}
    assert not told("said")


@pytest.mark.parametrize("evidence", ["", "   "])
def test_without_evidence_nobody_is_named(world, evidence):
    with pytest.raises(UnableToTell, match="by what"):
        record(world, evidence=evidence)
    assert not Naming.objects.exists()

    with pytest.raises(IntegrityError, match="who_is_named_agreed_by_something"), transaction.atomic():
        named(world.partner, by_enterprise=False)


@pytest.mark.parametrize("is_first_word", [True, False])
def test_after_a_no_of_the_enterprise_only_the_enterprise_says_yes(world, us, is_first_word):
    if not is_first_word:
        record(world)
    namings.say(partner=us, named=False, now=NOW)

    for said in ({}, {"named": False}):
        with pytest.raises(UnableToTell, match="itself has said no"):
            record(world, **said)

    row = Naming.objects.get()
    assert (row.state, row.by_enterprise) == (ENDED, True)
    assert not Naming.objects.shown().exists()
    assert namings.say(partner=us, named=True, now=NOW).state == NAMED


def test_staff_are_shown_why_they_cannot_name_it(world, us):
    namings.say(partner=us, named=False, now=NOW)
    client = signed_in(world.director)
    address = reverse("information:naming", args=[world.partner.pk])

    tab = client.get(f"{world.partner.get_absolute_url()}?tab=stories").text
    answer = client.post(address, {"named": "on", "evidence": LETTER})

    assert "itself has said no" in tab
    assert address not in tab
    assert answer.status_code == 422
    assert "itself has said no" in client.get(address).text
    assert Naming.objects.get().state == ENDED


def test_what_is_said_again_tells_nobody(world, us):
    for _time in range(2):
        namings.say(partner=us, named=True, now=NOW)

    assert Notification.objects.filter(kind="information.naming_said").count() == 1


def test_with_its_posts_is_no_word_for_who_is_not_named(world, us):
    row = namings.say(partner=us, named=False, with_posts=True, now=NOW)

    assert not row.with_posts


def test_only_who_publishes_stories_of_the_department_enters_it(world):
    with pytest.raises(NotVisible):
        record(world, actor=world.stranger_officer)
    Position.objects.update(capabilities=["enterprise.read", "story.read", "story.edit"])
    director = type(world.director).objects.get(pk=world.director.pk)
    with pytest.raises(PermissionDenied):
        record(world, actor=director)

    assert not Naming.objects.exists()


# --- Its logo and the evidence --------------------------------------------------------------------


def test_a_new_logo_takes_the_place_of_the_one_before(world, us):
    for _time in range(2):
        namings.say(partner=us, named=True, logo=a_picture(), now=NOW)

    assert Naming.objects.get().files.count() == 1


def test_there_is_one_logo_in_the_database(world):
    row = named(world.partner)
    kept(NamingFile, row, purpose="logo")

    with pytest.raises(IntegrityError, match="a_partner_has_one_logo"), transaction.atomic():
        NamingFile.objects.create(parent=row, purpose="logo", **FILE)


def test_what_is_no_picture_is_no_logo(world, us):
    with pytest.raises((UnacceptableFile, ValidationError)):
        namings.say(partner=us, named=True, logo=SimpleUploadedFile("logo.png", b"MZ" + b"\0" * 90), now=NOW)
    assert not Naming.objects.exists()


def test_the_evidence_is_read_by_whoever_sees_stories_of_the_department(world):
    row = record(world, paper=a_picture())
    address = reverse("information:naming_file", args=[row.pk, row.files.get().pk])

    assert signed_in(world.director).get(address).status_code == 200
    assert signed_in(world.stranger_officer).get(address).status_code == 404


# --- Behind the wall ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_enterprise_sees_its_own_word_and_that_of_nobody_else(world):
    ours, theirs = named(world.partner), named(world.stranger)
    for row in (ours, theirs):
        NamingFile.objects.create(parent=row, purpose="logo", **FILE)

    with inside(enterprise_id=world.partner.pk, person_id=1):
        assert list(Naming.objects.only(*NAMING_COLUMNS)) == [ours]
        assert list(NamingFile.objects.values_list("parent", flat=True)) == [ours.pk]
    with inside(enterprise_id=None, person_id=1):
        assert not Naming.objects.only(*NAMING_COLUMNS).exists()
        assert not NamingFile.objects.exists()
