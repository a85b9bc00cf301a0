"""The rules of the addresses of teachers' practice in enterprises and of posts for teachers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from signing.models import TaskLink
from teachers.models import Opening, Practice, PracticeChange, PracticeEntry, PracticeFile, Teacher
from tests.access.posts import kept
from tests.access.rules import Rule, holder, portal, row
from tests.teachers.practising import NOW, an_opening, practised
from tests.world import World

READ, PLAN, APPROVE, ACCEPT = (f"practice.{name}" for name in ("read", "plan", "approve", "accept"))
# The teacher whose practice it is.
TEACHER = ("class_teacher",)
STATES = {
    "edit": "planned",
    "approve": "planned",
    "return": "planned",
    "begin": "approved",
    "submit": "under_way",
    "accept": "submitted",
    "send_back": "submitted",
    "evaluation": "submitted",
    "reopen": "accepted",
    "cancel": "approved",
    "ask": "submitted",
    "end_early": "approved",
    "prolong": "approved",
    "guide": "approved",
}


def teacher(world: World) -> Teacher:
    found = world.school_class.class_teacher
    assert found is not None
    return found


def practice(world: World, state: str = "under_way") -> Practice:
    return Practice.objects.filter(state=state).first() or practised(
        teacher(world), world.partner, date(2026, 3, 2), date(2026, 3, 27), state=state
    )


def entry(world: World) -> PracticeEntry:
    return PracticeEntry.objects.first() or PracticeEntry.objects.create(
        practice=practice(world), happened_on=date(2026, 3, 2), text="Came in.", written_at=NOW
    )


def change(world: World) -> PracticeChange:
    return PracticeChange.objects.first() or PracticeChange.objects.create(
        practice=practice(world, "approved"),
        kind="prolongation",
        old_ends_on=date(2026, 3, 27),
        new_ends_on=date(2026, 4, 3),
        reason="The machine came late.",
        asked_at=NOW,
    )


def opening(world: World) -> Opening:
    return Opening.objects.first() or an_opening(world)


def in_state(name: str) -> Any:
    return lambda world: practice(world, STATES[name])


def of_practice(name: str, capability: str) -> Rule:
    find = in_state(name)
    if capability == PLAN:
        return row(find, PLAN, read=READ, also_for=TEACHER)
    return row(find, capability, read=READ, seen_by=TEACHER)


def theirs(find: Any, **more: Any) -> Rule:
    return portal(find, arguments=lambda world: {"pk": find(world).pk}, **more)


# Who signs, or guides somebody else, reads the same pages at most.
LIAISON, COLLEAGUES = "liaison", ("signatory", "mentor")


def token_of_link(world: World) -> str:
    now = timezone.now()
    about = practice(world, "submitted")
    Practice.objects.filter(pk=about.pk).update(decided_by=world.director)
    link, _made = TaskLink.objects.get_or_create(
        task="practice",
        subject_id=about.pk,
        defaults={
            "name": "x",
            "channel": "by_hand",
            "created_at": now,
            "sent_at": now,
            "opened_at": now,
            "expires_at": now + timedelta(days=7),
        },
    )
    return link.token


RULES: dict[str, Rule] = {
    "practice_by_link:answer": Rule(access="public", arguments=lambda world: {"token": token_of_link(world)}),
    "teachers:my_practice": row(
        teacher, "no.power", read="no.power", also_for=TEACHER, arguments=lambda world: {}
    ),
    "teachers:practice_list": holder(READ),
    "teachers:practice_owed": holder(READ),
    "teachers:practice_departments": holder(READ),
    "teachers:practice_host_choices": row(
        teacher,
        READ,
        also_for=TEACHER,
        arguments=lambda world: {},
    ),
    "teachers:practice_detail": row(practice, READ, also_for=TEACHER),
    **{
        f"teachers:practice_{name}": of_practice(name, capability)
        for name, capability in {
            "edit": PLAN,
            "approve": APPROVE,
            "return": APPROVE,
            "begin": PLAN,
            "submit": PLAN,
            "accept": ACCEPT,
            "send_back": ACCEPT,
            "evaluation": ACCEPT,
            "ask": ACCEPT,
            "reopen": ACCEPT,
            "cancel": PLAN,
            "end_early": PLAN,
            "prolong": PLAN,
            "guide": PLAN,
        }.items()
    },
    "teachers:practice_change_approve": row(change, APPROVE, read=READ, seen_by=TEACHER),
    "teachers:practice_change_refuse": row(change, APPROVE, read=READ, seen_by=TEACHER),
    "teachers:practice_change_withdraw": row(change, PLAN, read=READ, also_for=TEACHER),
    "teachers:practice_guide_choices": row(
        teacher,
        READ,
        also_for=TEACHER,
        arguments=lambda world: {},
    ),
    "teachers:practice_entry_new": row(practice, PLAN, read=READ, also_for=TEACHER),
    "teachers:practice_entry_edit": row(entry, PLAN, read=READ, also_for=TEACHER),
    "teachers:practice_entry_remove": row(entry, PLAN, read=READ, also_for=TEACHER, method="POST"),
    "teachers:practice_file": row(
        entry,
        READ,
        also_for=TEACHER,
        arguments=lambda world: {"pk": kept(PracticeFile, entry(world)).pk},
    ),
    "teachers:practice_new": row(
        teacher,
        PLAN,
        read="teacher.read",
        also_for=TEACHER,
        arguments=lambda world: {"teacher_id": teacher(world).pk},
    ),
    "teachers:practice_record": row(
        teacher,
        ACCEPT,
        read="teacher.read",
        seen_by=TEACHER,
        arguments=lambda world: {"teacher_id": teacher(world).pk},
    ),
    "teachers:opening_list": Rule(access="holder", capability=READ, also_for=TEACHER),
    "teachers:opening_new": holder(PLAN),
    "teachers:opening_new_for": row(
        lambda world: world.partner,
        PLAN,
        read="enterprise.read",
        arguments=lambda world: {"enterprise_id": world.partner.pk},
    ),
    "teachers:opening_detail": row(opening, READ, also_for=TEACHER),
    "teachers:opening_edit": row(opening, PLAN, read=READ, seen_by=TEACHER),
    "teachers:opening_close": row(opening, PLAN, read=READ, seen_by=TEACHER, method="POST"),
    "teachers:opening_reopen": row(opening, PLAN, read=READ, seen_by=TEACHER, method="POST"),
    "portal:openings": portal(),
    "portal:opening_new": replace(
        portal(), only_for=LIAISON, also_for=("stranger_liaison",), seen_by=COLLEAGUES
    ),
    "portal:opening": theirs(opening),
    "portal:opening_edit": replace(theirs(opening, only_for=LIAISON), seen_by=COLLEAGUES),
    **{
        f"portal:opening_{act}": replace(theirs(opening, only_for=LIAISON, method="POST"), seen_by=COLLEAGUES)
        for act in ("close", "reopen")
    },
    "portal:practices": portal(),
    "portal:practice": theirs(practice, only_for=LIAISON),
    "portal:practice_evaluate": theirs(practice, only_for=LIAISON),
}
