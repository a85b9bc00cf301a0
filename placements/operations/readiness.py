"""Whether a student may start: the rules before the start, held against everything that is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import batched

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.choices import Stage
from compliance.models import Evaluation
from compliance.operations import CheckOf, Judged, blockers, current_version, store_many
from internships.models import Plan, Post
from internships.rule_checks import PACK
from partnerships.models import Enterprise
from placements.facts import facts_of
from placements.models import Placement

BATCH = 1000
# What a placement is judged by, beside itself.
ABOUT: dict[type[models.Model], str] = {Placement: "pk", Post: "post", Plan: "plan", Enterprise: "enterprise"}


def recheck(pks: Iterable[int], *, now: datetime) -> int:
    """Check anew whether these placements may start, or go on; answers how many were checked.

    Whoever changes facts about a placement calls it at the end of the same transaction. Placements that
    are over keep what was found last. A constant number of queries for each thousand.

    Raises:
        NoSuchPack: there are no rules for the day.
    """
    wanted = sorted(set(pks))
    if not wanted:
        return 0
    on = timezone.localdate(now)
    version = current_version(PACK, on)
    checked = 0
    for keys in batched(wanted, BATCH, strict=False):
        placements = list(Placement.objects.live().filter(pk__in=keys).for_facts().order_by("pk"))
        facts = facts_of(placements)
        store_many(
            checks=[
                CheckOf(
                    subject=placement,
                    facts=facts[placement.pk],
                    department_id=placement.department_id,
                    covered_by=(placement.post, placement.plan, placement.post.enterprise),
                )
                for placement in placements
            ],
            version=version,
            stage=Stage.START,
            on=on,
            now=now,
        )
        checked += len(placements)
    return checked


def recheck_after(record: models.Model, now: datetime) -> int:
    """:func:`recheck` for the live placements of a post, plan or host whose facts have changed."""
    field = ABOUT.get(type(record))
    if field is None:
        return 0
    return recheck(
        Placement.objects.live().filter(**{field: record.pk}).values_list("pk", flat=True), now=now
    )


def latest_check(placement: Placement) -> Evaluation | None:
    """What was found last before the start of a placement. One query."""
    rows = Evaluation.objects.current().about(placement).filter(stage=Stage.START, pack__code=PACK)
    return rows.select_related("version__pack").first()


def what_blocks(placement: Placement) -> list[Judged] | None:
    """The rules in the way as last checked; ``None`` where nothing was checked yet. Two queries."""
    check = latest_check(placement)
    return None if check is None else blockers(check)


def in_words(judged: Judged) -> str:
    """A rule that stands in the way: what it is, where it stands, and what was found."""
    return _("%(title)s (%(source)s): %(reasons)s") % {
        "title": judged.title,
        "source": f"{judged.instrument} {judged.article}",
        "reasons": " ".join([*judged.reasons, *([judged.decision.reason] if judged.decision else [])]),
    }
