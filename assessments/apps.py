from typing import Any

from django.apps import AppConfig, apps
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments of partnerships")

    def ready(self) -> None:
        from assessments.offered import offer

        offer()
        post_migrate.connect(load_default_scheme, sender=self, dispatch_uid="assessments.load")


def load_default_scheme(*, using: str, apps: Apps = apps, **_kwargs: Any) -> None:
    """After every migration, so that an emptied table has it again."""
    from assessments.defaults import load_scheme

    if using == DEFAULT_DB_ALIAS and {"scheme", "indicator"} <= set(apps.all_models["assessments"]):
        load_scheme()
