"""What needs of enterprises put on the home page: those that nobody took up in time, and overdue answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from collaboration.models import Need
from collaboration.need_waiting import late_before
from collaboration.transitions.needs import EDIT
from insights.lines import SHOWN, Line, Queue, queue_of

if TYPE_CHECKING:
    from accounts.models import User


def needs(user: User, on: date) -> Queue:
    """Those in the reader's power that wait too long, or that they look after and are overdue, the longest
    first. Four queries, and none for those without the power."""
    lines = _lines(user, on) if user.can(EDIT) else ()
    return queue_of(
        "needs",
        _("Needs of enterprises that wait"),
        "bulb",
        lines,
        f"{reverse('collaboration:need_list')}?waiting=on",
    )


def _lines(user: User, on: date) -> Iterator[Line]:
    mine = Need.objects.permitting(user, EDIT).select_related("enterprise", "department")
    for need in mine.not_taken_up(late_before(on)).order_by("waiting_since", "pk")[: SHOWN + 1]:
        yield Line(title=need.title, url=need.get_absolute_url(), text=str(need.enterprise), chip=need.chip)
    for need in mine.overdue(on).order_by("answer_by", "pk")[: SHOWN + 1]:
        yield Line(
            title=need.title,
            url=need.get_absolute_url(),
            text=str(need.enterprise),
            due_on=need.answer_by,
            chip=need.chip,
        )
