"""Whether a copy is genuine, by the code printed on it or by the file itself; and what became of it since."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import Enum

from agreements.choices import State
from agreements.documents.printing import CODE_LENGTH, fingerprint_of, is_draft, kept_documents
from agreements.models import AgreementDocument, Amendment
from signing.models import Envelope


class Verdict(Enum):
    """Of a document that was made here."""

    GENUINE = "genuine"
    SUPERSEDED = "superseded"  # other words replaced these before anybody signed
    AMENDED = "amended"  # signed, and changed by an amendment that is signed as well
    TERMINATED = "terminated"


@dataclass(frozen=True, slots=True)
class Finding:
    """A document that was made here, and what became of its words.

    Attributes:
        envelope: where the copy is the sealed file, or where the printed words were sealed.
        is_sealed: the copy is the sealed file itself, to the last byte.
        amended_by: the last signed amendment of the agreement, where the verdict is that.
    """

    document: AgreementDocument
    verdict: Verdict
    envelope: Envelope | None = None
    is_sealed: bool = False
    amended_by: Amendment | None = None

    @property
    def signed_on(self) -> date | None:
        """When the last party signed these words; nothing where they were replaced first."""
        if self.verdict is Verdict.SUPERSEDED:
            return None
        return (self.document.amendment or self.document.agreement).signed_on


def find_copy(code: str) -> Finding | None:
    """The document with this code on its last page. Says nothing about a paper that was never approved."""
    code = code.strip().lower()
    if len(code) != CODE_LENGTH or not code.isalnum():
        return None
    return _finding(_documents().filter(content_sha256__startswith=code).order_by("-version").first())


def find_file(content: bytes) -> Finding | None:
    """The document that is this file, to the last byte, as it was printed or as it was sealed."""
    return find_digest(hashlib.sha256(content).hexdigest())


def find_digest(digest: str) -> Finding | None:
    """The document whose file has this SHA-256."""
    document = _documents().filter(sha256=digest).order_by("-version").first()
    if document is not None:
        return _finding(document)
    envelope = Envelope.objects.filter(sealed_sha256=digest).first()
    if envelope is None:
        return None
    signed = _documents().filter(sha256=envelope.document_sha256).order_by("-version").first()
    return _finding(signed, sealed=envelope)


def _documents():
    return AgreementDocument.objects.select_related("agreement__type", "amendment__agreement__type")


def _finding(document: AgreementDocument | None, sealed: Envelope | None = None) -> Finding | None:
    if document is None:
        return None
    paper = document.amendment or document.agreement
    envelope = (
        sealed
        or Envelope.objects.about(paper)
        .filter(document_sha256=document.sha256)
        .exclude(sealed_sha256="")
        .first()
    )
    amended_by = _last_amendment(document)
    return Finding(
        document,
        _verdict(document, amended_by),
        envelope,
        is_sealed=sealed is not None,
        amended_by=amended_by,
    )


def _verdict(document: AgreementDocument, amended_by: Amendment | None) -> Verdict:
    paper = document.amendment or document.agreement
    is_latest = not kept_documents(paper).filter(version__gt=document.version).exists()
    if not is_latest or is_draft(paper) or fingerprint_of(paper) != document.content_sha256:
        return Verdict.SUPERSEDED
    if document.agreement.state == State.TERMINATED:
        return Verdict.TERMINATED
    return Verdict.AMENDED if amended_by is not None else Verdict.GENUINE


def _last_amendment(document: AgreementDocument) -> Amendment | None:
    """The last signed amendment after this document."""
    later = Amendment.objects.filter(agreement=document.agreement).signed().select_related("agreement")
    if document.amendment is not None:
        later = later.filter(number__gt=document.amendment.number)
    return later.order_by("-number").first()
