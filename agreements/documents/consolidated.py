"""The consolidated text: an agreement as its amendments made it on a day, each term with where it comes from.

It is made to be read, and for nothing else. Only the signed papers bind, so it has no signatures, no
code and no version, is not kept, and says on every page what it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Centre
from agreements.choices import CONCLUDED_STATES, RenewalRule
from agreements.documents.agreement import ClauseWriter, is_used
from agreements.documents.words import (
    TERM_LABELS,
    fact,
    facts,
    in_both,
    logo,
    party_block,
    term_in_words,
    term_of,
)
from agreements.models import Agreement, Amendment
from agreements.terms import EffectiveClause, Term, Terms, effective_terms
from agreements.variables import shown_date
from catalogue.models import Major
from core.bilingual import listed
from core.rendering import context as paper

MARK = paper.Bilingual(en="CONSOLIDATED TEXT\nNOT A SIGNED ORIGINAL", zh="合并文本\n非签署原件")


def has_consolidated_text(agreement: Agreement) -> bool:
    """Whether both sides concluded it, and its words are here and not on a scan alone."""
    return agreement.state in CONCLUDED_STATES and not agreement.is_imported


def amendments_on(agreement: Agreement, on: date) -> list[Amendment]:
    """The signed amendments that are in effect on a day, in the order in which they apply."""
    signed = agreement.amendments.signed().filter(effective_on__lte=on)
    return list(signed.order_by("effective_on", "number"))


def consolidated_document(agreement: Agreement, *, on: date) -> paper.DocumentContext:
    """Seven queries, however many amendments there are."""
    centre = Centre.current()
    terms = effective_terms(agreement, on=on)
    amendments = amendments_on(agreement, on)
    return paper.DocumentContext(
        title=paper.Bilingual(en=agreement.title_en, zh=agreement.title_zh),
        kind=in_both(lambda: _("Consolidated text as of %(day)s") % {"day": shown_date(on)}),
        reference=agreement.number,
        version=on.isoformat(),
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        mark=MARK,
        facts=_facts(agreement, terms),
        parties=[party_block(party) for party in agreement.parties.all()],
        preamble=_preamble(agreement, amendments, on),
        clauses=_clauses(agreement, terms),
        annexes=_annexes(agreement, terms, amendments),
    )


def _preamble(agreement: Agreement, amendments: list[Amendment], on: date) -> paper.Bilingual:
    def words() -> str:
        lines = [
            _("Consolidated text, not a signed original: it was put together for reading."),
            _("Only the signed papers listed at the end bind the parties."),
        ]
        if amendments:
            lines.append(
                _("What has no note stands as it was signed; any other term or clause says what set it.")
            )
        else:
            lines.append(_("On this day no amendment is in effect: everything stands as it was signed."))
        if agreement.terminated_on and agreement.terminated_on < on:
            lines.append(
                _("The agreement was terminated; its last day was %(day)s.")
                % {"day": shown_date(agreement.terminated_on)}
            )
        return "\n".join(lines)

    return in_both(words)


# --- Terms ------------------------------------------------------------------------------------


def _facts(agreement: Agreement, terms: Terms) -> list[paper.Fact]:
    majors = {major.code: major for major in Major.objects.filter(code__in=terms.value("majors"))}
    clauses = list(agreement.clauses.all())
    currency = str(terms.value("value_currency"))

    def line(name: str) -> paper.Fact | None:
        term = terms.fields[name]

        def value() -> str:
            names = {code: major.name for code, major in majors.items()}
            words = term_in_words(name, term.value, majors=names, currency=currency)
            return words and _with_origin(words, term)

        return fact(TERM_LABELS[name], value)

    renews_itself = terms.value("renewal_rule") == RenewalRule.AUTOMATIC
    says_aims = terms.fields["aims"].is_original and is_used("agreement.aims", clauses)
    return facts(
        fact(
            lambda: pgettext("of an agreement", "Term"),
            lambda: _with_origin(term_of(agreement, ends_on=terms.value("ends_on")), terms.fields["ends_on"]),
        ),
        line("forms"),
        line("majors"),
        line("value_amount"),
        line("renewal_rule"),
        line("automatic_term_months") if renews_itself else None,
        line("notice_days") if terms.value("notice_days") else None,
        None if says_aims else line("aims"),
    )


def _with_origin(words: str, term: Term) -> str:
    notes = []
    if term.amendment is not None:
        notes.append(_("by amendment %(number)s") % {"number": term.amendment})
    if term.is_extended:
        notes.append(_("renewed itself"))
    if not notes:
        return words
    return _("%(words)s (%(note)s)") % {"words": words, "note": listed(notes)}


# --- Clauses ----------------------------------------------------------------------------------


def _clauses(agreement: Agreement, terms: Terms) -> list[paper.Clause]:
    writer = ClauseWriter(agreement)
    return [
        paper.Clause(
            number=str(number),
            heading=paper.Bilingual(en=clause.words["heading_en"], zh=clause.words["heading_zh"]),
            text=_text(clause, writer),
        )
        for number, clause in enumerate(terms.clauses, start=1)
    ]


def _text(clause: EffectiveClause, writer: ClauseWriter) -> paper.Bilingual:
    note = _note_on(clause)
    words = {
        language: "\n".join(filter(None, (writer.fill(text, language), getattr(note, language))))
        for language in ("en", "zh")
        # A language in which the agreement has no words gets no note either.
        if (text := clause.words[f"text_{language}"])
    }
    return paper.Bilingual(**words)


def _note_on(clause: EffectiveClause) -> paper.Bilingual:
    number = clause.amendment
    if number is None:
        return paper.Bilingual()
    is_new = clause.key.startswith(f"{number}.")
    return in_both(
        lambda: (
            (_("[Added by amendment %(number)s]") if is_new else _("[As worded by amendment %(number)s]"))
            % {"number": number}
        )
    )


# --- At the end -------------------------------------------------------------------------------


def _annexes(agreement: Agreement, terms: Terms, amendments: list[Amendment]) -> list[paper.Annex]:
    annexes = []
    content = terms.fields["content"]
    is_in_clauses = content.is_original and is_used("agreement.content", list(agreement.clauses.all()))
    if content.value.strip() and not is_in_clauses:
        annexes.append(
            paper.Annex(
                heading=in_both(TERM_LABELS["content"]),
                text=in_both(lambda: _with_origin(content.value.strip(), content)),
            )
        )
    return [*annexes, _sources(agreement, amendments)]


def _sources(agreement: Agreement, amendments: list[Amendment]) -> paper.Annex:
    headings: list[Callable[[], str]] = [
        lambda: _("Signed paper"),
        lambda: _("Signed on"),
        lambda: _("Effective from"),
    ]
    return paper.Annex(
        heading=in_both(lambda: _("What this text was put together from")),
        table=paper.Table(
            columns=[paper.Column(heading=in_both(heading)) for heading in headings],
            rows=[
                (
                    in_both(lambda: _("Agreement %(number)s") % {"number": agreement.number}),
                    _day(agreement.signed_on),
                    _day(agreement.starts_on),
                ),
                *(_source(amendment) for amendment in amendments),
            ],
        ),
    )


def _source(amendment: Amendment) -> tuple[paper.Bilingual, ...]:
    return (
        in_both(lambda: _("Amendment %(number)s") % {"number": amendment.number}),
        _day(amendment.signed_on),
        _day(amendment.effective_on),
    )


def _day(day: Any) -> paper.Bilingual:
    return in_both(lambda: shown_date(day) if day else "—")
