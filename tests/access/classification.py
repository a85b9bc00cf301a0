"""The rule of every address of ours. Third parties' own pages are named by their prefix."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import CalendarFeed, Delegation
from accounts.operations import open_calendar_feed
from core.models import ExportSchedule, KeptExport, Notification, SavedView
from core.models.exports import exported_name
from tests.access import (
    activities,
    adjustments,
    agreements,
    alliances,
    alternation,
    assessments,
    care,
    compliance,
    days,
    ends,
    exchanges,
    governance,
    graduates,
    imports,
    indicators,
    information,
    inspections,
    needs,
    papers,
    partnerships,
    parttime,
    placements,
    portal,
    posts,
    practice,
    projects,
    promises,
    recognition,
    reports,
    resources,
    returns,
    rounds,
    signing,
    stories,
    students,
    teachers,
    training,
)
from tests.access.rules import Rule, everybodys, own, public, signed_in
from tests.world import World

THIRD_PARTY = ("admin:", "account_", "mfa_", "usersessions_")


def saved_view(world: World) -> SavedView:
    return SavedView.objects.create(owner=world.director, list_name="partnerships:enterprises", name="Mine")


def scheduled(world: World) -> ExportSchedule:
    return ExportSchedule.objects.create(view=saved_view(world), next_on=timezone.localdate())


def exported(world: World) -> KeptExport:
    now = timezone.now()
    name = default_storage.save(exported_name(), ContentFile(b"a,b"))
    return KeptExport.objects.create(
        owner=world.director,
        name="Mine",
        list_name="partnerships:enterprises",
        day=now.date(),
        made_at=now,
        rows=0,
        file=name,
        format="csv",
        scopes={"enterprise.read": {"everywhere": True, "departments": []}},
    )


def delegation(world: World) -> Delegation:
    today = timezone.localdate()
    return Delegation.objects.create(
        delegator=world.director,
        delegate=world.officer,
        starts_on=today + timedelta(30),
        ends_on=today + timedelta(31),
        reason="leave",
    )


def notification(world: World) -> Notification:
    now = timezone.now()
    return Notification.objects.create(
        key="matrix",
        kind="core.mail_refused",
        recipient=world.director,
        email=world.director.email,
        due_at=now,
        next_attempt_at=now,
    )


def calendar_of_the_director(world: World) -> CalendarFeed:
    return open_calendar_feed(actor=world.director, now=timezone.now())[0]


def secret_of_a_calendar(world: World) -> str:
    return open_calendar_feed(actor=world.director, now=timezone.now())[1]


RULES: dict[str, Rule] = {
    **exchanges.RULES,
    **imports.RULES,
    **indicators.RULES,
    **information.RULES,
    **inspections.RULES,
    **stories.RULES,
    **activities.RULES,
    **adjustments.RULES,
    **agreements.RULES,
    **alliances.RULES,
    **alternation.RULES,
    **assessments.RULES,
    **governance.RULES,
    **care.RULES,
    **compliance.RULES,
    **papers.RULES,
    **ends.RULES,
    **days.RULES,
    **graduates.RULES,
    **needs.RULES,
    **projects.RULES,
    **parttime.RULES,
    **partnerships.RULES,
    **placements.RULES,
    **portal.RULES,
    **signing.RULES,
    **posts.RULES,
    **practice.RULES,
    **promises.RULES,
    **recognition.RULES,
    **reports.RULES,
    **resources.RULES,
    **returns.RULES,
    **rounds.RULES,
    **students.RULES,
    **teachers.RULES,
    **training.RULES,
    "set_language": public("POST"),
    "insights:home": replace(signed_in(), leads_to_portal=True),
    "core:search": signed_in(),
    "core:view_save": signed_in("POST", list_name="enterprises"),
    "core:view_pin": own(saved_view, method="POST"),
    "core:view_schedule": own(saved_view),
    "core:exports": signed_in(),
    "core:export_file": own(exported),
    "core:export_stop": own(scheduled, method="POST"),
    "core:view_delete": own(saved_view, method="POST"),
    "core:inbox": everybodys(signed_in()),
    "core:read_all_notifications": everybodys(signed_in("POST")),
    "core:mail_choices": everybodys(signed_in(), open_to_inspectors=True),
    "core:open_notification": own(notification),
    "core:read_notification": own(notification, method="POST"),
    "core:icon": public(),
    "core:health_live": public(),
    "core:health_ready": public(),
    "accounts:logo": public(),
    "accounts:profile": signed_in(),
    "accounts:profile_edit": signed_in(),
    "accounts:delegation_new": signed_in(),
    "accounts:delegation_revoke": own(delegation, method="POST"),
    "accounts:calendar": signed_in(),
    "accounts:calendar_revoke": own(calendar_of_the_director, method="POST"),
    "calendar_feed": Rule(access="public", arguments=lambda world: {"secret": secret_of_a_calendar(world)}),
    "accounts:position_list": signed_in(),
}
