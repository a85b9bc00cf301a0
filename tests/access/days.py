"""The rules of the addresses of days at work: log, hours, leave, weeks of mentors, pay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from placements.models import Leave, LogEntry, LogFile, MentorWeek, Payment, Placement
from placements.weeks import end_of_month, monday_of, month_of, name_of_week
from signing.models import TaskLink
from tests.access.placements import EDIT, READ, placement
from tests.access.rules import Rule, holder, me, portal, row
from tests.world import World

# Guides the student: everything about their days is the instructor's as well.
INSTRUCTOR = ("class_teacher",)


def under_way(world: World) -> Placement:
    found = placement(world)
    if found.state != "in_progress":
        today = timezone.localdate()
        Placement.objects.filter(pk=found.pk).update(
            state="in_progress",
            starts_on=today - timedelta(days=40),
            started_on=today - timedelta(days=40),
            ends_on=today + timedelta(days=40),
            mentor=world.mentor,
            instructor=world.school_class.class_teacher,
        )
        found.refresh_from_db()
    return found


def entry(world: World) -> LogEntry:
    found = under_way(world)
    return LogEntry.objects.first() or LogEntry.objects.create(
        placement=found,
        happened_on=timezone.localdate(),
        text="Turned shafts.",
        written_at=timezone.now(),
    )


def file(world: World) -> LogFile:
    kept = LogFile.objects.first()
    if kept is None:
        kept = LogFile(
            parent=entry(world), name="x.txt", mime="text/plain", size=2, sha256="", added_at=timezone.now()
        )
        kept.file.save("", ContentFile(b"ok"))
    return kept


def leave(world: World) -> Leave:
    found = under_way(world)
    tomorrow = timezone.localdate() + timedelta(days=1)
    return Leave.objects.first() or Leave.objects.create(
        placement=found, first_on=tomorrow, last_on=tomorrow, reason="Dentist", asked_at=timezone.now()
    )


def payment(world: World) -> Payment:
    found = under_way(world)
    month = month_of(timezone.localdate())
    return Payment.objects.first() or Payment.objects.create(
        placement=found,
        month=month,
        period_from=month,
        period_until=end_of_month(month),
        recorded_at=timezone.now(),
    )


def week(world: World) -> MentorWeek:
    entry(world)
    return MentorWeek.objects.first() or MentorWeek.objects.create(
        contact=world.mentor,
        monday=monday_of(timezone.localdate()),
        asked_by=world.director,
        created_at=timezone.now(),
    )


def link(world: World) -> TaskLink:
    now = timezone.now()
    return TaskLink.objects.get_or_create(
        task="week",
        subject_id=week(world).pk,
        defaults={
            "name": world.mentor.name,
            "email": world.mentor.email,
            "channel": "email",
            "created_at": now,
            "sent_at": now,
            "opened_at": now,
            "expires_at": now + timedelta(days=7),
        },
    )[0]


def of(find: Any) -> Any:
    return lambda world: {"pk": find(world).pk}


def of_nothing_but(find: Any) -> Any:
    """For an address without arguments that asks for a record all the same."""

    def arguments(world: World) -> dict[str, int]:
        find(world)
        return {}

    return arguments


def of_instructor(find: Any, **more: Any) -> Rule:
    """For whoever instructs, or places students there."""
    arguments = more.pop("arguments", of(find))
    return row(under_way, EDIT, read=READ, also_for=INSTRUCTOR, arguments=arguments, **more)


def mine(find: Any, **more: Any) -> Rule:
    return me(find, arguments=of(find), **more)


def at_work_with(rule: Rule) -> Rule:
    """For the mentor and the liaisons, and no other colleague."""
    return replace(rule, only_for="liaison", also_for=("mentor",))


RULES: dict[str, Rule] = {
    "me:log": me(),
    "me:log_edit": mine(entry),
    "me:log_file": mine(file),
    "me:log_file_remove": mine(file, method="POST"),
    "me:days": me(),
    "me:days_hand_in": me(
        under_way,
        method="POST",
        arguments=lambda world: {"week": name_of_week(monday_of(under_way(world).starts_on))},
    ),
    "me:leave_new": me(under_way, arguments=of_nothing_but(under_way)),
    "me:leave_withdraw": mine(leave, method="POST"),
    "me:pay": me(),
    "me:pay_received": mine(payment, method="POST"),
    "me:pay_dispute": mine(payment),
    "portal:interns": portal(),
    "portal:intern": at_work_with(portal(under_way, arguments=of(under_way))),
    "portal:intern_file": at_work_with(portal(file, arguments=of(file))),
    "portal:week": portal(week, arguments=of(week), only_for="mentor"),
    "week:answer": Rule(access="public", arguments=lambda world: {"token": link(world).token}),
    "week:file": Rule(
        access="public", arguments=lambda world: {"token": link(world).token, "pk": file(world).pk}
    ),
    "placements:log_comment": of_instructor(entry, method="POST"),
    "placements:log_confirm": of_instructor(entry, method="POST"),
    "placements:log_return": of_instructor(entry, method="POST"),
    "placements:log_file": row(under_way, READ, also_for=INSTRUCTOR, arguments=of(file)),
    "placements:days_confirm": of_instructor(under_way, method="POST"),
    "placements:leave_decide": of_instructor(leave),
    "placements:mentor_week": row(under_way, EDIT, read=EDIT, also_for=INSTRUCTOR, arguments=of(week)),
    "placements:week_list": holder(READ),
    "placements:pay_month": holder(READ),
    "placements:payment_new": row(under_way, EDIT, read=READ, seen_by=INSTRUCTOR),
}
