"""What part-time teachers put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from core.access import register_capabilities


def offer_part_time() -> None:
    register_capabilities(
        "parttime",
        gettext_lazy("Part-time teachers from enterprises"),
        {
            "read": gettext_lazy("see"),
            "edit": gettext_lazy("keep needs, people, agreements and hours"),
            "vet": gettext_lazy("vet who is proposed, and make it public"),
        },
    )
