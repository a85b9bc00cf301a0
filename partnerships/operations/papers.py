"""Files beside enterprises and interactions, and what colleagues say about an enterprise."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction

from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from core.comments import add_comment
from core.models import Attachment
from partnerships.models import Enterprise, EnterpriseComment, EnterpriseFile, Interaction, InteractionFile
from partnerships.policies import EDIT, enterprise_for_write, interaction_for_write


@transaction.atomic
def attach_to_enterprise(
    *, actor: Actor, pk: Any, upload: File[bytes], purpose: str, now: datetime
) -> EnterpriseFile:
    """Raises NotVisible, PermissionDenied, UnacceptableFile."""
    enterprise = enterprise_for_write(actor, pk)
    kept = store_upload(
        actor=actor, model=EnterpriseFile, parent=enterprise, upload=upload, now=now, purpose=purpose
    )
    _record(actor, enterprise, "enterprise.attached", kept, now)
    return kept


@transaction.atomic
def remove_from_enterprise(*, actor: Actor, pk: Any, file_id: int, now: datetime) -> None:
    """Raises NotVisible, PermissionDenied."""
    enterprise = enterprise_for_write(actor, pk)
    _remove(actor, enterprise, enterprise.files.filter(pk=file_id).first(), now)


@transaction.atomic
def attach_to_interaction(*, actor: Actor, pk: Any, upload: File[bytes], now: datetime) -> InteractionFile:
    """Raises NotVisible, PermissionDenied, UnacceptableFile."""
    interaction: Interaction = interaction_for_write(actor, pk)
    kept = store_upload(actor=actor, model=InteractionFile, parent=interaction, upload=upload, now=now)
    _record(actor, interaction.enterprise, "enterprise.attached", kept, now)
    return kept


@transaction.atomic
def remove_from_interaction(*, actor: Actor, pk: Any, file_id: int, now: datetime) -> None:
    """Raises NotVisible, PermissionDenied."""
    interaction: Interaction = interaction_for_write(actor, pk)
    _remove(actor, interaction.enterprise, interaction.files.filter(pk=file_id).first(), now)


def comment_on_enterprise(*, actor: Actor, pk: Any, text: str, now: datetime) -> EnterpriseComment:
    """Say something to colleagues; whoever reads about the enterprise may.

    Raises NotVisible, UnableToComment.
    """
    enterprise = Enterprise.objects.visible_to(actor).filter(pk=pk).first()
    if enterprise is None:
        raise NotVisible(f"partnerships.Enterprise {pk}")
    return add_comment(actor=actor, model=EnterpriseComment, parent=enterprise, text=text, now=now)


def _remove(actor: Actor, enterprise: Enterprise, kept: Attachment | None, now: datetime) -> None:
    if kept is None:
        raise NotVisible(f"a file of partnerships.Enterprise {enterprise.pk}")
    _record(actor, enterprise, "enterprise.detached", kept, now)
    discard(kept)


def _record(actor: Actor, enterprise: Enterprise, verb: str, kept: Attachment, now: datetime) -> None:
    audit.record(
        actor=actor,
        subject=enterprise,
        verb=verb,
        now=now,
        details={"file": kept.pk, "name": kept.name, "sha256": kept.sha256},
        capability=EDIT,
    )
