"""The sidebar: groups of the work in a fixed order, entries put in by the apps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Text

GROUPS: dict[str, tuple[Text, str]] = {
    "today": (_("Today"), "home"),
    "partners": (_("Partners"), "building-factory-2"),
    "agreements": (_("Agreements"), "file-certificate"),
    "students": (_("Students"), "school"),
    "teachers": (_("Teachers"), "chalkboard"),
    "together": (_("Together"), "users-group"),
    "figures": (_("Figures"), "chart-bar"),
    "centre": (_("Centre"), "building-community"),
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the sidebar.

    Attributes:
        capability: shown to those who hold it anywhere; ``None`` shows it to everybody signed in.
        offered_to: shown to those for whom it is true, beside the capability.
        badge: counts what waits; called once per page, so it must cost one indexed query at most.
    """

    group: str
    label: Text
    url_name: str
    icon: str
    order: int = 50
    capability: str | None = None
    staff_only: bool = False
    offered_to: Callable[[Any], bool] | None = None
    badge: Callable[[Any], int | None] | None = None


_entries: list[Entry] = []


def register_entry(entry: Entry) -> None:
    """Put an entry into the sidebar. Called from ``AppConfig.ready``."""
    _entries.append(entry)
    _entries.sort(key=lambda e: e.order)


FOLDED_COOKIE = "folded"
"""The groups that somebody has folded, by name with points between them; the browser keeps it."""
SHOWN_AT_ONCE = 24
"""Who has more entries than this finds all groups folded but "today" and the one they are in."""


def navigation_for(user: Any, path: str, *, folded: str | None = None) -> list[dict[str, Any]]:
    """The groups with at least one entry open to the user, as the base template shows them.

    ``folded`` is the content of :data:`FOLDED_COOKIE`. The group that one is in is always open.
    """
    addresses = [reverse(entry.url_name) for entry in _entries]
    # "/enterprises/board/" lies below "/enterprises/": the nearest entry is where one is.
    here = max(
        (url for url in addresses if path == url or (url != "/" and path.startswith(url))),
        key=len,
        default="",
    )
    groups: list[dict[str, Any]] = []
    for name, (label, icon) in GROUPS.items():
        items = [
            {
                "label": entry.label,
                "url": (url := reverse(entry.url_name)),
                "icon": entry.icon,
                "active": url == here,
                "badge": entry.badge(user) if entry.badge else None,
            }
            for entry in _entries
            if entry.group == name
            and (entry.capability is None or user.can(entry.capability))
            and (not entry.staff_only or user.is_staff)
            and (entry.offered_to is None or entry.offered_to(user))
        ]
        if items:
            groups.append({"name": name, "label": label, "icon": icon, "items": items})
    if folded is None:
        is_short = sum(len(group["items"]) for group in groups) <= SHOWN_AT_ONCE
        closed = set() if is_short else set(GROUPS) - {"today"}
    else:
        closed = set(folded.split("."))
    for group in groups:
        group["is_open"] = group["name"] not in closed or any(item["active"] for item in group["items"])
    return groups
