"""Posts before the rules of law: what forbids one, and what a person should look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from compliance.choices import Outcome, Severity, Stage
from compliance.engine.rules import Finding
from compliance.models import Waiver
from compliance.operations import current_version, evaluate
from compliance.wording import in_sentences
from internships.facts import facts_of_post
from internships.models import Post

PACK = "cn-internship-2021"
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


def rulings_on(post: Post, *, on: date) -> list[Ruling]:
    """The rules that a post breaks, red lines first, with the filings recorded for it. About 14 queries.

    Rules that only a placement can answer are left to it.

    Raises:
        NoSuchPack: there are no rules for the day; nothing is approved then.
    """
    facts = dict(facts_of_post(post)) | {"filings": filings_for(post)}
    version = current_version(PACK, on)
    findings = evaluate(facts, version, on, stage=Stage.START).findings
    rulings = [
        Ruling(finding)
        for finding in findings
        if finding.outcome is Outcome.FAIL and not finding.waiver and _is_of_posts(finding)
    ]
    return sorted(rulings, key=lambda ruling: (not ruling.forbids, ruling.finding.code))


def _is_of_posts(finding: Finding) -> bool:
    return not any(path.startswith(OF_PLACEMENTS) for path in finding.rule.reads)


def filings_for(post: Post) -> list[dict[str, object]]:
    """The filings that lift a rule for a post, its plan or its host. One query."""
    covering = [post, post.enterprise, *([post.plan] if post.plan else [])]
    return [
        {
            "kind": waiver.kind,
            "number": waiver.number,
            "authority": waiver.authority,
            "rules": sorted(waiver.codes),
            "valid_from": waiver.valid_from,
            "valid_until": waiver.valid_until,
        }
        for waiver in Waiver.objects.about_any(covering)
        .filter(withdrawn_at=None, pack__code=PACK)
        .order_by("pk")
    ]
