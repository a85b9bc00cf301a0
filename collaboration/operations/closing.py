"""Closing an exchange: what came of it, and hours for the teachers who held it or took part.

Locks: the exchange, then what is entered in the records of teachers.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from collaboration.models import Credit, CreditRole, Exchange, ExchangeKind
from collaboration.operations.exchanges import UnableToExchange
from collaboration.transitions.exchanges import CLOSE, EXCHANGE_MOVES
from core.access import Actor
from teachers.models import Teacher, TrainingForm
from teachers.operations.credited import credit_training

# What a teacher who comes to it learns from: it stands among the trainings of their record.
LEARNED_FROM = frozenset({ExchangeKind.LECTURE, ExchangeKind.TRAINING, ExchangeKind.TEACHER_VISIT})


@transaction.atomic
def close(*, actor: Actor, pk: int, hours: Decimal, outcome: str = "", now: datetime) -> Exchange:
    """Say that all is entered: from now on it counts for promises, and for teachers.

    Each teacher is credited once: who held it for that, even where they are among those who took part.
    Who took part in something to learn from has it among their trainings, confirmed with the closing; but
    for whoever closes it, whose own waits for the teacher affairs office.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToExchange.
    """
    seen = Exchange.objects.visible_to(actor).filter(pk=pk).first()
    if seen is not None and not 0 < hours <= seen.duration_hours:
        raise UnableToExchange(
            _("It lasted %(hours)s hours: credit those, or fewer.") % {"hours": f"{seen.duration_hours:g}"}
        )
    exchange: Exchange = EXCHANGE_MOVES.move(
        actor=actor,
        pk=pk,
        name="close",
        now=now,
        changes={
            "hours": hours,
            "outcome": outcome.strip(),
            "closed_by_id": actor.pk,
            "closed_at": now,
        },
    )
    held = list(Teacher.objects.filter(exchanges_held__exchange=exchange).order_by("pk"))
    came = Teacher.objects.filter(
        exchange_registrations__exchange=exchange, exchange_registrations__attended=True
    )
    attended = [one for one in came.order_by("pk").distinct() if one not in held]
    Credit.objects.bulk_create(
        Credit(exchange=exchange, teacher=one, role=CreditRole.HELD, hours=hours) for one in held
    )
    for teacher in attended:
        _credit(actor, exchange, teacher, hours, now)
    return exchange


def _credit(actor: Actor, exchange: Exchange, teacher: Teacher, hours: Decimal, now: datetime) -> None:
    training = None
    if exchange.kind in LEARNED_FROM:
        on = timezone.localdate(exchange.starts_at)
        with translation.override("zh-hans"):  # a record is kept in the language of the school
            provider = exchange.enterprise.name
            result = str(ExchangeKind(exchange.kind).label)
        training = credit_training(
            actor=actor,
            teacher=teacher,
            capability=CLOSE,
            now=now,
            form=TrainingForm.TRAINING,
            name=exchange.title,
            provider=provider[:160],
            starts_on=on,
            ends_on=timezone.localdate(exchange.ends_at),
            hours=hours,
            result=result,
        )
    Credit.objects.create(
        exchange=exchange, teacher=teacher, role=CreditRole.ATTENDED, hours=hours, training=training
    )
