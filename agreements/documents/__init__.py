"""The papers of agreements: what they say, where they are kept, which copy is genuine (docs/documents.md)."""

from agreements.documents.agreement import agreement_document
from agreements.documents.amendment import amendment_document
from agreements.documents.orders import order_document
from agreements.documents.printing import (
    DocumentDamaged,
    NotPrintable,
    PrintedDocument,
    content_of,
    document_of,
    is_draft,
    kept_documents,
    languages_of,
    store_document,
)
from agreements.documents.verification import Finding, Verdict, find_copy, find_file

__all__ = [
    "DocumentDamaged",
    "Finding",
    "NotPrintable",
    "PrintedDocument",
    "Verdict",
    "agreement_document",
    "amendment_document",
    "content_of",
    "document_of",
    "find_copy",
    "find_file",
    "is_draft",
    "kept_documents",
    "languages_of",
    "order_document",
    "store_document",
]
