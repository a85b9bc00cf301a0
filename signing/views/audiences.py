"""Who goes through a ceremony on whose pages: staff here, an enterprise's people in their portal, by link."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.views.decorators.csrf import csrf_exempt

from core.access import Actor


def whoever_is_signed_in(request: HttpRequest, **_kwargs: Any) -> Actor:
    actor: Any = request.user
    return actor


@dataclass(frozen=True, kw_only=True)
class Audience:
    """What differs between the places where people sign; everything else is one set of views and templates.

    Attributes:
        namespace: of the addresses, ``<namespace>:ceremony`` and so on.
        base_template: what ``signing/ceremony.html`` extends; it has the block ``content``.
        actor: who acts, from the request and the address.
        arguments: what the addresses are made with besides the signatory, from the request.
        home: where "back" leads.
        is_public: whether somebody without an account comes in.
        acting: in which an act is done, once its row was fetched: outside the walls that keep this
            audience's pages to their own rows.
    """

    namespace: str
    base_template: str
    home: Callable[[HttpRequest], str]
    actor: Callable[..., Actor] = whoever_is_signed_in
    arguments: Callable[[HttpRequest], dict[str, Any]] = lambda _request: {}
    is_public: bool = False
    acting: Callable[[], AbstractContextManager[None]] = nullcontext

    def address(self, request: HttpRequest, name: str, **arguments: Any) -> str:
        return reverse(f"{self.namespace}:{name}", kwargs={**self.arguments(request), **arguments})


STAFF = Audience(
    namespace="signing", base_template="base.html", home=lambda _request: reverse("signing:desk")
)


def ceremony_urls(audience: Audience) -> list[URLPattern]:
    """The addresses of a ceremony, for ``include()`` under whatever prefix the audience has.

    Where it is public, the address itself is what lets somebody in: no cookie does, so that nobody can be
    made to send what they do not want to, and the token against it is not asked for.
    """
    from signing.views import ceremony as pages

    views: list[tuple[str, str, Any]] = [
        ("<int:pk>/", "ceremony", pages.Ceremony),
        ("<int:pk>/consent/", "consent", pages.GiveConsent),
        ("<int:pk>/document/", "document", pages.Document),
        ("<int:pk>/sealed/", "sealed", pages.SealedDocument),
        ("<int:pk>/pages/<int:page>.png", "page", pages.Page),
        ("<int:pk>/pages/<int:page>/seen/", "page_seen", pages.PageSeen),
        ("<int:pk>/authority/", "authority", pages.HandInAuthority),
        ("<int:pk>/code/", "ask_for_code", pages.AskForCode),
        ("<int:pk>/identify/", "identify", pages.Identify),
        ("<int:pk>/sign/", "sign", pages.Sign),
        ("<int:pk>/decline/", "decline", pages.Decline),
    ]
    return _paths(views, audience)


def batch_urls(audience: Audience) -> list[URLPattern]:
    """The addresses at which many documents are signed together."""
    from signing.views import batch as pages

    views: list[tuple[str, str, Any]] = [
        ("<int:text_id>/", "batch", pages.ReadTogether),
        ("<int:text_id>/sign/", "batch_sign", pages.SignTogether),
    ]
    return _paths(views, audience)


def _paths(views: list[tuple[str, str, Any]], audience: Audience) -> list[URLPattern]:
    found = []
    for route, name, view in views:
        answer = view.as_view(audience=audience)
        if audience.is_public:
            answer = csrf_exempt(login_not_required(answer))
        found.append(path(route, answer, name=name))
    return found
