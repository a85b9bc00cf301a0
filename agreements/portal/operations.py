from __future__ import annotations

from datetime import datetime

from agreements.choices import Language
from agreements.documents import PrintedDocument, document_of
from agreements.models import Agreement, AgreementComment
from agreements.notices import PARTNER_COMMENT
from core import audit
from core.access import THE_SYSTEM
from core.comments import add_comment
from core.notifications import notify
from core.walls import outside
from partnerships.portal.partner import Partner


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
