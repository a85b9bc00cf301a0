"""Files and comments beside an agreement, in whatever state it is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import Agreement, AgreementComment, AgreementFile
from agreements.operations.refusals import UnableToEdit
from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from core.comments import add_comment

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def attach_file(
    *,
    actor: User,
    pk: int,
    upload: File[bytes],
    purpose: str,
    now: datetime,
    amendment_id: int | None = None,
) -> AgreementFile:
    """Keep a file beside the agreement, or beside one of its amendments.

    Raises:
        NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
        UnacceptableFile: too large, empty, of another type, or harmful.
    """
    agreement = Agreement.objects.for_write(actor, pk, "agreement.edit")
    amendment = None
    if amendment_id is not None:
        amendment = agreement.amendments.filter(pk=amendment_id).first()
        if amendment is None:
            raise NotVisible(f"agreements.Amendment {amendment_id}")
    return keep_file(
        agreement,
        actor=actor,
        capability="agreement.edit",
        upload=upload,
        purpose=purpose,
        amendment=amendment,
        now=now,
    )


def keep_file(
    agreement: Agreement, *, actor: Actor, capability: str, upload: File[bytes], now: datetime, **fields: Any
) -> AgreementFile:
    """Keep a file and note it in the history. The caller has authorised the actor by the capability.

    Args:
        fields: see :func:`core.attachments.store_upload`.
    """
    kept = store_upload(actor=actor, model=AgreementFile, parent=agreement, upload=upload, now=now, **fields)
    audit.record(
        actor=actor,
        subject=agreement,
        verb="agreement.attach",
        now=now,
        details={"file": kept.pk, "name": kept.name, "sha256": kept.sha256},
        capability=capability,
    )
    return kept


@transaction.atomic
def remove_file(*, actor: User, pk: int, file_id: int, now: datetime) -> None:
    """Take a file away. The scan of a signed paper stays: it proves the signature.

    Raises:
        UnableToEdit: it is such a scan, and the paper is signed.
    """
    agreement = Agreement.objects.for_write(actor, pk, "agreement.edit")
    kept = agreement.files.select_related("amendment").filter(pk=file_id).first()
    if kept is None:
        raise NotVisible(f"agreements.AgreementFile {file_id}")
    if kept.is_proof:
        raise UnableToEdit(_("The scan of a signed paper stays: it proves the signature."))
    audit.record(
        actor=actor,
        subject=agreement,
        verb="agreement.detach",
        now=now,
        details={"name": kept.name, "sha256": kept.sha256},
        capability="agreement.edit",
    )
    discard(kept)


def comment_on_agreement(
    *, actor: User, pk: int, text: str, now: datetime, is_internal: bool = True
) -> AgreementComment:
    """Say something beside the agreement; whoever reads it may. What is not internal the enterprise reads.

    Raises:
        NotVisible: there is no such agreement for this actor.
        UnableToComment: nothing is said, or too much.
    """
    agreement = Agreement.objects.visible_to(actor).filter(pk=pk).first()
    if agreement is None:
        raise NotVisible(f"agreements.Agreement {pk}")
    return add_comment(
        actor=actor, model=AgreementComment, parent=agreement, text=text, now=now, is_internal=is_internal
    )
