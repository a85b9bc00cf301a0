"""What placements put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.access import register_capabilities


def offer_placements() -> None:
    register_capabilities(
        "placement",
        _("Placements"),
        {
            "read": _("see"),
            "edit": _("place students and keep their papers"),
            "start": _("declare ready, start and end"),
        },
    )
