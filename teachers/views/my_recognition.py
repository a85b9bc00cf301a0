"""A teacher's own recognition: what they are, what is missing for a level, and what comes next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from compliance.checklist import Group, lines_of_findings
from core.access import NotVisible
from core.http import PersonRequest
from core.views import FormView
from teachers.forms.recognition import ApplicationForm
from teachers.models import Level, Recognition, Schooling, Teacher
from teachers.operations.recognition import appeal_waits, draft_application
from teachers.recognition_facts import facts_of_candidate
from teachers.standards import findings_for, standard_on
from teachers.views.recognition import next_step, with_evidence


def own_teacher(request: PersonRequest) -> Teacher:
    """Raises NotVisible: whoever is signed in teaches nothing here."""
    found = Teacher.objects.select_related("department").filter(user=request.user.pk).first()
    if found is None:
        raise NotVisible("a recognition of one's own")
    return found


@require_safe
def my_recognition(request: PersonRequest) -> HttpResponse:
    """What one is recognised as, what runs, and the check-list of a level that one may aim at."""
    teacher, today = own_teacher(request), timezone.localdate()
    own = list(Recognition.objects.filter(teacher=teacher).order_by("-updated_at", "-pk"))
    valid = list(Recognition.objects.filter(teacher=teacher).valid_on(today))
    level = _chosen(request, "level", Level.values, _level_to_aim_at(valid))
    stage = _chosen(request, "stage", Schooling.values, own[0].stage if own else Schooling.SECONDARY)
    facts = facts_of_candidate(teacher, level=level, stage=stage, on=today)
    version = standard_on(today)
    groups = with_evidence(lines_of_findings(findings_for(facts, version, today)), facts)
    missing = sum(len(lines) for group, lines in groups if group == Group.IN_THE_WAY)
    running = any(one.is_open and one.stage == stage for one in own)
    waits = appeal_waits(teacher.pk, stage)
    context = {
        "title": _("My recognition"),
        "subtitle": f"{teacher} · {teacher.department}",
        "valid": [(one, one.chip_on(today)) for one in valid],
        "earlier": [(one, one.chip_on(today)) for one in own if not one.is_open and one not in valid],
        "open_ones": [(one, one.chip_on(today), next_step(one)) for one in own if one.is_open],
        "levels": [(one.value, one.label, one.value == level) for one in Level],
        "stages": [(one.value, one.label, one.value == stage) for one in Schooling],
        "level": Level(level),
        "stage": Schooling(stage),
        "version": version,
        "groups": groups,
        "missing": missing,
        "appeal_waits": waits,
        "primary_action": None
        if running or waits
        else {
            "label": _("Apply"),
            "url": f"{reverse('teachers:my_recognition_new')}?level={level}&stage={stage}",
            "icon": "send",
        },
    }
    return render(request, "teachers/my_recognition.html", context)


def _chosen(request: PersonRequest, name: str, known: list[str], otherwise: str) -> str:
    given = request.GET.get(name, "")
    return given if given in known else otherwise


def _level_to_aim_at(valid: list[Recognition]) -> str:
    """The one above the highest that one has."""
    highest = max((Level(one.level).weight for one in valid), default=-1)
    levels = list(Level)
    return str(levels[min(highest + 1, len(levels) - 1)].value)


class MyRecognitionNew(FormView):
    form_class = ApplicationForm
    title = gettext_lazy("Apply for recognition")
    submit_label = gettext_lazy("Go on")
    success_message = gettext_lazy("Saved as a draft. Look at the check-list, then hand it in.")
    teacher: Teacher

    def authorise(self, **kwargs: Any) -> None:
        self.teacher = own_teacher(self.request)

    def form_kwargs(self) -> dict[str, Any]:
        asked = {name: self.request.GET.get(name, "") for name in ("level", "stage")}
        return {"teacher": self.teacher, "initial": {name: value for name, value in asked.items() if value}}

    def perform(self, form: Any) -> Recognition:
        return draft_application(
            actor=self.request.user, teacher_id=self.teacher.pk, now=timezone.now(), **form.entered()
        )

    def cancel_url(self) -> str:
        return reverse("teachers:my_recognition")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": [{"label": _("My recognition"), "url": self.cancel_url()}]}
