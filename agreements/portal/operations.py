from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.choices import Language
from agreements.documents import PrintedDocument, document_of
from agreements.models import Agreement, AgreementComment, AgreementRequest, AgreementRequestFile
from agreements.notices import PARTNER_COMMENT, REQUEST
from agreements.portal.reading import own_requests
from agreements.requests import last_day_problem, why_not
from agreements.transitions import REQUEST_MOVES
from core import audit
from core.access import THE_SYSTEM, NotVisible
from core.attachments import store_upload
from core.comments import add_comment
from core.errors import Refused
from core.notifications import notify
from core.walls import outside
from partnerships.models import ContactRole
from partnerships.portal.partner import Partner

ASKING = {ContactRole.LIAISON, ContactRole.SIGNATORY}


class UnableToAsk(Refused):
    """This cannot be asked for now, or not by this person; the message says why."""


def comment(*, partner: Partner, agreement: Agreement, text: str, now: datetime) -> AgreementComment:
    """Write to the centre beside an agreement that was fetched behind the wall; its owner is told.

    Raises UnableToComment.
    """
    said = add_comment(
        actor=partner, model=AgreementComment, parent=agreement, text=text, now=now, is_internal=False
    )
    with outside():
        audit.record(actor=partner, subject=agreement, verb="agreement.partner_comment", now=now)
        notify(
            key=f"{PARTNER_COMMENT.name}:{said.pk}",
            kind=PARTNER_COMMENT.name,
            recipient=agreement.owner,
            subject=agreement,
            data={"enterprise": partner.enterprise.name, "person": partner.contact.name, "text": said.text},
            now=now,
        )
    return said


def printed(*, agreement: Agreement, language: Language, now: datetime) -> PrintedDocument:
    """The paper of an agreement that was fetched behind the wall; the centre's machinery makes and keeps it.

    Raises NotPrintable, DocumentDamaged, RenderError.
    """
    with outside():
        return document_of(actor=THE_SYSTEM, paper=agreement, language=language, now=now)


# --- Asking for something ---------------------------------------------------------------------


def why_not_asked(partner: Partner, agreement: Agreement, kind: str, *, on: date) -> str | None:
    """Why this person cannot ask for this today; ``None`` where they can. One query."""
    if not ASKING & set(partner.contact.roles):
        return _("A liaison or a signatory of your enterprise asks for it.")
    if kind != AgreementRequest.Kind.CHANGE:
        waiting = own_requests(partner).open().filter(agreement=agreement, kind=kind)
        if waiting.exists():
            return _("You have asked already; the centre has not answered yet.")
    return why_not(agreement, kind, on=on)


def ask(
    *,
    partner: Partner,
    agreement: Agreement,
    kind: str,
    text: str,
    now: datetime,
    target: str = "",
    new_ends_on: date | None = None,
    last_day: date | None = None,
    uploads: Iterable[File[bytes]] = (),
) -> AgreementRequest:
    """Ask for a change or a renewal of an agreement that was fetched behind the wall, or give notice.

    Its owner is told.

    Raises:
        UnableToAsk: see there; for a notice also where its day is too near (the agreement's days of notice).
        UnacceptableFile: one of the files.
    """
    today = timezone.localdate(now)
    refusal = why_not_asked(partner, agreement, kind, on=today)
    if refusal is None and last_day is not None:
        refusal = last_day_problem(agreement, last_day, on=today)
    if refusal is not None:
        raise UnableToAsk(refusal)
    try:
        with transaction.atomic():
            asked = AgreementRequest.objects.create(
                agreement=agreement,
                enterprise=partner.enterprise,
                kind=kind,
                text=text.strip(),
                target=target,
                new_ends_on=new_ends_on,
                last_day=last_day,
                asked_by_id=partner.pk,
                asked_at=now,
            )
    except IntegrityError:
        raise UnableToAsk(_("A colleague of yours has asked for the same meanwhile.")) from None
    for upload in uploads:
        store_upload(actor=partner, model=AgreementRequestFile, parent=asked, upload=upload, now=now)
    with outside():
        _write_down(partner, agreement, "agreement.request_asked", asked, now)
        notify(
            key=f"{REQUEST.name}:{asked.pk}",
            kind=REQUEST.name,
            recipient=agreement.owner,
            subject=agreement,
            data={
                "enterprise": partner.enterprise.name,
                "person": partner.contact.name,
                "asked": kind,
                "text": asked.text,
                "last_on": last_day,
                "url": asked.get_absolute_url(),
            },
            now=now,
        )
    return asked


def withdraw_request(*, partner: Partner, agreement: Agreement, request_id: int, now: datetime) -> None:
    """Take back what one's enterprise asked for, as long as nobody has answered.

    Raises:
        NotVisible: the enterprise asked for no such thing.
        UnableToAsk, TransitionRefused: this person may not, or it was answered.
    """
    asked = own_requests(partner).filter(agreement=agreement, pk=request_id).first()
    if asked is None:
        raise NotVisible(f"agreements.AgreementRequest {request_id}")
    if not ASKING & set(partner.contact.roles):
        raise UnableToAsk(_("A liaison or a signatory of your enterprise takes it back."))
    with outside(), transaction.atomic():
        REQUEST_MOVES.move(actor=partner, pk=asked.pk, name="withdraw", now=now, changes={"answered_at": now})
        _write_down(partner, agreement, "agreement.request_withdrawn", asked, now)


def _write_down(
    partner: Partner, agreement: Agreement, verb: str, asked: AgreementRequest, now: datetime
) -> None:
    details: dict[str, Any] = {"request": asked.pk, "kind": asked.kind}
    audit.record(actor=partner, subject=agreement, verb=verb, now=now, details=details)
