from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.access import register_capabilities


class TeachersConfig(AppConfig):
    name = "teachers"
    verbose_name = _("Teachers")

    def ready(self) -> None:
        register_capabilities("teacher", _("Teachers"), {"read": _("see"), "edit": _("edit")})
