"""Where a placement stands with the rules before the start, for lists of them: kept checks, joined in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compliance.choices import Stage
from compliance.models import Evaluation
from core.look import Chip, Meaning
from placements.models import Placement, RecheckDue
from placements.querysets import PlacementQuerySet

READY = Chip(_("Nothing in the way"), Meaning.GOOD, "circle-check")
ASKING = Chip(_("Somebody has to decide"), Meaning.SOON, "help-circle")
BEING_CHECKED = Chip(_("Being checked"), Meaning.WAITING, "refresh")
UNCHECKED = Chip(_("Not checked yet"), Meaning.INACTIVE, "circle-dashed")


def ready_chip(
    blocking: Sequence[str] | None, asking: Sequence[str] | None = (), *, is_due: bool = False
) -> Chip:
    """Whether a rule stands in the way, as last checked.

    Args:
        is_due: facts have changed since; what was found then says nothing.
    """
    if is_due:
        return BEING_CHECKED
    if blocking is None:
        return UNCHECKED
    if blocking:
        words = ngettext("%(count)d rule in the way", "%(count)d rules in the way", len(blocking))
        return Chip(words % {"count": len(blocking)}, Meaning.STOPPED, "ban")
    return ASKING if asking else READY


def checks_of_placements() -> Any:
    """The latest checks before the start, of every placement."""
    return Evaluation.objects.current().filter(
        subject_type=ContentType.objects.get_for_model(Placement), stage=Stage.START
    )


def with_checks(rows: PlacementQuerySet) -> PlacementQuerySet:
    """Each placement with the numbers of the rules ``blocking`` and ``asking``; null where unchecked.

    ``is_due`` where facts have changed since.
    """
    check = checks_of_placements().filter(subject_id=OuterRef("pk")).order_by()
    return rows.annotate(
        blocking=Subquery(check.values("blocking")[:1]),
        asking=Subquery(check.values("asking")[:1]),
        is_due=Exists(RecheckDue.objects.filter(placement=OuterRef("pk"))),
    )


def being_checked(rows: PlacementQuerySet, on: date) -> PlacementQuerySet:
    """Those of which facts have changed since they were checked."""
    return rows.filter(pk__in=RecheckDue.objects.values("placement"))


def blocked_by(rows: PlacementQuerySet, code: str) -> PlacementQuerySet:
    """Those of which one certain rule stands in the way."""
    return rows.filter(pk__in=checks_of_placements().blocked_by(code).values("subject_id"))


def blocked(rows: PlacementQuerySet) -> PlacementQuerySet:
    """Those of which any rule stands in the way."""
    return rows.filter(pk__in=checks_of_placements().blocked().values("subject_id"))


def free_to_go(rows: PlacementQuerySet) -> PlacementQuerySet:
    """Those that were checked, with nothing found in the way."""
    return rows.filter(pk__in=checks_of_placements().filter(blocking=[]).values("subject_id"))


def asking_somebody(rows: PlacementQuerySet) -> PlacementQuerySet:
    """Those of which a rule waits for a person's decision."""
    return rows.filter(pk__in=checks_of_placements().with_questions().values("subject_id"))
