from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from core.grants import grant
from core.registry import register_verbs


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from core.navigation import Entry, register_entry
        from core.notifications import MAIL_REFUSED, register_kind

        register_kind(MAIL_REFUSED)
        register_verbs({"notification.send_again": _("sent the mail again")})
        register_entry(Entry(group="today", label=_("Inbox"), url_name="core:inbox", icon="inbox", order=90))
        post_migrate.connect(grant, sender=self, dispatch_uid="core.grants")
