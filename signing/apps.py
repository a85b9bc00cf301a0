from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.registry import register_verbs


class SigningConfig(AppConfig):
    name = "signing"
    verbose_name = _("Approval and signing")

    def ready(self) -> None:
        register_verbs({"approval.approve": _("approved"), "approval.return": _("returned with a reason")})
