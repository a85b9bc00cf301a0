"""What assessments put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.cooperation_rules import rules_on
from assessments.counted import COUNTERS
from assessments.counters import register_counter
from assessments.duties import actions
from assessments.me import tasks
from assessments.merging import WARNINGS
from assessments.models import Action, Assessment, Survey
from assessments.notices import KINDS
from assessments.portal.assessments import deadlines, figures
from assessments.reading import warnings_of
from assessments.story import STORY
from assessments.transitions import APPROVE, EDIT, READ
from assessments.walls import WALLS
from compliance.subjects import Subject, register_subject
from core.access import register_capabilities
from core.duties import register_duty_source
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    Tab,
    register_children,
    register_partner_deadlines,
    register_partner_figures,
    register_student_tasks,
    register_tab,
    register_verbs,
)
from core.story import register_story
from core.walls import register_wall
from partnerships.merging import register_step


def offer() -> None:
    register_capabilities(
        "assessment",
        _("Assessments of partnerships"),
        {
            "read": _("see"),
            "edit": _("count, judge, survey, agree on actions and take warnings up"),
            "approve": _("approve, and give another grade"),
            "publish": _("publish"),
        },
    )
    for kind in KINDS:
        register_kind(kind)
    for wall in WALLS:
        register_wall(wall)
    for counter in COUNTERS:
        register_counter(counter)
    for entry in ENTRIES:
        register_entry(entry)
    register_portal_entry(
        PortalEntry(
            label=_("Assessments"),
            url_name="portal:assessments",
            icon="report-analytics",
            group="together",
            order=90,
        )
    )
    register_tab("partnerships.Enterprise", OF_ENTERPRISE)
    register_story(STORY)
    register_step(WARNINGS)
    register_subject(
        Subject(
            name="assessment",
            model=Assessment,
            version=rules_on,
            rows=Assessment.objects.visible_to,
            tab="rules",
            power=APPROVE,
        )
    )
    register_partner_figures("assessments", figures, order=80)
    register_partner_deadlines("assessments", deadlines)
    register_duty_source(
        "improvements",
        label=_("Improvement actions"),
        icon="report-analytics",
        duties=actions,
        order=40,
    )
    register_student_tasks("surveys", tasks, order=70)
    register_children(
        Assessment._meta.label,
        ("assessments.Result", "assessment"),
        ("assessments.Action", "assessment"),
    )
    register_verbs(VERBS)


def of_enterprise(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    """Four queries."""
    user: Any = request.user
    today = timezone.localdate()
    return {
        "enterprise": enterprise,
        "assessments": list(
            Assessment.objects.visible_to(user).filter(enterprise=enterprise.pk).select_related("agreement")
        ),
        "warnings": warnings_of(enterprise, today, actor=user),
        "actions": list(
            Action.objects.visible_to(user).open().filter(enterprise=enterprise.pk).select_related("owner")
        ),
        "surveys": [
            (one, one.chip_on(today))
            for one in Survey.objects.visible_to(user).filter(enterprise=enterprise.pk)
        ],
        "may_assess": user.scope_for(EDIT).covers(enterprise.department_id),
    }


OF_ENTERPRISE = Tab(
    name="assessments",
    label=_("Assessments"),
    template="assessments/of_enterprise.html",
    context=of_enterprise,
    order=70,
    capability=READ,
)
ENTRIES = (
    Entry(
        group="together",
        label=_("Assessments"),
        url_name="assessments:assessment_list",
        icon="report-analytics",
        order=80,
        capability=READ,
    ),
    Entry(
        group="together",
        label=_("Early warnings"),
        url_name="assessments:warning_list",
        icon="alert-triangle",
        order=81,
        capability=READ,
    ),
)


VERBS: dict[str, Any] = {
    "assessment.make": pgettext_lazy("assessment of a partnership", "drafted it"),
    "assessment.count": pgettext_lazy("assessment of a partnership", "counted it anew"),
    "assessment.judge": pgettext_lazy("assessment of a partnership", "judged it"),
    "assessment.write": pgettext_lazy("assessment of a partnership", "wrote the conclusion"),
    "assessment.grade": pgettext_lazy("assessment of a partnership", "gave another grade"),
    "assessment.send": pgettext_lazy("assessment of a partnership", "sent it to the enterprise"),
    "assessment.word": pgettext_lazy("assessment of a partnership", "said the word of the enterprise"),
    "assessment.record_word": pgettext_lazy(
        "assessment of a partnership", "wrote down the word of the enterprise"
    ),
    "assessment.answer": pgettext_lazy("assessment of a partnership", "answered the objection"),
    "assessment.take_back": pgettext_lazy("assessment of a partnership", "took it back"),
    "assessment.approve": pgettext_lazy("assessment of a partnership", "approved it"),
    "assessment.reopen": pgettext_lazy("assessment of a partnership", "opened it again"),
    "assessment.publish": pgettext_lazy("assessment of a partnership", "published it"),
    "assessment.unpublish": pgettext_lazy("assessment of a partnership", "withdrew it from the publication"),
    "assessment.discard": pgettext_lazy("assessment of a partnership", "deleted the draft"),
    "survey.open": pgettext_lazy("survey", "opened it"),
    "survey.move": pgettext_lazy("survey", "moved its end"),
    "action.agree": pgettext_lazy("action", "put it down"),
    "action.finish": pgettext_lazy("action", "recorded that it is done"),
    "action.finish_at_portal": pgettext_lazy("action", "said for the enterprise that it is done"),
    "action.take_up_again": pgettext_lazy("action", "gave it a new day"),
    "warning.take_up": pgettext_lazy("early warning", "took it up"),
}
