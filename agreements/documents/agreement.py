"""What the paper of an agreement says: its own text, as drafted or as sent for signature."""

from __future__ import annotations

import re

from django.utils import translation
from django.utils.translation import pgettext

from accounts.models import Centre
from agreements.choices import RenewalRule
from agreements.documents.promises import promise_table, promises_annex, with_promises
from agreements.documents.words import (
    NO_NUMBER_YET,
    TERM_LABELS,
    fact,
    facts,
    in_both,
    logo,
    party_block,
    signature_block,
    term_in_words,
    term_of,
)
from agreements.models import Agreement, AgreementClause
from agreements.variables import (
    LANGUAGE_CODES,
    agreement_values,
    clause_values,
    declarations_of,
    preview,
    shown_amount,
)
from core.rendering import context as paper

BLANK = "________"


def agreement_document(
    agreement: Agreement,
    *,
    version: int,
    is_draft: bool,
    verification: paper.Verification | None = None,
) -> paper.DocumentContext:
    """The agreement as its parties sign it. Amendments are papers of their own and change nothing here."""
    centre = Centre.current()
    parties = list(agreement.parties.all())
    clauses = list(agreement.clauses.select_related("source__clause"))
    promises = promise_table(agreement, parties)
    return paper.DocumentContext(
        title=paper.Bilingual(en=agreement.title_en, zh=agreement.title_zh),
        kind=paper.Bilingual(en=agreement.type.name_en, zh=agreement.type.name_zh),
        reference=agreement.number or NO_NUMBER_YET,
        version=str(version),
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        is_draft=is_draft,
        facts=_facts(agreement, clauses),
        parties=[party_block(party) for party in parties],
        clauses=with_promises(ClauseWriter(agreement).clauses(clauses), clauses, promises),
        annexes=[*_annexes(agreement, clauses), *promises_annex(clauses, promises)],
        signatures=[signature_block(party) for party in parties],
        verification=verification,
    )


def _facts(agreement: Agreement, clauses: list[AgreementClause]) -> list[paper.Fact]:
    majors = list(agreement.majors.all())
    aims = "" if is_used("agreement.aims", clauses) else agreement.aims
    renews_itself = agreement.renewal_rule == RenewalRule.AUTOMATIC
    return facts(
        fact(lambda: pgettext("of an agreement", "Term"), lambda: term_of(agreement)),
        fact(TERM_LABELS["forms"], lambda: term_in_words("forms", agreement.forms)),
        fact(TERM_LABELS["majors"], lambda: term_in_words("majors", [major.name for major in majors])),
        fact(
            TERM_LABELS["value_amount"],
            lambda: shown_amount(agreement.value_amount, agreement.value_currency),
        ),
        fact(
            TERM_LABELS["renewal_rule"],
            lambda: term_in_words("renewal_rule", agreement.renewal_rule),
        ),
        fact(
            TERM_LABELS["automatic_term_months"],
            lambda: term_in_words("automatic_term_months", agreement.automatic_term_months),
        )
        if renews_itself
        else None,
        fact(TERM_LABELS["notice_days"], lambda: term_in_words("notice_days", agreement.notice_days))
        if agreement.notice_days
        else None,
        fact(TERM_LABELS["aims"], lambda: aims),
    )


def _annexes(agreement: Agreement, clauses: list[AgreementClause]) -> list[paper.Annex]:
    """Contents that no clause takes up stand in an annex: nothing that was agreed stays off the paper."""
    if not agreement.content.strip() or is_used("agreement.content", clauses):
        return []
    return [
        paper.Annex(
            heading=in_both(TERM_LABELS["content"]), text=paper.Bilingual.same(agreement.content.strip())
        )
    ]


def is_used(name: str, clauses: list[AgreementClause]) -> bool:
    variable = re.compile(r"\{\{\s*" + re.escape(name) + r"\s*\}\}")
    return any(variable.search(text) for clause in clauses for text in (clause.text_en, clause.text_zh))


class ClauseWriter:
    """Fills in the clauses of one agreement; its parties and majors are asked for once."""

    def __init__(self, agreement: Agreement) -> None:
        self._values = {
            language: {name: value.strip() or BLANK for name, value in values.items()}
            for language in LANGUAGE_CODES
            if (values := agreement_values(agreement, language))
        }

    def clauses(self, clauses: list[AgreementClause]) -> list[paper.Clause]:
        return [
            paper.Clause(
                number=str(number),
                heading=paper.Bilingual(en=clause.heading_en, zh=clause.heading_zh),
                text=paper.Bilingual(
                    en=clause.sent_text("en") or self.text(clause, "en"),
                    zh=clause.sent_text("zh") or self.text(clause, "zh"),
                ),
            )
            for number, clause in enumerate(clauses, start=1)
        ]

    def text(self, clause: AgreementClause, language: str) -> str:
        return self.fill(
            getattr(clause, f"text_{language}"),
            language,
            clause_values(clause, language),
            _blanks(clause, language),
        )

    def fill(
        self,
        text: str,
        language: str,
        values: dict[str, str] | None = None,
        blanks: dict[str, str] | None = None,
    ) -> str:
        """The text with its variables; one without a value stands there as a blank that says what for."""
        known = {name: value for name, value in (values or {}).items() if value.strip()}
        return preview(text, (blanks or {}) | self._values[language] | known)


def _blanks(clause: AgreementClause, language: str) -> dict[str, str]:
    brackets = "【{}】" if language == "zh" else "[{}]"
    with translation.override(LANGUAGE_CODES[language]):
        return {declared.name: brackets.format(declared.label) for declared in declarations_of(clause)}
