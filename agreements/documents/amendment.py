"""What the paper of an amendment says: what changes, from what to what, from which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Centre
from agreements.documents.agreement import ClauseWriter
from agreements.documents.words import (
    TERM_LABELS,
    fact,
    facts,
    in_both,
    logo,
    party_block,
    signature_block,
    term_in_words,
)
from agreements.models import Amendment, AmendmentChange
from agreements.terms import TERM_KINDS, Kind, Terms, fold, original_terms, signed_amendments
from agreements.variables import shown_date
from catalogue.models import Major
from core.rendering import context as paper
from core.rendering.markup import article, chinese_number


def amendment_document(
    amendment: Amendment,
    *,
    version: int,
    is_draft: bool,
    verification: paper.Verification | None = None,
) -> paper.DocumentContext:
    agreement = amendment.agreement
    centre = Centre.current()
    parties = list(agreement.parties.all())
    return paper.DocumentContext(
        title=paper.Bilingual(
            en=f"Amendment {amendment.number}", zh=f"补充协议（{chinese_number(amendment.number)}）"
        ),
        kind=paper.Bilingual(en=agreement.title_en, zh=agreement.title_zh),
        reference=reference_of(amendment),
        version=str(version),
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        is_draft=is_draft,
        facts=facts(
            fact(lambda: _("Agreement amended"), lambda: str(agreement)),
            fact(lambda: _("Signed on"), lambda: _day(agreement.signed_on)),
            fact(lambda: _("Effective from"), lambda: _day(amendment.effective_on)),
        ),
        parties=[party_block(party) for party in parties],
        preamble=in_both(
            lambda: (
                _("The parties change the agreement “%(title)s” (%(number)s) as follows.")
                % {"title": agreement.title, "number": agreement.number}
            )
        ),
        clauses=_articles(amendment),
        signatures=[signature_block(party) for party in parties],
        verification=verification,
    )


def reference_of(amendment: Amendment) -> str:
    return f"{amendment.agreement.number}/{amendment.number}"


def _day(day: date | None) -> str:
    return "" if day is None else shown_date(day)


def _articles(amendment: Amendment) -> list[paper.Clause]:
    changes = list(amendment.changes.all())
    terms = [change for change in changes if change.kind == Kind.FIELD]
    before = terms_before(amendment)
    articles = [_changed_terms(terms, before)] if terms else []
    clauses = ClauseChanges(amendment, before)
    articles += [clauses.article(change) for change in changes if change.kind == Kind.CLAUSE]
    articles.append(Article(in_both(lambda: pgettext("of an amendment", "Effect")), text=_effect(amendment)))
    return [article.numbered(number) for number, article in enumerate(articles, start=1)]


@dataclass(frozen=True)
class Article:
    """An article of the amendment before it has its number; ``parts`` are a heading and a text each."""

    heading: paper.Bilingual
    text: paper.Bilingual = field(default_factory=paper.Bilingual)
    table: paper.Table | None = None
    parts: Sequence[tuple[paper.Bilingual, paper.Bilingual]] = ()

    def numbered(self, number: int) -> paper.Clause:
        return paper.Clause(
            number=str(number),
            heading=self.heading,
            text=self.text,
            table=self.table,
            children=[
                paper.Clause(number=f"{number}.{part}", heading=heading, text=text)
                for part, (heading, text) in enumerate(self.parts, start=1)
            ],
        )


def _effect(amendment: Amendment) -> paper.Bilingual:
    def words() -> str:
        lines = (
            _("This amendment takes effect on %(day)s. From that day it is part of the agreement."),
            _("Everything that it does not change remains as it is."),
        )
        return "\n".join(lines) % {"day": shown_date(amendment.effective_on)}

    return in_both(words)


def _changed_terms(changes: list[AmendmentChange], terms: Terms) -> Article:
    majors = _majors_in(changes)
    before = after = str(terms.value("value_currency"))
    for change in changes:
        if change.target == "value_currency":
            after = str(change.after)
    table = paper.Table(
        columns=[
            paper.Column(heading=in_both(lambda: _("What changes"))),
            paper.Column(heading=in_both(lambda: pgettext("before a change", "From"))),
            paper.Column(heading=in_both(lambda: pgettext("after a change", "To"))),
        ],
        rows=[
            (
                in_both(TERM_LABELS[change.target]),
                _value(change.target, change.before, majors, before),
                _value(change.target, change.after, majors, after),
            )
            for change in changes
        ],
    )
    return Article(in_both(lambda: _("Changed terms")), table=table)


def _value(name: str, stored: Any, majors: dict[str, Major], currency: str) -> paper.Bilingual:
    value = TERM_KINDS[name].read(stored)

    def words() -> str:
        names = {code: major.name for code, major in majors.items()}
        return term_in_words(name, value, majors=names, currency=currency) or "—"

    return in_both(words)


def _majors_in(changes: list[AmendmentChange]) -> dict[str, Major]:
    codes = {
        code
        for change in changes
        if change.target == "majors"
        for code in (*(change.before or ()), *(change.after or ()))
    }
    return {major.code: major for major in Major.objects.filter(code__in=codes)} if codes else {}


class ClauseChanges:
    """Changed clauses, called by the number they have in the agreement that is amended."""

    def __init__(self, amendment: Amendment, before: Terms) -> None:
        self._numbers = {clause.key: number for number, clause in enumerate(before.clauses, start=1)}
        self._writer = ClauseWriter(amendment.agreement)

    def article(self, change: AmendmentChange) -> Article:
        heading = self._heading(change)
        before, after = change.before, change.after
        if before is None or after is None:
            return Article(heading, text=self._text(before or after))
        renamed = self._name(before) != self._name(after)
        return Article(
            heading,
            parts=[
                (in_both(lambda: _("As it read until now")), self._text(before)),
                (in_both(lambda: _("As it reads from now on")), self._text(after, headed=renamed)),
            ],
        )

    def _text(self, words: Any, *, headed: bool = False) -> paper.Bilingual:
        """The words of a clause, under its name where that is new."""
        name = self._name(words) if headed else {}
        filled = {
            language: "\n".join(
                filter(None, (name.get(language), self._writer.fill(words[f"text_{language}"], language)))
            )
            for language in ("en", "zh")
        }
        return paper.Bilingual(**filled)

    @staticmethod
    def _name(words: Any) -> dict[str, str]:
        return {
            language: words[f"heading_{language}"] or words[f"heading_{other}"]
            for language, other in (("en", "zh"), ("zh", "en"))
        }

    def _heading(self, change: AmendmentChange) -> paper.Bilingual:
        name = self._name(change.before or change.after)
        if change.before is None:
            return paper.Bilingual(en=f"New clause “{name['en']}”", zh=f"增加“{name['zh']}”条款")
        number = self._numbers.get(change.target)
        english, chinese = f"Clause {number} “{name['en']}”", f"原协议{article(str(number))}“{name['zh']}”"
        if change.after is None:
            return paper.Bilingual(en=f"{english} is struck out", zh=f"删除{chinese}")
        return paper.Bilingual(en=f"{english} is replaced", zh=f"修改{chinese}")


def terms_before(amendment: Amendment) -> Terms:
    """What the agreement said on the effective day without this amendment and those proposed after it."""
    earlier = [other for other in signed_amendments(amendment.agreement) if other.number < amendment.number]
    return fold(original_terms(amendment.agreement), earlier, on=amendment.effective_on)
