"""Saved views beside their lists: on somebody's first page, and as files that come by the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import FETCH_RAISE
from django.http import QueryDict
from django.urls import URLPattern, get_resolver, resolve, reverse
from django.utils.formats import number_format

from core.access import Text
from core.filters import RecordFilterSet
from core.http import PersonRequest
from core.models import SavedView
from core.paging import bounded_count
from core.views.lists import ListView

MOST_ON_HOME = 8


@dataclass(frozen=True, slots=True)
class Pinned:
    """A view on the first page.

    Attributes:
        number: how many rows it finds, "10,000+" where there are more than are counted.
    """

    name: str
    list_title: Text
    url: str
    number: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A list as a saved view has it, for whoever saved it."""

    view: ListView
    filterset: RecordFilterSet
    url: str


def list_views() -> Iterator[tuple[str, type[ListView]]]:
    """Every list that stands at one address: the name of the address, and the view."""
    return _found(get_resolver(), "")


@cache
def lists() -> dict[str, tuple[str, type[ListView]]]:
    """The same by the list's name."""
    return {view.list_name: (address, view) for address, view in list_views()}


def _found(resolver: Any, namespaces: str) -> Iterator[tuple[str, type[ListView]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            view = getattr(entry.callback, "view_class", None)
            is_one_address = not entry.pattern.converters and not resolver.pattern.converters
            if view is not None and issubclass(view, ListView) and entry.name and is_one_address:
                yield f"{namespaces}{entry.name}", view
        else:
            inner = f"{namespaces}{entry.namespace}:" if entry.namespace else namespaces
            yield from _found(entry, inner)


def opened(saved: SavedView, *, user: Any) -> Opened | None:
    """The list with the view's filters; nothing where it is gone, or may not be seen any more."""
    address, view_class = lists().get(saved.list_name, ("", None))
    if view_class is None or not user.is_active or user.is_from_outside:
        return None
    request = PersonRequest()
    request.user = user
    request.method, request.path = "GET", reverse(address)
    request.resolver_match = resolve(request.path)
    request.GET = QueryDict(saved.query)
    view = view_class()
    view.request = request
    try:
        view.authorise()
    except PermissionDenied:
        return None
    filterset: RecordFilterSet = view.filterset_class(
        request.GET, queryset=view.get_queryset().fetch_mode(FETCH_RAISE), request=request
    )
    # A filter that cannot be read (a department that is closed) would let everything through.
    if not filterset.is_valid():
        return None
    return Opened(view, filterset, f"{request.path}?{saved.query}")


def pinned_views(user: Any) -> list[Pinned]:
    """Those that this person put there and may still open. One query, and one for each."""
    rows = SavedView.objects.filter(owner=user, is_on_home=True).order_by("name", "pk")
    found = ((saved, opened(saved, user=user)) for saved in rows[:MOST_ON_HOME])
    return [
        Pinned(saved.name, one.view.title, one.url, _number(one.filterset)) for saved, one in found if one
    ]


def _number(filterset: RecordFilterSet) -> str:
    count, is_capped = bounded_count(filterset.qs)
    number = number_format(count, use_l10n=True, force_grouping=True)
    return f"{number}+" if is_capped else number
