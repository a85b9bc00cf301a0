"""Which enterprises may be named in public, said by themselves at the portal or entered with its evidence.

Locks: the naming.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from core.filetypes import IMAGES
from core.photos import without_whereabouts
from information.models import Naming, NamingFile
from information.notices import stories as notices
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
    """An enterprise's own word, which it may change any time. Whoever publishes stories of its department is
    told. Raises UnacceptableFile."""
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
    Its liaisons are told. What it refused itself at the portal it alone allows again.

    Raises NotVisible, PermissionDenied, UnableToTell, UnacceptableFile, ValidationError.
    """
    seen = Enterprise.objects.visible_to(actor).select_related("department").filter(pk=enterprise.pk).first()
    if seen is None:
        raise NotVisible(f"partnerships.Enterprise {enterprise.pk}")
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
    Naming.objects.get_or_create(enterprise=enterprise, defaults={"said_at": now})
    row = Naming.objects.select_for_update().get(enterprise=enterprise)
    before = (row.state, row.with_posts)
    if row.is_refused and not changes["by_enterprise"]:
        raise UnableToTell(_("The enterprise itself has said no: only it can say yes again, at the portal."))
    changes |= {"said_by_id": actor.pk, "said_at": now}
    row = NAMING_MOVES.move(
        actor=actor, pk=row.pk, name="agree" if named else "end", now=now, changes=changes
    )
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
    if before != (row.state, row.with_posts) or logo is not None:
        notices.tell_naming(row, enterprise, now=now)
    return row


def _attach(actor: Actor, row: Naming, purpose: str, upload: File[bytes], now: datetime, **more: Any) -> None:
    store_upload(actor=actor, model=NamingFile, parent=row, upload=upload, now=now, purpose=purpose, **more)
