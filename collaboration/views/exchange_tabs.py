"""What stands on the tabs of an exchange, and who sees its code."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from collaboration.models import (
    QUESTIONS,
    Audience,
    Exchange,
    ExchangeState,
    Feedback,
    Registration,
    RegistrationState,
)
from collaboration.operations.registrations import (
    FEEDBACK_DAYS,
    FEWEST_ANSWERS,
    is_hour_of_code,
    may_be_answered,
)
from collaboration.transitions.exchanges import EDIT
from core.access import NotVisible
from core.models import AccessLog
from core.personal import note_reading

SHOWN = 500
R = RegistrationState


def one(rows: QuerySet, pk: int) -> Any:
    """Raises NotVisible."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"{rows.model._meta.label} {pk}")
    return found


def own_registration(user: Any, exchange: Exchange) -> Registration | None:
    rows = exchange.registrations.filter(teacher__user=user.pk) | exchange.registrations.filter(user=user.pk)
    return rows.first()


def sees_code(user: Any, exchange: Exchange) -> bool:
    """Whoever keeps it or looks after it, and the teachers who hold it. A query."""
    if exchange.permits(user, EDIT) or exchange.organiser_id == user.pk:
        return True
    return exchange.speakers.filter(teacher__user=user.pk).exists()


def overview(request: HttpRequest, exchange: Any) -> dict[str, Any]:
    """A few queries."""
    user, now = request.user, timezone.now()
    own = own_registration(user, exchange)
    open_to_me = Audience.TEACHERS in exchange.audience and exchange.is_announced
    is_open = open_to_me and exchange.state != ExchangeState.CLOSED and exchange.ends_at > now
    return {
        "exchange": exchange,
        "speakers": list(exchange.speakers.select_related("contact", "teacher")),
        "classes": list(exchange.classes.all()),
        "majors": list(exchange.majors.all()),
        "own": own,
        "may_register": is_open and (own is None or not own.is_alive),
        "may_withdraw": own is not None and own.is_alive and not own.attended and exchange.ends_at > now,
        "may_sign_in": open_to_me and is_hour_of_code(exchange, now) and not (own and own.attended),
        "may_answer": own is not None and own.attended and may_answer(own, exchange, now),
    }


def may_answer(own: Registration, exchange: Exchange, now: Any) -> bool:
    return may_be_answered(exchange, now) and not hasattr(own, "feedback_given")


def people(request: HttpRequest, exchange: Any) -> dict[str, Any]:
    """Two queries; who reads the names of students is noted."""
    rows = list(exchange.registrations.with_names().exclude(state=R.WITHDRAWN)[:SHOWN])
    note_reading(request, [row.student for row in rows if row.student], data=AccessLog.Data.RECORD)  # type: ignore[arg-type]
    now = timezone.now()
    is_open = exchange.takes_entries and not exchange.is_over
    may_edit = exchange.permits(request.user, EDIT)
    return {
        "exchange": exchange,
        "groups": [
            (label, found)
            for state, label in R.choices
            if (found := [row for row in rows if row.state == state])
        ],
        "may_mark": may_edit and is_open and exchange.starts_at <= now,
        "may_edit": may_edit and not exchange.is_over,
        "attended_count": sum(1 for row in rows if row.attended),
    }


def materials(request: HttpRequest, exchange: Any) -> dict[str, Any]:
    may_edit = exchange.permits(request.user, EDIT)
    return {"exchange": exchange, "files": list(exchange.files.all()), "may_edit": may_edit}


def results(exchange: Exchange, now: datetime) -> dict[str, Any]:
    """Sums of the feedback, from three answers on: fewer would say who said what. Only once nobody answers
    any more: while answers come in, two looks would tell what the one in between said. Two queries."""
    rows = Feedback.objects.filter(exchange=exchange)
    means = {f"{name}_mean": Avg(name) for name in QUESTIONS}
    sums = rows.aggregate(count=Count("pk"), **means)
    found = {"count": sums["count"], "fewest": FEWEST_ANSWERS, "lines": [], "words": []}
    if now <= exchange.ends_at + timedelta(days=FEEDBACK_DAYS):
        return found | {"open_until": timezone.localdate(exchange.ends_at + timedelta(days=FEEDBACK_DAYS))}
    if sums["count"] < FEWEST_ANSWERS:
        return found
    lines = [(label, sums[f"{name}_mean"]) for name, label in QUESTIONS.items()]
    words = rows.exclude(words="").order_by("words").values_list("words", flat=True)
    return found | {"lines": lines, "words": list(words)}


def feedback(request: HttpRequest, exchange: Any) -> dict[str, Any]:
    return {"exchange": exchange, "results": results(exchange, timezone.now())}
