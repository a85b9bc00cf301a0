"""Reminding people of the end of agreements, until somebody decides what follows.

A policy says when: so many days before the notice date, on the last day, then every so many days. Of
all that is due, each person is told the latest only: a standstill of any length costs them one mail.
What has been told stands in the ledger of notifications under a key made of the agreement, the version
of its terms, the deadline, the offset and the recipient, so it is told once, and anew with new terms.

Answers shift what follows. Acknowledging keeps the head of department out of it until a later reminder
stays unanswered; "remind me later" is a deadline of its own; a decision ends it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from accounts.holders import Holders
from accounts.models import Department
from agreements.choices import RenewalRule, State
from agreements.models import Agreement
from agreements.notices import DEADLINE, PARTNER_DEADLINE, UNANSWERED
from core.notifications import notify_found

HEADS_POWER = "agreement.review"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Reminder:
    """What a sweep counts its rows by.

    Attributes:
        kind: whom it is for, as the name of the notification's kind.
        deadline: ``notice``, ``end``, or ``again`` for the day on which somebody wanted to hear of it.
        days: before the deadline; negative after it.
    """

    kind: str
    deadline: str
    days: int


@dataclass(slots=True)
class SweepReport:
    """How many reminders one sweep made, of each kind."""

    queued: Counter[Reminder] = field(default_factory=Counter)


# Who is to be told what on a day, and is not told yet. An agreement that somebody is changing at this
# moment is left to the next sweep: its lock is what keeps a decision and a reminder from missing each other.
DUE = """
WITH policy AS MATERIALIZED (
    SELECT type.id AS type_id, policy.offsets, policy.at_expiry, policy.repeat_days,
           policy.escalate_after_days, policy.tells_enterprise
    FROM agreements_agreementtype type
    JOIN agreements_reminderpolicy policy ON policy.id = type.reminder_policy_id
),
undecided AS MATERIALIZED (
    SELECT agreement.id, agreement.terms_version, agreement.department_id, agreement.owner_id,
           owner.is_active AS owner_is_active, owner.email AS owner_email,
           jsonb_build_object('en', owner.name_latin, 'zh', owner.name) AS owner_name,
           agreement.notice_on, agreement.last_day, agreement.snoozed_until,
           coalesce(agreement.reminders_from, '-infinity') AS reminders_from,
           coalesce(agreement.acknowledged_at, '-infinity') AS acknowledged_at,
           coalesce(nullif(agreement.revised_renewal_rule, ''), agreement.renewal_rule) = %(automatic)s
               AS is_automatic,
           policy.*
    FROM agreements_agreement agreement
    JOIN policy ON policy.type_id = agreement.type_id
    JOIN accounts_user owner ON owner.id = agreement.owner_id
    WHERE agreement.state = %(signed)s AND agreement.renewal_decision = ''
      AND agreement.notice_on <= %(on)s::date + (
          SELECT coalesce(max(days), 0) FROM policy, unnest(offsets) days)
),
for_owner AS (
    SELECT undecided.*, due.*
    FROM undecided CROSS JOIN LATERAL (
        SELECT *
        FROM (
            SELECT 'notice' AS deadline, notice_on AS deadline_on, days::int, notice_on - days AS due_on,
                   1 AS rank
            FROM unnest(offsets) days
            UNION ALL
            SELECT 'end', last_day, 0, last_day, 2
            WHERE at_expiry AND NOT is_automatic
            UNION ALL
            SELECT 'end', last_day, -times * repeat_days, last_day + times * repeat_days, 3
            FROM (SELECT (%(on)s::date - last_day) / nullif(repeat_days, 0)) AS repeated (times)
            WHERE times >= 1 AND NOT is_automatic
            UNION ALL
            SELECT 'again', snoozed_until, 0, snoozed_until, 0
            WHERE snoozed_until IS NOT NULL
        ) AS candidate
        WHERE due_on <= %(on)s AND due_on >= reminders_from
          AND due_on >= coalesce(snoozed_until, '-infinity')
        ORDER BY due_on DESC, rank DESC
        LIMIT 1
    ) AS due
),
for_enterprise AS (
    SELECT undecided.*, due.*
    FROM undecided CROSS JOIN LATERAL (
        SELECT *
        FROM (
            SELECT 'notice' AS deadline, notice_on AS deadline_on, days::int, notice_on - days AS due_on,
                   1 AS rank
            FROM unnest(offsets) days
            UNION ALL
            SELECT 'end', last_day, 0, last_day, 2
            WHERE at_expiry AND NOT is_automatic
        ) AS candidate
        WHERE due_on <= %(on)s AND due_on >= reminders_from
        ORDER BY due_on DESC, rank DESC
        LIMIT 1
    ) AS due
    WHERE tells_enterprise
),
unanswered AS (
    SELECT undecided.*, told.*
    FROM undecided CROSS JOIN LATERAL (
        SELECT reminder.data ->> 'deadline' AS deadline,
               (reminder.data ->> 'deadline_on')::date AS deadline_on, (reminder.data ->> 'days')::int AS days
        FROM core_notification reminder
        WHERE reminder.subject_type_id = %(agreement_type)s AND reminder.subject_id = undecided.id
          AND reminder.kind = %(to_owner)s AND reminder.recipient_id = owner_id
          AND (reminder.data ->> 'version')::int = terms_version
          AND reminder.due_at > acknowledged_at
          AND (reminder.due_at AT TIME ZONE %(zone)s)::date
              BETWEEN reminders_from AND %(on)s::date - escalate_after_days
        ORDER BY reminder.due_at DESC
        LIMIT 1
    ) AS told
    WHERE escalate_after_days > 0
    UNION ALL
    SELECT undecided.*, deadline, deadline_on, days
    FROM for_owner JOIN undecided USING (id)
    WHERE NOT undecided.owner_is_active
),
head AS (
    SELECT *
    FROM unnest(%(departments)s::bigint[], %(heads)s::bigint[], %(distances)s::int[])
         AS head (department_id, user_id, distance)
),
told AS (
    SELECT %(to_owner)s AS kind, 'u' || owner_id AS who, owner_id AS recipient_id, '' AS email, '' AS name,
           '' AS language, for_owner.id, deadline, deadline_on, days
    FROM for_owner
    WHERE owner_is_active
    UNION ALL
    SELECT %(to_head)s, 'u' || head.user_id, head.user_id, '', '', '', id, deadline, deadline_on, days
    FROM unanswered JOIN head USING (department_id)
    WHERE head.user_id <> owner_id
      AND head.distance = (
          SELECT min(nearer.distance) FROM head nearer
          WHERE nearer.department_id = unanswered.department_id AND nearer.user_id <> owner_id)
    UNION ALL
    SELECT %(to_partner)s, 'c' || contact.id, NULL, contact.email,
           CASE WHEN contact.language = 'en' AND contact.name_latin <> '' THEN contact.name_latin
                ELSE contact.name END,
           contact.language, for_enterprise.id, deadline, deadline_on, days
    FROM for_enterprise
    JOIN agreements_party party ON party.agreement_id = for_enterprise.id
    JOIN partnerships_contact contact ON contact.id = party.contact_id
    WHERE contact.email <> '' AND coalesce(contact.left_on > %(on)s, TRUE)
),
missing AS (
    SELECT told.*, concat_ws(':', kind, told.id, terms_version, deadline, deadline_on, days, who) AS key
    FROM told JOIN undecided USING (id)
)
SELECT missing.key, missing.kind, missing.id AS subject_id, missing.recipient_id, missing.email, missing.name,
       missing.language,
       jsonb_build_object(
           'version', undecided.terms_version, 'deadline', deadline, 'deadline_on', deadline_on, 'days', days,
           'notice_on', undecided.notice_on, 'last_on', undecided.last_day, 'is_automatic', is_automatic,
           'stage', CASE WHEN undecided.last_day < %(on)s THEN 'ended'
                         WHEN undecided.notice_on < %(on)s THEN 'ending' ELSE 'notice' END,
           'days_left', CASE WHEN undecided.notice_on < %(on)s THEN undecided.last_day
                             ELSE undecided.notice_on END - %(on)s::date,
           'answer_days', escalate_after_days, 'owner', owner_name, 'owner_email', owner_email,
           'owner_is_active', owner_is_active,
           'url', CASE WHEN recipient_id IS NULL THEN ''
                       ELSE replace(%(page)s, '/0/', '/' || missing.id || '/') END
       ) AS data
FROM missing
JOIN undecided USING (id)
JOIN agreements_agreement agreement
  ON agreement.id = missing.id AND agreement.state = %(signed)s AND agreement.renewal_decision = ''
 AND agreement.terms_version = undecided.terms_version
WHERE NOT EXISTS (SELECT FROM core_notification WHERE core_notification.key = missing.key)
FOR KEY SHARE OF agreement SKIP LOCKED
"""


def sweep_renewals(*, on: date, now: datetime) -> SweepReport:
    """Make every reminder that is due on a day and was not made before. Any number may run at a time.

    Five queries, of which the last one finds and makes all reminders.
    """
    heads = list(_heads(on))
    counts = notify_found(
        DUE,
        {
            "on": on,
            "zone": settings.TIME_ZONE,
            "signed": State.SIGNED,
            "automatic": RenewalRule.AUTOMATIC,
            "agreement_type": ContentType.objects.get_for_model(Agreement).pk,
            "to_owner": DEADLINE.name,
            "to_head": UNANSWERED.name,
            "to_partner": PARTNER_DEADLINE.name,
            "page": reverse("agreements:agreement_renewal", args=[0]),
            "departments": [department for department, _head, _distance in heads],
            "heads": [head for _department, head, _distance in heads],
            "distances": [distance for _department, _head, distance in heads],
        },
        subject=Agreement,
        count_by=("deadline", "days"),
        now=now,
    )
    return SweepReport(
        Counter(
            {
                Reminder(kind=kind, deadline=deadline, days=int(days)): count
                for (kind, deadline, days), count in counts.items()
            }
        )
    )


def _heads(on: date) -> Iterator[tuple[int, int, int]]:
    """For each department who answers for it, and how far up the tree; superiors come after all of them."""
    holders = Holders.on(on)
    departments = list(Department.objects.values_list("pk", flat=True))
    for department in departments:
        for holder in holders.of(HEADS_POWER, department):
            distance = holders.distance(holder, department)
            yield department, holder.user.pk, distance
            for superior in holders.superiors_of(holder):
                yield department, superior.pk, len(departments) + distance
