"""The rules of the addresses of courses for employees."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from tests.access.posts import liaisons
from tests.access.rules import Rule, holder, portal, row
from tests.training.teaching import NOW, a_course, enrolled
from tests.world import World
from training.models import Course, CourseCertificate, Enrolment, Fee, Session

READ, EDIT, CLOSE = (f"training.{name}" for name in ("read", "edit", "close"))


def course(world: World) -> Course:
    """For our partner only, with somebody of it, who owes."""
    found = Course.objects.first()
    if found is None:
        found = a_course(world, is_for_all=False, organiser=None)
        found.partners.add(world.partner)
        enrolled(found, world.partner)
    return found


def running(world: World) -> Course:
    found = course(world)
    Course.objects.filter(pk=found.pk).update(state="running")
    return found


def enrolment(world: World) -> Enrolment:
    return course(world).enrolments.get()


def fee(world: World) -> Fee:
    return Fee.objects.first() or Fee.objects.create(
        course=course(world), enterprise=world.partner, heads=1, amount=300, due_since=NOW.date()
    )


def certificate(world: World) -> CourseCertificate:
    one = enrolment(world)
    return CourseCertificate.objects.first() or CourseCertificate.objects.create(
        enrolment=one,
        number="TH-PX-2026-00001",
        holder=one.name,
        employer=world.partner.name,
        title="数控",
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        hours=8,
        content_sha256="0" * 64,
        file=ContentFile(b"%PDF-1.7\n", name="kept.pdf"),
        sha256="0" * 64,
        size=9,
        pages=1,
        issued_at=NOW,
    )


def of_course(capability: str = EDIT, **more: Any) -> Rule:
    return row(course, capability, read=READ, **more)


def session(world: World) -> dict[str, Any]:
    one = course(world)
    return {"pk": one.pk, "session_id": Session.objects.filter(course=one).values_list("pk", flat=True)[0]}


def own(**more: Any) -> Rule:
    more.setdefault("arguments", lambda world: {"pk": course(world).pk})
    return portal(course, **more)


RULES: dict[str, Rule] = {
    "training:course_list": holder(READ),
    "training:enrolment_list": holder(READ),
    "training:fee_list": holder(READ),
    "training:course_new": holder(EDIT),
    "training:course_detail": of_course(READ),
    **{
        f"training:course_{name}": of_course()
        for name in ("edit", "offer", "record", "begin", "cancel", "session_new", "enrol")
    },
    "training:course_close": of_course(CLOSE),
    "training:course_sheet": row(running, READ),
    "training:course_session_remove": of_course(arguments=session, method="POST"),
    "training:enrolment_withdraw": row(enrolment, EDIT, read=READ),
    "training:fee_pay": row(fee, EDIT, read=READ),
    "training:fee_waive": row(fee, CLOSE, read=READ),
    "training:fee_reopen": row(fee, CLOSE, read=READ),
    "training:certificate": row(certificate, READ),
    "portal:courses": portal(),
    "portal:course_people": portal(),
    "portal:course_fees": portal(),
    "portal:course": own(),
    "portal:course_enrol": liaisons(own()),
    "portal:course_withdraw": liaisons(
        own(
            arguments=lambda world: {"pk": course(world).pk, "enrolment_id": enrolment(world).pk},
            method="POST",
        )
    ),
    "portal:course_certificate": portal(certificate, arguments=lambda world: {"pk": certificate(world).pk}),
}
