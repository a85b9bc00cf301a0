"""One way to change a text: locked, compared before and after, written down, reviewed again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.choices import EDITABLE_STATES, State
from agreements.models import Agreement
from agreements.operations.refusals import Incomplete, UnableToEdit
from agreements.problems import problems_before_submission
from agreements.snapshots import differences
from agreements.transitions import AGREEMENT_MOVES
from core import audit
from signing.models import Approval, ApprovalStep
from signing.operations import cancel_approval, open_approval
from signing.subjects import snapshot_of

if TYPE_CHECKING:
    from accounts.models import User


@contextmanager
def editing(*, actor: User, pk: int, now: datetime, expected: int | None = None) -> Iterator[Agreement]:
    """The agreement, locked for a change of its text by somebody who may.

    Whatever the block changed is written to the history. A text that was in review or approved is
    reviewed again from the first step: nobody has approved these words.

    Args:
        expected: the version of the terms that the actor was shown.

    Raises:
        NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
        UnableToEdit: its state forbids it, or somebody else changed it since.
        Incomplete: a text in review would miss something.
    """
    with transaction.atomic():
        agreement = Agreement.objects.for_write(actor, pk, "agreement.edit")
        if agreement.state not in EDITABLE_STATES:
            raise UnableToEdit(
                _("The text is fixed: the agreement is “%(state)s”.")
                % {"state": agreement.get_state_display()}
            )
        if expected is not None and expected != agreement.terms_version:
            raise UnableToEdit(
                _("Somebody else changed this agreement in the meantime. Load it again before you go on.")
            )
        before = snapshot_of(agreement)
        yield agreement
        agreement = Agreement.objects.select_related("type").get(pk=pk)
        changed = differences(before, snapshot_of(agreement))
        if not changed:
            return
        Agreement.objects.filter(pk=pk).update(terms_version=agreement.terms_version + 1, updated_at=now)
        agreement.terms_version += 1
        audit.record(
            actor=actor,
            subject=agreement,
            verb="agreement.edit",
            now=now,
            details={"changed": [str(difference) for difference in changed]},
            capability="agreement.edit",
        )
        if agreement.state != State.DRAFT:
            _review_again(agreement, actor, now)


def _review_again(agreement: Agreement, actor: User, now: datetime) -> None:
    require_complete(agreement, now)
    approval = Approval.objects.about(agreement).open().first()
    if approval is not None:
        nobody_decided = not approval.steps.filter(status=ApprovalStep.Status.APPROVED).exists()
        if nobody_decided and approval.opened_by_id == actor.pk:
            return
        cancel_approval(subject=agreement, now=now, reason=_("The text was changed."))
    if agreement.state == State.APPROVED:
        AGREEMENT_MOVES.move(actor=actor, pk=agreement.pk, name="review_again", now=now)
    ask_for_approval(agreement, actor, now)


def ask_for_approval(agreement: Agreement, actor: User, now: datetime) -> Approval:
    return open_approval(
        actor=actor,
        subject=agreement,
        route=agreement.type.route,
        department_id=agreement.department_id,
        title=str(agreement),
        now=now,
    )


def require_complete(agreement: Agreement, now: datetime) -> None:
    """Raises :class:`Incomplete` with everything that stands in the way of a review."""
    blocking = [
        problem
        for problem in problems_before_submission(agreement, on=timezone.localdate(now))
        if problem.blocks
    ]
    if blocking:
        raise Incomplete(blocking)
