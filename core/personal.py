"""The log of who looked at whose personal data (docs/personal-data.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone

from core.access import Actor
from core.http import PersonRequest
from core.models import AccessLog

ROWS_AT_ONCE = 10_000


def record_access(
    *,
    actor: Actor,
    model: type[models.Model],
    subject_ids: Iterable[int],
    data: AccessLog.Data,
    purpose: str,
    now: datetime,
    act: AccessLog.Act = AccessLog.Act.OPENED,
    address: str | None = None,
) -> None:
    """Note that somebody was shown data of these people: one insert, however many. Of nobody, none.

    Args:
        model: what the keys are keys of: the record of the person, such as a contact.
        purpose: the page or act, by the name that the resolver or the operation has for it.
    """
    subject_type = ContentType.objects.get_for_model(model)
    AccessLog.objects.bulk_create(
        AccessLog(
            at=now,
            actor_id=actor.pk,
            act=act,
            data=data,
            subject_type=subject_type,
            subject_ids=list(ids),
            purpose=purpose,
            address=address,
        )
        for ids in batched(subject_ids, ROWS_AT_ONCE, strict=False)
    )


def note_reading(
    request: PersonRequest,
    subjects: Iterable[models.Model],
    *,
    data: AccessLog.Data,
    act: AccessLog.Act = AccessLog.Act.OPENED,
) -> None:
    """The same for a page, which knows who asks, from where and for what. ``subjects`` are of one model."""
    subjects = list(subjects)
    if subjects:
        record_access(
            actor=request.user,
            model=type(subjects[0]),
            subject_ids=[subject.pk for subject in subjects],
            data=data,
            purpose=_page(request),
            now=timezone.now(),
            act=act,
            address=get_client_ip(request),
        )


def note_export(request: PersonRequest, rows: models.QuerySet, *, data: AccessLog.Data) -> None:
    """The same for a list that is sent as a file. One query more, for the keys."""
    record_access(
        actor=request.user,
        model=rows.model,
        subject_ids=rows.order_by().prefetch_related(None).values_list("pk", flat=True).iterator(),
        data=data,
        purpose=_page(request),
        now=timezone.now(),
        act=AccessLog.Act.EXPORTED,
        address=get_client_ip(request),
    )


def _page(request: PersonRequest) -> str:
    name = request.resolver_match.view_name if request.resolver_match else request.path
    tab = request.GET.get("tab", "")
    return f"{name}?tab={tab}"[:120] if tab else name


def forget_old(*, now: datetime) -> int:
    """Delete what is older than the centre keeps it; answers how many rows.

    The application itself may delete none: a function of the database's owner does it, and refuses
    whatever is younger than half a year.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_old_access(%s)", [now - timedelta(days=settings.ACCESS_LOG_DAYS)])
        (gone,) = cursor.fetchone()
    return gone
