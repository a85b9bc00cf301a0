"""The renewal pack: what was promised, what was done, who confirmed it, what is open, what is proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Centre
from agreements.choices import Language
from agreements.documents.printing import paint
from agreements.documents.words import fact, facts, in_both, logo, party_block, term_of
from agreements.models import Agreement, ObligationPeriod, Rhythm, Side
from agreements.promise_reading import PeriodLine, PromiseLine, evidence_of, promise_lines
from agreements.variables import shown_date
from core.access import Actor
from core.metrics import in_words
from core.rendering import context as paper

# So many records of each number are named; the page of the number has them all.
EVIDENCE_NAMED = 15


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for the next term, as somebody has gone over it.

    Attributes:
        quantities: by key of the promise; what is left out is not promised again.
    """

    quantities: Mapping[int, Decimal]
    text_en: str = ""
    text_zh: str = ""


def suggested(line: PromiseLine, *, on: date) -> Decimal:
    """How much to promise next, out of what was done: the mean of what was counted in the periods that are
    over and of what is expected of the one that runs. A whole number, one at least; as promised where nothing
    has begun.
    """
    done = [
        entry.period.counted
        if entry.period.is_over(on) or entry.period.forecast is None
        else max(entry.period.counted, entry.period.forecast)
        for entry in line.periods
        if entry.period.starts_on <= on
    ]
    if not done:
        return line.promise.quantity
    mean = sum(done, Decimal(0)) / len(done)
    return max(Decimal(1), mean.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def open_points(lines: Sequence[PromiseLine], *, on: date) -> list[str]:
    """What both sides still have to talk about, in the active language."""
    found = []
    for line in lines:
        for entry in line.periods:
            period = entry.period
            if period.starts_on > on:
                continue
            what = {"what": line.promise.label, "period": span(period), "missing": period.missing_in_words}
            if period.missing and period.is_over(on):
                found.append(_("%(what)s, %(period)s: %(missing)s missing.") % what)
            for said in entry.said:
                if said.word is not None and said.word.is_objection:
                    found.append(
                        _("%(what)s, %(period)s: %(side)s objects: %(comment)s")
                        % (what | {"side": said.who, "comment": said.word.comment})
                    )
                elif period.is_over(on) and (said.word is None or said.is_stale):
                    found.append(
                        _("%(what)s, %(period)s: not confirmed by %(side)s.") % (what | {"side": said.who})
                    )
        if line.promise.waits_for_enterprise:
            found.append(
                _("%(what)s: the enterprise has not confirmed that the paper says so.")
                % {"what": line.promise.label}
            )
    return found


def span(period: ObligationPeriod) -> str:
    return _("%(start)s to %(end)s") % {
        "start": shown_date(period.starts_on),
        "end": shown_date(period.due_on),
    }


def renewal_pack(
    agreement: Agreement, proposal: Proposal, *, reader: Actor, on: date
) -> paper.DocumentContext:
    """A constant number of queries for each period that has begun."""
    centre = Centre.current()
    lines = promise_lines(agreement, on=on)
    sides = (
        (Side.ENTERPRISE, lambda: _("What the enterprise gave")),
        (Side.CENTRE, lambda: _("What the centre gave")),
    )
    clauses: list[paper.Clause] = []
    for side, heading in sides:
        table = _balance([line for line in lines if line.promise.side == side], on)
        if table.rows:
            clauses.append(paper.Clause(number=str(len(clauses) + 1), heading=in_both(heading), table=table))
    clauses.append(
        paper.Clause(
            number=str(len(clauses) + 1),
            heading=in_both(lambda: _("Open points")),
            text=in_both(
                lambda: "\n".join(f"- {point}" for point in open_points(lines, on=on)) or _("None.")
            ),
        )
    )
    clauses.append(
        paper.Clause(
            number=str(len(clauses) + 1),
            heading=in_both(lambda: _("Proposal for the next term")),
            text=paper.Bilingual(en=proposal.text_en.strip(), zh=proposal.text_zh.strip()),
            table=_proposed(lines, proposal),
        )
    )
    return paper.DocumentContext(
        title=paper.Bilingual(en=agreement.title_en, zh=agreement.title_zh),
        kind=in_both(lambda: _("Renewal pack: what was promised and what was done")),
        reference=agreement.number,
        version=on.isoformat(),
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        facts=facts(
            fact(
                lambda: pgettext("of an agreement", "Term"),
                lambda: term_of(agreement, ends_on=agreement.last_day),
            ),
            fact(lambda: _("Counted as of"), lambda: shown_date(on)),
        ),
        parties=[party_block(party) for party in agreement.parties.all()],
        clauses=clauses,
        annexes=_evidence(lines, reader, on),
    )


def pack_pdf(
    agreement: Agreement, proposal: Proposal, *, reader: Actor, language: Language, on: date
) -> bytes:
    """Raises NotPrintable, RenderError."""
    sheet = renewal_pack(agreement, proposal, reader=reader, on=on)
    return paint(sheet, language, is_final=True).content


# --- Tables -----------------------------------------------------------------------------------


def _columns(*headings: object, numbers: Sequence[int] = ()) -> list[paper.Column]:
    return [
        paper.Column(heading=in_both(heading), is_number=place in numbers)  # type: ignore[arg-type]
        for place, heading in enumerate(headings)
    ]


def _balance(lines: Sequence[PromiseLine], on: date) -> paper.Table:
    """One row for each period that has begun."""
    rows = [
        [
            in_both(partial(getattr, line.promise, "label")),
            in_both(partial(span, entry.period)),
            in_both(partial(getattr, entry.period, "promised_in_words")),
            in_both(partial(getattr, entry.period, "counted_in_words")),
            in_both(partial(_standing, entry.period)),
            in_both(partial(_confirmed, entry)),
        ]
        for line in lines
        for entry in line.periods
        if entry.period.starts_on <= on
    ]
    return paper.Table(
        columns=_columns(
            lambda: _("Promise"),
            lambda: _("Period"),
            lambda: _("Promised"),
            lambda: _("Done"),
            lambda: _("How it stands"),
            lambda: _("Confirmed by"),
            numbers=(2, 3),
        ),
        rows=rows,
    )


def _standing(period: ObligationPeriod) -> str:
    return str(period.get_standing_display())


def _confirmed(entry: PeriodLine) -> str:
    who = [said.who for said in entry.said if said.word and not said.word.is_objection and not said.is_stale]
    return ", ".join(who) or "—"


def _proposed(lines: Sequence[PromiseLine], proposal: Proposal) -> paper.Table | None:
    rows = [
        [
            in_both(line.promise.get_side_display),
            in_both(partial(getattr, line.promise, "label")),
            in_both(partial(getattr, line.promise, "amount")),
            in_both(partial(in_words, proposal.quantities[line.promise.pk], line.promise.measure)),
            in_both(partial(_rhythm, line)),
        ]
        for line in lines
        if line.promise.pk in proposal.quantities
    ]
    if not rows:
        return None
    return paper.Table(
        columns=_columns(
            lambda: _("Promised by"),
            lambda: _("Promise"),
            lambda: _("Until now"),
            lambda: _("Proposed"),
            lambda: _("How often"),
            numbers=(2, 3),
        ),
        rows=rows,
    )


def _rhythm(line: PromiseLine) -> str:
    return str(Rhythm(line.promise.rhythm).label)


def _evidence(lines: Sequence[PromiseLine], reader: Actor, on: date) -> list[paper.Annex]:
    rows: list[list[paper.Bilingual]] = []
    for line in lines:
        for entry in line.periods:
            if entry.period.starts_on > on or not entry.period.counted:
                continue
            done, total = evidence_of(entry.period, reader=reader, on=on, planned=False)
            label = in_both(partial(getattr, line.promise, "label"))
            rows += [
                [
                    label,
                    in_both(partial(shown_date, row.occurred_on)),
                    paper.Bilingual.same(row.title or "—"),
                    paper.Bilingual.same(row.quantity),
                ]
                for row in done[:EVIDENCE_NAMED]
            ]
            if total > EVIDENCE_NAMED:
                more = total - EVIDENCE_NAMED
                rows.append(
                    [label, in_both(lambda: ""), in_both(partial(_and_more, more)), in_both(lambda: "")]
                )
    if not rows:
        return []
    table = paper.Table(
        columns=_columns(
            lambda: _("Promise"),
            lambda: _("Day"),
            lambda: _("Record"),
            lambda: _("Counts as"),
            numbers=(3,),
        ),
        rows=rows,
    )
    return [paper.Annex(heading=in_both(lambda: _("What was counted")), table=table)]


def _and_more(count: int) -> str:
    return _("and %(count)d more") % {"count": count}
