"""Which instrument and article ask for a paper, in words of the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from compliance.models import PackVersion
from compliance.operations import NoSuchPack, rule_pack


class Sources:
    """The rules of a day, by their numbers."""

    def __init__(self, rules: Iterable[Any]) -> None:
        self._rules = {rule.code: rule for rule in rules}

    def __call__(self, code: str) -> str:
        """Instrument and article; empty where there is no such rule on the day."""
        rule = self._rules.get(code)
        return f"{rule.instrument} {rule.article}" if rule else ""

    def titles(self, codes: Iterable[str]) -> str:
        """What rules are called, of those that have no name here the number."""
        return ", ".join(str(self._rules[code].title) if code in self._rules else code for code in codes)


def sources_on(rules_on: Callable[[date], PackVersion], on: date) -> Sources:
    """None where there are no rules on the day."""
    try:
        return Sources(rule_pack(rules_on(on)).rules)
    except NoSuchPack:
        return Sources(())
