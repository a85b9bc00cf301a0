from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.registry import register_verbs


class SigningConfig(AppConfig):
    name = "signing"
    verbose_name = _("Approval and signing")

    def ready(self) -> None:
        from core.calendar import register_deadlines
        from core.notifications import register_kind
        from signing.calendar import deadlines
        from signing.notices import KINDS

        for kind in KINDS:
            register_kind(kind)
        register_deadlines("signing", deadlines)
        register_verbs({"approval.approve": _("approved"), "approval.return": _("returned with a reason")})
