from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.access import register_capabilities


class InternshipsConfig(AppConfig):
    name = "internships"
    verbose_name = _("Internships")

    def ready(self) -> None:
        register_capabilities(
            "student",
            _("Students"),
            {
                "read": _("see"),
                "edit": _("edit"),
                "import": _("import"),
                "identity": _("see identity numbers"),
            },
        )
