"""`manage.py check_rules FACTS.json`: a rule pack on plain facts, without anything being stored."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from compliance.choices import Stage
from compliance.engine.rules import Finding, Findings
from compliance.operations import evaluate
from compliance.operations.packs import current_version
from compliance.wording import in_sentences
from core.errors import Refused

DEFAULT_PACK = "cn-internship-2021"
UNREADABLE = 2


class Command(BaseCommand):
    help = "Holds a file of facts against a rule pack and prints the findings as JSON; stores nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("facts", type=Path, metavar="FACTS.json")
        parser.add_argument("--pack", default=DEFAULT_PACK, help="by default %(default)s")
        parser.add_argument(
            "--on", metavar="DATE", help="the day of the check, like 2026-03-02: by default today"
        )
        parser.add_argument("--stage", choices=Stage.values, help="only the rules of one stage")

    def handle(self, *, facts: Path, pack: str, on: str | None, stage: str | None, **options: Any) -> None:
        try:
            day = date.fromisoformat(on) if on else timezone.localdate()
        except ValueError as error:
            raise CommandError(f"--on: {error}", returncode=UNREADABLE) from error
        content = read(facts)
        try:
            found = evaluate(content, current_version(pack, day), day, stage=Stage(stage) if stage else None)
        except Refused as refusal:
            raise CommandError(f"{facts}: {refusal}", returncode=UNREADABLE) from refusal
        self.stdout.write(json.dumps(report(found), ensure_ascii=False, indent=2))


def read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        words = " ".join(str(error).split())
        raise CommandError(f"{path}: {words}", returncode=UNREADABLE) from error


def report(found: Findings) -> dict[str, Any]:
    return {
        "pack": found.pack.name,
        "version": found.pack.number,
        "on": found.on.isoformat(),
        "passes": found.passes,
        "blocking": [one.code for one in found.blocking],
        "findings": [line(one) for one in found.findings],
    }


def line(finding: Finding) -> dict[str, Any]:
    spec = finding.rule.spec
    return {
        "rule": finding.code,
        "outcome": finding.outcome,
        "applies": finding.applies,
        "blocks": finding.stands_in_the_way,
        "stage": spec.stage,
        "gate": finding.rule.gate,
        "severity": spec.severity,
        "evidence": spec.evidence,
        "instrument": {"en": spec.instrument_en, "zh": spec.instrument_zh},
        "article": {"en": spec.article, "zh": spec.article_zh},
        "title": {"en": spec.title_en, "zh": spec.title_zh},
        "message": {"en": spec.text_en, "zh": spec.text_zh},
        "reasons": in_sentences(finding),
        "details": list(finding.details),
        "waiver": finding.waiver,
    }
