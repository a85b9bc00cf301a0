"""Whom what is told about promises: of every word of one side the other, of what falls behind the owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from agreements.choices import CONCLUDED_STATES
from agreements.counting import STILL_COUNTED_DAYS
from agreements.models import Agreement, Obligation, ObligationConfirmation, Side, Standing
from agreements.notices import (
    PROMISE_ANSWERED,
    PROMISE_BEHIND,
    PROMISE_DUE,
    PROMISES_CHECKED,
    PROMISES_ENTERED,
)
from core.notifications import notify, notify_found
from partnerships.models import Contact, ContactRole

# The owner hears of a promise that is behind so many days before it is due.
BEHIND_DAYS = (90, 30)


def liaisons_of(enterprise_ids: Iterator[int] | set[int]) -> Iterator[Contact]:
    """Those who can open the portal. One query."""
    yield from (
        Contact.objects.liaisons_with_account().filter(enterprise__in=enterprise_ids).select_related("user")
    )


def words_of(promise: Obligation) -> dict[str, str]:
    return {"en": promise.what_en or promise.what_zh, "zh": promise.what_zh or promise.what_en}


def tell_of_answer(said: ObligationConfirmation, *, now: datetime) -> None:
    """What one side says of a number, told the other: the owner, or the liaisons."""
    period = said.period
    data: dict[str, Any] = {
        "what": words_of(period.obligation),
        "is_objection": said.is_objection,
        "is_by_centre": said.side == Side.CENTRE,
        "counted": str(said.counted.normalize().to_integral_value())
        if said.counted == said.counted.to_integral_value()
        else str(said.counted),
        "promised": period.promised_in_words,
        "comment": said.comment,
    }
    if said.side == Side.CENTRE:
        told = {
            contact.user: reverse("portal:promise", args=[period.pk])
            for contact in liaisons_of({period.enterprise_id})
        }
    else:
        told = {period.agreement.owner: period.get_absolute_url()}
    for person, url in told.items():
        if person is None:
            continue
        notify(
            key=f"{PROMISE_ANSWERED.name}:{said.pk}:u{person.pk}",
            kind=PROMISE_ANSWERED.name,
            recipient=person,
            subject=period.agreement,
            data=data | {"url": url},
            now=now,
        )


def tell_of_entered_promises(agreement: Agreement, *, now: datetime) -> None:
    """The liaisons of the enterprises whose paper it is; once for all that is entered in a day."""
    waiting = agreement.obligations.filter(is_taken_over=True, confirmed_at=None)
    for contact in liaisons_of(set(waiting.values_list("enterprise_id", flat=True))):
        notify(
            key=f"{PROMISES_ENTERED.name}:{agreement.pk}:{now.date()}:u{contact.user_id}",
            kind=PROMISES_ENTERED.name,
            recipient=contact.user,
            subject=agreement,
            data={"url": reverse("portal:promises")},
            now=now,
        )


def tell_of_check(promise: Obligation, *, by: str, now: datetime) -> None:
    """The owner: the enterprise has confirmed, or says otherwise, what was entered from paper."""
    notify(
        key=f"{PROMISES_CHECKED.name}:{promise.pk}:{now.isoformat()}",
        kind=PROMISES_CHECKED.name,
        recipient=promise.agreement.owner,
        subject=promise.agreement,
        data={
            "what": words_of(promise),
            "person": by,
            "objection": promise.objection,
            "url": promise.get_absolute_url(),
        },
        now=now,
    )


# --- The sweep --------------------------------------------------------------------------------

DUE = """
WITH open AS MATERIALIZED (
    SELECT period.id, period.agreement_id, period.enterprise_id, period.due_on, period.promised,
           period.counted, period.standing, agreement.owner_id, owner.is_active AS owner_is_active,
           jsonb_build_object('en', coalesce(nullif(obligation.what_en, ''), obligation.what_zh),
                              'zh', coalesce(nullif(obligation.what_zh, ''), obligation.what_en)) AS what
    FROM agreements_obligationperiod period
    JOIN agreements_obligation obligation ON obligation.id = period.obligation_id
    JOIN agreements_agreement agreement ON agreement.id = period.agreement_id
    JOIN accounts_user owner ON owner.id = agreement.owner_id
    WHERE period.due_on BETWEEN %(since)s AND %(until)s AND period.counted_at IS NOT NULL
      AND agreement.state = ANY(%(concluded)s)
),
told AS (
    SELECT %(behind)s AS kind, open.*, owner_id AS recipient_id, FALSE AS is_partner,
           (SELECT min(days) FROM unnest(%(offsets)s::int[]) days
            WHERE days >= due_on - %(on)s::date) AS days
    FROM open
    WHERE standing = %(is_behind)s AND due_on >= %(on)s AND owner_is_active
    UNION ALL
    SELECT %(due)s, open.*, owner_id, FALSE, 0
    FROM open
    WHERE due_on < %(on)s AND owner_is_active
      AND NOT EXISTS (SELECT FROM agreements_obligationconfirmation said
                      WHERE said.period_id = open.id AND said.side = %(centre)s)
    UNION ALL
    SELECT %(due)s, open.*, contact.user_id, TRUE, 0
    FROM open
    JOIN partnerships_contact contact ON contact.enterprise_id = open.enterprise_id
     AND contact.user_id IS NOT NULL AND contact.left_on IS NULL
     AND contact.roles @> ARRAY[%(liaison)s]::varchar[]
    WHERE due_on < %(on)s
      AND NOT EXISTS (SELECT FROM agreements_obligationconfirmation said
                      WHERE said.period_id = open.id AND said.side = %(enterprise)s)
)
SELECT concat_ws(':', kind, id, days, 'u' || recipient_id) AS key, kind, agreement_id AS subject_id,
       recipient_id, '' AS email, '' AS name, '' AS language,
       jsonb_build_object('what', what, 'counted', trim_scale(counted), 'promised', trim_scale(promised),
                          'due_on', due_on, 'days', days, 'is_partner', is_partner,
                          'url', replace(CASE WHEN is_partner THEN %(portal)s ELSE %(page)s END,
                                         '/0/', '/' || id || '/')) AS data
FROM told
WHERE NOT EXISTS (
    SELECT FROM core_notification
    WHERE core_notification.key = concat_ws(':', told.kind, told.id, told.days, 'u' || told.recipient_id))
"""


def sweep_promises(*, on: date, now: datetime) -> Counter[str]:
    """Tell owners what is behind 90 and 30 days before it is due, and both sides what is due and not
    confirmed. Each is told once; how many, by kind. One statement."""
    counts = notify_found(
        DUE,
        {
            "on": on,
            "since": on - timedelta(days=STILL_COUNTED_DAYS),
            "until": on + timedelta(days=max(BEHIND_DAYS)),
            "offsets": list(BEHIND_DAYS),
            "concluded": sorted(CONCLUDED_STATES),
            "behind": PROMISE_BEHIND.name,
            "due": PROMISE_DUE.name,
            "is_behind": Standing.BEHIND,
            "centre": Side.CENTRE,
            "enterprise": Side.ENTERPRISE,
            "liaison": ContactRole.LIAISON,
            "page": reverse("agreements:promise_detail", args=[0]),
            "portal": reverse("portal:promise", args=[0]),
        },
        subject=Agreement,
        count_by=(),
        now=now,
    )
    return Counter({kind: count for (kind, *_rest), count in counts.items()})
