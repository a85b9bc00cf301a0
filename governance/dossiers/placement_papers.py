"""How the papers of an internship stand: made of the facts that the rules of law are told, not of files.

Each answers None where nothing is there at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.variables import shown_date
from compliance.models import Evaluation
from governance.dossiers.registry import Standing
from governance.dossiers.sources import Sources
from internships.models import PlanKind, PlanState
from placements.facts import own_facts
from placements.models import Insured, Placement
from placements.models.tripartite import TripartiteParty
from placements.paper_facts import of_papers

type Verdict = tuple[Standing, str] | None
A_DAY = timedelta(days=1)
SETTLED_PLANS = frozenset({PlanState.APPROVED, PlanState.RUNNING, PlanState.CLOSED})


def verdicts_of(placements: Sequence[Placement], source: Sources) -> dict[int, dict[str, Verdict]]:
    """By placement and part. Eight queries for any number of placements."""
    facts = of_papers(placements)
    insured: dict[int, list[Insured]] = defaultdict(list)
    for row in Insured.objects.filter(placement__in=placements).order_by("covers_from", "pk"):
        insured[row.placement_id].append(row)
    broken: dict[int, set[str]] = defaultdict(set)
    checks = Evaluation.objects.current().about_any(placements).exclude(blocking=[])
    for pk, codes in checks.values_list("subject_id", "blocking"):
        broken[pk].update(codes)
    found = {}
    for placement in placements:
        known = facts[placement.pk]
        first, last = first_day(placement), last_day(placement)
        found[placement.pk] = {
            "agreement": agreement(known.get("agreement", {}), first),
            "consents": consents(known["consents"], known["placement"], first),
            "insurance": insurance(insured[placement.pk], first, last),
            "training": training(known.get("training", {}), first),
            "plan": plan(placement),
            **{part: kept(code, broken[placement.pk], source) for part, code in WHILE_IT_LASTS.items()},
        }
    return found


def first_day(placement: Placement) -> date:
    """The first day at work, as the indicators count it; before that the day it is to begin."""
    return placement.started_on or placement.starts_on


def last_day(placement: Placement) -> date:
    return max(first_day(placement), placement.ended_on or placement.ends_on)


def not_asked(placement: Placement, part: str) -> str:
    """Why the rules do not ask for a part here (INT-07, INT-13); empty where they do."""
    if part in {"consents", "agreement"} and placement.plan.kind != PlanKind.POST:
        return _("not a post internship")
    if part == "consents" and own_facts(placement)["arranged_by"] == "student":
        return _("the student found the post")
    return ""


def consents(given: Mapping[str, date | None], placement: Mapping[str, Any], first: date) -> Verdict:
    """Both sign before the start, of age or not (INT-07)."""
    student, guardian = given["student_signed_on"], given["guardian_signed_on"]
    if placement["has_objected"]:
        return Standing.FAULTY, _("objected")
    if student is None and guardian is None:
        return None
    if guardian is None:
        return Standing.FAULTY, _("only the student’s")
    if student is None:
        return Standing.FAULTY, _("only the guardian’s")
    return in_time(max(student, guardian), first)


def in_time(on: date, first: date) -> Verdict:
    """What has to be there before the start."""
    days = (on - first).days
    if days <= 0:
        return Standing.PRESENT, shown_date(on)
    said = ngettext("%(count)s day after the start", "%(count)s days after the start", days)
    return Standing.FAULTY, said % {"count": days}


def agreement(paper: Mapping[str, Any], first: date) -> Verdict:
    """Signed by all before the start (INT-13)."""
    if not paper:
        return None
    if paper["signed_on"] is None:
        signed = [str(TripartiteParty(party).label) for party in paper["signed_by"]]
        if not signed:
            return Standing.FAULTY, _("signed by nobody yet")
        return Standing.FAULTY, _("signed only by: %(parties)s") % {"parties": ", ".join(signed)}
    return in_time(paper["signed_on"], first)


def training(found: Mapping[str, Any], first: date) -> Verdict:
    """Passed before the start; who fails does not begin (INT-35)."""
    if not found:
        return None
    if not found["has_passed"]:
        return Standing.FAULTY, _("not passed (%(score)s points)") % {"score": f"{found['score']:g}"}
    return in_time(found["passed_on"], first)


def insurance(insured: Sequence[Insured], first: date, last: date) -> Verdict:
    """Covered on every day from the first to the last (INT-36), as the indicator counts it."""
    if not insured:
        return None
    begin = min(row.covers_from for row in insured)
    end = max(row.covers_until for row in insured)
    if begin > last or end < first:
        return Standing.FAULTY, _("covers no day of it")
    said = []
    if begin > first:
        days = (begin - first).days
        said.append(
            ngettext(
                "cover begins %(count)s day after the start",
                "cover begins %(count)s days after the start",
                days,
            )
            % {"count": days}
        )
    if gap := uncovered(insured, max(first, begin), min(last, end)):
        said.append(
            ngettext("%(count)s day without cover", "%(count)s days without cover", gap) % {"count": gap}
        )
    if end < last:
        days = (last - end).days
        said.append(
            ngettext(
                "cover ends %(count)s day before the end", "cover ends %(count)s days before the end", days
            )
            % {"count": days}
        )
    if said:
        return Standing.FAULTY, ", ".join(said)
    return Standing.PRESENT, _("until %(day)s") % {"day": shown_date(end)}


def uncovered(insured: Sequence[Insured], first: date, last: date) -> int:
    """How many days of a span no line covers."""
    gap, covered = 0, first - A_DAY
    for row in sorted(insured, key=lambda one: one.covers_from):
        if row.covers_from > covered + A_DAY:
            gap += max(0, (min(row.covers_from - A_DAY, last) - covered).days)
        covered = max(covered, min(row.covers_until, last))
    return gap + max(0, (last - covered).days)


def plan(placement: Placement) -> Verdict:
    """A joint plan that was settled (INT-05)."""
    if placement.plan.state in SETTLED_PLANS:
        return Standing.PRESENT, ""
    return Standing.FAULTY, _("not approved")


# What the rules look at while it lasts and at its end: something is there, and none of these is broken.
WHILE_IT_LASTS = {"attendance": "INT-24b", "inspections": "INT-29", "result": "INT-33"}


def kept(code: str, broken: set[str], source: Sources) -> Verdict:
    """What the last checks say of what is there."""
    if code in broken:
        return Standing.FAULTY, _("against the rule “%(rule)s”") % {"rule": source.titles([code])}
    return Standing.PRESENT, ""
