"""The papers of agreements: what they say, where they are kept, which copy is genuine (docs/documents.md)."""

from agreements.documents.agreement import agreement_document
from agreements.documents.amendment import amendment_document
from agreements.documents.consolidated import amendments_on, consolidated_document, has_consolidated_text
from agreements.documents.orders import order_document
from agreements.documents.printing import (
    NotPrintable,
    PrintedDocument,
    consolidated_text_of,
    document_of,
    is_draft,
    kept_documents,
    languages_of,
    store_document,
)
from agreements.documents.verification import Finding, Verdict, find_copy, find_digest, find_file

__all__ = [
    "Finding",
    "NotPrintable",
    "PrintedDocument",
    "Verdict",
    "agreement_document",
    "amendment_document",
    "amendments_on",
    "consolidated_document",
    "consolidated_text_of",
    "document_of",
    "find_copy",
    "find_digest",
    "find_file",
    "has_consolidated_text",
    "is_draft",
    "kept_documents",
    "languages_of",
    "order_document",
    "store_document",
]
