"""Orders about the agreements of a whole plan: made, sent, reminded of, one placement after another.

An order is a row for each placement. Workers claim rows; one that dies leaves its row to the next, and
what a row asks for is harmless to ask twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.choices import Language
from core import audit
from core.background import nudge
from core.errors import REFUSALS, Refused, refusal_in_words
from core.rendering import RenderError, RenderRejected
from internships.models import Plan
from placements.models import (
    BatchAct,
    OrderState,
    Placement,
    Tripartite,
    TripartiteBatch,
    TripartiteOrder,
    TripartiteState,
)
from placements.operations.tripartite import make_tripartite
from placements.operations.tripartite_signing import send_tripartite
from placements.transitions.papers import EDIT
from signing.models import Envelope, Signatory
from signing.operations import remind_signatory

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)

TASK = "placements.tasks.work_on_agreements"
MOST_ATTEMPTS = 3
LEASE = timedelta(minutes=5)
# A worker that is told to stop has half a minute; the rest is left to the next nudge.
SECONDS_AT_A_TIME = 15


class NothingToDo(Refused):
    """No placement of the plan is concerned, or an order is being worked on."""


@transaction.atomic
def order_agreements(
    *,
    actor: User,
    plan_pk: int,
    act: str,
    now: datetime,
    language: Language = Language.BOTH,
    signatory: User | None = None,
    due_on: date | None = None,
) -> TripartiteBatch:
    """Have the agreements of a plan made, sent or reminded of in the background.

    Raises:
        NotVisible, PermissionDenied: the plan.
        NothingToDo: see there.
    """
    plan: Plan = Plan.objects.for_write(actor, plan_pk, EDIT)
    if TripartiteOrder.objects.filter(batch__plan=plan, state=OrderState.WAITING).exists():
        raise NothingToDo(_("An order for this plan is being worked on. Wait until it is done."))
    if act == BatchAct.SEND and due_on is not None and due_on < timezone.localdate(now):
        raise NothingToDo(_("The last day to sign lies in the past."))
    placements = list(_concerned(plan, act).order_by("pk").values_list("pk", flat=True))
    if not placements:
        raise NothingToDo(
            _("Nobody has to be reminded.")
            if act == BatchAct.REMIND
            else _("Every placement of this plan has an agreement that is out or signed.")
        )
    batch = TripartiteBatch.objects.create(
        plan=plan,
        act=act,
        language=language,
        signatory=signatory,
        due_on=due_on,
        ordered_by=actor,
        ordered_at=now,
    )
    TripartiteOrder.objects.bulk_create(TripartiteOrder(batch=batch, placement_id=pk) for pk in placements)
    audit.record(
        actor=actor,
        subject=plan,
        verb=f"tripartite.order_{act}",
        now=now,
        details={"placements": len(placements)},
        capability=EDIT,
    )
    nudge(TASK)
    return batch


def _concerned(plan: Plan, act: str):
    papers = Tripartite.objects.filter(placement=OuterRef("pk"))
    live = Placement.objects.live().filter(plan=plan)
    if act == BatchAct.REMIND:
        return live.filter(Exists(papers.filter(state=TripartiteState.OUT)))
    done = papers.filter(amendment_no=0, state__in=[TripartiteState.OUT, TripartiteState.SIGNED])
    return live.exclude(Exists(done))


def progress_of(batch: TripartiteBatch) -> dict[str, int]:
    """How many are waiting, done and not done. One query."""
    found = batch.orders.aggregate(
        total=Count("pk"), **{state.value: Count("pk", filter=Q(state=state)) for state in OrderState}
    )
    settled = found["total"] - found["waiting"]
    return found | {"settled": settled, "percent": round(100 * settled / (found["total"] or 1))}


# --- Working ----------------------------------------------------------------------------------


def work_on_orders(*, clock: Callable[[], datetime] = timezone.now) -> int:
    """The sweep: whatever waits, for a while; answers how many rows it worked on.

    Any number of workers may do so at the same time: each claims a row of its own.
    """
    worked, started = 0, time.monotonic()
    while time.monotonic() - started < SECONDS_AT_A_TIME:
        order = _claim(clock())
        if order is None:
            return worked
        _work_on(order, now=clock())
        worked += 1
    nudge(TASK)
    return worked


@transaction.atomic
def _claim(now: datetime) -> TripartiteOrder | None:
    """The next row that nobody works on; one whose worker died is free again after its lease."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    order = (
        TripartiteOrder.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(free, state=OrderState.WAITING)
        .select_related("batch__ordered_by", "batch__signatory")
        .order_by("pk")
        .first()
    )
    if order is not None:
        order.claimed_until = now + LEASE
        order.attempts += 1
        order.save(update_fields=["claimed_until", "attempts"])
    return order


def _work_on(order: TripartiteOrder, *, now: datetime) -> None:
    with override(order.batch.ordered_by.language):
        try:
            paper = _remind(order, now=now) if order.batch.act == BatchAct.REMIND else _make(order, now=now)
        except REFUSALS as refusal:
            _settle(order, OrderState.FAILED, reason=refusal_in_words(refusal))
        except RenderRejected as fault:
            _settle(order, OrderState.FAILED, reason=str(fault))
        except RenderError as fault:
            _give_up_or_leave(order, str(fault))
        except Exception:  # a fault of one agreement holds up no other
            logger.exception("Order %s of an agreement failed", order.pk)
            _give_up_or_leave(order, _("A fault of the program; it was noted."))
        else:
            _settle(order, OrderState.DONE, paper=paper)


def _make(order: TripartiteOrder, *, now: datetime) -> Tripartite:
    batch = order.batch
    paper = make_tripartite(
        actor=batch.ordered_by,
        placement_pk=order.placement_id,
        language=Language(batch.language),
        now=now,
    )
    if batch.act == BatchAct.SEND and paper.state == TripartiteState.MADE:
        if batch.signatory is None or batch.due_on is None:
            raise NothingToDo(_("Needed to send them out."))
        send_tripartite(
            actor=batch.ordered_by, pk=paper.pk, signatory=batch.signatory, due_on=batch.due_on, now=now
        )
    return paper


def _remind(order: TripartiteOrder, *, now: datetime) -> Tripartite | None:
    """Everybody who has not signed, each once a day at most."""
    last = None
    for paper in Tripartite.objects.filter(placement=order.placement_id, state=TripartiteState.OUT):
        last = paper
        people = Signatory.objects.filter(
            envelope__in=Envelope.objects.about(paper).out(),
            way=Signatory.Way.ELECTRONIC,
            status__in=[Signatory.Status.INVITED, Signatory.Status.OPENED],
        )
        for pk, envelope_id in people.order_by("pk").values_list("pk", "envelope_id"):
            remind_signatory(actor=order.batch.ordered_by, envelope_id=envelope_id, signatory_id=pk, now=now)
    return last


def _give_up_or_leave(order: TripartiteOrder, reason: str) -> None:
    """Tried again when its lease is over, a few times."""
    if order.attempts >= MOST_ATTEMPTS:
        _settle(order, OrderState.FAILED, reason=reason)


def _settle(
    order: TripartiteOrder, state: OrderState, *, reason: str = "", paper: Tripartite | None = None
) -> None:
    TripartiteOrder.objects.filter(pk=order.pk, state=OrderState.WAITING).update(
        state=state, reason=reason, tripartite=paper, claimed_until=None
    )
