"""The rules of the addresses of plans, hosts and posts, at the staff's pages and at the portal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.files.base import ContentFile

from internships.models import Filing, FilingScan, HostVisit, HostVisitReport, Plan, PlanDocument, Post
from tests.access.rules import Rule, holder, me, portal, row, signed_in
from tests.internships.placing import NOW, TODAY, a_post, open_plan, vet
from tests.world import World

READ, EDIT, APPROVE = (f"post.{name}" for name in ("read", "edit", "approve"))
PLAN_READ, PLAN_EDIT = "plan.read", "plan.edit"
VET = "host.vet"


def plan(world: World) -> Plan:
    return Plan.objects.first() or open_plan(world)


def post(world: World) -> Post:
    return Post.objects.first() or a_post(world, plan=plan(world))


def visit(world: World) -> HostVisit:
    return HostVisit.objects.first() or vet(world)


def kept(model: Any, parent: Any, **fields: Any) -> Any:
    """A file beside a record; made once for a world."""
    return model.objects.first() or model.objects.create(
        parent=parent,
        file=ContentFile(b"%PDF-1.7\n", name="kept.pdf"),
        name="kept.pdf",
        mime="application/pdf",
        size=9,
        sha256="0" * 64,
        added_at=NOW,
        **fields,
    )


def document(world: World) -> dict[str, Any]:
    return {"pk": plan(world).pk, "file_id": kept(PlanDocument, plan(world), kind="safety_rules").pk}


def scan(world: World) -> dict[str, Any]:
    filing = Filing.objects.first() or Filing.objects.create(
        plan=plan(world), kind="before_start", number="17", authority="Bureau", filed_on=TODAY
    )
    return {"pk": plan(world).pk, "file_id": kept(FilingScan, filing).pk}


def report(world: World) -> dict[str, Any]:
    return {"pk": visit(world).pk, "file_id": kept(HostVisitReport, visit(world)).pk}


def of_post(capability: str = EDIT, **more: Any) -> Rule:
    return row(post, capability, **more)


def of_plan(capability: str = PLAN_EDIT, **more: Any) -> Rule:
    return row(plan, capability, **more)


def of_host(capability: str = VET, **more: Any) -> Rule:
    return row(visit, capability, read="enterprise.read", **more)


def partner(world: World) -> dict[str, Any]:
    return {"enterprise_id": world.partner.pk}


def own_post(**more: Any) -> Rule:
    return portal(post, arguments=lambda world: {"pk": post(world).pk}, **more)


def liaisons(rule: Rule, *others: str) -> Rule:
    """What colleagues of the liaison may see and not do."""
    return replace(rule, only_for="liaison", also_for=others, seen_by=("signatory", "mentor"))


def on_the_board(world: World) -> Post:
    """An approved post of the plan of the student's class."""
    found = Post.objects.filter(state="approved").first() or a_post(world, "approved", plan=plan(world))
    assert found.plan is not None
    found.plan.classes.set([world.school_class])
    return found


RULES: dict[str, Rule] = {
    "catalogue:occupation_choices": signed_in(),
    "internships:plan_list": holder(PLAN_READ),
    "internships:plan_new": holder(PLAN_EDIT),
    "internships:plan_detail": of_plan(PLAN_READ),
    "internships:plan_edit": of_plan(),
    "internships:plan_tasks": of_plan(),
    "internships:plan_criteria": of_plan(),
    "internships:plan_document_new": of_plan(),
    "internships:plan_document": of_plan(PLAN_READ, arguments=document),
    "internships:plan_document_remove": of_plan(arguments=document, method="POST"),
    "internships:plan_filing_new": of_plan(),
    "internships:plan_scan": of_plan(PLAN_READ, arguments=scan),
    "internships:plan_publish_hosts": of_plan(),
    "internships:plan_declare": of_plan(),
    **{f"internships:plan_{name}": of_plan() for name in ("submit", "recall", "start", "close", "withdraw")},
    "internships:host_visit_list": holder("enterprise.read"),
    "internships:host_visit_new": row(
        lambda world: world.partner, VET, read="enterprise.read", arguments=partner
    ),
    "internships:host_visit_detail": of_host("enterprise.read"),
    "internships:host_visit_edit": of_host(),
    "internships:host_visit_file": of_host("enterprise.read", arguments=report),
    "internships:post_list": holder(READ),
    "internships:post_new": holder(EDIT),
    "internships:post_new_for": Rule(access="holder", capability=EDIT, arguments=partner),
    "internships:post_headcount": row(lambda world: world.partner, "enterprise.read", arguments=partner),
    "internships:post_detail": of_post(READ),
    "internships:post_edit": of_post(),
    "internships:post_offer": of_post(),
    "internships:post_approve": of_post(APPROVE),
    "internships:post_return": of_post(APPROVE),
    "internships:post_close": of_post(APPROVE),
    "internships:post_withdraw": of_post(),
    "internships:post_copy": of_post(method="POST"),
    "me:posts": me(),
    "me:post": me(on_the_board, arguments=lambda world: {"pk": on_the_board(world).pk}),
    "portal:posts": portal(),
    "portal:post_new": liaisons(portal(), "stranger_liaison"),
    "portal:post_headcount": portal(),
    "portal:post": own_post(),
    "portal:post_edit": liaisons(own_post()),
    "portal:post_offer": liaisons(own_post(method="POST")),
    "portal:post_withdraw": liaisons(own_post(method="POST")),
    "portal:post_copy": liaisons(own_post(method="POST")),
    "portal:region_choices": portal(),
    "portal:major_choices": portal(),
    "portal:occupation_choices": portal(),
}
