from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training for partners")

    def ready(self) -> None:
        from training.offered import offer

        offer()
