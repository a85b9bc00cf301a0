"""The rules of the addresses of assessments, surveys, improvement actions and early warnings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assessments.models import (
    Action,
    Assessment,
    AssessmentState,
    EarlyWarning,
    Invitee,
    Survey,
)
from tests.access.rules import Rule, holder, me, portal, row, signed_in
from tests.assessments.assessing import a_survey, a_warning, an_action, an_assessment, asked
from tests.factories import TeacherFactory
from tests.world import World

READ, EDIT, APPROVE, PUBLISH = (f"assessment.{name}" for name in ("read", "edit", "approve", "publish"))
S = AssessmentState
COLLEAGUES = ("signatory", "mentor")


def assessment_in(state: str) -> Any:
    def find(world: World) -> Assessment:
        found = Assessment.objects.filter(state=state).first()
        return found or an_assessment(world.partner, world.director, state=state)

    return find


draft, sent, approved, published = (
    assessment_in(state) for state in (S.DRAFT, S.WITH_ENTERPRISE, S.APPROVED, S.PUBLISHED)
)


def objected(world: World) -> Assessment:
    one = sent(world)
    Assessment.objects.filter(pk=one.pk).update(is_objection=True, word="数字不对。")
    return one


def action(world: World) -> Action:
    return Action.objects.first() or an_action(sent(world), world.director)


def survey(world: World) -> Survey:
    """In which the liaison, the student and the teacher are asked."""
    found = Survey.objects.first()
    if found is None:
        found = a_survey(world.partner)
        asked(found, contact=world.liaison)
        asked(found, student=world.student)
        asked(found, teacher=TeacherFactory.create(user=world.director, department=world.mechanics))
    return found


def warning(world: World) -> EarlyWarning:
    return EarlyWarning.objects.first() or a_warning(world.partner)


def of(find: Any, capability: str = EDIT, **more: Any) -> Rule:
    return row(find, capability, read=READ, **more)


def ours(find: Any, **more: Any) -> Rule:
    return portal(find, arguments=lambda world: {"pk": find(world).pk}, **more)


def year(world: World) -> dict[str, Any]:
    return {"year": published(world).study_year}


def own_survey(world: World) -> dict[str, Any]:
    found = survey(world)
    assert Invitee.objects.filter(survey=found).exists()
    return {"pk": found.pk}


RULES: dict[str, Rule] = {
    "assessments:assessment_list": holder(READ),
    "assessments:begin": holder(EDIT),
    "assessments:assessment_new": row(
        lambda world: world.partner,
        EDIT,
        read="enterprise.read",
        arguments=lambda world: {"enterprise_id": world.partner.pk},
    ),
    "assessments:summary": signed_in(),
    "assessments:summary_paper": Rule(access="signed in", arguments=year),
    "assessments:assessment_detail": of(draft, READ),
    "assessments:assessment_paper": of(draft, READ),
    **{f"assessments:{name}": of(draft) for name in ("judge", "conclude", "send", "action_new")},
    "assessments:grade": of(draft, APPROVE),
    "assessments:take_back": of(sent),
    "assessments:record_word": of(sent),
    "assessments:answer": of(objected),
    "assessments:approve": of(sent, APPROVE),
    "assessments:reopen": of(approved, APPROVE),
    "assessments:publish": of(approved, PUBLISH),
    "assessments:unpublish": of(published, PUBLISH),
    "assessments:recount": of(draft, method="POST"),
    "assessments:discard": of(draft, method="POST"),
    "assessments:check": of(draft, READ, method="POST"),
    "assessments:action_list": holder(READ),
    "assessments:action_detail": of(action, READ),
    "assessments:action_finish": of(action),
    "assessments:action_again": of(action),
    "assessments:survey_list": holder(READ),
    "assessments:survey_open": holder(EDIT),
    "assessments:survey_detail": of(survey, READ),
    "assessments:survey_move": of(survey),
    "assessments:survey_answer": Rule(access="own", arguments=own_survey),
    "assessments:warning_list": holder(READ),
    "assessments:warning_detail": of(warning, READ),
    "assessments:warning_acknowledge": of(warning),
    "portal:assessments": portal(),
    "portal:assessment_summary": portal(),
    "portal:assessment_summary_paper": Rule(access="portal", arguments=year),
    "portal:assessment": ours(sent),
    "portal:assessment_paper": ours(sent),
    "portal:assessment_word": replace(ours(sent, only_for="liaison"), seen_by=COLLEAGUES),
    "portal:survey": ours(survey, only_for="liaison"),
    "portal:action": ours(action),
    "portal:action_done": replace(ours(action, only_for="liaison"), seen_by=COLLEAGUES),
    "me:survey": me(survey, arguments=lambda world: {"pk": survey(world).pk}),
}
