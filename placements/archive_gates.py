"""What stands in the way of archives: hours, pay and papers that did not pass the gates of the rules.

What was worked and what was paid cannot be undone, so nothing is refused there; the gate is the next step for
which the school answers alone. It keeps an archive back until the record is corrected, a filing lifts the
rule, a question is decided, or somebody who may decide says why it is archived all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.choices import Outcome, Stage
from compliance.models import Decision, Evaluation
from compliance.operations import Judged, judged
from compliance.operations.reading import Question
from compliance.querysets import EvaluationQuerySet
from core.access import Text
from placements.archive_files import as_text
from placements.models import ArchiveRelease, Placement

GATES = (Stage.DAY, Stage.PAY, Stage.ARCHIVE)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One rule of one check that keeps an archive back."""

    check: Evaluation
    judged: Judged

    @property
    def key(self) -> str:
        """Names exactly this finding: other facts make another check."""
        return f"{self.check.pk}:{self.judged.code}"

    @property
    def occasion(self) -> Text:
        """The week or month; of what has none, when it is looked at."""
        return self.check.occasion or Stage(self.check.stage).label


def obstacles_of(keys: Collection[int]) -> dict[int, list[Obstacle]]:
    """What keeps the archives of placements back, by their keys, in the order of weeks and months.

    Three queries, beside the kept packs, for any number of placements.
    """
    checks = list(
        _checks(keys)
        .filter(stage__in=GATES)
        .filter(Q(blocking__len__gt=0) | Q(asking__len__gt=0))
        .order_by("stage", "occasion", "pk")
    )
    taken = _decisions(keys) if checks else {}
    released = _released(keys) if checks else {}
    found: dict[int, list[Obstacle]] = defaultdict(list)
    for check in checks:
        for one in judged(check, taken.get(check.subject_id, {})):
            obstacle = Obstacle(check, one)
            if _keeps_back(one) and obstacle.key not in released.get(check.subject_id, ()):
                found[check.subject_id].append(obstacle)
    return dict(found)


def _keeps_back(one: Judged) -> bool:
    return one.stands_in_the_way or (one.is_open_question and one.finding.rule.spec.is_gate)


def _checks(keys: Collection[int]) -> EvaluationQuerySet:
    rows = Evaluation.objects.current().filter(
        subject_type=ContentType.objects.get_for_model(Placement), subject_id__in=keys
    )
    return rows.select_related("version__pack")


def _decisions(keys: Collection[int]) -> dict[int, dict[Question, Decision]]:
    rows = Decision.objects.filter(
        subject_type=ContentType.objects.get_for_model(Placement), subject_id__in=keys
    )
    found: dict[int, dict[Question, Decision]] = defaultdict(dict)
    for row in rows.select_related("decided_by", "on_behalf_of").order_by("decided_at", "pk"):
        found[row.subject_id][row.code, row.seen] = row
    return found


def _released(keys: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = ArchiveRelease.objects.filter(placement__in=keys)
    for placement_id, released in rows.values_list("placement", "found"):
        found[placement_id].update(released)
    return found


# --- In the archive ---------------------------------------------------------------------------


def findings_file(placement: Placement) -> tuple[str, bytes]:
    """What the rules found and did not find kept, with decisions and filings, as a text in the ZIP."""
    return f"{_('Rules of law')}.txt", as_text(*_lines(placement))


def _lines(placement: Placement) -> Iterator[str]:
    yield str(placement)
    yield ""
    checks = list(_checks([placement.pk]))
    checks.sort(key=lambda check: (Stage.values.index(check.stage), check.occasion))
    taken = _decisions([placement.pk]).get(placement.pk, {})
    are_all_kept = True
    for check in checks:
        unmet = [one for one in judged(check, taken) if _is_told(one)]
        if not unmet:
            continue
        are_all_kept = False
        yield f"{Stage(check.stage).label} {check.occasion} · {check.version.pack} {check.version.number}"
        for one in unmet:
            yield from _told(one)
        yield ""
    if are_all_kept:
        yield _("Every rule that was checked is kept.")
    for release in ArchiveRelease.objects.filter(placement=placement).select_related("released_by"):
        yield _("Archived all the same by %(name)s on %(day)s: %(reason)s") % {
            "name": release.released_by,
            "day": timezone.localtime(release.released_at).date().isoformat(),
            "reason": release.reason,
        }


def _is_told(one: Judged) -> bool:
    return one.outcome is not Outcome.PASS or one.decision is not None


def _told(one: Judged) -> Iterator[str]:
    yield f"  {one.code} {one.title} · {one.outcome.label} · {one.instrument} {one.article}"
    for reason in one.reasons:
        yield f"    {reason}"
    if one.finding.waiver:
        yield "    " + _("Lifted by the filing %(number)s.") % {"number": one.finding.waiver}
    if one.decision is not None:
        yield "    " + _("Decided by %(name)s: %(reason)s") % {
            "name": one.decision.decided_by,
            "reason": one.decision.reason,
        }


def held_back_file(held_back: Mapping[int, Sequence[Obstacle]]) -> tuple[str, bytes]:
    """Whose archives are not in that of a plan, and why."""
    rows = Placement.objects.filter(pk__in=held_back).select_related("student__school_class").order_by("pk")
    lines = [_("These archives are not in here: rules stand in the way."), ""]
    for placement in rows:
        student = placement.student
        lines.append(f"{student.school_class.name} {student.number} {student.name}")
        lines += [
            f"  {one.occasion} · {one.judged.code} {one.judged.title}" for one in held_back[placement.pk]
        ]
    return _("Kept back") + ".txt", as_text(*lines)
