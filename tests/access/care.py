"""The rules of the addresses of visits, concerns and guardians' pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from core.access import THE_SYSTEM
from internships.models import Student
from placements.guardian_links import NAME, expiry
from placements.models import (
    Concern,
    ConcernFile,
    Consent,
    GuardianPage,
    Leave,
    Placement,
    PlacementChange,
    PlacementState,
    SupervisionVisit,
    VisitedStudent,
    VisitFile,
)
from placements.operations.changes import ask_change
from placements.operations.concerns import name_reader, raise_concern, set_action
from signing.models import TaskLink
from tests.access.placements import LOOKS_ON, placement
from tests.access.posts import NOW, kept, plan
from tests.access.rules import Rule, holder, me, own, portal, row, signed_in
from tests.access.students import CLASS_TEACHER
from tests.world import World

READ, EDIT = "placement.read", "placement.edit"
HANDLE = "concern.handle"


def at_work(world: World) -> Placement:
    """The student is at the host, with the partner's mentor."""
    found = placement(world)
    Placement.objects.filter(pk=found.pk).update(
        state=PlacementState.IN_PROGRESS, started_on=found.starts_on, mentor=world.mentor
    )
    found.refresh_from_db()
    return found


def visit(world: World) -> SupervisionVisit:
    found = SupervisionVisit.objects.first()
    if found is None:
        about = at_work(world)
        found = SupervisionVisit.objects.create(
            enterprise=about.enterprise,
            department=about.department,
            visited_on=about.starts_on,
            summary="Clean",
            created_at=NOW,
        )
        VisitedStudent.objects.create(visit=found, placement=about)
    return found


def file_of_visit(world: World) -> dict[str, Any]:
    return {"pk": visit(world).pk, "file_id": kept(VisitFile, visit(world)).pk}


def concern_of(world: World, raised_by: str, **raiser: Any) -> Concern:
    """One raised by somebody, with a file; made once for a world."""
    found = Concern.objects.filter(raised_by=raised_by).first()
    if found is None:
        found = raise_concern(
            placement_id=at_work(world).pk,
            raised_by=raised_by,
            text="Something is wrong",
            severity="minor",
            now=NOW,
            uploads=[ContentFile(b"%PDF-1.7\n", name="paper.pdf")],
            **raiser,
        )
        action = set_action(
            actor=world.director,
            pk=found.pk,
            text="Ask",
            owner=world.director,
            due_on=NOW.date(),
            now=NOW,
        )
        assert action.pk
    return found


def concern(world: World) -> Concern:
    return concern_of(world, "student", actor=world.student.user or THE_SYSTEM)


def concern_of_mentor(world: World) -> Concern:
    return concern_of(world, "mentor", actor=world.mentor.user or THE_SYSTEM, contact=world.mentor)


def concern_of_director(world: World) -> Concern:
    return concern_of(world, "staff", actor=world.director)


def file_of(find: Any) -> Any:
    def arguments(world: World) -> dict[str, Any]:
        about = find(world)
        return {"pk": about.pk, "file_id": ConcernFile.objects.filter(parent=about).first().pk}

    return arguments


def reader(world: World) -> dict[str, Any]:
    about = concern(world)
    found = about.readers.first()
    if found is None:
        name_reader(actor=world.director, pk=about.pk, user=world.lawyer, now=NOW)
        found = about.readers.get()
    return {"pk": about.pk, "reader_id": found.pk}


def action(world: World) -> dict[str, Any]:
    return {"pk": concern(world).actions.get().pk}


def of_concern(**more: Any) -> Rule:
    return row(concern, HANDLE, read=HANDLE, **more)


def guardian(world: World) -> dict[str, Any]:
    return {"pk": world.guardian.pk}


def of_guardian(**more: Any) -> Rule:
    return row(
        lambda world: world.student,
        "student.edit",
        read="student.read",
        also_for=CLASS_TEACHER,
        arguments=guardian,
        **more,
    )


def link(world: World) -> TaskLink:
    page, _made = GuardianPage.objects.get_or_create(
        guardian=world.guardian, defaults={"given_by": world.director, "given_at": NOW}
    )
    found = TaskLink.objects.filter(task=NAME).first()
    return found or TaskLink.objects.create(
        task=NAME,
        subject_id=page.pk,
        name="x",
        channel="by_hand",
        created_at=NOW,
        sent_at=NOW,
        opened_at=NOW,
        expires_at=expiry(page, now=NOW),
    )


def concern_of_guardian(world: World) -> Concern:
    return concern_of(world, "guardian", actor=THE_SYSTEM, guardian=world.guardian)


def consent_of_guardian(world: World) -> Consent:
    found, _made = Consent.objects.get_or_create(
        placement=at_work(world),
        party="guardian",
        state="asked",
        defaults={
            "guardian": world.guardian,
            "name": world.guardian.name,
            "asked_by": world.director,
            "asked_at": NOW,
            "due_on": timezone.localdate(NOW) + timedelta(days=7),
            "recorded_at": NOW,
        },
    )
    return found


def leave_of_child(world: World) -> Leave:
    """Asked for by a student who is under age."""
    about = at_work(world)
    Student.objects.filter(pk=about.student_id).update(born_on=about.starts_on - timedelta(days=17 * 365))
    return Leave.objects.first() or Leave.objects.create(
        placement=about, first_on=about.starts_on, last_on=about.starts_on, reason="Ill", asked_at=NOW
    )


def by_link(arguments: Any = lambda world: {}) -> Rule:
    """Open to whoever has the address, signed in or not."""
    return Rule(access="public", arguments=lambda world: {"token": link(world).token} | arguments(world))


def change(world: World) -> PlacementChange:
    """What the student asks for."""
    return PlacementChange.objects.first() or ask_change(
        actor=world.student.user or THE_SYSTEM,
        placement_id=at_work(world).pk,
        kind="early_end",
        asked_by="student",
        reason="Homesick",
        now=NOW,
    )


def of_change() -> Rule:
    return row(change, EDIT, read=READ, seen_by=LOOKS_ON)


def mentors() -> Rule:
    """What others of the enterprises know of, and may not do."""
    return replace(portal(), only_for="mentor", seen_by=("liaison", "signatory", "stranger_liaison"))


def of_guardians_concern(world: World) -> dict[str, Any]:
    return {"pk": concern_of_guardian(world).pk}


RULES: dict[str, Rule] = {
    "placements:visits_due": signed_in(),
    "placements:visit_list": holder(READ),
    "placements:visit_detail": row(visit, READ, also_for=LOOKS_ON),
    "placements:visit_edit": row(visit, EDIT, read=READ, seen_by=LOOKS_ON),
    "placements:visit_file": row(visit, READ, also_for=LOOKS_ON, arguments=file_of_visit),
    "placements:visit_new": row(at_work, EDIT, read=READ, seen_by=LOOKS_ON),
    "placements:visit_frequency": row(plan, "plan.edit"),
    "placements:change_list": holder(READ),
    "placements:concern_new": row(at_work, READ, also_for=LOOKS_ON),
    "placements:concern_list": holder(HANDLE),
    "placements:concerns_mine": signed_in(),
    "placements:concern_mine": own(concern_of_director),
    "placements:concern_more": own(concern_of_director),
    "placements:concern_mine_file": Rule(
        access="own", row=concern_of_director, arguments=file_of(concern_of_director)
    ),
    "placements:concern_detail": of_concern(),
    "placements:concern_file": of_concern(arguments=file_of(concern)),
    "placements:concern_look_into": of_concern(method="POST"),
    "placements:concern_take_up_again": of_concern(method="POST"),
    "placements:concern_incident": of_concern(method="POST"),
    "placements:concern_note": of_concern(),
    "placements:concern_reader_new": of_concern(),
    "placements:concern_reader_remove": of_concern(arguments=reader, method="POST"),
    "placements:concern_action_new": of_concern(),
    "placements:concern_action_done": of_concern(arguments=action),
    **{
        f"placements:concern_{name}": of_concern()
        for name in ("settle", "not_uphold", "affected", "vetting", "interrupt")
    },
    "placements:guardian_reach": of_guardian(),
    "placements:guardian_show": of_guardian(method="POST"),
    "placements:guardian_revoke": of_guardian(method="POST"),
    "placements:change_record": row(at_work, EDIT, read=READ, seen_by=LOOKS_ON),
    "placements:change_now": row(
        at_work,
        EDIT,
        read=READ,
        seen_by=LOOKS_ON,
        arguments=lambda world: {"pk": at_work(world).pk, "kind": "dates"},
    ),
    "placements:change_apply": of_change(),
    "placements:change_refuse": of_change(),
    "placements:host_leave": row(lambda world: world.partner, EDIT, read="enterprise.read"),
    "me:changes": me(),
    "me:change_ask": me(),
    "me:change_withdraw": me(change, method="POST", arguments=lambda world: {"pk": change(world).pk}),
    "guardian:page": by_link(),
    "guardian:consent": by_link(lambda world: {"pk": consent_of_guardian(world).pk}),
    "guardian:leave": by_link(lambda world: {"pk": leave_of_child(world).pk}),
    "guardian:concern_new": by_link(),
    "guardian:concern": by_link(of_guardians_concern),
    "guardian:concern_more": by_link(of_guardians_concern),
    "guardian:concern_file": by_link(file_of(concern_of_guardian)),
    "me:concerns": me(),
    "me:concern_new": me(),
    "me:concern": me(concern, arguments=lambda world: {"pk": concern(world).pk}),
    "me:concern_more": me(concern, arguments=lambda world: {"pk": concern(world).pk}),
    "me:concern_file": me(concern, arguments=file_of(concern)),
    "portal:concerns": mentors(),
    "portal:concern_new": mentors(),
    "portal:concern": portal(
        concern_of_mentor, arguments=lambda world: {"pk": concern_of_mentor(world).pk}, only_for="mentor"
    ),
    "portal:concern_more": portal(
        concern_of_mentor, arguments=lambda world: {"pk": concern_of_mentor(world).pk}, only_for="mentor"
    ),
    "portal:concern_file": portal(concern_of_mentor, arguments=file_of(concern_of_mentor), only_for="mentor"),
}
