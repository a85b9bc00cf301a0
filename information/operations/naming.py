"""Which enterprises may be named in public, said by themselves at the portal or entered with its evidence.

Locks: the naming.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction

from core import audit
from core.access import Actor
from core.attachments import discard, store_upload
from core.filetypes import IMAGES
from core.photos import without_whereabouts
from information.models import Naming, NamingFile, NamingState
from information.operations.stories import UnableToTell
from information.transitions.stories import NAMING_MOVES, PUBLISH
from partnerships.models import Enterprise
from partnerships.policies import require
from partnerships.portal.partner import Partner

LOGO, EVIDENCE = NamingFile.Purpose.LOGO, NamingFile.Purpose.EVIDENCE


@transaction.atomic
def say(
    *,
    partner: Partner,
    named: bool,
    with_posts: bool = False,
    logo: File[bytes] | None = None,
    now: datetime,
) -> Naming:
    """An enterprise's own word, which it may change any time. Raises UnacceptableFile."""
    enterprise = Enterprise.objects.get(pk=partner.enterprise.pk)
    changes = {"with_posts": with_posts and named, "evidence": "", "by_enterprise": True}
    return _keep(partner, enterprise, named, changes, now, logo=logo)


@transaction.atomic
def record(
    *,
    actor: Actor,
    enterprise: Enterprise,
    named: bool,
    evidence: str = "",
    with_posts: bool = False,
    logo: File[bytes] | None = None,
    paper: File[bytes] | None = None,
    now: datetime,
) -> Naming:
    """What an enterprise said elsewhere, with its evidence: for whoever publishes stories of its department.

    Raises NotVisible, PermissionDenied, UnableToTell, UnacceptableFile, ValidationError.
    """
    seen = Enterprise.objects.visible_to(actor).select_related("department").get(pk=enterprise.pk)
    require(actor, PUBLISH, seen.department)
    if named and not evidence.strip():
        raise UnableToTell(Naming._meta.constraints[0].get_violation_error_message())
    changes = {"with_posts": with_posts and named, "evidence": evidence.strip(), "by_enterprise": False}
    return _keep(actor, seen, named, changes, now, logo=logo, paper=paper)


def _keep(
    actor: Actor,
    enterprise: Enterprise,
    named: bool,
    changes: dict[str, Any],
    now: datetime,
    *,
    logo: File[bytes] | None = None,
    paper: File[bytes] | None = None,
) -> Naming:
    row, _new = Naming.objects.get_or_create(enterprise=enterprise, defaults={"said_at": now})
    changes |= {"said_by_id": actor.pk, "said_at": now}
    if named:
        row = NAMING_MOVES.move(actor=actor, pk=row.pk, name="agree", now=now, changes=changes)
    elif row.state == NamingState.NAMED:
        row = NAMING_MOVES.move(actor=actor, pk=row.pk, name="end", now=now, changes=changes)
    if logo is not None:
        for old in row.files.filter(purpose=LOGO):
            discard(old)
        _attach(actor, row, LOGO, without_whereabouts(logo), now, accepted=IMAGES)
    if paper is not None:
        _attach(actor, row, EVIDENCE, paper, now)
    audit.record(
        actor=actor,
        subject=enterprise,
        verb="enterprise.naming",
        now=now,
        details={"named": named, "with_posts": row.with_posts},
    )
    return row


def _attach(actor: Actor, row: Naming, purpose: str, upload: File[bytes], now: datetime, **more: Any) -> None:
    store_upload(actor=actor, model=NamingFile, parent=row, upload=upload, now=now, purpose=purpose, **more)
