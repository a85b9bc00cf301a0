"""Who may open which address: one rule for every name the resolver knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.urls import URLPattern, URLResolver, get_resolver

from core.views.forms import FormView

type Access = Literal[
    "public", "signed in", "administrator", "holder", "row", "own", "portal", "me", "inspector"
]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What an address asks of whoever opens it.

    Attributes:
        access: ``public`` for anybody; ``signed in`` for any account; ``holder`` for those who hold
            ``capability`` anywhere (403 for others); ``row`` for those who hold it on the row (404
            for those who cannot see the row by ``read``, 403 for those who only can); ``own`` for
            the one person it belongs to, the director here (404 for others); ``portal`` for people of
            enterprises: with a ``row`` for those of the test world's partner only. Nothing else is
            open to them, but what is public, ``leads_to_portal``, or ``part_of_account``: of everybody’s.
            Of the latter inspectors have what is ``open_to_inspectors``.
        also_for: who does it without the power, because the row is theirs to look after.
        seen_by: who sees the row without the power to read, and may not do it.
        row: the record in question, in the test world. ``me`` is for students: with a ``row`` for the
            student of the test world only. ``inspector`` is for people who inspect: with a ``row`` for the
            one of that inspection only.
        arguments: what the address is made with, from the world.
        method: GET for pages, POST for acts.
    """

    access: Access
    capability: str = ""
    read: str = ""
    row: Callable[[Any], Any] | None = None
    arguments: Callable[[Any], dict[str, Any]] = lambda world: {}
    leads_to_portal: bool = False
    part_of_account: bool = False
    open_to_inspectors: bool = False
    only_for: str = ""
    also_for: tuple[str, ...] = ()
    seen_by: tuple[str, ...] = ()
    method: Literal["GET", "POST"] = "GET"


def public(method: Literal["GET", "POST"] = "GET", **arguments: Any) -> Rule:
    return Rule(access="public", method=method, arguments=lambda world: arguments)


def signed_in(method: Literal["GET", "POST"] = "GET", **arguments: Any) -> Rule:
    return Rule(access="signed in", method=method, arguments=lambda world: arguments)


def everybodys(rule: Rule, *, open_to_inspectors: bool = False) -> Rule:
    """A page of one's own account, whoever one is; inspectors have few of them."""
    return replace(rule, part_of_account=True, open_to_inspectors=open_to_inspectors)


def holder(capability: str, method: Literal["GET", "POST"] = "GET", **arguments: Any) -> Rule:
    return Rule(access="holder", capability=capability, method=method, arguments=lambda world: arguments)


def row(
    find: Callable[[Any], Any],
    capability: str,
    *,
    method: Literal["GET", "POST"] = "GET",
    read: str = "",
    arguments: Callable[[Any], dict[str, Any]] | None = None,
    also_for: tuple[str, ...] = (),
    seen_by: tuple[str, ...] = (),
) -> Rule:
    return Rule(
        access="row",
        capability=capability,
        read=read or f"{capability.partition('.')[0]}.read",
        row=find,
        method=method,
        arguments=arguments or (lambda world: {"pk": find(world).pk}),
        also_for=also_for,
        seen_by=seen_by,
    )


def portal(
    find: Callable[[Any], Any] | None = None,
    *,
    method: Literal["GET", "POST"] = "GET",
    arguments: Callable[[Any], dict[str, Any]] = lambda world: {},
    only_for: str = "",
) -> Rule:
    return Rule(access="portal", row=find, method=method, arguments=arguments, only_for=only_for)


def me(
    find: Callable[[Any], Any] | None = None,
    *,
    method: Literal["GET", "POST"] = "GET",
    arguments: Callable[[Any], dict[str, Any]] = lambda world: {},
) -> Rule:
    return Rule(access="me", row=find, method=method, arguments=arguments)


def inspector(
    find: Callable[[Any], Any] | None = None,
    *,
    method: Literal["GET", "POST"] = "GET",
    arguments: Callable[[Any], dict[str, Any]] = lambda world: {},
) -> Rule:
    return Rule(access="inspector", row=find, method=method, arguments=arguments)


def own(make: Callable[[Any], Any], *, method: Literal["GET", "POST"] = "GET") -> Rule:
    """``make`` makes a row that belongs to the director, anew for each person who tries."""
    return Rule(access="own", row=make, method=method, arguments=lambda world: {"pk": make(world).pk})


def forms(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """The names of the addresses that show a form and take it."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from forms(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif issubclass(getattr(entry.callback, "view_class", object), FormView):
            yield f"{namespace}{entry.name}"


def addresses(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """Every name under which the resolver knows an address; an address without a name is refused."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner)
        elif isinstance(entry, URLPattern):
            assert entry.name or namespace == "admin:", f"{entry.pattern} has no name"
            yield f"{namespace}{entry.name}"
