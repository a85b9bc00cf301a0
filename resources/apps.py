from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("Resources and contributions")

    def ready(self) -> None:
        from core.indicators import register_indicator
        from resources.indicators import INDICATORS
        from resources.offered import offer_resources

        offer_resources()
        for indicator in INDICATORS:
            register_indicator(indicator)
