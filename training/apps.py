from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training for partners")

    def ready(self) -> None:
        from core.indicators import register_indicator
        from training.indicators import INCOME
        from training.offered import offer

        offer()
        register_indicator(INCOME)
