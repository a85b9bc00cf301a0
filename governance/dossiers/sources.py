"""Which instrument and article ask for a paper, in words of the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from compliance.models import PackVersion
from compliance.operations import NoSuchPack, rule_pack


def sources_on(rules_on: Callable[[date], PackVersion], on: date) -> Callable[[str], str]:
    """Reads instrument and article of a rule by its number; empty where there is no such rule on the day."""
    try:
        rules = {rule.code: rule for rule in rule_pack(rules_on(on)).rules}
    except NoSuchPack:
        rules = {}

    def source(code: str) -> str:
        rule = rules.get(code)
        return f"{rule.instrument} {rule.article}" if rule else ""

    return source
