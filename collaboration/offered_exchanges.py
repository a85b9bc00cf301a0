"""What exchanges put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.models import Exchange
from core.access import register_capabilities
from core.registry import register_children, register_verbs


def offer_exchanges() -> None:
    register_capabilities(
        "exchange",
        _("Exchanges with enterprises"),
        {
            "read": _("see"),
            "edit": _("propose, answer, announce, register people and mark who was there"),
            "close": _("close them and credit the hours"),
        },
    )
    register_children(
        Exchange._meta.label,
        ("collaboration.Speaker", "exchange"),
        ("collaboration.Registration", "exchange"),
        ("collaboration.Credit", "exchange"),
    )
    register_verbs(VERBS)


VERBS: dict[str, Any] = {
    "exchange.propose": pgettext_lazy("exchange", "proposed it"),
    "exchange.change": pgettext_lazy("exchange", "changed it"),
    "exchange.agree": pgettext_lazy("exchange", "agreed"),
    "exchange.agree_at_portal": pgettext_lazy("exchange", "agreed for the enterprise"),
    "exchange.decline": pgettext_lazy("exchange", "declined"),
    "exchange.decline_at_portal": pgettext_lazy("exchange", "declined for the enterprise"),
    "exchange.cancel_at_portal": pgettext_lazy("exchange", "cancelled it for the enterprise"),
    "exchange.announce": pgettext_lazy("exchange", "announced it"),
    "exchange.hold": pgettext_lazy("exchange", "recorded that it takes place"),
    "exchange.close": pgettext_lazy("exchange", "closed it and credited the hours"),
    "exchange.cancel": pgettext_lazy("exchange", "cancelled it"),
    "exchange.speakers": pgettext_lazy("exchange", "named who holds it"),
    "exchange.add_file": pgettext_lazy("exchange", "added material"),
    "exchange.remove_file": pgettext_lazy("exchange", "took material out"),
    "exchange.register": pgettext_lazy("exchange", "registered somebody"),
    "exchange.invite": pgettext_lazy("exchange", "invited people"),
    "exchange.attendance": pgettext_lazy("exchange", "marked who was there"),
    "exchange_registration.seat": pgettext_lazy("registration for an exchange", "gave a place"),
    "exchange_registration.queue": pgettext_lazy("registration for an exchange", "put on the waiting list"),
    "exchange_registration.withdraw": pgettext_lazy("registration for an exchange", "withdrew"),
}
