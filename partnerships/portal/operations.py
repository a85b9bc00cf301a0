"""What people of an enterprise do about what we have on record of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit
from core.access import NotVisible
from core.attachments import store_upload
from core.errors import Refused
from core.filetypes import SCANS
from core.notifications import NewNotification, notify_many
from core.walls import outside
from partnerships.corrections import in_both_languages
from partnerships.models import Contact, Correction, CorrectionFile
from partnerships.notices import CORRECTIONS_PROPOSED, looking_after
from partnerships.portal.partner import Partner
from partnerships.transitions import CORRECTIONS


class UnableToPropose(Refused):
    """There is nothing to correct, or somebody has proposed the same already."""


class UnableToWithdraw(Refused):
    """It is somebody else's proposal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedCorrection:
    """What somebody says is different.

    Attributes:
        contact: of the partner's own enterprise; ``None`` for the enterprise itself or somebody new.
        before, after: as :class:`partnerships.models.Correction` keeps them.
        upload: the paper, where it is one.
    """

    field: str
    before: Any
    after: Any
    contact: Contact | None = None
    upload: File[bytes] | None = None


def propose_corrections(
    *, partner: Partner, proposed: Sequence[ProposedCorrection], now: datetime, note: str = ""
) -> list[Correction]:
    """Ask the centre to correct its records; whoever looks after the enterprise is told.

    Raises:
        UnableToPropose: see there.
        UnacceptableFile: the paper.
    """
    if not proposed:
        raise UnableToPropose(_("Nothing differs from what the centre has on record."))
    try:
        with transaction.atomic():
            kept = [_keep(partner, one, note=note, now=now) for one in proposed]
    except IntegrityError:
        raise UnableToPropose(
            _("Somebody of your enterprise has proposed the same meanwhile. Please look at it first.")
        ) from None
    with outside():
        _tell_the_centre(partner, kept, note=note, now=now)
    return kept


def _keep(partner: Partner, one: ProposedCorrection, *, note: str, now: datetime) -> Correction:
    correction = Correction.objects.create(
        enterprise=partner.enterprise,
        contact=one.contact,
        field=one.field,
        before=one.before,
        after=one.after,
        note=note.strip(),
        proposed_by_id=partner.pk,
        proposed_at=now,
    )
    if one.upload is not None:
        store_upload(
            actor=partner, model=CorrectionFile, parent=correction, upload=one.upload, now=now, accepted=SCANS
        )
    return correction


def _tell_the_centre(partner: Partner, kept: Sequence[Correction], *, note: str, now: datetime) -> None:
    enterprise = partner.enterprise
    audit.record(
        actor=partner,
        subject=enterprise,
        verb="enterprise.correction_proposed",
        now=now,
        details={"corrections": [row.pk for row in kept], "fields": [row.field for row in kept]},
    )
    notify_many(
        [
            NewNotification(
                key=f"{CORRECTIONS_PROPOSED.name}:{kept[0].pk}:u{person.pk}",
                kind=CORRECTIONS_PROPOSED.name,
                recipient_id=person.pk,
                subject=enterprise,
                data={
                    "enterprise": enterprise.name,
                    "person": partner.contact.name,
                    "lines": in_both_languages(kept),
                    "note": note.strip(),
                    "url": reverse("partnerships:corrections", args=[enterprise.pk]),
                },
            )
            for person in looking_after(enterprise, now=now)
        ],
        now=now,
    )


def withdraw_correction(*, partner: Partner, pk: int, now: datetime) -> None:
    """Take one's own proposal back, as long as nobody has decided on it.

    Raises:
        NotVisible: the enterprise has no such proposal.
        UnableToWithdraw, TransitionRefused: it is somebody else's, or decided.
    """
    correction = Correction.objects.filter(enterprise=partner.enterprise, pk=pk).first()
    if correction is None:
        raise NotVisible(f"partnerships.Correction {pk}")
    if correction.proposed_by_id != partner.pk:
        raise UnableToWithdraw(_("Only whoever proposed it can take it back."))
    with outside(), transaction.atomic():
        CORRECTIONS.move(actor=partner, pk=pk, name="withdraw", now=now, changes={"decided_at": now})
        audit.record(
            actor=partner,
            subject=partner.enterprise,
            verb="enterprise.correction_withdrawn",
            now=now,
            details={"correction": pk, "field": correction.field},
        )
