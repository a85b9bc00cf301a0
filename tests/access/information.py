"""The rules of the addresses of announcements, tasks and the library."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from information.models import Announcement, AnnouncementFile, Assignment, LibraryDocument
from tests.access.posts import kept
from tests.access.rules import Rule, holder, me, portal, row, signed_in
from tests.information.announcing import a_draft, announced
from tests.information.assigning import a_task
from tests.information.sharing import a_document, shared
from tests.world import World

READ, EDIT = "announcement.read", "announcement.edit"


def announcement(world: World) -> Announcement:
    found = Announcement.objects.first()
    return found or announced(world, world.liaison.user, world.student.user)


def draft(world: World) -> Announcement:
    return Announcement.objects.first() or a_draft(world, audience=["staff"])


def key(world: World) -> dict[str, Any]:
    return {"pk": announcement(world).pk}


def file(world: World) -> dict[str, Any]:
    one = announcement(world)
    return {"pk": one.pk, "file_id": kept(AnnouncementFile, one).pk}


def task(world: World) -> Assignment:
    """The teacher's, given by nobody of the world, so that powers alone let others see it."""
    return Assignment.objects.first() or a_task(world, giver=None)


def library_draft(world: World) -> LibraryDocument:
    return LibraryDocument.objects.first() or a_document(world)


def shared_document(world: World) -> LibraryDocument:
    """With none of the staff, so that powers alone let them see it, and with our partner."""
    found = LibraryDocument.objects.first()
    if found is None:
        found = shared(world, staff_reach="none", partner_reach="chosen")
        found.enterprises.set([world.partner])
    return found


def version(world: World) -> dict[str, Any]:
    return {"pk": shared_document(world).pk, "number": 1}


def library_key(world: World) -> dict[str, Any]:
    return {"pk": shared_document(world).pk}


RULES: dict[str, Rule] = {
    "information:announcement_board": signed_in(),
    "information:announcement_list": holder(READ),
    "information:announcement_new": holder(EDIT),
    "information:announcement_detail": row(announcement, READ),
    "information:announcement_file": row(announcement, READ, arguments=file),
    "information:announcement_edit": row(announcement, EDIT),
    "information:announcement_attach": row(announcement, EDIT),
    "information:announcement_readers": row(announcement, EDIT),
    "information:announcement_withdraw": row(announcement, EDIT),
    "information:announcement_publish": row(draft, EDIT),
    "information:announcement_discard": row(draft, EDIT),
    "information:announcement_file_remove": row(announcement, EDIT, arguments=file, method="POST"),
    "portal:announcements": portal(),
    "portal:announcement": replace(portal(announcement, arguments=key), only_for="liaison"),
    "portal:announcement_file": replace(portal(announcement, arguments=file), only_for="liaison"),
    "information:assignment_board": signed_in(),
    "information:assignment_list": signed_in(),
    "information:assignment_new": signed_in(),
    "information:assignment_detail": row(task, "assignment.read", also_for=("teacher",)),
    "information:assignment_finish": row(task, "assignment.edit", also_for=("teacher",)),
    "information:assignment_give_up": row(task, "assignment.edit", also_for=("teacher",)),
    "information:assignment_hand_over": row(task, "assignment.edit", also_for=("teacher",)),
    "information:assignment_edit": row(task, "assignment.edit", seen_by=("teacher",)),
    "information:library_list": signed_in(),
    "information:library_new": holder("library.edit"),
    "information:library_detail": row(shared_document, "library.read"),
    "information:library_version": row(shared_document, "library.read", arguments=version),
    "information:library_edit": row(shared_document, "library.edit"),
    "information:library_version_new": row(shared_document, "library.edit"),
    "information:library_downloads": row(shared_document, "library.edit"),
    "information:library_withdraw": row(shared_document, "library.edit"),
    "information:library_share": row(library_draft, "library.edit"),
    "information:library_discard": row(library_draft, "library.edit"),
    "portal:library": portal(),
    "portal:library_document": portal(shared_document, arguments=library_key),
    "portal:library_file": portal(shared_document, arguments=library_key),
    "me:announcements": me(),
    "me:announcement": me(announcement, arguments=key),
    "me:announcement_file": me(announcement, arguments=file),
}
