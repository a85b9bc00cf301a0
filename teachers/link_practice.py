"""The evaluation of a teacher's practice by somebody without an account: one page behind a link.

Which practice that is, the walls decide; names and what was handed in are read past them by key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.access import THE_SYSTEM, NotVisible
from core.errors import Refused
from core.models import AuditEvent
from core.roles import LINK_ROLE
from core.walls import Wall, outside
from signing.links import LinkTask, Shown
from signing.models import TaskLink
from teachers.forms.practice import EvaluationForm
from teachers.models import Practice
from teachers.operations.practice_links import OF_ENTERPRISE, TASK, evaluate_by_link
from teachers.views.practice import time_in_words

if TYPE_CHECKING:
    from accounts.models import User

WALLS = (
    Wall(
        role=LINK_ROLE,
        table="teachers_practice",
        columns=("id",),
        sees=f"id IN (SELECT subject_id FROM signing_tasklink WHERE task = '{TASK}')",  # noqa: S608 — our own constant
    ),
)


def practice_of(link: TaskLink) -> Practice | None:
    key = Practice.objects.order_by().filter(pk=link.subject_id).values_list("pk", flat=True).first()
    if key is None:
        return None
    with outside():
        rows = Practice.objects.select_related("teacher", "enterprise", "decided_by")
        return rows.filter(pk=key).first()


def asked_by(practice: Practice) -> User:
    """Who sent the link; of one that went out by itself, who approved the practice."""
    with outside():
        asked = AuditEvent.objects.filter(
            verb="practice.ask",
            subject_type=ContentType.objects.get_for_model(Practice),
            subject_id=practice.pk,
        ).select_related("actor")
        last = asked.order_by("-at").first()
    return cast("User", last.actor if last else practice.decided_by)


def outcome_of(practice: Practice) -> str:
    """What became of it, where nothing is left to do."""
    with outside():
        if OF_ENTERPRISE.filter(practice=practice.pk).exists():
            return _("The evaluation is handed in. Thank you.")
    if not practice.takes_evaluation(is_given=False):
        return _("The practice is closed: nothing is to be evaluated any more.")
    return ""


def _shown(practice: Practice) -> Shown:
    return Shown(
        title=_("Evaluation of a teacher’s practice"),
        asked_by=asked_by(practice),
        facts=[
            (_("Teacher"), str(practice.teacher)),
            (_("Enterprise"), str(practice.enterprise)),
            (_("Time"), time_in_words(practice)),
        ],
        outcome=outcome_of(practice),
    )


EVALUATION = LinkTask(
    name=TASK,
    label=gettext_lazy("Evaluate a teacher’s practice"),
    subject=practice_of,
    shown=_shown,
    page=lambda link, _practice: reverse("practice_by_link:answer", args=[link.token]),
    ask=asked_by,
)


@csrf_exempt  # the address is the key; no cookie is
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    link: TaskLink | None = getattr(request, "link", None)
    practice = practice_of(link) if link is not None and link.task == TASK else None
    if link is None or practice is None:
        raise NotVisible("teachers.Practice")
    outcome = outcome_of(practice)
    form = EvaluationForm(request.POST or None, user=THE_SYSTEM)
    refusal = ""
    if request.method == "POST" and not outcome and form.is_valid():
        try:
            with outside():
                evaluate_by_link(link=link, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("practice_by_link:answer", token=token)
    context: dict[str, Any] = {
        "title": _("Evaluation of a teacher’s practice"),
        "subtitle": f"{practice.teacher} · {time_in_words(practice)}",
        "practice": practice,
        "form": form,
        "outcome": outcome,
        "refusal": refusal,
        "asked_by": asked_by(practice),
    }
    failed = bool(refusal or (form.is_bound and form.errors))
    return render(request, "teachers/practice_by_link.html", context, status=422 if failed else 200)
