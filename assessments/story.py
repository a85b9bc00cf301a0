"""What the story of an enterprise tells of assessments: grades that stand, and actions that were done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Action, Assessment
from assessments.portal.assessments import own_actions, own_assessments
from core.story import Happening, StorySource


def told(actor: Any, enterprise: Any, until: date, limit: int) -> Iterable[Happening]:
    """Two queries."""
    graded = Assessment.objects.visible_to(actor).filter(enterprise=enterprise.pk)
    done = Action.objects.visible_to(actor).filter(enterprise=enterprise.pk)
    return _latest(
        limit,
        _grades(graded, until, limit, "assessments:assessment_detail"),
        _done(done, until, limit, "assessments:action_detail"),
    )


def told_to_partner(partner: Any, until: date, limit: int) -> Iterable[Happening]:
    """Two queries."""
    return _latest(
        limit,
        _grades(own_assessments(partner), until, limit, "portal:assessment"),
        _done(own_actions(partner), until, limit, "portal:action"),
    )


def _latest(limit: int, *told: Iterable[Happening]) -> Iterable[Happening]:
    return islice(merge(*told, key=lambda one: one.on, reverse=True), limit)


def _grades(rows: Any, until: date, limit: int, page: str) -> Iterator[Happening]:
    ordered = rows.decided().filter(approved_at__date__lte=until).order_by("-approved_at", "-pk")
    for one in ordered.only("pk", "study_year", "given_grade", "computed_grade", "approved_at")[:limit]:
        yield Happening(
            on=timezone.localdate(one.approved_at),
            title=_("Assessment %(year)s") % {"year": one.year},
            text=_("Approved: %(grade)s") % {"grade": one.final_grade.label if one.final_grade else "—"},
            url=reverse(page, args=[one.pk]),
        )


def _done(rows: Any, until: date, limit: int, page: str) -> Iterator[Happening]:
    ordered = rows.filter(done_on__lte=until).order_by("-done_on", "-pk")
    for one in ordered.only("pk", "title", "done_on", "result")[:limit]:
        yield Happening(
            on=one.done_on,
            title=one.title,
            text=_("Improvement action done: %(result)s") % {"result": one.result[:120]},
            url=reverse(page, args=[one.pk]),
        )


STORY = StorySource(
    name="assessments",
    label=gettext_lazy("Assessments and improvement"),
    icon="report-analytics",
    told=told,
    told_to_partner=told_to_partner,
    order=80,
)
