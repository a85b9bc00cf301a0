"""Rules, packs of them, and what comes of holding facts against a pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from compliance.choices import Evidence, Outcome, Severity, Stage
from compliance.engine.binding import Check, bind
from compliance.engine.errors import InvalidRule
from compliance.engine.facts import Facts, Schema, check_facts, described, excerpt, fingerprint
from compliance.engine.verdicts import PASS, Detail, Verdict, together
from compliance.facts import SCHEMA
from core.bilingual import in_words

# The day of the check, which every rule may look at like any other fact.
ON = "on"


@dataclass(frozen=True, kw_only=True)
class RuleSpec:
    """A rule as it is written down, before its parameters are looked at.

    Attributes:
        code: "INT-15".
        stage: when it is looked at; ``is_gate`` makes it stand in the way of that.
        conditions: checks that say whether the rule concerns these facts at all.
        facts: what a person who decides looks at, beside the facts that the predicates read.
        override: the kind of filing that lifts it; only where it is forbidden unless filed.
    """

    code: str
    instrument_en: str
    instrument_zh: str
    article: str
    article_zh: str
    title_en: str
    title_zh: str
    text_en: str
    text_zh: str
    severity: Severity
    evidence: Evidence
    stage: Stage
    is_gate: bool
    predicate: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    conditions: list[Mapping[str, Any]] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    override: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """A rule that can be run.

    Attributes:
        reads: the paths of all facts that it looks at.
        identity: fingerprint of what decides its outcome; its words are no part of it.
    """

    spec: RuleSpec
    check: Check
    conditions: tuple[Check, ...]
    reads: frozenset[str]
    identity: str
    # The two findings that say nothing of the facts are the same for all of them.
    passed: Finding = field(init=False, repr=False)
    not_concerned: Finding = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "passed", Finding(rule=self, outcome=Outcome.PASS))
        object.__setattr__(self, "not_concerned", Finding(rule=self, outcome=Outcome.PASS, applies=False))

    @property
    def code(self) -> str:
        return self.spec.code

    @property
    def gate(self) -> Stage | None:
        return self.spec.stage if self.spec.is_gate else None

    @property
    def may_block(self) -> bool:
        return self.spec.is_gate and self.spec.evidence.may_block

    @property
    def title(self) -> str:
        return in_words(self.spec.title_en, self.spec.title_zh)

    @property
    def text(self) -> str:
        return in_words(self.spec.text_en, self.spec.text_zh)

    @property
    def instrument(self) -> str:
        return in_words(self.spec.instrument_en, self.spec.instrument_zh)

    @property
    def article(self) -> str:
        return in_words(self.spec.article, self.spec.article_zh)


def compile_rule(spec: RuleSpec, *, schema: Schema = SCHEMA) -> Rule:
    """Raises InvalidRule: see :func:`compliance.engine.binding.bind`."""
    check = bind({"predicate": spec.predicate, "parameters": spec.parameters}, schema=schema)
    if not isinstance(spec.conditions, list):
        raise InvalidRule(_("The conditions are a list of checks."))
    conditions = tuple(bind(one, schema=schema) for one in spec.conditions)
    if any(asks_a_person(one) for one in conditions):
        raise InvalidRule(_("A person cannot be asked whether a rule applies."))
    for path in spec.facts:
        if described(schema, path) is None:
            raise InvalidRule(_("There is no fact called “%(name)s”.") % {"name": path})
    reads = check.reads.union(spec.facts, *(one.reads for one in conditions))
    if not reads:
        raise InvalidRule(_("Name the facts that the person looks at: with them a decision lapses."))
    filed = spec.severity is Severity.FORBIDDEN_UNLESS_FILED
    if bool(spec.override) != filed:
        raise InvalidRule(
            _("A rule that is forbidden unless filed names the kind of filing.")
            if filed
            else _("Only a rule that is forbidden unless filed can be lifted by a filing.")
        )
    return Rule(
        spec=spec,
        check=check,
        conditions=conditions,
        reads=reads,
        identity=fingerprint(
            [spec.code, spec.predicate, dict(spec.parameters), [dict(one) for one in spec.conditions]]
        ),
    )


def asks_a_person(check: Check) -> bool:
    return check.predicate == "by_person" or any(asks_a_person(part) for part in check.parts)


@dataclass(frozen=True, kw_only=True)
class RulePack:
    """The rules of one version of a pack, those of its parent included."""

    name: str
    number: int
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {rule.code: rule for rule in self.rules})

    def rule(self, code: str) -> Rule:
        """Raises KeyError where the pack has no such rule."""
        return self._by_code[code]  # type: ignore[attr-defined]

    def at(self, stage: Stage | None) -> tuple[Rule, ...]:
        return self.rules if stage is None else tuple(one for one in self.rules if one.spec.stage == stage)


# --- Holding facts against rules ------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Finding:
    """What came of one rule.

    Attributes:
        applies: ``False`` where its conditions say that it does not concern these facts.
        details: why it is not met, not known or asked; :func:`compliance.wording.in_sentences` says it.
        seen: fingerprint of the rule and of the facts it looked at; a decision holds for just these.
        waiver: number of the filing that lifts it.
    """

    rule: Rule
    outcome: Outcome
    applies: bool = True
    details: tuple[Detail, ...] = ()
    seen: str = ""
    waiver: str = ""

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def stands_in_the_way(self) -> bool:
        """Whether it blocks its gate as long as nobody has decided otherwise."""
        return self.rule.may_block and self.outcome is not Outcome.PASS and not self.waiver

    @property
    def asks(self) -> bool:
        return self.outcome is Outcome.NEEDS_PERSON and not self.waiver


@dataclass(frozen=True, kw_only=True)
class Findings:
    """All that came of holding facts against a pack on a day."""

    pack: RulePack
    on: date
    stage: Stage | None
    findings: tuple[Finding, ...]

    def codes(self, outcome: Outcome) -> list[str]:
        return [one.code for one in self.findings if one.outcome is outcome]

    @property
    def blocking(self) -> list[Finding]:
        return [one for one in self.findings if one.stands_in_the_way]

    @property
    def passes(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.blocking


def evaluate(facts: Facts, pack: RulePack, on: date, *, stage: Stage | None = None) -> Findings:
    """Hold facts against the rules of a stage, or of all of them.

    Raises:
        InvalidFacts: see :func:`compliance.engine.facts.check_facts`.
    """
    check_facts(facts, SCHEMA)
    return _evaluated(facts, pack, on, stage, pack.at(stage))


def evaluate_many(
    many: Iterable[Facts], pack: RulePack, on: date, *, stage: Stage | None = None
) -> list[Findings]:
    """:func:`evaluate` for many at once, in their order."""
    rules = pack.at(stage)
    found = []
    for facts in many:
        check_facts(facts, SCHEMA)
        found.append(_evaluated(facts, pack, on, stage, rules))
    return found


def _evaluated(
    facts: Facts, pack: RulePack, on: date, stage: Stage | None, rules: tuple[Rule, ...]
) -> Findings:
    known = {**facts, ON: on.isoformat()}
    return Findings(pack=pack, on=on, stage=stage, findings=tuple(_finding(rule, known) for rule in rules))


def _finding(rule: Rule, facts: Facts) -> Finding:
    condition = together([check.run(facts) for check in rule.conditions]) if rule.conditions else PASS
    if condition.outcome is Outcome.FAIL:
        return rule.not_concerned
    verdict = condition if condition.outcome is not Outcome.PASS else rule.check.run(facts)
    if verdict.outcome is Outcome.PASS:
        return rule.passed
    outcome = _as_far_as_it_is_sure(rule, verdict)
    return Finding(
        rule=rule,
        outcome=outcome,
        details=verdict.details,
        seen=_seen(rule, facts) if outcome is Outcome.NEEDS_PERSON else "",
        waiver=_waiver(rule, outcome, facts),
    )


def _as_far_as_it_is_sure(rule: Rule, verdict: Verdict) -> Outcome:
    """A rule whose words nobody has verified does not say no: it asks a person.

    So it does at a gate where it does not know: it cannot stand in the way itself.
    """
    if rule.spec.evidence.may_block:
        return verdict.outcome
    asks = verdict.outcome is Outcome.FAIL or (verdict.outcome is Outcome.NO_DATA and rule.spec.is_gate)
    return Outcome.NEEDS_PERSON if asks else verdict.outcome


def _seen(rule: Rule, facts: Facts) -> str:
    """The day of the check is left out: a decision would lapse overnight."""
    return fingerprint([rule.identity, excerpt(facts, rule.reads - {ON})])


def _waiver(rule: Rule, outcome: Outcome, facts: Facts) -> str:
    """The number of a filing of the right kind that names this rule and is valid on the day."""
    if not rule.spec.override or outcome is Outcome.NO_DATA:
        return ""
    for filing in facts.get("filings") or ():
        if (
            filing.get("kind") == rule.spec.override
            and rule.code in (filing.get("rules") or ())
            and (filing.get("valid_from") or "9999") <= facts[ON] <= (filing.get("valid_until") or "")
        ):
            return filing.get("number") or ""
    return ""
