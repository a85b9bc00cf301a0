"""The packs that come with the program, read from ``compliance/data/*.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from compliance.choices import Evidence, Severity, Stage
from compliance.engine.rules import RuleSpec

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, kw_only=True)
class BundledVersion:
    """One version of one pack, as its file says."""

    code: str
    jurisdiction: str
    parent: str
    name_en: str
    name_zh: str
    number: int
    parent_number: int | None
    effective_from: date
    effective_until: date | None
    reason_en: str
    reason_zh: str
    rules: tuple[RuleSpec, ...]


def bundled_versions() -> list[BundledVersion]:
    """Every bundled version; parents before their children."""
    contents = [tomllib.loads(path.read_text(encoding="utf-8")) for path in DATA.glob("*.toml")]
    found: dict[tuple[str, int], BundledVersion] = {}
    for content in sorted(contents, key=lambda one: (one["pack"]["name"], one["version"]["number"])):
        base = found.get((content["pack"]["name"], content["version"].get("base", 0)))
        version = read_version(content, base)
        found[version.code, version.number] = version
    return sorted(found.values(), key=lambda one: (bool(one.parent), one.code, one.number))


def read_version(content: Mapping[str, Any], base: BundledVersion | None) -> BundledVersion:
    """Args:
    base: the version that this one corrects: its rules stand, but for those given here.
    """
    pack, version = content["pack"], content["version"]
    own = {rule["code"]: rule for rule in content.get("rule", ())}
    specs = {code: _rule(rule, content["instruments"]) for code, rule in own.items()}
    if base is None:
        return BundledVersion(
            code=pack["name"],
            jurisdiction=pack["jurisdiction"],
            parent=pack.get("parent", ""),
            name_en=pack["name_en"],
            name_zh=pack["name_zh"],
            rules=tuple(specs.values()),
            **_dated(version),
        )
    gone = version.get("without", ())
    rules = [specs.pop(rule.code, rule) for rule in base.rules if rule.code not in gone]
    for code, spec in specs.items():
        codes = [rule.code for rule in rules]
        rules.insert(codes.index(own[code]["after"]) + 1, spec)
    return replace(base, rules=tuple(rules), **_dated(version))


def _dated(version: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "number": version["number"],
        "parent_number": version.get("parent_number"),
        "effective_from": version["effective_from"],
        "effective_until": version.get("effective_until"),
        "reason_en": version["reason_en"],
        "reason_zh": version["reason_zh"],
    }


def _rule(rule: Mapping[str, Any], instruments: Mapping[str, Mapping[str, str]]) -> RuleSpec:
    instrument = instruments[rule["instrument"]]
    return RuleSpec(
        code=rule["code"],
        instrument_en=instrument["en"],
        instrument_zh=instrument["zh"],
        article=rule["article"][0],
        article_zh=rule["article"][1],
        title_en=rule["title"][0],
        title_zh=rule["title"][1],
        text_en=rule["text"][0],
        text_zh=rule["text"][1],
        severity=Severity(rule["severity"]),
        evidence=Evidence(rule["evidence"]),
        stage=Stage(rule["stage"]),
        is_gate=rule.get("is_gate", False),
        predicate=rule["predicate"],
        parameters=rule.get("parameters", {}),
        conditions=rule.get("conditions", []),
        facts=rule.get("facts", []),
        override=rule.get("override", ""),
    )
