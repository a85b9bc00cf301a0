"""What the law asks of a cooperation agreement (CO-01 to CO-08), held against one.

The rules are those of ``cn-cooperation-2022``, or of a child made for the place of the centre.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Centre
from agreements.choices import CONCLUDED_STATES, RECEIVING_STUDENTS
from agreements.models import Agreement, Party
from agreements.phases import months_of
from agreements.policies import READ
from compliance import operations
from compliance.choices import Stage
from compliance.engine.rules import Finding
from compliance.models import Evaluation, PackVersion
from compliance.operations import NoSuchPack, evaluate, store, version_where
from core.access import Actor
from core.errors import Refused

PACK = "cn-cooperation-2022"
COUNTRY = "CN"

type Facts = dict[str, Any]


class NoRules(Refused):
    """There is nothing to hold an agreement against."""


def rules_on(on: date) -> PackVersion:
    """The rules of the place where the centre is. About four queries.

    Raises NoSuchPack: there were none yet, or the centre is in another country.
    """
    centre = Centre.current()
    if centre.region is not None and centre.region.country != COUNTRY:
        raise NoSuchPack(PACK)
    return version_where(PACK, on, place=centre.place)


def facts_of(agreement: Agreement) -> Facts:
    """What the rules are told of an agreement, as its parties would sign it. Three queries at most."""
    rows = list(agreement.clauses.select_related("source__clause"))
    starts, ends = agreement.starts_on, agreement.ends_on
    return {
        "cooperation": {
            "forms": list(agreement.forms),
            "contracts": _contracts(agreement),
            # What was taken over from paper has no clauses here: they are not known.
            "clauses": sorted({row.source.clause.category for row in rows if row.source}) if rows else None,
            "has_aims": bool(agreement.aims.strip()),
            "receives_students": bool(RECEIVING_STUDENTS & set(agreement.forms)),
            "starts_on": starts,
            "ends_on": ends,
            "term_months": months_of(starts, ends) if starts and ends else None,
        }
    }


def _contracts(agreement: Agreement) -> list[str]:
    """Forms that this agreement, or a concluded one with the same enterprise, is the contract for: those that
    agreements of its type usually are about. One query."""
    partners = Party.objects.filter(agreement=agreement, enterprise__isnull=False).values("enterprise")
    others = Agreement.objects.filter(parties__enterprise__in=partners, state__in=CONCLUDED_STATES)
    of_others = others.exclude(pk=agreement.pk).order_by().values_list("type__forms", flat=True).distinct()
    return sorted({*agreement.type.forms, *(form for forms in of_others for form in forms)})


def findings_on(agreement: Agreement, *, on: date) -> list[Finding]:
    """What the rules find, in their order; nothing is kept. Empty where there are none on the day."""
    try:
        version = rules_on(on)
    except NoSuchPack:
        return []
    return list(evaluate(facts_of(agreement), version, on, stage=Stage.AGREEMENT).findings)


def check(agreement: Agreement, *, now: datetime) -> Evaluation | None:
    """Hold an agreement against the rules and keep what came of it; ``None`` where there are no rules."""
    on = timezone.localdate(now)
    try:
        version = rules_on(on)
    except NoSuchPack:
        return None
    return store(
        subject=agreement,
        facts=facts_of(agreement),
        version=version,
        stage=Stage.AGREEMENT,
        on=on,
        now=now,
        department_id=agreement.department_id,
    )


@transaction.atomic
def check_again(*, actor: Actor, pk: int, now: datetime) -> Agreement:
    """Hold it against the rules of today.

    Raises:
        NotVisible: there is no such agreement for the actor.
        NoRules: none are in force where the centre is.
    """
    agreement: Agreement = Agreement.objects.for_write(actor, pk, READ)
    if check(agreement, now=now) is None:
        raise NoRules(_("No rules of cooperation are in force where the centre is."))
    return agreement


def latest_check(agreement: Agreement) -> Evaluation | None:
    """What was found last. One query."""
    return operations.latest_check(agreement, Stage.AGREEMENT)
