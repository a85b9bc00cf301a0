"""What an enterprise judged on paper: its mentor has left, or cannot be reached any other way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.attachments import store_upload
from internships.models import Side
from placements.models import EvaluationScan, Placement, SideEvaluation
from placements.operations.evaluation import Given, UnableToEvaluate, hand_in
from placements.transitions.placements import EDIT

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def evaluate_on_paper(
    *,
    actor: User,
    pk: int,
    name: str,
    judged_on: date,
    scores: Mapping[int, Given],
    remark: str,
    scan: File[bytes],
    now: datetime,
) -> SideEvaluation:
    """Enter what somebody of the enterprise judged on paper, with the scan of it; again, to correct it.

    Args:
        name: who signed the sheet for the enterprise.

    Raises:
        NotVisible, PermissionDenied: the placement.
        UnableToEvaluate: the mentor has judged electronically, nobody is named, or the day cannot be.
        UnacceptableFile: the scan is no picture or document.
    """
    placement: Placement = Placement.objects.for_write(actor, pk, EDIT)
    known = SideEvaluation.objects.filter(placement=placement, side=Side.ENTERPRISE).first()
    if known is not None and not known.is_on_paper:
        raise UnableToEvaluate(
            _("%(name)s has judged already: only they change it.") % {"name": known.given_as}
        )
    if not name.strip():
        raise UnableToEvaluate(_("Say who judged for the enterprise."))
    if judged_on > timezone.localdate(now) or judged_on < (placement.started_on or placement.starts_on):
        raise UnableToEvaluate(_("It is judged after the first day, and not ahead."))
    given = hand_in(
        actor,
        placement,
        Side.ENTERPRISE,
        scores,
        remark=remark,
        name=name.strip(),
        now=now,
        judged_on=judged_on,
    )
    store_upload(actor=actor, model=EvaluationScan, parent=given, upload=scan, now=now)
    return given
