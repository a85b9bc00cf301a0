"""The sidebar of the staff and the bar of the portal: groups in a fixed order, entries put in by the apps."""

from collections.abc import Callable, Container
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


# --- The bar of the partner portal --------------------------------------------------------------

PORTAL_GROUPS: dict[str, tuple[Text, str]] = {
    "students": (_("Students and interns"), "school"),
    "teachers": (_("Teachers"), "chalkboard"),
    "together": (_("Together"), "users-group"),
}


@dataclass(frozen=True, kw_only=True)
class PortalEntry:
    """One page in the bar of the portal.

    Attributes:
        group: one of :data:`PORTAL_GROUPS`, or "" for a page that stands in the bar itself.
        order: within its group; a group stands where its first page would.
        role: shown to contacts who have it; ``""`` shows it to everybody of the enterprise.
    """

    label: Text
    url_name: str
    icon: str
    group: str = ""
    order: int = 50
    role: str = ""


_portal_entries: list[PortalEntry] = []


def register_portal_entry(*entries: PortalEntry) -> None:
    """Put pages into the bar of the portal. Called from ``AppConfig.ready``."""
    _portal_entries.extend(entries)
    _portal_entries.sort(key=lambda entry: entry.order)


def portal_navigation(roles: Container[str], path: str) -> list[dict[str, Any]]:
    """The bar from left to right: pages with an address, groups with their ``pages``."""
    shown = [
        (entry, reverse(entry.url_name)) for entry in _portal_entries if not entry.role or entry.role in roles
    ]
    root = min((url for _entry, url in shown), key=len, default="")
    below = [url for _entry, url in shown if path == url or (url != root and path.startswith(url))]
    here = max(below, key=len, default="")
    bar: list[dict[str, Any]] = []
    groups: dict[str, dict[str, Any]] = {}
    for entry, url in shown:
        page = {
            "label": entry.label,
            "url": url,
            "icon": entry.icon,
            "active": url == here,
            "is_this": url == path,
        }
        if not entry.group:
            bar.append(page)
            continue
        if entry.group not in groups:
            label, icon = PORTAL_GROUPS[entry.group]
            groups[entry.group] = {"label": label, "icon": icon, "active": False, "pages": []}
            bar.append(groups[entry.group])
        groups[entry.group]["pages"].append(page)
        groups[entry.group]["active"] |= page["active"]
    return bar
