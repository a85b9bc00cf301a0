"""Archiving all the same what a rule keeps back: a person who may decide says why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.subjects import DECIDE
from core import audit
from core.access import Actor
from core.errors import Refused
from internships.models import Plan
from placements.archive_gates import obstacles_of
from placements.models import ArchiveRelease, Placement
from placements.models.placements import OVER_STATES


class UnableToRelease(Refused):
    """Nothing is kept back, or no reason was given."""


def release_archive(*, actor: Actor, pk: int, reason: str, now: datetime) -> int:
    """Let one archive be taken with what was found; see :func:`release_archives_of_plan`.

    Raises NotVisible, PermissionDenied, UnableToRelease.
    """
    return _release(actor, [pk], reason, now)


def release_archives_of_plan(*, actor: Actor, pk: int, reason: str, now: datetime) -> int:
    """Let all archives of a plan be packed with what was found; answers how many were kept back until now.

    The reason holds for exactly these findings and stands in each archive. Whatever is found later keeps
    it back again.

    Raises NotVisible, PermissionDenied, UnableToRelease.
    """
    Plan.objects.for_write(actor, pk, DECIDE)
    rows = Placement.objects.permitting(actor, DECIDE).filter(plan=pk, state__in=OVER_STATES)
    return _release(actor, rows.order_by("pk").values_list("pk", flat=True), reason, now)


@transaction.atomic
def _release(actor: Actor, pks: Iterable[int], reason: str, now: datetime) -> int:
    if not reason.strip():
        raise UnableToRelease(_("Please give a reason: the others will read it."))
    placements = [Placement.objects.for_write(actor, pk, DECIDE) for pk in pks]
    found = obstacles_of([placement.pk for placement in placements])
    held = [placement for placement in placements if placement.pk in found]
    if not held:
        raise UnableToRelease(_("No rule keeps an archive back."))
    ArchiveRelease.objects.bulk_create(
        ArchiveRelease(
            placement=placement,
            found=[obstacle.key for obstacle in found[placement.pk]],
            reason=reason.strip(),
            released_by_id=actor.pk,
            released_at=now,
        )
        for placement in held
    )
    for placement in held:
        audit.record(
            actor=actor,
            subject=placement,
            verb="archive.released",
            now=now,
            reason=reason.strip(),
            details={"rules": sorted({one.judged.code for one in found[placement.pk]})},
            capability=DECIDE,
        )
    return len(held)
