"""What rules are told of teachers' practice, and of the posts that enterprises offer them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q

from compliance.choices import Stage
from compliance.engine.rules import Finding
from compliance.operations import evaluate, evaluate_many
from core.windows import years_after, years_before
from partnerships.models import Enterprise
from partnerships.models.enterprise import SizeBand
from teachers.facts import full_years
from teachers.models import Experience, Opening, Practice, PracticeSide, ServicePeriod, TaughtCourse, Teacher
from teachers.practice_rules import version_here

# TP-02: who counts as new. The text does not say; a default of the program.
NEW_YEARS = 2
# What names a span to people; rules do not look at it.
FOR_PEOPLE = frozenset({"practice_id", "host"})


def of_practice(teachers: Sequence[Teacher], on: date) -> dict[int, dict[str, Any]]:
    """Accepted practice up to a day, as ``spans`` and what follows from them. Three queries.

    A practice that is counted by single days has a span for each of them.
    """
    keys = [teacher.pk for teacher in teachers]
    first_lessons = dict(
        TaughtCourse.objects.of(keys)
        .counting_on(on)
        .order_by()
        .values_list("teacher")
        .annotate(first=Min("starts_on"))
    )
    found: dict[int, dict[str, Any]] = {pk: {"spans": []} for pk in keys}
    for practice in _accepted(keys, on):
        found[practice.teacher_id]["spans"] += list(_spans_of(practice, on))
    for pk, facts in found.items():
        spans = facts["spans"]
        first_day = min((span["first_on"] for span in spans), default=None)
        facts["last_on"] = max((span["last_on"] for span in spans), default=None)
        lesson = first_lessons.get(pk)
        facts["comes_first"] = first_day is not None and (lesson is None or first_day < lesson)
    return found


def _accepted(keys: Sequence[int], on: date) -> Iterable[Any]:
    """Two queries."""
    sides = {
        f"by_{side}": Count("evaluations", filter=Q(evaluations__side=side), distinct=True)
        for side in PracticeSide.values
    }
    return (
        Practice.objects.of(keys)
        .done()
        .filter(starts_on__lte=on)
        .annotate(host=F("enterprise__name"), entry_count=Count("entries", distinct=True), **sides)
        .prefetch_related("days")
        .order_by("starts_on", "pk")
    )


def _spans_of(practice: Any, on: date) -> Iterable[dict[str, Any]]:
    told = {
        "practice_id": practice.pk,
        "host": practice.host,
        "counted_as": practice.counted_as,
        "form": practice.form,
        "contents": practice.contents,
        "entries": practice.entry_count,
        "has_outcome": bool(practice.outcome.strip()),
        "is_evaluated_jointly": bool(practice.by_enterprise and practice.by_centre),
    }
    if practice.is_by_days:
        days = [day.on for day in practice.days.all() if day.on <= on]
        yield from ({"first_on": day, "last_on": day, **told} for day in days)
    else:
        yield {"first_on": practice.starts_on, "last_on": min(practice.ends_on, on), **told}


def rule_facts(teachers: Sequence[Teacher], on: date) -> dict[int, dict[str, Any]]:
    """What the rules on practice look at, of those who serve on the day. Six queries."""
    keys = [teacher.pk for teacher in teachers]
    kinds = dict(ServicePeriod.objects.of(keys).on(on).values_list("teacher", "kind"))
    began: dict[int, dict[str, date]] = defaultdict(dict)
    periods = ServicePeriod.objects.of(keys).filter(starts_on__lte=on).order_by("starts_on")
    for pk, kind, starts_on in periods.values_list("teacher", "kind", "starts_on"):
        began[pk].setdefault(kind, starts_on)
        began[pk].setdefault("any", starts_on)
    worked = set(Experience.objects.of(keys).counting_on(on).values_list("teacher", flat=True))
    practised = of_practice(teachers, on)
    found = {}
    for pk in keys:
        if pk not in kinds:
            continue
        spans = [
            {name: value for name, value in span.items() if name not in FOR_PEOPLE}
            for span in practised[pk]["spans"]
        ]
        found[pk] = {
            "teacher": {
                "kind": kinds[pk],
                "since": _since(began[pk], kinds[pk]),
                "years_served": full_years(began[pk]["any"], on),
                "had_experience": pk in worked,
            },
            "practice": {name: practised[pk][name] for name in ("comes_first", "last_on")},
            "practice_spans": spans,
        }
    return found


def _since(began: dict[str, date], kind: str) -> date:
    """Since when they owe practice by amount: as a teacher of specialist courses, or as an instructor."""
    owing = [began[one] for one in ("specialist", "instructor") if one in began]
    return min(owing) if owing and kind != "general" else began[kind]


def findings_on(teacher: Teacher, on: date) -> list[Finding]:
    """What comes of the rules on practice for one teacher; nothing for who does not serve then.

    Raises NoSuchPack.
    """
    facts = rule_facts([teacher], on).get(teacher.pk)
    if facts is None:
        return []
    return list(evaluate_many([facts], version_here(on), on, stage=Stage.TEACHER)[0].findings)


def new_without_experience(rows: Any, on: date) -> list[Teacher]:
    """New teachers who owe practice before they teach (TP-02): they have not worked in an enterprise, nor
    practised in one before their first lesson.

    Four queries.
    """
    since = years_before(on, NEW_YEARS)
    served = ServicePeriod.objects.filter(teacher=OuterRef("pk"))
    worked = Experience.objects.filter(teacher=OuterRef("pk"), state="confirmed", starts_on__lte=on)
    new = list(
        rows.serving_on(on)
        .filter(kind__in=["specialist", "instructor"])
        .exclude(Exists(served.filter(starts_on__lte=since).order_by()))
        .exclude(Exists(worked.order_by()))
        .select_related("department")
        .order_by("pinyin_key", "pk")
    )
    practised = of_practice(new, on)
    return [teacher for teacher in new if not practised[teacher.pk]["comes_first"]]


# --- Enterprises ------------------------------------------------------------------------------


def facts_of_enterprise(enterprise: Enterprise, on: date) -> dict[str, Any]:
    """What TP-06 looks at. One query."""
    offered = Opening.objects.filter(
        enterprise=enterprise.pk, ends_on__gt=years_before(on, 1), starts_on__lte=years_after(on, 1)
    )
    known = {SizeBand.LARGE: True, SizeBand.MEDIUM: True}
    return {
        "enterprise": {
            "is_integration_type": enterprise.is_integration_type,
            "is_above_scale": known.get(SizeBand(enterprise.size_band)) if enterprise.size_band else None,
            "posts_for_teachers": sum(offered.values_list("seats", flat=True)),
        }
    }


def reserves_posts(enterprise: Enterprise, on: date) -> list[Finding]:
    """Whether it keeps what the law asks of it for teachers. Raises NoSuchPack."""
    facts = facts_of_enterprise(enterprise, on)
    return list(evaluate(facts, version_here(on), on, stage=Stage.ENTERPRISE).findings)
