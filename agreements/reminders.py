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
from core.models import Notification
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
# moment is left to the next sweep: its lock is what keeps a decision and a reminder from missing each
# other. Each part reads the one before it and joins it to indexed tables only, so that the statement
# stays fast after an import, when the planner does not know yet how many rows there are.
DUE = """
WITH policy AS MATERIALIZED (
    SELECT type.id AS type_id, policy.offsets, policy.at_expiry, policy.repeat_days,
           policy.escalate_after_days, policy.tells_enterprise
    FROM agreements_agreementtype type
    JOIN agreements_reminderpolicy policy ON policy.id = type.reminder_policy_id
),
undecided AS MATERIALIZED (
    SELECT agreement.id, agreement.terms_version, agreement.department_id, agreement.owner_id,
           owner.is_active AS owner_is_active, agreement.notice_on, agreement.last_day,
           agreement.snoozed_until, coalesce(agreement.reminders_from, '-infinity') AS reminders_from,
           coalesce(agreement.acknowledged_at, '-infinity') AS acknowledged_at,
           agreement.acknowledged_by_id IS NOT NULL AS is_asked,
           coalesce(nullif(agreement.revised_renewal_rule, ''), agreement.renewal_rule) = %(automatic)s
               AS is_automatic,
           owner.name AS owner_name, owner.name_latin AS owner_name_latin, owner.email AS owner_email,
           policy.*
    FROM agreements_agreement agreement
    JOIN policy ON policy.type_id = agreement.type_id
    JOIN accounts_user owner ON owner.id = agreement.owner_id
    WHERE agreement.state = %(signed)s AND agreement.renewal_decision = ''
      AND agreement.notice_on <= %(on)s::date + (
          SELECT coalesce(max(days), 0) FROM policy, unnest(offsets) days)
),
for_owner AS MATERIALIZED (
    SELECT undecided.*, latest.deadline, latest.deadline_on, latest.days
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
        ) AS due
        WHERE due_on BETWEEN greatest(reminders_from, snoozed_until) AND %(on)s
        ORDER BY due_on DESC, rank DESC
        LIMIT 1
    ) AS latest
),
for_enterprise AS (
    SELECT undecided.*, latest.deadline, latest.deadline_on, latest.days
    FROM undecided CROSS JOIN LATERAL (
        SELECT *
        FROM (
            SELECT 'notice' AS deadline, notice_on AS deadline_on, days::int, notice_on - days AS due_on,
                   1 AS rank
            FROM unnest(offsets) days
            UNION ALL
            SELECT 'end', last_day, 0, last_day, 2
            WHERE at_expiry AND NOT is_automatic
        ) AS due
        WHERE due_on BETWEEN reminders_from AND %(on)s
        ORDER BY due_on DESC, rank DESC
        LIMIT 1
    ) AS latest
    WHERE tells_enterprise
),
for_head AS (
    SELECT undecided.*, unanswered.deadline, unanswered.deadline_on, unanswered.days
    FROM undecided CROSS JOIN LATERAL (
        SELECT reminder.data ->> 'deadline' AS deadline,
               (reminder.data ->> 'deadline_on')::date AS deadline_on, (reminder.data ->> 'days')::int AS days
        FROM core_notification reminder
        WHERE reminder.subject_type_id = %(agreement_type)s AND reminder.subject_id = undecided.id
          AND reminder.kind = %(to_owner)s AND reminder.recipient_id = owner_id
          AND reminder.state <> %(cancelled)s
          AND (reminder.data ->> 'version')::int = terms_version
          AND reminder.due_at > acknowledged_at
          AND (reminder.due_at AT TIME ZONE %(zone)s)::date
              BETWEEN reminders_from AND %(on)s::date - escalate_after_days
        ORDER BY reminder.due_at DESC
        LIMIT 1
    ) AS unanswered
    WHERE escalate_after_days > 0
    UNION ALL
    SELECT * FROM for_owner WHERE NOT owner_is_active
),
head AS (
    SELECT for_head.*, above.head_id, rank() OVER (PARTITION BY for_head.id ORDER BY above.distance)
    FROM for_head
    JOIN unnest(%(departments)s::bigint[], %(heads)s::bigint[], %(distances)s::int[])
         AS above (department_id, head_id, distance)
      ON above.department_id = for_head.department_id AND above.head_id <> for_head.owner_id
),
told AS (
    SELECT %(to_owner)s AS kind, 'u' || owner_id AS who, owner_id AS recipient_id, '' AS email, '' AS name,
           '' AS language, for_owner.id AS agreement_id, terms_version, deadline, deadline_on,
           days, notice_on, last_day, is_automatic, is_asked, escalate_after_days, owner_is_active,
           owner_name, owner_name_latin, owner_email
    FROM for_owner
    WHERE owner_is_active
    UNION ALL
    SELECT %(to_head)s, 'u' || head_id, head_id, '', '', '', head.id AS agreement_id, terms_version,
           deadline, deadline_on, days, notice_on, last_day, is_automatic, is_asked, escalate_after_days,
           owner_is_active, owner_name, owner_name_latin, owner_email
    FROM head
    WHERE rank = 1
    UNION ALL
    SELECT %(to_partner)s, 'c' || contact.id, NULL, contact.email,
           CASE WHEN contact.language = 'en' AND contact.name_latin <> '' THEN contact.name_latin
                ELSE contact.name END,
           contact.language, for_enterprise.id AS agreement_id, terms_version, deadline, deadline_on,
           days, notice_on, last_day, is_automatic, is_asked, escalate_after_days, owner_is_active,
           owner_name, owner_name_latin, owner_email
    FROM for_enterprise
    JOIN agreements_party party ON party.agreement_id = for_enterprise.id
    JOIN partnerships_contact contact ON contact.id = party.contact_id
    WHERE contact.email <> '' AND coalesce(contact.left_on > %(on)s, TRUE)
),
missing AS MATERIALIZED (
    SELECT keyed.*
    FROM (
        SELECT told.*,
               concat_ws(':', kind, agreement_id, terms_version, deadline, deadline_on, days, who) AS key
        FROM told
    ) AS keyed
    WHERE NOT EXISTS (SELECT FROM core_notification WHERE core_notification.key = keyed.key)
)
SELECT key, kind, agreement_id AS subject_id, recipient_id, email, name, language,
       jsonb_build_object(
           'version', missing.terms_version, 'deadline', deadline, 'deadline_on', deadline_on, 'days', days,
           'notice_on', notice_on, 'last_on', last_day, 'is_automatic', is_automatic, 'is_asked', is_asked,
           'stage', CASE WHEN last_day < %(on)s THEN 'ended'
                         WHEN notice_on < %(on)s THEN 'ending' ELSE 'notice' END,
           'days_left', CASE WHEN notice_on < %(on)s THEN last_day ELSE notice_on END - %(on)s::date,
           'answer_days', escalate_after_days, 'owner_is_active', owner_is_active,
           'owner', jsonb_build_object('en', owner_name_latin, 'zh', owner_name), 'owner_email', owner_email,
           'url', CASE WHEN recipient_id IS NULL THEN ''
                       ELSE replace(%(page)s, '/0/', '/' || agreement_id || '/') END
       ) AS data
FROM missing CROSS JOIN LATERAL (
    SELECT state, renewal_decision, terms_version
    FROM agreements_agreement
    WHERE id = agreement_id
    FOR KEY SHARE SKIP LOCKED
) AS locked
WHERE locked.state = %(signed)s AND locked.renewal_decision = ''
  AND locked.terms_version = missing.terms_version
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
            "cancelled": Notification.State.CANCELLED,
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
