"""A kept document as signing takes it: the file, its versions, and what it shares with others of its type."""

from __future__ import annotations

from typing import Any

from agreements.documents.agreement import agreement_document
from agreements.documents.amendment import reference_of
from agreements.documents.printing import Paper, agreement_of, amendment_of, kept_documents
from agreements.documents.words import role_of
from agreements.models import Agreement, AgreementClause, AgreementDocument, Amendment
from agreements.variables import LANGUAGE_CODES, clause_values, declarations_of, preview
from core.rendering.context import Bilingual
from signing.operations import DocumentToSign


def document_to_sign(paper: Paper, kept: AgreementDocument) -> DocumentToSign:
    agreement = agreement_of(paper)
    amendment = amendment_of(paper)
    versions = kept_documents(paper).order_by("version", "language")
    return DocumentToSign(
        title_en=f"{agreement.title_en or agreement.title_zh}{_suffix(amendment, ' – amendment {}')}",
        title_zh=f"{agreement.title_zh or agreement.title_en}{_suffix(amendment, '补充协议（{}）')}",
        reference=reference_of(amendment) if amendment else agreement.number,
        storage_name=str(kept.file.name),
        sha256=kept.sha256,
        pages=kept.pages,
        language=kept.language,
        versions=[
            {
                "version": version.version,
                "language": version.language,
                "sha256": version.sha256,
                "made_at": version.created_at.isoformat(),
            }
            for version in versions
        ],
        **({} if amendment else _shared(agreement)),
    )


def _suffix(amendment: Amendment | None, words: str) -> str:
    return words.format(amendment.number) if amendment else ""


def _shared(agreement: Agreement) -> dict[str, Any]:
    """The clauses before their variables are filled in, and all that this agreement says beyond them."""
    clauses = list(agreement.clauses.select_related("source").order_by("order"))
    sheet = agreement_document(agreement, version=1, is_draft=False)
    parties = [
        {
            "label": _spoken(role_of(party)),
            "value": _spoken(Bilingual(party.legal_name_en or party.legal_name, party.legal_name)),
        }
        for party in agreement.parties.order_by("order")
    ]
    terms = [{"label": _spoken(fact.label), "value": _spoken(fact.value)} for fact in sheet.facts]
    annexes = [{"label": _spoken(annex.heading), "value": _spoken(annex.text)} for annex in sheet.annexes]
    return {
        "common_title_en": agreement.type.name_en,
        "common_title_zh": agreement.type.name_zh,
        "common_text": [
            {
                "heading": {"en": clause.heading_en, "zh": clause.heading_zh},
                "text": {"en": _open(clause, "en"), "zh": _open(clause, "zh")},
            }
            for clause in clauses
        ],
        "differing": [*parties, *terms, *_values(clauses), *annexes],
    }


def _open(clause: AgreementClause, language: str) -> str:
    """The clause with its blanks named instead of filled in."""
    blanks = {
        declared.name: f"【{declared.label_zh}】" if language == "zh" else f"[{declared.label_en}]"
        for declared in declarations_of(clause)
    }
    return preview(getattr(clause, f"text_{language}"), blanks)


def _values(clauses: list[AgreementClause]) -> list[dict[str, Any]]:
    found = []
    for clause in clauses:
        filled = {language: clause_values(clause, language) for language in LANGUAGE_CODES}
        found += [
            {
                "label": {"en": declared.label_en, "zh": declared.label_zh},
                "value": {language: filled[language].get(declared.name, "") for language in LANGUAGE_CODES},
            }
            for declared in declarations_of(clause)
        ]
    return found


def _spoken(words: Bilingual) -> dict[str, str]:
    return {"en": words.en or words.zh, "zh": words.zh or words.en}
