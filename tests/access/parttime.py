"""The rules of the addresses of part-time teachers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from teachers.models import (
    Appointment,
    AppointmentFile,
    AppointmentObjection,
    AppointmentState,
    Engagement,
    NeedState,
    PartTimeNeed,
    PartTimeTeacher,
)
from tests.access.posts import kept
from tests.access.rules import Rule, holder, portal, row
from tests.teachers.parttiming import a_need, a_technician, serving, taught
from tests.world import World

READ, EDIT, VET = (f"parttime.{name}" for name in ("read", "edit", "vet"))
S = AppointmentState
LIAISON, COLLEAGUES = "liaison", ("signatory", "mentor")


def person(world: World) -> PartTimeTeacher:
    return PartTimeTeacher.objects.first() or a_technician(world.mechanics, trained_on=date(2026, 1, 5))


def need_in(state: str) -> Any:
    def find(world: World) -> PartTimeNeed:
        found = PartTimeNeed.objects.filter(state=state).first()
        return found or a_need(world.mechanics, state=state)

    return find


published, draft = need_in(NeedState.PUBLISHED), need_in(NeedState.DRAFT)


def appointment_in(state: str) -> Any:
    def find(world: World) -> Appointment:
        said: dict[str, Any] = {"state": state}
        if state == S.PROPOSED:
            said |= {"vetted_on": None, "publicised_from": None, "publicised_until": None, "agreed_on": None}
        if state != S.INDUCTED:
            said["inducted_on"] = None
        found = Appointment.objects.filter(state=state).first()
        return found or serving(person(world), published(world), **said)

    return find


inducted = appointment_in(S.INDUCTED)
ACTS = {
    "edit": (S.PROPOSED, EDIT),
    "vet": (S.PROPOSED, VET),
    "publicise": (S.VETTED, VET),
    "write": (S.VETTED, EDIT),
    "agree": (S.PUBLICISED, EDIT),
    "induct": (S.AGREED, EDIT),
    "end": (S.INDUCTED, EDIT),
    "refuse": (S.PROPOSED, VET),
    "withdraw": (S.PROPOSED, EDIT),
}


def engagement(world: World) -> Engagement:
    return Engagement.objects.first() or taught(inducted(world), None)


def file(world: World) -> dict[str, Any]:
    one = inducted(world)
    return {"pk": one.pk, "file_id": kept(AppointmentFile, one).pk}


def public(world: World) -> Appointment:
    """One that everybody of the centre may read about today."""
    today = timezone.localdate()
    said = {"publicised_from": today, "publicised_until": today, "inducted_on": None, "agreed_on": None}
    rows = Appointment.objects.filter(state=S.PUBLICISED, publicised_until=today)
    return rows.first() or serving(person(world), a_need(world.mechanics), state=S.PUBLICISED, **said)


def objection(world: World) -> AppointmentObjection:
    return AppointmentObjection.objects.first() or AppointmentObjection.objects.create(
        appointment=public(world),
        reason="试讲未通过。",
        from_outside="李女士",
        objected_on=timezone.localdate(),
        made_by=world.administrator,
        made_at=timezone.now(),
    )


RULES: dict[str, Rule] = {
    "teachers:part_timer_list": holder(READ),
    "teachers:part_timer_new": holder(EDIT),
    "teachers:part_timer_new_of": row(
        lambda world: world.partner,
        EDIT,
        read="enterprise.read",
        arguments=lambda world: {"enterprise_id": world.partner.pk},
    ),
    "teachers:part_timer_detail": row(person, READ),
    "teachers:part_timer_edit": row(person, EDIT),
    "teachers:part_timer_employer": row(person, EDIT),
    "teachers:part_timer_employer_of": row(
        person,
        EDIT,
        arguments=lambda world: {"pk": person(world).pk, "enterprise_id": world.partner.pk},
    ),
    "teachers:part_time_standing": holder(READ),
    "teachers:need_list": holder(READ),
    "teachers:need_new": holder(EDIT),
    "teachers:need_detail": row(published, READ),
    "teachers:need_edit": row(draft, EDIT),
    "teachers:need_publish": row(draft, EDIT, method="POST"),
    "teachers:need_close": row(published, EDIT, method="POST"),
    "teachers:need_propose": row(published, EDIT),
    "teachers:appointment_list": holder(READ),
    "teachers:appointment_detail": row(inducted, READ),
    "teachers:appointment_check": row(appointment_in(S.PROPOSED), READ, method="POST"),
    "teachers:appointment_agreement": row(inducted, READ),
    "teachers:appointment_file": row(inducted, READ, arguments=file),
    **{
        f"teachers:appointment_{name}": row(appointment_in(state), power)
        for name, (state, power) in ACTS.items()
    },
    "teachers:appointment_object": Rule(access="signed in", arguments=lambda world: {"pk": public(world).pk}),
    "teachers:appointment_objection_answer": row(objection, VET, read=VET),
    "teachers:engagement_list": holder(READ),
    "teachers:engagement_new": row(inducted, EDIT),
    "teachers:engagement_edit": row(engagement, EDIT),
    "teachers:engagement_hours": row(engagement, EDIT),
    "teachers:engagement_assess": row(engagement, EDIT),
    "teachers:engagement_remove": row(engagement, EDIT, method="POST"),
    "portal:part_timers": portal(),
    "portal:need": portal(arguments=lambda world: {"pk": published(world).pk}),
    "portal:need_propose": replace(
        portal(arguments=lambda world: {"pk": published(world).pk}),
        only_for=LIAISON,
        also_for=("stranger_liaison",),
        seen_by=COLLEAGUES,
    ),
}
