"""The promises of an agreement on its paper: a table under the clause of measurable targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.choices import ClauseCategory
from agreements.documents.words import in_both
from agreements.models import Agreement, AgreementClause, Obligation, Party, Rhythm
from agreements.variables import in_chinese, shown_date
from core.rendering import context as paper


def promise_table(agreement: Agreement, parties: Sequence[Party]) -> paper.Table | None:
    """What stands in the text; nothing of what was entered from another paper. One query."""
    promises = list(agreement.obligations.filter(is_taken_over=False).order_by("order"))
    if not promises:
        return None
    by_enterprise = {party.enterprise_id: party for party in parties}
    centre = by_enterprise.get(None)
    several = len(parties) > 2
    headings = [
        lambda: _("Promised by"),
        lambda: pgettext("of a promise", "What is counted"),
        lambda: pgettext("of a promise", "What exactly"),
        lambda: _("How much"),
        lambda: _("By when"),
    ]
    return paper.Table(
        columns=[
            paper.Column(heading=in_both(heading), is_number=place == 3)
            for place, heading in enumerate(headings)
        ],
        rows=[
            [
                _giver(one, centre, by_enterprise.get(one.enterprise_id), several=several),
                in_both(partial(getattr, one, "label")),
                paper.Bilingual(en=one.what_en, zh=one.what_zh),
                in_both(partial(getattr, one, "amount")),
                in_both(partial(by_when, one, agreement)),
            ]
            for one in promises
        ],
        caption=in_both(lambda: _("What the parties promise each other")),
    )


def _giver(
    promise: Obligation, centre: Party | None, enterprise: Party | None, *, several: bool
) -> paper.Bilingual:
    """Party A or B, as the text calls them; with several enterprises also to whom."""
    giver, taker = (centre, enterprise) if promise.side == "centre" else (enterprise, centre)
    if giver is None:
        return in_both(promise.get_side_display)
    named = paper.Bilingual(en=f"Party {giver.letter}", zh=f"{in_chinese(giver.letter)}方")
    if not several or taker is None:
        return named
    return paper.Bilingual(
        en=f"{named.en} to Party {taker.letter}", zh=f"{named.zh}向{in_chinese(taker.letter)}方"
    )


def by_when(promise: Obligation, agreement: Agreement) -> str:
    """In every year, or by a day; with its own days where it has some."""
    first, last = promise.starts_on, promise.ends_on or agreement.ends_on
    if promise.rhythm == Rhythm.ONCE:
        return _("by %(day)s") % {"day": shown_date(last)} if last else _("within the term")
    if first and promise.ends_on:
        return _("each year from %(first)s to %(last)s") % {
            "first": shown_date(first),
            "last": shown_date(promise.ends_on),
        }
    if first:
        return _("each year from %(first)s") % {"first": shown_date(first)}
    if promise.ends_on:
        return _("each year until %(last)s") % {"last": shown_date(promise.ends_on)}
    return _("in each year of the term")


def _of_targets(rows: Sequence[AgreementClause]) -> int | None:
    """The place of the clause of measurable targets, whatever its words have become."""
    return next(
        (
            place
            for place, row in enumerate(rows)
            if row.source and row.source.clause.category == ClauseCategory.TARGETS
        ),
        None,
    )


def with_promises(
    clauses: list[paper.Clause], rows: Sequence[AgreementClause], table: paper.Table | None
) -> list[paper.Clause]:
    place = _of_targets(rows)
    if table is None or place is None:
        return clauses
    return [
        replace(clause, table=table) if number == place else clause for number, clause in enumerate(clauses)
    ]


def promises_annex(rows: Sequence[AgreementClause], table: paper.Table | None) -> list[paper.Annex]:
    """Where no clause is about targets: nothing that was agreed stays off the paper."""
    if table is None or _of_targets(rows) is not None:
        return []
    return [paper.Annex(heading=in_both(lambda: _("Promises of the parties")), table=table)]
