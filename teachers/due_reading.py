"""How a teacher stands before the rules on practice, for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.look import Chip
from teachers.models import DUE_CHIPS, PracticeDue
from teachers.practice_rules import PracticeRule


@dataclass(frozen=True, slots=True)
class StandsBefore:
    """One rule, and how one teacher stands before it today."""

    due: PracticeDue
    rule: PracticeRule
    today: date

    @property
    def urgency(self) -> str:
        return self.due.urgency_on(self.today)

    @property
    def chip(self) -> Chip:
        return DUE_CHIPS[self.urgency]

    @property
    def window(self) -> tuple[date, date]:
        return self.rule.requirement.window(self.today)

    @property
    def percent(self) -> int:
        return min(100, int(100 * self.due.months / self.due.months_wanted))

    @property
    def heading(self) -> str:
        return self.rule.rule.title

    @property
    def source(self) -> str:
        rule = self.rule.rule
        return f"{rule.instrument} {rule.article}"

    @property
    def sentence(self) -> str:
        """What is to be done by when, in a sentence."""
        if self.urgency == "late":
            return _("It is not enough: plan practice now.")
        if self.urgency == "planned":
            return _("It is not enough yet; with what is planned it will be.")
        if self.due.missing:
            return _("There is time until then: what is missing is to be practised by that day.")
        return _("Enough, if nothing is added, until the day before that.")


def standing_before(dues: list[PracticeDue], rules: list[PracticeRule], today: date) -> list[StandsBefore]:
    """In the order of the rules; what was reckoned for a rule that is not in force any more is left out."""
    by_rule = {due.rule: due for due in dues}
    return [StandsBefore(by_rule[rule.code], rule, today) for rule in rules if rule.code in by_rule]
