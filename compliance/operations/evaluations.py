"""Checking facts against a version, keeping what came of it, and a person's decisions on questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from compliance.choices import DecidedOutcome, Outcome, Stage
from compliance.engine import rules as engine
from compliance.engine.facts import fingerprint, plain
from compliance.engine.rules import Finding, Findings
from compliance.models import Decision, Evaluation, PackVersion, Waiver
from compliance.operations.packs import rule_pack
from compliance.operations.reading import Question, as_json, decisions_on, from_json, standing
from compliance.subjects import objection_to, power_to_decide
from core import audit
from core.access import Actor
from core.errors import Refused

BATCH = 1000

type Key = tuple[int, int, str]
"""Kind of record, its key, the occasion."""


class UnableToDecide(Refused):
    """There is no question to decide on, or no longer."""


def evaluate(
    facts: Mapping[str, Any], version: PackVersion, on: date, *, stage: Stage | None = None
) -> Findings:
    """Hold facts against a version on a day, keeping nothing.

    Raises:
        InvalidFacts: see ``compliance.engine.facts.check_facts``.
    """
    return engine.evaluate(plain(facts), rule_pack(version), on, stage=stage)


def evaluate_many(
    many: Iterable[Mapping[str, Any]], version: PackVersion, on: date, *, stage: Stage | None = None
) -> list[Findings]:
    """:func:`evaluate` for many at once, in their order; no query beside the kept pack."""
    return engine.evaluate_many((plain(facts) for facts in many), rule_pack(version), on, stage=stage)


@dataclass(frozen=True, kw_only=True)
class CheckOf:
    """One record whose facts are checked.

    Attributes:
        covered_by: other records whose filings count for this one: the post, the plan, the host.
        occasion: which day, week or month, where a stage has several ("2026-W10").
    """

    subject: models.Model
    facts: Mapping[str, Any]
    department_id: int | None = None
    occasion: str = ""
    covered_by: Sequence[models.Model] = field(default=())


def store(
    *,
    subject: models.Model,
    facts: Mapping[str, Any],
    version: PackVersion,
    stage: Stage,
    on: date,
    now: datetime,
    department_id: int | None = None,
    occasion: str = "",
    covered_by: Sequence[models.Model] = (),
) -> Evaluation:
    """Check the facts about a record and keep what came of it; see :func:`store_many`."""
    one = CheckOf(
        subject=subject,
        facts=facts,
        department_id=department_id,
        occasion=occasion,
        covered_by=covered_by,
    )
    return store_many(checks=[one], version=version, stage=stage, on=on, now=now)[0]


def store_many(
    *, checks: Sequence[CheckOf], version: PackVersion, stage: Stage, on: date, now: datetime
) -> list[Evaluation]:
    """Check many records at once, in a constant number of queries for each thousand of new rows.

    Filings recorded for a record, or for what covers it, become part of its facts. A record whose
    facts, version and findings are those of its latest check gets no new row.

    Raises:
        InvalidFacts: see ``compliance.engine.facts.check_facts``.
    """
    try:
        with transaction.atomic():
            return _store(checks, version=version, stage=stage, on=on, now=now)
    except IntegrityError as clash:
        if not isinstance(clash.__cause__, UniqueViolation):
            raise
        # Somebody else checked one of them for the first time meanwhile: now there is a row to lock.
        with transaction.atomic():
            return _store(checks, version=version, stage=stage, on=on, now=now)


def _store(
    checks: Sequence[CheckOf], *, version: PackVersion, stage: Stage, on: date, now: datetime
) -> list[Evaluation]:
    pack = rule_pack(version)
    given = _with_filings(checks, version)
    found = engine.evaluate_many(given, pack, on, stage=stage)
    decided = _decided([check.subject for check in checks])
    latest = _latest(checks, version=version, stage=stage)
    answer, new, replaced, restated = [], [], [], []
    for check, facts, findings in zip(checks, given, found, strict=True):
        key = _key(check)
        made = _made(check, facts, findings, version=version, stage=stage, now=now)
        lists = standing(findings.findings, decided[key[:2]])
        made.blocking, made.asking = lists["blocking"], lists["asking"]
        known = latest.get(key)
        if known is not None and _is_same(known, made):
            if (known.blocking, known.asking) != (made.blocking, made.asking):
                known.blocking, known.asking = made.blocking, made.asking
                restated.append(known)
            answer.append(known)
            continue
        if known is not None:
            replaced.append(known.pk)
        latest[key] = made
        new.append(made)
        answer.append(made)
    Evaluation.objects.filter(pk__in=replaced).update(is_current=False)
    Evaluation.objects.bulk_create(new, batch_size=BATCH)
    Evaluation.objects.bulk_update(restated, ["blocking", "asking"], batch_size=BATCH)
    return answer


def _made(
    check: CheckOf,
    facts: dict[str, Any],
    findings: Findings,
    *,
    version: PackVersion,
    stage: Stage,
    now: datetime,
) -> Evaluation:
    kind, key, occasion = _key(check)
    return Evaluation(
        subject_type_id=kind,
        subject_id=key,
        department_id=check.department_id,
        pack_id=version.pack_id,
        version=version,
        stage=stage,
        occasion=occasion,
        on=findings.on,
        evaluated_at=now,
        facts=facts,
        fingerprint=fingerprint(facts),
        findings=[as_json(one) for one in findings.findings],
        failed=findings.codes(Outcome.FAIL),
        unknown=findings.codes(Outcome.NO_DATA),
    )


def _is_same(known: Evaluation, made: Evaluation) -> bool:
    """The day of the check alone makes no new row; an outcome or a filing that it changes does."""
    return (known.version_id, known.fingerprint, known.department_id, _outcomes(known)) == (
        made.version_id,
        made.fingerprint,
        made.department_id,
        _outcomes(made),
    )


def _outcomes(evaluation: Evaluation) -> list[dict[str, Any]]:
    """The findings without their details, which may name the day."""
    return [{name: one[name] for name in one if name != "details"} for one in evaluation.findings]


def _kind_and_key(subject: models.Model) -> tuple[int, int]:
    return ContentType.objects.get_for_model(subject).pk, subject.pk


def _key(check: CheckOf) -> Key:
    return (*_kind_and_key(check.subject), check.occasion)


def _latest(checks: Sequence[CheckOf], *, version: PackVersion, stage: Stage) -> dict[Key, Evaluation]:
    """The latest checks of the records, locked in the order of their keys.

    By this pack, or by one that it tightens or that tightens it: whoever changes over to a local pack, or
    back, has the check by the other replaced.
    """
    line = [version.pack_id, *_ancestors(version)]
    rows = (
        Evaluation.objects.current()
        .about_any(check.subject for check in checks)
        .filter(Q(pack__in=line) | Q(pack__parent__in=line), stage=stage)
        .filter(occasion__in={check.occasion for check in checks})
        .select_related("version")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    return {(row.subject_type_id, row.subject_id, row.occasion): row for row in rows}


def _decided(subjects: Iterable[models.Model]) -> dict[tuple[int, int], dict[Question, str]]:
    decided: dict[tuple[int, int], dict[Question, str]] = defaultdict(dict)
    rows = Decision.objects.about_any(subjects).order_by("decided_at", "pk")
    for kind, key, code, seen, outcome in rows.values_list(
        *("subject_type_id", "subject_id", "code", "seen", "outcome")
    ):
        decided[kind, key][code, seen] = outcome
    return decided


def filings_of(records: Sequence[models.Model], version: PackVersion) -> list[dict[str, Any]]:
    """The filings recorded for any of the records that count for a version, as facts. One query."""
    recorded = _recorded(records, version)
    return [one for record in records for one in recorded.get(_kind_and_key(record), ())]


def _recorded(
    about: Iterable[models.Model], version: PackVersion
) -> dict[tuple[int, int], list[dict[str, Any]]]:
    recorded: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    packs = [version.pack_id, *_ancestors(version)]
    for waiver in Waiver.objects.about_any(about).filter(withdrawn_at=None, pack__in=packs).order_by("pk"):
        recorded[waiver.subject_type_id, waiver.subject_id].append(
            {
                "kind": waiver.kind,
                "number": waiver.number,
                "authority": waiver.authority,
                "rules": sorted(waiver.codes),
                "valid_from": waiver.valid_from.isoformat(),
                "valid_until": waiver.valid_until.isoformat(),
            }
        )
    return recorded


def _with_filings(checks: Sequence[CheckOf], version: PackVersion) -> list[dict[str, Any]]:
    """The facts of each record as plain JSON, with the filings that were recorded for it."""
    recorded = _recorded((one for check in checks for one in (check.subject, *check.covered_by)), version)
    given = []
    for check in checks:
        facts = plain(check.facts)
        covering = (check.subject, *check.covered_by)
        filings = [one for record in covering for one in recorded.get(_kind_and_key(record), ())]
        if filings:
            facts["filings"] = [*(facts.get("filings") or ()), *filings]
        given.append(facts)
    return given


def _ancestors(version: PackVersion) -> list[int]:
    """The packs that a version tightens: their filings count for it as well."""
    found = []
    parent = version.parent_version
    while parent is not None:
        found.append(parent.pack_id)
        parent = parent.parent_version
    return found


def deciding_power(evaluation_id: int) -> str:
    """What somebody must hold to decide questions of a check. One query."""
    kind = Evaluation.objects.filter(pk=evaluation_id).values_list("subject_type", flat=True).first()
    return power_to_decide(ContentType.objects.get_for_id(kind).model_class() if kind else None)


def decide(
    *, actor: Actor, evaluation_id: int, code: str, outcome: DecidedOutcome, reason: str, now: datetime
) -> Decision:
    """Answer the question of a rule, for exactly the facts that the latest check looked at.

    Other weeks or months of the record in which the same was asked of the same facts are answered with it.

    Raises:
        NotVisible, PermissionDenied: the actor does not hold on the check what the kind of record asks for
            ("rule.decide" unless its app says otherwise).
        UnableToDecide: the check is not the latest, the rule asks nothing, a reason is missing, or the
            record's app objects to this person.
    """
    if not reason.strip():
        raise UnableToDecide(_("Please give a reason: the others will read it."))
    with transaction.atomic():
        power = deciding_power(evaluation_id)
        evaluation: Evaluation = Evaluation.objects.for_write(actor, evaluation_id, power)
        if objection := objection_to(actor, evaluation.subject):
            raise UnableToDecide(objection)
        if not evaluation.is_current:
            raise UnableToDecide(_("The facts have been checked anew: please look at them again."))
        pack = rule_pack(evaluation.version)
        findings = [from_json(stored, pack) for stored in evaluation.findings]
        asked = next((one for one in findings if one.code == code and one.asks), None)
        if asked is None or actor.pk is None:
            raise UnableToDecide(_("%(code)s does not ask a person here.") % {"code": code})
        lender = actor.on_behalf_of(power, evaluation.department_id)
        decision = Decision.objects.create(
            subject_type_id=evaluation.subject_type_id,
            subject_id=evaluation.subject_id,
            evaluation=evaluation,
            code=code,
            seen=asked.seen,
            outcome=outcome,
            reason=reason.strip(),
            decided_by_id=actor.pk,
            on_behalf_of=lender,
            decided_at=now,
        )
        _restate(evaluation, asked)
        audit.record(
            actor=actor,
            subject=evaluation.subject or evaluation,
            verb="rule.decide",
            now=now,
            reason=decision.reason,
            details={"rule": code, "outcome": decision.outcome},
            on_behalf_of=lender,
        )
    return decision


def _restate(decided: Evaluation, asked: Finding) -> None:
    """Have lists know of a decision, wherever the same is asked about the record."""
    same = Evaluation.objects.current().filter(
        subject_type=decided.subject_type_id,
        subject_id=decided.subject_id,
        findings__contains=[{"code": asked.code, "seen": asked.seen}],
    )
    taken = {question: one.outcome for question, one in decisions_on(decided).items()}
    for one in same.select_related("version").order_by("pk").select_for_update(of=("self",)):
        pack = rule_pack(one.version)
        lists = standing([from_json(stored, pack) for stored in one.findings], taken)
        one.blocking, one.asking = lists["blocking"], lists["asking"]
        one.save(update_fields=["blocking", "asking"])
