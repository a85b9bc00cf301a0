from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.access import register_capabilities


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("Enterprises")

    def ready(self) -> None:
        register_capabilities(
            "enterprise",
            _("Enterprises"),
            {
                "read": _("see"),
                "edit": _("edit"),
                "merge": _("merge"),
                "import": _("import"),
                "bar": _("bar, and lift a bar"),
            },
        )
