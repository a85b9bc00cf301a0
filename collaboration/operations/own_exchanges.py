"""What an enterprise changes of an exchange that it proposed, until the centre has answered.

Called outside the walls. Locks: the exchange.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.exchange_versions import OWN, as_shown
from collaboration.models import Exchange, ExchangeState
from collaboration.operations import exchanges
from collaboration.operations.exchanges import UnableToExchange
from core import audit
from core.versions import require_unchanged
from partnerships.models import Contact
from partnerships.portal.partner import Partner
from teachers.models import Teacher


@transaction.atomic
def change_own(
    *,
    partner: Partner,
    pk: int,
    contacts: Iterable[Contact],
    expected: str | None = None,
    now: datetime,
    **fields: Any,
) -> Exchange:
    """``expected`` is what was shown to whoever typed (``as_shown``).

    Raises NotVisible, ChangedMeanwhile, UnableToExchange, ValidationError.
    """
    exchange = exchanges.of_enterprise(partner, pk)
    require_unchanged(as_shown(exchange), expected)
    if not exchange.by_enterprise:
        raise UnableToExchange(_("The school has proposed it: agree to it, or decline it with a reason."))
    if exchange.state != ExchangeState.PROPOSED:
        raise UnableToExchange(_("The school has answered already: ask it to change the exchange."))
    exchanges.write(exchange, {name: value for name, value in fields.items() if name in OWN})
    if exchange.starts_at <= now:
        raise UnableToExchange(_("It is proposed before it begins."))
    exchange.full_clean(exclude=["proposed_by", "enterprise", "department", "repeats"])
    exchange.save()
    held = Teacher.objects.filter(exchanges_held__exchange=exchange)
    exchanges.set_speakers(exchange, contacts, held)
    audit.record(actor=partner, subject=exchange, verb="exchange.change", now=now)
    return exchange
