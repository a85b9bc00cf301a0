"""The rules of the addresses of joint projects."""

from __future__ import annotations

from typing import Any

from projects.models import Project, ProjectFile, ProjectState
from projects.operations.parts import PARTS
from tests.access.posts import kept, liaisons
from tests.access.rules import Rule, holder, portal, row, signed_in
from tests.projects.joining import a_project, an_outcome, planned_out, with_panel
from tests.world import World

READ, EDIT, REVIEW, APPROVE, ACCEPT = (
    f"project.{name}" for name in ("read", "edit", "review", "approve", "accept")
)
S = ProjectState


def project(world: World) -> Project:
    """One that runs, with some of every part; the director leads it and is on the panel."""
    found = Project.objects.first()
    if found is None:
        found = with_panel(planned_out(a_project(world)), world)
        found.members.create(student=world.student, role="assistant")
        found.meetings.create(held_on=found.proposed_on, minutes="开题")
        found.risks.create(title="缺料", owner="甲", measure="备货", raised_on=found.proposed_on)
        found.expenses.create(
            line=found.budget_lines.get(),
            voucher="1",
            spent_on=found.proposed_on,
            amount=1,
            purpose="材料",
        )
        an_outcome(found)
    return found


def of_project(capability: str = EDIT, **more: Any) -> Rule:
    return row(project, capability, read=READ, **more)


RELATED = {
    name: part.model._meta.get_field("project").remote_field.related_name for name, part in PARTS.items()
}


def row_of(name: str) -> Any:
    def arguments(world: World) -> dict[str, Any]:
        one = project(world)
        return {"pk": one.pk, "row_id": getattr(one, RELATED[name]).first().pk}

    return arguments


def parts() -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for name, part in PARTS.items():
        if name == "partner":
            continue
        found |= {
            f"projects:{name}_new": of_project(part.capability),
            f"projects:{name}_edit": of_project(part.capability, arguments=row_of(name)),
            f"projects:{name}_remove": of_project(part.capability, arguments=row_of(name), method="POST"),
        }
    return found


def with_partner(world: World) -> dict[str, Any]:
    """A partner who is nobody of the test world: the stranger must not come to see it."""
    from tests.factories import EnterpriseFactory

    one = project(world)
    found = one.partners.first() or one.partners.create(
        enterprise=EnterpriseFactory.create(department=world.mechanics)
    )
    return {"pk": one.pk, "row_id": found.pk}


def file(world: World) -> dict[str, Any]:
    one = project(world)
    return {"pk": one.pk, "file_id": kept(ProjectFile, one).pk}


def own(**more: Any) -> Rule:
    more.setdefault("arguments", lambda world: {"pk": project(world).pk})
    return portal(project, **more)


RULES: dict[str, Rule] = {
    "projects:project_list": signed_in(),
    "projects:project_new": holder(EDIT),
    "projects:project_new_with": row(
        lambda world: world.partner,
        EDIT,
        read="enterprise.read",
        arguments=lambda world: {"enterprise_id": world.partner.pk},
    ),
    "projects:project_detail": of_project(READ),
    "projects:project_charter": of_project(READ),
    "projects:project_report": of_project(READ),
    **{
        f"projects:project_{name}": of_project()
        for name in ("edit", "take_up", "resubmit", "start", "withdraw", "file_new")
    },
    **{f"projects:project_{name}": of_project(REVIEW) for name in ("review", "return")},
    **{f"projects:project_{name}": of_project(APPROVE) for name in ("approve", "stop")},
    **{
        f"projects:project_{name}": of_project(ACCEPT)
        for name in ("begin_acceptance", "resume", "close", "judge")
    },
    "projects:project_opinion": of_project(READ),
    **parts(),
    "projects:partner_new": of_project(),
    "projects:partner_edit": of_project(arguments=with_partner),
    "projects:partner_remove": of_project(arguments=with_partner, method="POST"),
    "projects:milestone_tick": of_project(arguments=row_of("milestone")),
    "projects:milestone_reopen": of_project(arguments=row_of("milestone"), method="POST"),
    "projects:risk_close": of_project(arguments=row_of("risk"), method="POST"),
    "projects:panel_opinion": of_project(ACCEPT, arguments=row_of("panel")),
    "projects:outcome_confirm": of_project(arguments=row_of("outcome")),
    "projects:project_file": of_project(READ, arguments=file),
    "projects:project_file_remove": of_project(arguments=file, method="POST"),
    "portal:projects": portal(),
    "portal:project_new": liaisons(portal(), "stranger_liaison"),
    "portal:project": own(),
    "portal:project_charter": own(),
    "portal:project_report": own(),
    "portal:project_file": own(arguments=file),
    **{f"portal:project_{name}": liaisons(own()) for name in ("edit", "withdraw", "risk")},
    "portal:project_resubmit": liaisons(own(method="POST")),
    "portal:project_opinion": liaisons(own()),
    "portal:project_milestone": liaisons(
        own(
            arguments=lambda world: {
                "pk": project(world).pk,
                "row_id": project(world).milestones.get(side="enterprise").pk,
            }
        )
    ),
    "portal:project_outcome": liaisons(own(arguments=row_of("outcome"), method="POST")),
}
