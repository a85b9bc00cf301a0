"""The library: versions that never change, who of staff and partners reads what, and who fetched it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from core.access import NotVisible
from core.attachments import UnacceptableFile
from core.models import Notification
from core.transitions import TransitionRefused
from core.walls import inside
from information.models import LibraryDocument, LibraryDownload, LibraryVersion
from information.operations import library as operations
from information.operations.library import UnableToShare
from information.querysets import departments_above
from information.walls import LIBRARY_COLUMNS, LIBRARY_VERSION_COLUMNS
from partnerships.merging import merge
from tests.alliances.allying import a_member, an_alliance
from tests.factories import EnterpriseFactory, TeacherFactory
from tests.information.sharing import NOW, TODAY, a_document, a_file, shared
from tests.query_counts import assert_query_count
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(kind: str) -> list[int]:
    return sorted(
        Notification.objects.filter(kind=f"information.{kind}").values_list("recipient_id", flat=True)
    )


def at_portal(enterprise) -> set[int]:
    """What the wall leaves to somebody of an enterprise."""
    with inside(enterprise_id=enterprise.pk, person_id=1):
        return {one.pk for one in LibraryDocument.objects.only(*LIBRARY_COLUMNS).order_by()}


# --- Entering, versions -------------------------------------------------------------------------


def test_a_document_is_a_draft_with_its_first_version(world):
    document = operations.enter(
        actor=world.director, department=world.mechanics, upload=a_file(), title="x", now=NOW
    )

    version = document.versions.get()
    assert (document.state, document.latest, version.number) == ("draft", 1, 1)
    assert len(version.sha256) == 64


def test_only_who_keeps_the_department_enters_one(world):
    with pytest.raises(PermissionDenied):
        operations.enter(actor=world.officer, department=world.mechanics, upload=a_file(), title="x", now=NOW)
    harmful = SimpleUploadedFile("template.exe", b"MZ" + b"\0" * 90)
    with pytest.raises(UnacceptableFile):
        operations.enter(actor=world.director, department=world.mechanics, upload=harmful, title="x", now=NOW)

    assert not LibraryDocument.objects.exists()


def test_a_new_version_has_the_next_number_and_says_what_changed(world):
    document = shared(world)
    with pytest.raises(UnableToShare, match="what changed"):
        operations.add_version(actor=world.director, pk=document.pk, upload=a_file(), changes=" ", now=NOW)

    operations.add_version(
        actor=world.director, pk=document.pk, upload=a_file(), changes="新增附件三", now=NOW
    )

    document.refresh_from_db()
    assert document.latest == 2
    assert list(document.versions.values_list("number", "changes")) == [(2, "新增附件三"), (1, "")]


def test_a_version_never_changes(world):
    document = shared(world)

    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        document.versions.update(sha256="1" * 64)
    with pytest.raises(IntegrityError, match="numbered"), transaction.atomic():
        LibraryVersion.objects.create(parent=document, number=1, size=1, added_at=NOW)

    assert document.versions.get().sha256 == "0" * 64


# --- Sharing, withdrawing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"versions": 0}, "first version"),
        ({"staff_reach": "none"}, "with whom"),
        ({"valid_until": TODAY - DAY}, "last day"),
    ],
)
def test_what_nobody_could_read_is_not_shared(world, fields, words):
    document = a_document(world, **fields)

    with pytest.raises(TransitionRefused, match=words):
        operations.share(actor=world.director, pk=document.pk, now=NOW)

    document.refresh_from_db()
    assert document.state == "draft"


@pytest.mark.parametrize("said", [{"staff_reach": "chosen"}, {"partner_reach": "chosen"}])
def test_those_chosen_have_to_be_named(world, said):
    document = a_document(world)

    with pytest.raises(UnableToShare, match="Choose"):
        operations.change(actor=world.director, pk=document.pk, now=NOW, **said)


def test_what_is_shared_stays_for_somebody(world):
    document = shared(world)

    with pytest.raises(ValidationError, match="with whom"):
        operations.change(
            actor=world.director, pk=document.pk, staff_reach="none", partner_reach="none", now=NOW
        )


def test_nobody_shares_with_an_enterprise_they_do_not_see(world):
    document = a_document(world)
    position = world.officer.appointments.get().position
    position.capabilities = [*position.capabilities, "library.read", "library.edit"]
    position.save()

    with pytest.raises(NotVisible):
        operations.change(
            actor=world.officer,
            pk=document.pk,
            partner_reach="chosen",
            enterprises=[world.stranger],
            now=NOW,
        )

    assert not document.enterprises.exists()


def test_liaisons_are_told_once_for_a_version_where_somebody_wants_that(world):
    liaison, mentor, stranger = (join(one) for one in (world.liaison, world.mentor, world.stranger_liaison))
    document = a_document(world, partner_reach="chosen")
    document.enterprises.set([world.partner])

    operations.share(actor=world.director, pk=document.pk, tell_partners=True, now=NOW)
    operations.change(actor=world.director, pk=document.pk, tell_partners=True, now=NOW)
    assert told("library_shared") == [liaison.pk]

    operations.change(actor=world.director, pk=document.pk, partner_reach="all", tell_partners=True, now=NOW)
    assert told("library_shared") == sorted([liaison.pk, stranger.pk])
    assert mentor.pk not in told("library_shared")

    said = {"upload": a_file(), "changes": "x", "now": NOW}
    operations.add_version(actor=world.director, pk=document.pk, **said)
    assert len(told("library_shared")) == 2
    operations.add_version(
        actor=world.director, pk=document.pk, upload=a_file(), changes="y", tell_partners=True, now=NOW
    )
    assert len(told("library_shared")) == 4


def test_nobody_is_told_of_a_draft(world):
    join(world.liaison)
    document = a_document(world, partner_reach="all")

    operations.change(actor=world.director, pk=document.pk, title="y", tell_partners=True, now=NOW)

    assert told("library_shared") == []


def test_who_fetched_it_is_told_why_it_was_withdrawn(world):
    document, liaison = shared(world), join(world.liaison)
    version = document.versions.get()
    for person in (liaison, liaison, world.teacher, world.director):
        operations.note_download(version=version, user_id=person.pk, enterprise_id=None, now=NOW)
    with pytest.raises(TransitionRefused, match="reason"):
        operations.withdraw(actor=world.director, pk=document.pk, reason=" ", now=NOW)

    operations.withdraw(actor=world.director, pk=document.pk, reason="有误", now=NOW)

    assert told("library_withdrawn") == sorted([liaison.pk, world.teacher.pk])
    assert at_portal(world.partner) == set()
    with pytest.raises(UnableToShare, match="withdrawn"):
        operations.add_version(actor=world.director, pk=document.pk, upload=a_file(), changes="x", now=NOW)


def test_only_a_draft_is_discarded(world):
    document, draft = shared(world), a_document(world)

    with pytest.raises(UnableToShare, match="withdraw it instead"):
        operations.discard_draft(actor=world.director, pk=document.pk, now=NOW)
    operations.discard_draft(actor=world.director, pk=draft.pk, now=NOW)

    assert list(LibraryDocument.objects.all()) == [document]
    assert LibraryVersion.objects.count() == 1


# --- Who of the staff reads it ------------------------------------------------------------------


def test_staff_read_what_is_shared_with_them(world):
    TeacherFactory.create(user=world.teacher, department=world.tourism)
    everybodys = shared(world, partner_reach="none")
    above, ours, theirs = (shared(world, staff_reach="chosen") for _one in range(3))
    above.departments.set([world.centre])
    ours.departments.set([world.mechanics])
    theirs.departments.set([world.tourism])
    shared(world, staff_reach="none")
    a_document(world)

    def read_by(user):
        return set(LibraryDocument.objects.visible_to(user))

    assert read_by(world.head) == {everybodys, above, ours}
    assert read_by(world.teacher) == {everybodys, above, theirs}
    assert read_by(join(world.liaison)) == set()
    assert read_by(world.director) == set(LibraryDocument.objects.all())


def test_one_works_in_a_department_and_all_it_is_part_of(world):
    assert departments_above(world.officer, TODAY) == {world.mechanics.pk, world.centre.pk}
    assert departments_above(world.teacher, TODAY) == set()


# --- Behind the walls ---------------------------------------------------------------------------


def test_partners_see_what_is_shared_with_all_or_with_them(world):
    everybodys = shared(world)
    ours = shared(world, partner_reach="chosen")
    ours.enterprises.set([world.partner])
    forgotten = shared(world, partner_reach="none")
    forgotten.enterprises.set([world.partner])
    a_document(world, partner_reach="all")
    shared(world, valid_until=timezone.localdate() - 2 * DAY)

    assert at_portal(world.partner) == {everybodys.pk, ours.pk}
    assert at_portal(world.stranger) == {everybodys.pk}


def test_members_see_it_only_while_they_are_members(world):
    today = timezone.localdate()
    alliance = an_alliance(world)
    left = EnterpriseFactory.create(department=world.mechanics)
    coming = EnterpriseFactory.create(department=world.mechanics)
    a_member(alliance, left, ends_on=today - 2 * DAY)
    a_member(alliance, coming, starts_on=today + 2 * DAY)
    document = shared(world, partner_reach="chosen")
    document.alliances.set([alliance])

    assert at_portal(world.partner) == {document.pk}
    assert at_portal(left) == at_portal(coming) == at_portal(world.stranger) == set()


def test_only_the_latest_version_is_behind_the_wall(world):
    document, hidden = shared(world, versions=3), shared(world, partner_reach="none")

    with inside(enterprise_id=world.partner.pk, person_id=1):
        rows = [(one.parent_id, one.number) for one in LibraryVersion.objects.only(*LIBRARY_VERSION_COLUMNS)]

    assert rows == [(document.pk, 3)]
    assert hidden.versions.count() == 1


def test_a_merged_enterprise_takes_its_documents_along(world):
    double = EnterpriseFactory.create(department=world.mechanics)
    document = shared(world, partner_reach="chosen")
    document.enterprises.set([double, world.partner])
    other = shared(world, partner_reach="chosen")
    other.enterprises.set([double])
    version = other.versions.get()
    operations.note_download(version=version, user_id=world.director.pk, enterprise_id=double.pk, now=NOW)

    merge(actor=world.director, kept_pk=world.partner.pk, merged_pk=double.pk, now=NOW)

    assert at_portal(world.partner) == {document.pk, other.pk}
    assert LibraryDownload.objects.get().enterprise == world.partner


# --- Pages --------------------------------------------------------------------------------------


def test_a_document_is_entered_shared_and_fetched_at_the_portal(world):
    client, liaison = signed_in(world.director), join(world.liaison)
    sent = {
        "title": "校企合作协议范本",
        "kind": "template",
        "department": world.mechanics.pk,
        "staff_reach": "all",
        "partner_reach": "chosen",
        "enterprises": [world.partner.pk],
        "upload": a_file(),
    }
    answer = client.post(reverse("information:library_new"), sent)
    document = LibraryDocument.objects.get()
    assert answer.status_code == 302
    client.post(reverse("information:library_share", args=[document.pk]), {"tell_partners": "on"})
    assert told("library_shared") == [liaison.pk]

    portal = signed_in(liaison)
    found = portal.get(reverse("portal:library"), {"q": "范本", "kind": "template"}).content.decode()
    assert "校企合作协议范本" in found
    assert "校企合作协议范本" not in portal.get(reverse("portal:library"), {"q": "手册"}).content.decode()
    page = portal.get(reverse("portal:library_document", args=[document.pk])).content.decode()
    assert document.versions.get().sha256 in page
    answer = portal.get(reverse("portal:library_file", args=[document.pk]))

    assert b"".join(answer) == b"%PDF-1.7\n"
    row = LibraryDownload.objects.get()
    assert (row.user, row.enterprise, row.version.number) == (liaison, world.partner, 1)
    listed = client.get(f"{document.get_absolute_url()}?tab=downloads").content.decode()
    assert world.partner.name_en in listed
    exported = b"".join(client.get(reverse("information:library_downloads", args=[document.pk])))
    assert liaison.name in exported.decode("utf-8-sig")


def test_a_stranger_fetches_nothing_and_nothing_is_noted(world):
    document = shared(world, partner_reach="chosen")
    document.enterprises.set([world.partner])
    client = signed_in(join(world.stranger_liaison))

    for name in ("library_document", "library_file"):
        assert client.get(reverse(f"portal:{name}", args=[document.pk])).status_code == 404

    assert not LibraryDownload.objects.exists()


def test_readers_get_the_latest_version_and_keepers_any(world):
    document = shared(world, versions=2)

    def fetch(user, number):
        address = reverse("information:library_version", args=[document.pk, number])
        return signed_in(user).get(address).status_code

    assert (fetch(world.teacher, 2), fetch(world.teacher, 1), fetch(world.director, 1)) == (200, 404, 200)
    assert sorted(LibraryDownload.objects.values_list("user", "version__number")) == sorted(
        [(world.teacher.pk, 2), (world.director.pk, 1)]
    )


def test_readers_are_not_shown_who_else_fetched_it(world):
    document = shared(world)
    client = signed_in(world.teacher)

    assert client.get(document.get_absolute_url()).status_code == 200
    assert client.get(f"{document.get_absolute_url()}?tab=downloads").status_code == 404
    assert client.get(reverse("information:library_downloads", args=[document.pk])).status_code == 403


def test_who_narrows_it_to_all_forgets_those_chosen(world):
    document = shared(world, partner_reach="chosen")
    document.enterprises.set([world.partner])
    sent = {
        "title": "x",
        "kind": "guide",
        "staff_reach": "all",
        "partner_reach": "all",
        "enterprises": [world.partner.pk],
    }

    signed_in(world.director).post(reverse("information:library_edit", args=[document.pk]), sent)

    document.refresh_from_db()
    assert (document.partner_reach, document.enterprises.count()) == ("all", 0)


def test_the_list_is_searched_filtered_and_exported(world):
    alliance = an_alliance(world)
    shared(world, title="旧的", valid_until=timezone.localdate() - DAY)
    shared(world, title="联盟的", partner_reach="chosen").alliances.set([alliance])
    client, address = signed_in(world.director), reverse("information:library_list")

    outdated = client.get(address, {"outdated": "on"}).content.decode()
    of_alliance = client.get(address, {"alliances": alliance.pk}).content.decode()
    exported = b"".join(client.get(address, {"q": "联盟", "export": "csv"})).decode("utf-8-sig")

    assert ("旧的" in outdated, "联盟的" in outdated) == (True, False)
    assert ("旧的" in of_alliance, "联盟的" in of_alliance) == (False, True)
    assert ("旧的" in exported, "联盟的" in exported) == (False, True)


@pytest.mark.parametrize("where", ["information:library_list", "portal:library"])
def test_lists_cost_the_same_however_much_there_is(world, where):
    person = world.director if where.startswith("information") else join(world.liaison)
    client, address = signed_in(person), reverse(where)
    for number in (1, 9):
        for _one in range(number):
            shared(world)
        assert_query_count(where, client, address)
