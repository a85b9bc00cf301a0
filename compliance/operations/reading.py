"""Stored checks, as people read them: every finding with the decision that a person took on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from compliance.choices import DecidedOutcome, Outcome, Stage
from compliance.engine.rules import Finding, RulePack
from compliance.models import Decision, Evaluation
from compliance.operations.packs import rule_pack
from compliance.wording import in_sentences

type Question = tuple[str, str]
"""The rule's number and the fingerprint of what was seen: to this a decision belongs."""


def latest_check(record: Model, stage: Stage) -> Evaluation | None:
    """What was found last of a record at a stage. One query."""
    rows = Evaluation.objects.current().about(record).filter(stage=stage)
    return rows.select_related("version__pack").order_by("-evaluated_at", "-pk").first()


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding as it is stored; what is usual is left out."""
    stored: dict[str, Any] = {"code": finding.code, "outcome": finding.outcome.value}
    if not finding.applies:
        stored["applies"] = False
    if finding.details:
        stored["details"] = list(finding.details)
    if finding.seen:
        stored["seen"] = finding.seen
    if finding.waiver:
        stored["waiver"] = finding.waiver
    return stored


def from_json(stored: Mapping[str, Any], pack: RulePack) -> Finding:
    return Finding(
        rule=pack.rule(stored["code"]),
        outcome=Outcome(stored["outcome"]),
        applies=stored.get("applies", True),
        details=tuple(stored.get("details", ())),
        seen=stored.get("seen", ""),
        waiver=stored.get("waiver", ""),
    )


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A finding with what a person decided on it, in words of the reader's language."""

    finding: Finding
    decision: Decision | None = None

    @property
    def code(self) -> str:
        return self.finding.code

    @property
    def outcome(self) -> Outcome:
        """What counts: the person's decision where there is one."""
        return Outcome(self.decision.outcome) if self.decision else self.finding.outcome

    @property
    def stands_in_the_way(self) -> bool:
        return is_in_the_way(self.finding, self.decision.outcome if self.decision else None)

    @property
    def is_open_question(self) -> bool:
        return self.finding.asks and self.decision is None

    @property
    def title(self) -> str:
        return self.finding.rule.title

    @property
    def text(self) -> str:
        return self.finding.rule.text

    @property
    def instrument(self) -> str:
        return self.finding.rule.instrument

    @property
    def article(self) -> str:
        return self.finding.rule.article

    @property
    def reasons(self) -> list[str]:
        """What was found, a sentence each."""
        return in_sentences(self.finding)


def is_in_the_way(finding: Finding, decided: str | None) -> bool:
    """A person's no blocks a gate whatever the evidence: it is the person who says it."""
    if decided is not None:
        return finding.rule.spec.is_gate and decided == DecidedOutcome.FAIL
    return finding.stands_in_the_way


def decisions_on(evaluation: Evaluation) -> dict[Question, Decision]:
    """The decisions about the same record, the latest for each question; costs one query."""
    rows = Decision.objects.filter(
        subject_type=evaluation.subject_type_id, subject_id=evaluation.subject_id
    ).order_by("decided_at", "pk")
    return {(row.code, row.seen): row for row in rows.select_related("decided_by", "on_behalf_of")}


def judged(evaluation: Evaluation, taken: Mapping[Question, Decision] | None = None) -> list[Judged]:
    """Every finding of a check, in the order of the rules; costs one query beside the kept pack.

    Args:
        taken: the decisions about the record, where several checks of it are read.
    """
    pack = rule_pack(evaluation.version)
    taken = decisions_on(evaluation) if taken is None else taken
    findings = (from_json(stored, pack) for stored in evaluation.findings)
    return [Judged(finding=one, decision=taken.get((one.code, one.seen))) for one in findings]


def blockers(evaluation: Evaluation) -> list[Judged]:
    """What stands in the way of the check's gate, with instrument, article and words."""
    return [one for one in judged(evaluation) if one.stands_in_the_way]


def questions(evaluation: Evaluation) -> list[Judged]:
    """What waits for a person's decision, also where it is in nobody's way."""
    return [one for one in judged(evaluation) if one.is_open_question]


def standing(findings: Iterable[Finding], decided: Mapping[Question, str]) -> dict[str, list[str]]:
    """What lists filter by: the numbers of the rules in the way, and of those that wait for a person."""
    blocking, asking = [], []
    for one in findings:
        outcome = decided.get((one.code, one.seen)) if one.seen else None
        if is_in_the_way(one, outcome):
            blocking.append(one.code)
        if one.asks and outcome is None:
            asking.append(one.code)
    return {"blocking": blocking, "asking": asking}
