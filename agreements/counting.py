"""Counting what was promised: periods are laid out, what happened is put to them, sums are drawn.

Everything is set-based: one statement lays out the periods of all promises, one for each metric says which
occurrence counts where and keeps it as evidence, one draws the sums and judges them. Nothing is written where
nothing changed. What an occurrence counts for is told in docs/promises.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from agreements.choices import CONCLUDED_STATES
from core.metrics import Metric, metrics

# What happened is often written down later: a practice is accepted, a destination is proven. So long after
# its due day a period is still counted, then its number stays.
STILL_COUNTED_DAYS = 90
# Days: an agreement that runs on for no longer than these after its last whole year has no further year.
REST = 31
# A promise is called behind only after this part of its time: nobody is late in the first week of a year.
PATIENCE = 4

LIVE = "(period.due_on >= %(since)s OR period.counted_at IS NULL)"

# From the promise, the agreement's term as it is now and the rhythm. An agreement year begins on the day and
# month of the first day; the last one may be shorter, but a rest of a month or less belongs to the year
# before: nobody promised a whole year's amount for three days. A term that became shorter takes periods away
# again, unless a side has said something about one.
LAY_OUT = """
WITH span AS MATERIALIZED (
    SELECT obligation.*, greatest(agreement.starts_on, obligation.starts_on) AS first,
           least(agreement.last_day, obligation.ends_on) AS last
    FROM agreements_obligation obligation
    JOIN agreements_agreement agreement ON agreement.id = obligation.agreement_id
    WHERE agreement.state = ANY(%(concluded)s) {of_agreements}
),
wanted AS MATERIALIZED (
    SELECT span.id AS obligation_id, number, agreement_id, enterprise_id, side, metric, quantity AS promised,
           year.starts_on, year.due_on
    FROM span
    CROSS JOIN LATERAL generate_series(
        1, CASE rhythm WHEN 'once' THEN 1 ELSE extract(year FROM age(last, first))::int + 2 END
    ) AS number
    CROSS JOIN LATERAL (
        SELECT (first + make_interval(years => number - 1))::date AS starts_on,
               CASE WHEN rhythm = 'once' THEN last
                    WHEN (first + make_interval(years => number))::date + %(rest)s > last
                         AND NOT {said_of_next} THEN last
                    ELSE least(last, (first + make_interval(years => number))::date - 1) END AS due_on
    ) AS year
    WHERE year.starts_on <= last AND (number = 1 OR year.starts_on + %(rest)s <= last OR {said_of_this})
),
unwanted AS MATERIALIZED (
    SELECT period.id
    FROM agreements_obligationperiod period
    WHERE period.obligation_id IN (SELECT id FROM span)
      AND NOT EXISTS (SELECT FROM wanted
                      WHERE wanted.obligation_id = period.obligation_id AND wanted.number = period.number)
      AND NOT EXISTS (SELECT FROM agreements_obligationconfirmation said WHERE said.period_id = period.id)
),
forgotten AS (
    DELETE FROM agreements_obligationevidence WHERE period_id IN (SELECT id FROM unwanted)
),
gone AS (
    DELETE FROM agreements_obligationperiod WHERE id IN (SELECT id FROM unwanted)
)
INSERT INTO agreements_obligationperiod AS period (
    obligation_id, number, agreement_id, enterprise_id, side, metric, promised, starts_on, due_on,
    counted, planned, standing)
SELECT obligation_id, number, agreement_id, enterprise_id, side, metric, promised, starts_on, due_on,
       0, 0, 'upcoming'
FROM wanted
WHERE NOT EXISTS (
    SELECT FROM agreements_obligationperiod period
    WHERE period.obligation_id = wanted.obligation_id AND period.number = wanted.number
      AND (period.enterprise_id, period.side, period.metric, period.promised, period.starts_on, period.due_on)
          IS NOT DISTINCT FROM (wanted.enterprise_id, wanted.side, wanted.metric, wanted.promised,
                                wanted.starts_on, wanted.due_on))
ORDER BY obligation_id, number
ON CONFLICT (obligation_id, number) DO UPDATE
SET enterprise_id = excluded.enterprise_id, side = excluded.side, metric = excluded.metric,
    promised = excluded.promised, starts_on = excluded.starts_on, due_on = excluded.due_on, counted_at = NULL
WHERE (period.enterprise_id, period.side, period.metric, period.promised, period.starts_on, period.due_on)
      IS DISTINCT FROM (excluded.enterprise_id, excluded.side, excluded.metric, excluded.promised,
                        excluded.starts_on, excluded.due_on)
"""

# Of which a side has said something: it stays, however short the term made it.
SAID = """EXISTS (SELECT FROM agreements_obligationconfirmation said
                  JOIN agreements_obligationperiod period ON period.id = said.period_id
                  WHERE period.obligation_id = span.id AND period.number = {number})"""

LAID_OUT_ANEW = """
      AND (agreement.last_day >= %(since)s
           OR NOT EXISTS (SELECT FROM agreements_obligationperiod period
                          WHERE period.obligation_id = obligation.id)
           OR EXISTS (SELECT FROM agreements_obligationperiod period
                      WHERE period.obligation_id = obligation.id AND period.due_on > agreement.last_day))
"""

# What stands as it should is left out before it comes to a conflict: a conflict locks the row it meets, and
# a row that is locked is written.
# Where each occurrence counts. One that names its agreement counts there; one that names none counts for the
# earliest-beginning agreement that promises such a thing on its day, and within it for the first promise.
# Periods that are not counted any more take part, so that what they hold is not given away.
ATTRIBUTE = """
WITH candidate AS MATERIALIZED (
    SELECT period.id AS period_id, period.side, period.enterprise_id, period.agreement_id, period.starts_on,
           least(period.due_on, agreement.suspended_on - 1) AS ends_on, {live} AS is_live,
           row_number() OVER (ORDER BY agreement.starts_on, agreement.id, obligation."order") AS rank
    FROM agreements_obligationperiod period
    JOIN agreements_obligation obligation ON obligation.id = period.obligation_id
    JOIN agreements_agreement agreement ON agreement.id = period.agreement_id
    WHERE period.metric = %(metric)s AND agreement.state = ANY(%(concluded)s) {of_enterprises}
),
occurrence AS MATERIALIZED (
    SELECT *
    FROM ({occurrences}) AS found (enterprise_id, agreement_id, side, occurred_on, quantity, record_id)
    WHERE quantity > 0 AND occurred_on >= (SELECT min(starts_on) FROM candidate WHERE is_live)
),
chosen AS (
    SELECT occurrence.side, occurrence.record_id, occurrence.occurred_on, occurrence.quantity,
           min(candidate.rank) AS rank
    FROM occurrence
    JOIN (SELECT candidate.*
          FROM candidate, (SELECT min(occurred_on) AS first, max(occurred_on) AS last FROM occurrence) AS told
          WHERE starts_on <= told.last AND ends_on >= told.first) AS candidate
      ON candidate.enterprise_id = occurrence.enterprise_id AND candidate.side = occurrence.side
     AND occurrence.occurred_on BETWEEN candidate.starts_on AND candidate.ends_on
     AND candidate.agreement_id = coalesce(occurrence.agreement_id::bigint, candidate.agreement_id)
    GROUP BY occurrence.side, occurrence.record_id, occurrence.occurred_on, occurrence.quantity
),
counts_for AS MATERIALIZED (
    SELECT chosen.*, candidate.period_id, candidate.is_live FROM chosen JOIN candidate USING (rank)
),
gone AS (
    DELETE FROM agreements_obligationevidence evidence
    USING agreements_obligationperiod period
    WHERE evidence.metric = %(metric)s AND period.id = evidence.period_id AND {live} {of_enterprises}
      AND NOT EXISTS (SELECT FROM counts_for
                      WHERE counts_for.side = evidence.side AND counts_for.record_id = evidence.record_id
                        AND counts_for.is_live)
)
INSERT INTO agreements_obligationevidence AS evidence (
    period_id, metric, side, record, record_id, occurred_on, quantity)
SELECT period_id, %(metric)s, side, %(record)s, record_id, occurred_on, quantity
FROM counts_for
WHERE is_live AND NOT EXISTS (
    SELECT FROM agreements_obligationevidence evidence
    WHERE evidence.metric = %(metric)s AND evidence.side = counts_for.side
      AND evidence.record_id = counts_for.record_id
      AND (evidence.period_id, evidence.occurred_on, evidence.quantity, evidence.record)
          IS NOT DISTINCT FROM
          (counts_for.period_id, counts_for.occurred_on, counts_for.quantity, %(record)s))
ON CONFLICT (metric, side, record_id) DO UPDATE
SET period_id = excluded.period_id, occurred_on = excluded.occurred_on, quantity = excluded.quantity,
    record = excluded.record
WHERE (evidence.period_id, evidence.occurred_on, evidence.quantity, evidence.record)
      IS DISTINCT FROM (excluded.period_id, excluded.occurred_on, excluded.quantity, excluded.record)
  AND EXISTS (SELECT FROM agreements_obligationperiod period
              WHERE period.id = evidence.period_id AND {live})
"""

# What happened until today is counted, what is agreed for a later day is planned. Expected is what was
# counted and the larger of what is planned and of as much again for each day that is left.
RECKON = """
WITH total AS (
    SELECT period.id, period.starts_on, period.due_on, period.promised,
           coalesce(sum(evidence.quantity) FILTER (WHERE evidence.occurred_on <= %(on)s), 0) AS counted,
           coalesce(sum(evidence.quantity) FILTER (WHERE evidence.occurred_on > %(on)s), 0) AS planned
    FROM agreements_obligationperiod period
    LEFT JOIN agreements_obligationevidence evidence ON evidence.period_id = period.id
    WHERE {live} {of_agreements}
    GROUP BY period.id
),
expected AS (
    SELECT total.*,
           CASE WHEN due_on < %(on)s THEN NULL
                WHEN starts_on > %(on)s THEN planned
                ELSE counted + greatest(planned, round(
                    counted * (due_on - %(on)s::date) / (%(on)s::date - starts_on + 1), 2)) END AS forecast
    FROM total
),
judged AS MATERIALIZED (
    SELECT expected.*,
           CASE WHEN counted >= promised THEN 'met'
                WHEN due_on < %(on)s THEN 'missed'
                WHEN starts_on > %(on)s THEN 'upcoming'
                WHEN forecast < promised
                     AND %(patience)s * (%(on)s::date - starts_on + 1) >= due_on - starts_on + 1 THEN 'behind'
                ELSE 'on_course' END AS standing
    FROM expected
)
UPDATE agreements_obligationperiod period
SET counted = judged.counted, planned = judged.planned, forecast = judged.forecast,
    standing = judged.standing, counted_at = %(now)s
FROM judged
WHERE judged.id = period.id
  AND (period.counted_at IS NULL
       OR (period.counted, period.planned, period.forecast, period.standing)
          IS DISTINCT FROM (judged.counted, judged.planned, judged.forecast, judged.standing))
"""


@dataclass(slots=True)
class CountReport:
    """How many rows one sweep wrote: periods laid out anew, evidence by metric, numbers that changed."""

    laid_out: int = 0
    evidence: dict[str, int] = field(default_factory=dict)
    changed: int = 0


@transaction.atomic
def count_promises(*, on: date, now: datetime, agreements: Collection[int] | None = None) -> CountReport:
    """Count every promise that is open or was due lately, as of a day; or those of some agreements.

    Any number may be asked for at a time: one counts, the others wait. Counting some agreements puts all that
    happened with their enterprises to its place again, since it may belong to another agreement.
    """
    since = on - timedelta(days=STILL_COUNTED_DAYS)
    parameters: dict[str, Any] = {
        "on": on,
        "now": now,
        "since": since,
        "patience": PATIENCE,
        "rest": REST,
        "concluded": sorted(CONCLUDED_STATES),
    }
    # Agreements whose periods are past and stand as they should cost no work.
    of_agreements = {"layout": LAID_OUT_ANEW, "enterprises": "", "reckon": ""}
    if agreements is not None:
        parameters["agreements"] = list(agreements)
        ours = "(SELECT enterprise_id FROM agreements_obligation WHERE agreement_id = ANY(%(agreements)s))"
        of_agreements = {
            "layout": "AND agreement.id = ANY(%(agreements)s)",
            "enterprises": f"AND period.enterprise_id IN {ours}",
            "reckon": f"AND period.enterprise_id IN {ours}",
        }
    report = CountReport()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock()])
        # What is sorted and grouped here is hundreds of thousands of short rows: in memory, not on disk.
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(_layout(of_agreements["layout"]), parameters)
        report.laid_out = cursor.rowcount
        for metric in metrics():
            cursor.execute(*_attribution(metric, parameters, of_enterprises=of_agreements["enterprises"]))
            report.evidence[metric.code] = cursor.rowcount
        cursor.execute(RECKON.format(live=LIVE, of_agreements=of_agreements["reckon"]), parameters)
        report.changed = cursor.rowcount
    return report


def _layout(of_agreements: str) -> str:
    return LAY_OUT.format(
        of_agreements=of_agreements,
        said_of_this=SAID.format(number="number.number"),
        said_of_next=SAID.format(number="number.number + 1"),
    )


def _attribution(
    metric: Metric, parameters: dict[str, Any], *, of_enterprises: str
) -> tuple[str, dict[str, Any]]:
    """The statement of one metric: what the app gives by position is given by name here."""
    occurrences, given = metric.statement()
    named = {f"given_{position}": value for position, value in enumerate(given)}
    names = iter(named)
    occurrences = re.sub(
        "%%|%s", lambda found: "%%" if found[0] == "%%" else f"%({next(names)})s", occurrences
    )
    text = ATTRIBUTE.replace("{occurrences}", occurrences).replace("{live}", LIVE)
    return text.replace("{of_enterprises}", of_enterprises), {
        **parameters,
        **named,
        "metric": metric.code,
        "record": metric.record,
    }


def _lock() -> int:
    digest = hashlib.blake2b(b"agreements.count_promises", digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
