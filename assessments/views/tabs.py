"""The tabs of an assessment: figures, the word of the enterprise, actions, survey, rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agreements.models import ObligationPeriod
from assessments import rules
from assessments.lines import lines_of
from assessments.models import AssessmentState, Survey
from assessments.survey_results import results_of
from assessments.transitions import APPROVE, EDIT
from compliance.checklist import Place, with_places
from compliance.checklist import lines_of as rule_lines
from core.metrics import Evidence, metrics
from core.registry import Tab


def figures(request: HttpRequest, one: Any) -> dict[str, Any]:
    """Every indicator with its number, and the records behind it that the reader may see. A query a kind of
    record, and one more for what it says."""
    lines = lines_of(one)
    shown = evidence_for(request.user, [line.result for line in lines])
    return {
        "assessment": one,
        "lines": [(line, shown.get(line.result.pk, [])) for line in lines],
    }


PROMISE = "agreements.ObligationPeriod"


def promises_told(keys: Sequence[int]) -> dict[int, Evidence]:
    """What was promised. One query."""
    rows = ObligationPeriod.objects.filter(pk__in=keys).select_related("obligation")
    return {one.pk: Evidence(one.words, one.get_absolute_url()) for one in rows}


def as_it_was(kept: dict[str, Any]) -> str:
    """Day and number of a record as they were when it was counted; of a promise whether it was kept."""
    day, number = date.fromisoformat(kept["on"]), Decimal(kept["quantity"])
    if kept["record"] == PROMISE:
        said = pgettext("promise", "kept") if number else pgettext("promise", "not kept")
    else:
        said = number_format(number.normalize(), force_grouping=True)
    return f"{date_format(day)} · {said}"


def evidence_for(user: Any, results: Iterable[Any]) -> dict[int, list[tuple[str, str, str]]]:
    """Of each result what was counted: as it was kept, its title and address where the reader may open it."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for result in results:
        for kept in result.evidence:
            wanted[kept["record"]].add(kept["pk"])
    tell: dict[str, Any] = {metric.record: metric.rows for metric in metrics()} | {PROMISE: promises_told}
    titles: dict[tuple[str, int], tuple[str, str]] = {}
    for record, keys in wanted.items():
        if record not in tell:
            continue
        rows: Any = apps.get_model(record)._default_manager
        seen = rows.visible_to(user).filter(pk__in=keys).order_by().values_list("pk", flat=True)
        for pk, told in tell[record](list(seen)).items():
            titles[record, pk] = told.title, told.url
    return {
        result.pk: [
            (as_it_was(kept), *titles.get((kept["record"], kept["pk"]), ("", ""))) for kept in result.evidence
        ]
        for result in results
    }


def word(request: HttpRequest, one: Any) -> dict[str, Any]:
    return {"assessment": one, "is_asked": one.state != AssessmentState.DRAFT}


def actions(request: HttpRequest, one: Any) -> dict[str, Any]:
    """One query."""
    user: Any = request.user
    return {
        "assessment": one,
        "actions": list(one.improvements.select_related("owner", "contact", "enterprise")),
        "may_add": one.permits(user, EDIT),
        "today": timezone.localdate(),
    }


def survey(request: HttpRequest, one: Any) -> dict[str, Any]:
    """Two queries."""
    found = Survey.objects.filter(enterprise=one.enterprise_id, study_year=one.study_year).first()
    today = timezone.localdate()
    is_over = found is not None and found.is_over(today)
    return {
        "survey": found,
        "is_over": is_over,
        "results": list(results_of([found.pk])[found.pk].values()) if found and is_over else [],
    }


def rules_tab(request: HttpRequest, one: Any) -> dict[str, Any]:
    """What was found last. About four queries."""
    user: Any = request.user
    found = rules.latest_check(one)
    money = Place(_("Conclusion and money"), reverse("assessments:conclude", args=[one.pk]))

    def place_of(reads: frozenset[str]) -> Place | None:
        if "cooperation_year.is_certified" in reads:
            return Place(str(one.enterprise), one.enterprise.get_absolute_url())
        is_money = "cooperation_year.income" in reads
        return money if is_money and one.state == AssessmentState.DRAFT else None

    return {
        "assessment": one,
        "check": found,
        "groups": with_places(rule_lines(found), place_of) if found else [],
        "may_decide": one.permits(user, APPROVE),
        "check_url": reverse("assessments:check", args=[one.pk]),
    }


TABS = [
    Tab(
        name="figures",
        label=gettext_lazy("Figures"),
        template="assessments/figures.html",
        context=figures,
        order=0,
    ),
    Tab(
        name="word",
        label=gettext_lazy("Word of the enterprise"),
        template="assessments/word.html",
        context=word,
        order=10,
    ),
    Tab(
        name="actions",
        label=gettext_lazy("Improvement"),
        template="assessments/actions.html",
        context=actions,
        order=20,
    ),
    Tab(
        name="survey",
        label=gettext_lazy("Survey"),
        template="assessments/survey_of.html",
        context=survey,
        order=30,
    ),
    Tab(
        name="rules",
        label=gettext_lazy("Rules"),
        template="assessments/rules.html",
        context=rules_tab,
        order=40,
    ),
]
