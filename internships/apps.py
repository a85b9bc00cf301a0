from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.access import register_capabilities


class InternshipsConfig(AppConfig):
    name = "internships"
    verbose_name = _("Internships")

    def ready(self) -> None:
        from internships.offered_rounds import offer_rounds
        from internships.offered_students import offer_students

        offer_students()
        offer_rounds()
        register_capabilities(
            "plan",
            _("Internship plans"),
            {
                "read": _("see"),
                "edit": _("draft, edit and run"),
                "review": _("review for the department"),
                "approve": _("approve for the centre"),
            },
        )
        register_capabilities("host", _("Hosts of interns"), {"vet": _("visit and judge")})
        register_capabilities(
            "post",
            _("Posts for interns"),
            {"read": _("see"), "edit": _("enter and edit"), "approve": _("approve and return")},
        )
