"""Which rules internships are held against, and posts before them: what forbids one, what asks a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Centre
from compliance.choices import NATIONAL_INTERNSHIPS, Outcome, Severity, Stage
from compliance.engine.rules import Finding
from compliance.models import PackVersion
from compliance.operations import (
    current_version,
    evaluate,
    filings_of,
    version_or_parents,
    version_where,
)
from compliance.wording import in_sentences
from internships.facts import facts_of_post
from internships.models import Post

# What no post says, only the student who is to be placed, or the papers of the placement.
OF_PLACEMENTS = ("student.", "consents.", "insurance.", "training.", "logs.", "visits.", "evaluation.")


@dataclass(frozen=True, slots=True)
class Ruling:
    """One rule that a post does not keep, or that cannot be said to be kept."""

    finding: Finding

    @property
    def forbids(self) -> bool:
        """A red line: nobody can approve past it, but for the filing that some of them know."""
        spec = self.finding.rule.spec
        return (
            self.finding.outcome is Outcome.FAIL
            and self.finding.stands_in_the_way
            and spec.severity in {Severity.FORBIDDEN, Severity.FORBIDDEN_UNLESS_FILED}
        )

    @property
    def title(self) -> str:
        return self.finding.rule.title

    @property
    def source(self) -> str:
        """Instrument and article, for the screen."""
        rule = self.finding.rule
        return f"{rule.instrument} {rule.article}"

    @property
    def reasons(self) -> Sequence[str]:
        return in_sentences(self.finding)


def rules_in_force(on: date) -> PackVersion:
    """The rules that internships are held against on a day.

    Those the centre has chosen; else the pack made for its region; else the national ones. Before a
    local pack was in force, what it tightens was. Five queries at most.

    Raises:
        NoSuchPack: there are no rules for the day.
    """
    centre = Centre.objects.select_related("internship_rules", "region").filter(pk=1).first()
    if centre is not None and centre.internship_rules is not None:
        return version_or_parents(centre.internship_rules, on)
    if centre is not None and centre.region is not None:
        return version_where(NATIONAL_INTERNSHIPS, on, place=centre.place)
    return current_version(NATIONAL_INTERNSHIPS, on)


def rulings_on(post: Post, *, on: date) -> list[Ruling]:
    """The rules that a post breaks, red lines first, with the filings recorded for it. About 14 queries.

    Rules that only a placement can answer are left to it.

    Raises:
        NoSuchPack: there are no rules for the day; nothing is approved then.
    """
    version = rules_in_force(on)
    covering = [post, post.enterprise, *([post.plan] if post.plan else [])]
    facts = dict(facts_of_post(post)) | {"filings": filings_of(covering, version)}
    findings = evaluate(facts, version, on, stage=Stage.START).findings
    rulings = [
        Ruling(finding)
        for finding in findings
        if finding.outcome is Outcome.FAIL and not finding.waiver and _is_of_posts(finding)
    ]
    return sorted(rulings, key=lambda ruling: (not ruling.forbids, ruling.finding.code))


def _is_of_posts(finding: Finding) -> bool:
    return not any(path.startswith(OF_PLACEMENTS) for path in finding.rule.reads)
