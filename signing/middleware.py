"""Requests by link: each runs behind the walls of its own link, whatever its page asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.roles import LINK_ROLE
from core.walls import respond_inside
from signing.links import UnusableLink, link_for
from signing.models import TaskLink

LINKS = "/link/"
WRONG_TRIES = 20
WINDOW_SECONDS = 15 * 60


class LinkRequest(HttpRequest):
    """A request by link, once the middleware has let it in."""

    link: TaskLink
    link_token: str


class LinkMiddleware:
    """Finds the link, names it to the database and enters the role of links for everything that follows.

    Whoever may be signed in in the same browser has nothing to do with it. The address is the key: it is
    told to nobody, neither another site nor a cache.
    """

    open_before = ("task", "open", "language")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(LINKS):
            return self.get_response(request)
        request.user = AnonymousUser()
        request.link_token = request.path.removeprefix(LINKS).partition("/")[0]  # type: ignore[attr-defined]
        link, request.refused_link = self.find(request)  # type: ignore[attr-defined]
        request.link = link  # type: ignore[attr-defined]
        if link is not None and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(link.language)
            request.LANGUAGE_CODE = link.language
        response = respond_inside(
            self.get_response, request, role=LINK_ROLE, link_id=link.pk if link else None
        )
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    def find(self, request: HttpRequest) -> tuple[TaskLink | None, dict[str, Any] | None]:
        """The link, or what its page says instead; all of it asked before the wall is entered."""
        try:
            return link_for(request.link_token, now=timezone.now()), None  # type: ignore[attr-defined]
        except UnusableLink as refusal:
            context: dict[str, Any] = {
                "title": _("This link cannot be used"),
                "refusal": str(refusal),
                "ask": refusal.whom_to_ask(),
                "status": 410,
            }
            if refusal.link is None and too_many_wrong_tries(request):
                context |= {"refusal": _("Too many wrong links were tried from here."), "status": 429}
            return None, context

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        refused = getattr(request, "refused_link", None)
        if refused is not None:
            return render(request, "signing/link_refused.html", refused, status=refused["status"])
        link: TaskLink | None = getattr(request, "link", None)
        match = request.resolver_match
        if link is None or match is None or match.url_name in self.open_before:
            return None
        if link.opened_at is None:
            # Programs that look at what is mailed follow addresses; only a person presses the button.
            return redirect("link:task", token=kwargs["token"])
        return None


def too_many_wrong_tries(request: HttpRequest) -> bool:
    """Count one more from this network address. Nobody guesses a signature; this only quiets who tries."""
    key = f"signing.link:{get_client_ip(request)}"
    if cache.add(key, 1, WINDOW_SECONDS):
        return False
    try:
        return cache.incr(key) > WRONG_TRIES
    except ValueError:  # it ran out in between
        return False
