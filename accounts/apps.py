from django.apps import AppConfig
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.centre import Identity, register_centre
from core.navigation import Entry, register_entry
from core.registry import register_verbs


def _identity() -> Identity:
    from accounts.models import Centre

    return Identity(name=Centre.current().name or gettext("Partnership centre"))


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and powers")

    def ready(self) -> None:
        register_centre(_identity)
        register_entry(
            Entry(
                group="centre",
                label=_("Who does what"),
                url_name="accounts:position_list",
                icon="sitemap",
                order=10,
            )
        )
        register_entry(
            Entry(
                group="centre",
                label=_("Administration"),
                url_name="admin:index",
                icon="settings",
                order=90,
                staff_only=True,
            )
        )
        register_verbs(
            {
                "delegation.give": _("lent their powers"),
                "delegation.revoke": _("took their powers back"),
                "calendar_feed.open": _("made a calendar address"),
                "calendar_feed.revoke": _("revoked the calendar address"),
            }
        )
