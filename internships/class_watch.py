"""What a class teacher watches over: which students of a class need somebody to ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from core.access import Text
from internships.models import Guardian


@dataclass(frozen=True, kw_only=True)
class Watch:
    """One list of students on the page of a class teacher.

    Attributes:
        students: narrows the enrolled students of one's classes on a day; one query.
        advice: what to do about them.
    """

    name: str
    label: Text
    icon: str
    advice: Text
    students: Callable[[Any, date], Any]
    order: int = 50


_watches: list[Watch] = []


def register_watch(watch: Watch) -> None:
    """Put a list on the page of class teachers. Called from ``AppConfig.ready``."""
    _watches.append(watch)
    _watches.sort(key=lambda one: one.order)


def watches() -> list[Watch]:
    return list(_watches)


register_watch(
    Watch(
        name="without_guardian",
        label=_("Without a guardian to reach"),
        icon="user-question",
        advice=_("Ask them for a name and a phone number, and tell the department."),
        students=lambda rows, _on: rows.filter(~Exists(Guardian.objects.filter(student=OuterRef("pk")))),
        order=10,
    )
)
register_watch(
    Watch(
        name="without_account",
        label=_("Without an account"),
        icon="user-x",
        advice=_("Print their codes and hand them out."),
        students=lambda rows, _on: rows.filter(user=None),
        order=20,
    )
)
