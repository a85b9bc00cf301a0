"""A kept check as a list for people: the heaviest first, each with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from compliance.choices import Evidence, Outcome
from compliance.engine.rules import Findings
from compliance.facts import FILINGS
from compliance.models import Decision, Evaluation
from compliance.operations.reading import Judged, Question, judged
from core.access import Text
from core.look import Chip, Meaning


class Group(IntEnum):
    """How much a rule matters now; the order is the one on the page."""

    IN_THE_WAY = 0
    QUESTION = 1
    ADVICE = 2
    KEPT = 3
    NOT_CONCERNED = 4

    @property
    def label(self) -> Text:
        return GROUPS[self][0]

    @property
    def is_folded(self) -> bool:
        return self >= Group.KEPT


GROUPS: dict[int, tuple[Text, Chip]] = {
    Group.IN_THE_WAY: (
        gettext_lazy("In the way"),
        Chip(gettext_lazy("In the way"), Meaning.STOPPED, "ban"),
    ),
    Group.QUESTION: (
        gettext_lazy("Waiting for a person’s decision"),
        Chip(gettext_lazy("Somebody has to decide"), Meaning.SOON, "help-circle"),
    ),
    Group.ADVICE: (
        gettext_lazy("Not met, but in nobody’s way"),
        Chip(gettext_lazy("Look at it"), Meaning.SOON, "alert-triangle"),
    ),
    Group.KEPT: (
        pgettext_lazy("of a rule", "Kept"),
        Chip(pgettext_lazy("of a rule", "Kept"), Meaning.GOOD, "circle-check"),
    ),
    Group.NOT_CONCERNED: (
        gettext_lazy("Does not concern this case"),
        Chip(gettext_lazy("Not concerned"), Meaning.INACTIVE, "circle-dashed"),
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A page, as a link says it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One rule on the list.

    Attributes:
        judged: the finding with the decision on it.
        group: where it stands on the page.
        place: where what it looks at is entered, where the record's app says so.
    """

    judged: Judged
    group: Group
    place: Place | None = None

    @property
    def chip(self) -> Chip:
        return GROUPS[self.group][1]

    @property
    def source(self) -> str:
        return f"{self.judged.instrument} {self.judged.article}"

    @property
    def evidence(self) -> Text:
        return Evidence(self.judged.finding.rule.spec.evidence).label

    @property
    def filing(self) -> Text:
        """The kind of filing that lifts it, where there is one."""
        return FILINGS.get(self.judged.finding.rule.spec.override, "")

    @property
    def advice(self) -> str:
        """What to do about it; empty where nothing is to be done."""
        if self.group is Group.QUESTION:
            return _("Look at the facts and decide, with a reason.")
        if self.group not in {Group.IN_THE_WAY, Group.ADVICE}:
            return ""
        if self.judged.outcome is Outcome.NO_DATA:
            return _("Enter what is not known.")
        if self.filing:
            return _("Change it, or record the filing “%(filing)s”.") % {"filing": self.filing}
        return _("Change it.")

    @property
    def can_be_decided(self) -> bool:
        """Whether a person may answer it, for the first time or anew."""
        return self.judged.finding.asks


def lines_of(
    evaluation: Evaluation, taken: Mapping[Question, Decision] | None = None
) -> list[tuple[Group, list[Line]]]:
    """Every rule of a check by group, the heaviest first; empty groups are left out. One query.

    Args:
        taken: the decisions about the record, where several checks of it are read; then without a query.
    """
    return _by_group(judged(evaluation, taken))


def with_places(
    groups: Iterable[tuple[Group, list[Line]]], place_of: Callable[[frozenset[str]], Place | None]
) -> list[tuple[Group, list[Line]]]:
    """The same, each line on which there is something to do with the place where it is done.

    Args:
        place_of: answers for the paths of the facts that a rule looks at. No query.
    """
    return [
        (
            group,
            lines
            if group.is_folded
            else [replace(line, place=place_of(line.judged.finding.rule.reads)) for line in lines],
        )
        for group, lines in groups
    ]


def lines_of_findings(findings: Findings) -> list[tuple[Group, list[Line]]]:
    """:func:`lines_of` for a check that is not kept: nobody has decided anything on it. No query."""
    return _by_group([Judged(finding=one) for one in findings.findings])


def _by_group(found_by_rule: Iterable[Judged]) -> list[tuple[Group, list[Line]]]:
    lines = [Line(one, _group(one)) for one in found_by_rule]
    return [(group, found) for group in Group if (found := [one for one in lines if one.group is group])]


def _group(one: Judged) -> Group:
    if one.stands_in_the_way:
        return Group.IN_THE_WAY
    if one.is_open_question:
        return Group.QUESTION
    if not one.finding.applies:
        return Group.NOT_CONCERNED
    if one.outcome is Outcome.PASS or one.finding.waiver:
        return Group.KEPT
    return Group.ADVICE
