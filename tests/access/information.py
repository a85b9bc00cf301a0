"""The rules of the addresses of announcements and tasks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from information.models import Announcement, AnnouncementFile, Assignment
from tests.access.posts import kept
from tests.access.rules import Rule, holder, me, portal, row, signed_in
from tests.information.announcing import a_draft, announced
from tests.information.assigning import a_task
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
    "me:announcements": me(),
    "me:announcement": me(announcement, arguments=key),
    "me:announcement_file": me(announcement, arguments=file),
}
