"""What people did, and why: intent beside the row history that the database keeps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from core.access import Actor
from core.models import AuditEvent


def record(
    *,
    actor: Actor,
    subject: models.Model,
    verb: str,
    now: datetime,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    capability: str | None = None,
    on_behalf_of: Any | None = None,
) -> AuditEvent:
    """Write down an act. Call it in the transaction of the act itself.

    ``verb`` is ``<kind>.<act>`` and is shown through :func:`core.audit.verb_label`. Where the act
    used a delegated ``capability``, whose power it was is written down as well; a caller that has
    found out already passes ``on_behalf_of``.
    """
    if capability and on_behalf_of is None:
        on_behalf_of = actor.on_behalf_of(capability, getattr(subject, "department_id", None))
    return AuditEvent.objects.create(
        at=now,
        actor_id=actor.pk,
        on_behalf_of_id=getattr(on_behalf_of, "pk", None),
        verb=verb,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        reason=reason,
        details=dict(details or {}),
    )
