from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Joint projects")

    def ready(self) -> None:
        from core.indicators import register_indicator
        from projects.indicators import INDICATORS
        from projects.offered import offer_projects

        offer_projects()
        for indicator in INDICATORS:
            register_indicator(indicator)
