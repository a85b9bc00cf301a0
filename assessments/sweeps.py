"""Early warnings: found, kept up to date and closed for all enterprises in one statement.

Each reason is a query over the whole table. A warning is there once while its reason lasts; it closes itself
when the reason is gone, and comes anew when it comes back. Numbers hold what does not change with the days
alone, so that nothing is written where nothing happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import connection, transaction

from assessments import notices
from assessments.models import EarlyWarning, Reason, WarningLimits
from assessments.saying import warning_in_words
from core.contact import last_contacts
from core.indicators import in_both
from core.notifications import NewNotification, notify_many

MISSED_SINCE = timedelta(days=180)
"""A promise that was missed warns for so long."""

# What each reason finds: enterprise, since when, numbers.
QUIET = """
SELECT partner.id AS enterprise_id, 'quiet' AS reason,
       coalesce(last.day, partner.since) + %(quiet_days)s AS since_on,
       jsonb_build_object('last_on', last.day, 'limit', %(quiet_days)s) AS numbers
FROM partner
LEFT JOIN unnest(%(met)s::bigint[], %(met_on)s::date[]) AS last (enterprise_id, day)
    ON last.enterprise_id = partner.id
WHERE coalesce(last.day, partner.since) + %(quiet_days)s <= %(on)s
"""
PROMISES = """
SELECT enterprise_id, 'promises', %(on)s::date,
       jsonb_build_object('behind', count(*) FILTER (WHERE standing = 'behind'),
                          'missed', count(*) FILTER (WHERE standing = 'missed'))
FROM agreements_obligationperiod
WHERE side = 'enterprise' AND ((standing = 'behind' AND due_on >= %(on)s)
      OR (standing = 'missed' AND due_on BETWEEN %(missed_since)s AND %(on)s))
GROUP BY enterprise_id
HAVING count(*) >= %(behind_promises)s
"""
GRADE = """
SELECT enterprise_id, 'grade', decided_on,
       jsonb_build_object('year', study_year, 'after', grade, 'year_before', year_before, 'before', before)
FROM (
    SELECT enterprise_id, study_year, grade, (approved_at AT TIME ZONE %(zone)s)::date AS decided_on,
           lag(grade) OVER years AS before, lag(study_year) OVER years AS year_before,
           row_number() OVER (PARTITION BY enterprise_id ORDER BY study_year DESC) AS place
    FROM assessments_assessment
    WHERE agreement_id IS NULL AND state IN ('approved', 'published')
    WINDOW years AS (PARTITION BY enterprise_id ORDER BY study_year)
) AS graded
WHERE place = 1
  AND array_position(%(grades)s, grade::text) < array_position(%(grades)s, before::text)
"""
SURVEY = """
SELECT DISTINCT ON (enterprise_id) enterprise_id, 'survey', closes_on + 1,
       jsonb_build_object('year', study_year, 'mean', round(mean, 1), 'limit', %(survey_below)s::numeric)
FROM (
    SELECT survey.enterprise_id, survey.study_year, survey.closes_on, answer."group",
           avg((q1 + q2 + q3 + q4 + q5 + q6) / 6.0) AS mean, count(*) AS number,
           rank() OVER (PARTITION BY survey.enterprise_id ORDER BY survey.study_year DESC) AS place
    FROM assessments_survey survey
    JOIN assessments_answer answer ON answer.survey_id = survey.id
    WHERE survey.closes_on < %(on)s
    GROUP BY survey.id, answer."group"
) AS asked
WHERE place = 1 AND (number >= 3 OR "group" = 'liaison') AND mean < %(survey_below)s
ORDER BY enterprise_id, mean
"""
ENDING = """
SELECT party.enterprise_id, 'ending', min(agreement.last_day) - %(ending_days)s,
       jsonb_build_object('last_day', min(agreement.last_day), 'count', count(DISTINCT agreement.id))
FROM agreements_agreement agreement
JOIN agreements_party party ON party.agreement_id = agreement.id AND party.role = 'enterprise'
WHERE agreement.state = 'signed' AND agreement.renewal_decision = ''
  AND agreement.starts_on <= %(on)s AND agreement.last_day <= %(on)s::date + %(ending_days)s
  AND party.enterprise_id IS NOT NULL
GROUP BY party.enterprise_id
"""
CONCERNS = """
SELECT enterprise_id, 'concerns', min((raised_at AT TIME ZONE %(zone)s)::date),
       jsonb_build_object('count', count(*))
FROM placements_concern
WHERE state IN ('new', 'looked_into') AND (is_incident OR severity IN ('serious', 'urgent'))
GROUP BY enterprise_id
"""
FINDING = (QUIET, PROMISES, GRADE, SURVEY, ENDING, CONCERNS)
SWEEP = f"""
WITH partner AS MATERIALIZED (
    SELECT id, (state_since AT TIME ZONE %(zone)s)::date AS since FROM partnerships_enterprise
    WHERE state = 'partner' AND merged_into_id IS NULL
),
found AS MATERIALIZED (
    SELECT enterprise_id, reason, least(since_on, %(on)s) AS since_on, jsonb_strip_nulls(numbers) AS numbers
    FROM ({" UNION ALL ".join(f"({one})" for one in FINDING)}) AS all_of
    WHERE enterprise_id IN (SELECT id FROM partner)
),
gone AS (
    UPDATE assessments_earlywarning AS warning SET closed_on = %(on)s
    WHERE closed_on IS NULL AND since_on <= %(on)s AND NOT EXISTS (
        SELECT FROM found WHERE found.enterprise_id = warning.enterprise_id AND found.reason = warning.reason)
    RETURNING id
),
come AS (
    INSERT INTO assessments_earlywarning AS warning (enterprise_id, reason, since_on, numbers, next_step)
    SELECT enterprise_id, reason, since_on, numbers, '' FROM found
    ORDER BY enterprise_id, reason
    ON CONFLICT (enterprise_id, reason) WHERE closed_on IS NULL DO UPDATE SET numbers = excluded.numbers
    WHERE warning.numbers IS DISTINCT FROM excluded.numbers
    RETURNING id, xmax = 0 AS is_new
)
SELECT 'gone', id FROM gone
UNION ALL SELECT 'come', id FROM come WHERE is_new
UNION ALL SELECT 'changed', id FROM come WHERE NOT is_new
"""  # noqa: S608 — our own constants


@dataclass(frozen=True, kw_only=True, slots=True)
class Swept:
    """What a sweep did: keys of the warnings that came, changed and went."""

    come: list[int]
    changed: list[int]
    gone: list[int]


@transaction.atomic
def sweep(*, on: date, now: datetime) -> Swept:
    """Find, keep up to date and close the warnings of all enterprises as of a day, and tell the owners of new
    ones. A second run on the same day changes nothing. A number of queries that does not grow with them."""
    limits = WarningLimits.current()
    met = last_contacts(on)
    parameters = {
        "on": on,
        "zone": settings.TIME_ZONE,
        "met": list(met),
        "met_on": list(met.values()),
        "quiet_days": limits.quiet_days,
        "behind_promises": limits.behind_promises,
        "survey_below": limits.survey_below,
        "ending_days": limits.ending_days,
        "missed_since": on - MISSED_SINCE,
        "grades": ["fail", "pass", "good", "excellent"],
    }
    swept: dict[str, list[int]] = {"come": [], "changed": [], "gone": []}
    with connection.cursor() as cursor:
        cursor.execute(SWEEP, parameters)
        for what, pk in cursor.fetchall():
            swept[what].append(pk)
    _tell(swept["come"], now)
    return Swept(**swept)


def _tell(new: list[int], now: datetime) -> None:
    """The owners of the enterprises; that there are concerns is told by whoever handles them. One query."""
    rows = (
        EarlyWarning.objects.filter(pk__in=new)
        .exclude(reason=Reason.CONCERNS)
        .exclude(enterprise__owner=None)
        .select_related("enterprise")
        .order_by("pk")
    )
    notify_many(
        [
            NewNotification(
                key=f"{notices.WARNING.name}:{one.pk}:u{one.enterprise.owner_id}",
                kind=notices.WARNING.name,
                recipient_id=one.enterprise.owner_id,
                subject=one,
                data={
                    "enterprise": notices.name_of(one.enterprise),
                    "title": in_both(one.get_reason_display)._asdict(),
                    "words": in_both(partial(warning_in_words, one.reason, one.numbers))._asdict(),
                    "url": one.get_absolute_url(),
                },
            )
            for one in rows
        ],
        now=now,
    )
