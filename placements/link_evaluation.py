"""The evaluation of a student by a mentor without an account: one page behind a link.

Which student that is, the walls decide; names, criteria and what was handed in are read past them by key.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.walls import PERSON_COLUMNS
from core.access import THE_SYSTEM, NotVisible
from core.errors import Refused
from core.roles import LINK_ROLE
from core.walls import Wall, outside
from internships.models import AssessmentCriterion, Side
from placements.forms.evaluation import NOT_COPIED, ScoresForm
from placements.models import EvaluationResult, MentorEvaluation, Placement, SideEvaluation
from placements.operations.mentor_evaluations import TASK, evaluate_by_link
from signing.links import LinkTask, Shown
from signing.models import TaskLink

WALLS = (
    Wall(
        role=LINK_ROLE,
        table="placements_mentorevaluation",
        sees=f"id IN (SELECT subject_id FROM signing_tasklink WHERE task = '{TASK}')",  # noqa: S608 — our own constant
    ),
    Wall(
        role=LINK_ROLE,
        table="accounts_user",
        columns=PERSON_COLUMNS,
        sees="id IN (SELECT asked_by_id FROM placements_mentorevaluation)",
    ),
)


def evaluation_of(link: TaskLink) -> MentorEvaluation | None:
    return MentorEvaluation.objects.with_asker().filter(pk=link.subject_id).first()


def placement_of(asked: MentorEvaluation) -> Placement:
    with outside():
        return Placement.objects.select_related("student", "post", "enterprise").get(pk=asked.placement_id)


def is_settled(asked: MentorEvaluation) -> bool:
    """Somebody has judged for the enterprise, or the result is confirmed."""
    with outside():
        judged = SideEvaluation.objects.filter(placement=asked.placement_id, side=Side.ENTERPRISE)
        return judged.exists() or EvaluationResult.objects.filter(placement=asked.placement_id).exists()


def _shown(asked: MentorEvaluation) -> Shown:
    placement = placement_of(asked)
    return Shown(
        title=_("Evaluation of an intern"),
        asked_by=asked.asked_by,
        facts=[
            (_("Student"), str(placement.student)),
            (_("Enterprise"), str(placement.enterprise)),
        ],
        outcome=_("The evaluation is handed in. Thank you.") if is_settled(asked) else "",
    )


EVALUATION = LinkTask(
    name=TASK,
    label=gettext_lazy("Judge what an intern has learned"),
    subject=evaluation_of,
    shown=_shown,
    page=lambda link, _asked: reverse("evaluation:answer", args=[link.token]),
    ask=lambda asked: asked.asked_by,
)


@csrf_exempt  # the address is the key; no cookie is
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    link: TaskLink | None = getattr(request, "link", None)
    asked = evaluation_of(link) if link is not None and link.task == TASK else None
    if link is None or asked is None:
        raise NotVisible("placements.MentorEvaluation")
    placement, settled = placement_of(asked), is_settled(asked)
    form = ScoresForm(request.POST or None, user=THE_SYSTEM, criteria=_criteria_of(placement))
    refusal = ""
    if request.method == "POST" and not settled and form.is_valid():
        try:
            with outside():
                evaluate_by_link(
                    link=link, scores=form.scores, remark=form.cleaned_data["remark"], now=timezone.now()
                )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("evaluation:answer", token=token)
    context: dict[str, Any] = {
        "title": _("Evaluation of an intern"),
        "subtitle": f"{placement.student} · {placement.post}",
        "form": form,
        "form_help": NOT_COPIED,
        "settled": settled,
        "refusal": refusal,
        "asked_by": asked.asked_by,
    }
    failed = bool(refusal or (form.is_bound and form.errors))
    return render(request, "placements/evaluation_link.html", context, status=422 if failed else 200)


def _criteria_of(placement: Placement) -> list[AssessmentCriterion]:
    with outside():
        rows = AssessmentCriterion.objects.filter(plan=placement.plan_id, side=Side.ENTERPRISE)
        return list(rows.order_by("order"))
