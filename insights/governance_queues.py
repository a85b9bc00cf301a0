"""What waits on the home page about the rules of the centre: what somebody has to read and confirm."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.models import Acknowledgement
from insights.lines import SHOWN, Line, Queue, queue_of

if TYPE_CHECKING:
    from accounts.models import User


def acknowledgements(user: User, on: date) -> Queue:
    """Regulations that this person has not confirmed, the nearest day first. One query."""
    rows = Acknowledgement.objects.filter(user=user.pk).open(on).select_related("version__regulation")
    return queue_of(
        "acknowledgements",
        _("Regulations to read and acknowledge"),
        "books",
        [
            Line(
                title=one.version.regulation.name,
                url=one.get_absolute_url(),
                text=f"{one.version.regulation.number} · {one.version.label}",
                due_on=one.due_on,
                chip=one.chip_on(on),
            )
            for one in rows.order_by("due_on", "pk")[: SHOWN + 1]
        ],
        reverse("governance:regulation_list") + "?mine=on",
    )
