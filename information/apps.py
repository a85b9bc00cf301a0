from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InformationConfig(AppConfig):
    name = "information"
    verbose_name = _("Information")

    def ready(self) -> None:
        from information.offered import offer

        offer()
