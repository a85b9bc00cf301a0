from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.navigation import Entry, register_entry


class InsightsConfig(AppConfig):
    name = "insights"
    verbose_name = _("Insights")

    def ready(self) -> None:
        from insights.offered import offer_indicator_pages

        offer_indicator_pages()
        register_entry(Entry(group="today", label=_("Home"), url_name="insights:home", icon="home", order=1))
