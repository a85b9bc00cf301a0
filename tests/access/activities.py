"""The rules of the addresses of activities of students."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from placements.models import ActivityFile, StudentActivity
from tests.access.posts import NOW, kept
from tests.access.rules import Rule, holder, me, row
from tests.access.students import CLASS_TEACHER
from tests.world import World

READ, EDIT = "student.read", "student.edit"


def activity(world: World) -> StudentActivity:
    return StudentActivity.objects.first() or StudentActivity.objects.create(
        student=world.student,
        kind="ethics",
        title="Talk",
        role="Listened",
        starts_on=NOW.date() - timedelta(days=3),
        ends_on=NOW.date() - timedelta(days=3),
        hours=2,
        written_at=NOW,
    )


def of_student(world: World) -> dict[str, Any]:
    return {"pk": activity(world).pk}


def file_of(world: World) -> dict[str, Any]:
    return {"pk": activity(world).pk, "file_id": kept(ActivityFile, activity(world)).pk}


def own_file(world: World) -> dict[str, Any]:
    return {"pk": kept(ActivityFile, activity(world)).pk}


RULES: dict[str, Rule] = {
    "placements:activity_list": replace(holder(READ), also_for=CLASS_TEACHER),
    "placements:activity_detail": row(activity, READ, also_for=CLASS_TEACHER),
    "placements:activity_file": row(activity, READ, also_for=CLASS_TEACHER, arguments=file_of),
    "placements:activity_confirm": row(activity, EDIT, read=READ, also_for=CLASS_TEACHER, method="POST"),
    "placements:activity_return": row(activity, EDIT, read=READ, also_for=CLASS_TEACHER),
    "me:activities": me(),
    "me:activity_new": me(),
    "me:activity_edit": me(activity, arguments=of_student),
    "me:activity_withdraw": me(activity, arguments=of_student, method="POST"),
    "me:activity_file": me(activity, arguments=own_file),
    "me:activity_file_remove": me(activity, arguments=own_file, method="POST"),
}
