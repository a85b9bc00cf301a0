"""Saved views on somebody's first page: each list by its name, and how many rows a view finds now."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.urls import URLPattern, get_resolver, reverse
from django.utils.formats import number_format

from core.access import Text
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


@cache
def lists() -> dict[str, tuple[str, type[ListView]]]:
    """The name of the address of every list that stands at one address, and its view, by the list's name."""
    return {view.list_name: (address, view) for address, view in _found(get_resolver(), "")}


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


def pinned_views(request: PersonRequest) -> list[Pinned]:
    """Those that this person put there and may still open. One query, and one for each."""
    rows = SavedView.objects.filter(owner=request.user, is_on_home=True).order_by("name", "pk")
    found = (_pinned(request, view) for view in rows[:MOST_ON_HOME])
    return [one for one in found if one is not None]


def _pinned(request: PersonRequest, saved: SavedView) -> Pinned | None:
    """Nothing where the list is gone, or the person may not see it any more."""
    address, view_class = lists().get(saved.list_name, ("", None))
    if view_class is None:
        return None
    as_there = copy(request)
    as_there.GET = QueryDict(saved.query)  # type: ignore[assignment]
    view = view_class()
    view.request = as_there
    try:
        view.authorise()
    except PermissionDenied:
        return None
    filterset = view.filterset_class(as_there.GET, queryset=view.get_queryset(), request=as_there)
    count, is_capped = bounded_count(filterset.qs)
    number = number_format(count, use_l10n=True, force_grouping=True)
    return Pinned(
        saved.name, view.title, f"{reverse(address)}?{saved.query}", f"{number}+" if is_capped else number
    )
