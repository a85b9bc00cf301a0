"""Whether a copy is genuine: by the code printed on it, or by the file itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum

from agreements.documents.printing import CODE_LENGTH, fingerprint_of, is_draft, kept_documents
from agreements.models import AgreementDocument


class Verdict(Enum):
    GENUINE = "genuine"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Finding:
    """A document that was made here, and whether its words are the latest of its paper."""

    document: AgreementDocument
    verdict: Verdict


def find_copy(code: str) -> Finding | None:
    """The document with this code on its last page. Says nothing about a paper that was never approved."""
    code = code.strip().lower()
    if len(code) != CODE_LENGTH or not code.isalnum():
        return None
    return _finding(_documents().filter(content_sha256__startswith=code).order_by("-version").first())


def find_file(content: bytes) -> Finding | None:
    """The document that is this file, to the last byte."""
    digest = hashlib.sha256(content).hexdigest()
    return _finding(_documents().filter(sha256=digest).order_by("-version").first())


def _documents():
    return AgreementDocument.objects.select_related("agreement__type", "amendment__agreement__type")


def _finding(document: AgreementDocument | None) -> Finding | None:
    if document is None:
        return None
    paper = document.amendment or document.agreement
    is_latest = not kept_documents(paper).filter(version__gt=document.version).exists()
    stands = is_latest and not is_draft(paper) and fingerprint_of(paper) == document.content_sha256
    return Finding(document, Verdict.GENUINE if stands else Verdict.SUPERSEDED)
