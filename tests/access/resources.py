"""The rules of the addresses of resources, bookings and contributions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from resources.models import (
    Booking,
    Contribution,
    ContributionFile,
    ContributionStatement,
    Maintenance,
    Resource,
    ResourcePhoto,
)
from tests.access.rules import Rule, holder, portal, row
from tests.resources.resourcing import a_booking, a_contribution, a_maintenance, a_resource
from tests.world import ONE_PIXEL, World

READ, EDIT, BOOK, APPROVE = (f"resource.{act}" for act in ("read", "edit", "book", "approve"))
SEE, ENTER, CONFIRM = (f"contribution.{act}" for act in ("read", "edit", "confirm"))
COLLEAGUES = ("signatory", "mentor")


def ours(world: World) -> Resource:
    return Resource.objects.filter(enterprise=None).first() or a_resource(world)


def out(world: World) -> Resource:
    found = Resource.objects.filter(state="out").first()
    return found or a_resource(world, name="停用设备", state="out", out_reason="待修")


def theirs(world: World) -> Resource:
    found = Resource.objects.filter(enterprise=world.partner, state="active").first()
    return found or a_resource(world, name="企业车间", enterprise=world.partner, is_shared=False)


def proposal(world: World) -> Resource:
    """By a liaison, and not answered yet."""
    found = Resource.objects.filter(state="proposed").first()
    return found or a_resource(
        world,
        name="企业提出的车间",
        enterprise=world.partner,
        is_shared=False,
        by_enterprise=True,
        state="proposed",
    )


def kept(model: Any, parent: Any) -> Any:
    found = model.objects.filter(parent=parent).first()
    if found is None:
        found = model(
            parent=parent, name="a.png", mime="image/png", size=3, sha256="0" * 64, added_at=timezone.now()
        )
        found.file.save("", ContentFile(ONE_PIXEL), save=False)
        found.save()
    return found


def booking_in(state: str, *, hours: int = 48, of: Any = ours, by_enterprise: bool = False) -> Any:
    """One that begins so many hours from now."""

    def find(world: World) -> Booking:
        resource = of(world)
        found = Booking.objects.filter(state=state, resource=resource, by_enterprise=by_enterprise).first()
        if found is not None:
            return found
        begins = timezone.now() + timedelta(hours=hours + 5 * Booking.objects.count())
        return a_booking(
            resource,
            state=state,
            enterprise=world.partner,
            by_enterprise=by_enterprise,
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
        )

    return find


def maintenance(world: World) -> Maintenance:
    found = Maintenance.objects.first()
    begins = timezone.now() - timedelta(days=30)
    return found or a_maintenance(ours(world), starts_at=begins, ends_at=begins + timedelta(hours=1))


def given(state: str = "told", *, by_enterprise: bool = True) -> Any:
    def find(world: World) -> Contribution:
        rows = Contribution.objects.filter(state=state, by_enterprise=by_enterprise, reverses=None)
        found = rows.filter(enterprise=world.partner).first()
        return found or a_contribution(world.partner, state=state, by_enterprise=by_enterprise)

    return find


def statement(world: World) -> ContributionStatement:
    found = ContributionStatement.objects.first()
    return found or ContributionStatement.objects.create(
        enterprise=world.partner,
        department=world.partner.department,
        year=2025,
        version=1,
        number="TR-1",
        holder=world.partner.name,
        contents={},
        facts_sha256="0" * 64,
        content_sha256="0" * 64,
        ordered_at=timezone.now(),
        next_attempt_at=timezone.now(),
    )


def photo_of(find: Any) -> Any:
    return lambda world: {"pk": find(world).pk, "photo_id": kept(ResourcePhoto, find(world)).pk}


def file_of(find: Any) -> Any:
    return lambda world: {"pk": find(world).pk, "file_id": kept(ContributionFile, find(world)).pk}


def own(find: Any, method: Any = "GET") -> Rule:
    """For a liaison of the enterprise; colleagues see it and may not."""
    rule = portal(find, method=method, arguments=lambda world: {"pk": find(world).pk}, only_for="liaison")
    return replace(rule, seen_by=COLLEAGUES)


told, requested = given(), booking_in("requested")
of_theirs = booking_in("requested", hours=240, of=theirs)
past_of_theirs = booking_in("approved", hours=-240, of=theirs)
BOOKINGS = {
    "approve": (requested, APPROVE),
    "decline": (requested, APPROVE),
    "record_approval": (of_theirs, APPROVE),
    "cancel": (requested, BOOK),
    "use": (booking_in("approved", hours=-480), BOOK),
    "miss": (booking_in("approved", hours=-480), BOOK),
}
CONTRIBUTIONS = {
    "edit": (given(by_enterprise=False), ENTER),
    "confirm": (told, CONFIRM),
    "refuse": (told, CONFIRM),
    "record_confirmation": (given(by_enterprise=False), CONFIRM),
    "withdraw": (given(by_enterprise=False), ENTER),
    "annul": (given("confirmed"), CONFIRM),
    "reverse": (given("confirmed"), ENTER),
    "file_new": (told, ENTER),
}
# What the centre offers is every enterprise's to see.
OFFERED = portal(arguments=lambda world: {"pk": ours(world).pk})
RULES: dict[str, Rule] = {
    "resources:resource_list": holder(READ),
    "resources:resource_new": holder(EDIT),
    "resources:resource_detail": row(ours, READ),
    "resources:resource_edit": row(ours, EDIT),
    "resources:resource_take_out": row(ours, EDIT),
    "resources:resource_put_back": row(out, EDIT, method="POST"),
    "resources:resource_confirm": row(proposal, EDIT),
    "resources:resource_refuse": row(proposal, EDIT),
    "resources:resource_photo_new": row(ours, EDIT),
    "resources:resource_photo": row(ours, READ, arguments=photo_of(ours)),
    "resources:resource_photo_remove": row(ours, EDIT, method="POST", arguments=photo_of(ours)),
    "resources:resource_calendar": row(ours, READ),
    "resources:resource_events": row(ours, READ),
    "resources:booking_new": row(ours, BOOK),
    "resources:maintenance_new": row(ours, EDIT),
    "resources:maintenance_done": row(maintenance, EDIT),
    "resources:maintenance_call_off": row(maintenance, EDIT),
    "resources:booking_list": holder(READ),
    "resources:booking_detail": row(requested, READ),
    **{f"resources:booking_{name}": row(find, power) for name, (find, power) in BOOKINGS.items()},
    "resources:contribution_list": holder(SEE),
    "resources:contribution_totals": holder(SEE),
    "resources:contribution_new": holder(ENTER),
    "resources:contribution_new_of": row(
        lambda world: world.partner,
        ENTER,
        read="enterprise.read",
        arguments=lambda world: {"enterprise_id": world.partner.pk},
    ),
    "resources:contribution_detail": row(told, SEE),
    **{f"resources:contribution_{name}": row(find, power) for name, (find, power) in CONTRIBUTIONS.items()},
    "resources:contribution_file": row(told, SEE, arguments=file_of(told)),
    "resources:contribution_file_remove": row(
        given(by_enterprise=False), ENTER, method="POST", arguments=file_of(given(by_enterprise=False))
    ),
    "resources:statement_list": holder(SEE),
    "resources:statement_new": holder(CONFIRM),
    "resources:statement": row(statement, SEE),
    "portal:resources": portal(),
    "portal:resource_new": replace(
        portal(only_for="liaison"), also_for=("stranger_liaison",), seen_by=COLLEAGUES
    ),
    "portal:resource_edit": own(proposal),
    "portal:resource_withdraw": own(proposal, "POST"),
    "portal:resource": OFFERED,
    "portal:resource_events": OFFERED,
    "portal:resource_photo": portal(arguments=photo_of(ours)),
    "portal:booking_new": replace(
        portal(arguments=lambda world: {"pk": ours(world).pk}, only_for="liaison"),
        also_for=("stranger_liaison",),
        seen_by=COLLEAGUES,
    ),
    "portal:booking": portal(requested, arguments=lambda world: {"pk": requested(world).pk}),
    "portal:booking_approve": own(of_theirs, "POST"),
    "portal:booking_decline": own(of_theirs),
    "portal:booking_cancel": own(requested),
    "portal:booking_use": own(past_of_theirs),
    "portal:contributions": portal(),
    "portal:contribution_new": replace(
        portal(only_for="liaison"), also_for=("stranger_liaison",), seen_by=COLLEAGUES
    ),
    "portal:contribution": portal(told, arguments=lambda world: {"pk": told(world).pk}),
    "portal:contribution_edit": own(told),
    "portal:contribution_confirm": own(given(by_enterprise=False), "POST"),
    "portal:contribution_refuse": own(given(by_enterprise=False)),
    "portal:contribution_withdraw": own(told),
    "portal:contribution_reverse": own(given("confirmed")),
    "portal:contribution_file_new": own(told),
    "portal:contribution_file": portal(told, arguments=file_of(told)),
    "portal:contribution_statement_new": replace(
        portal(only_for="liaison"), also_for=("stranger_liaison",), seen_by=COLLEAGUES
    ),
    "portal:contribution_statement": portal(statement, arguments=lambda world: {"pk": statement(world).pk}),
}
