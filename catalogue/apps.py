from typing import Any

from django.apps import AppConfig, apps
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        post_migrate.connect(load_catalogues, sender=self, dispatch_uid="catalogue.load")


def load_catalogues(*, using: str, apps: Apps = apps, **_kwargs: Any) -> None:
    """Add the bundled entries that are missing, after every migration: an upgrade may bring new ones."""
    from catalogue.calendars import load_calendars
    from catalogue.models import CalendarDay, CalendarYear, Industry, Major, Occupation, Region
    from catalogue.operations import load_bundled

    tables = (CalendarDay, CalendarYear, Industry, Major, Occupation, Region)
    has_tables = {model.__name__.lower() for model in tables} <= set(apps.all_models["catalogue"])
    if using == DEFAULT_DB_ALIAS and has_tables:
        load_bundled()
        load_calendars()
