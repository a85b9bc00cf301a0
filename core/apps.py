from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.grants import grant
from core.registry import register_verbs
from core.walls import build


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = pgettext_lazy("group of records", "System")

    def ready(self) -> None:
        from core.digests import DAILY_MAIL, pass_on_refusal
        from core.imports.spec import specs_for
        from core.navigation import Entry, register_entry
        from core.notifications import MAIL_REFUSED, on_refused, register_kind
        from core.scheduled_exports import MADE, STOPPED

        register_kind(MAIL_REFUSED)
        register_kind(DAILY_MAIL)
        register_kind(MADE)
        register_kind(STOPPED)
        on_refused(DAILY_MAIL.name, pass_on_refusal)
        register_verbs({"notification.send_again": _("sent the mail again")})
        register_entry(Entry(group="today", label=_("Inbox"), url_name="core:inbox", icon="inbox", order=90))
        register_entry(
            Entry(
                group="centre",
                label=_("Imports"),
                url_name="core:import_list",
                icon="file-import",
                order=80,
                offered_to=lambda user: bool(specs_for(user)),
            )
        )
        register_verbs(
            {
                "import.upload": _("uploaded it"),
                "import.check": _("had it checked"),
                "import.judge": _("judged every row"),
                "import.apply": _("had it applied"),
                "import.finish": _("wrote the rows"),
                "import.recheck": _("judged it anew, because records had changed"),
                "import.cancel": _("dropped it"),
                "import.fail": _("gave up"),
            }
        )
        post_migrate.connect(grant, sender=self, dispatch_uid="core.grants")
        post_migrate.connect(build, sender=self, dispatch_uid="core.walls")
