"""The public page of the partnership: off unless the centre's settings say otherwise, for anybody to read.

No personal data stands on it, nor the title of an exchange with an enterprise that is not named: somebody
may have written the name into it. Everything shown is asked of the database anew, pictures too, so that
what somebody takes back is gone within the few minutes for which answers may be kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Centre
from collaboration.models import Exchange, ExchangeState
from collaboration.models.exchanges import Direction
from core.attachments import serve
from information.models import Naming, NamingFile, Story, StoryPhoto
from internships.models import Plan, Post
from partnerships.models import Enterprise
from placements.seats import held_by_post

KEPT_SECONDS = 300
STORIES, LECTURES, POSTS = 24, 12, 24
AHEAD = timedelta(days=2 * 366)
LOOKED_AT = 300
"""So many open posts are asked for free seats."""


@dataclass(slots=True)
class Offer:
    """Posts of one name at one place, and their free seats."""

    name: str
    enterprise: Enterprise
    region: Any
    seats: int = 0


def public_page(view: Callable[..., HttpResponseBase]) -> Any:
    """For anybody, as long as the page is on; kept by browsers and proxies for a few minutes."""

    @require_safe
    @login_not_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not Centre.current().has_public_page:
            raise Http404
        asked = request.GET.get("lang", "")
        language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
        with translation.override(language):
            response = view(request, *args, **kwargs)
            response["Content-Language"] = language or ""
        response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response

    return wrapped


def _context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    current = translation.get_language()
    return {
        "languages": [
            {"code": code, "name": translation.get_language_info(code)["name_local"]}
            for code, _name in settings.LANGUAGES
            if code != current
        ],
        "asked_language": request.GET.get("lang", "") if request.GET.get("lang") == current else "",
        **more,
    }


def _stories() -> Any:
    photos = Prefetch("photos", StoryPhoto.objects.order_by("position", "pk"))
    return Story.objects.public().defer("search_text", "search_bigrams").prefetch_related(photos)


def _lectures() -> Any:
    """Public ones of enterprises at the school that are announced and still to come."""
    rows = Exchange.objects.public().filter(
        direction=Direction.TO_SCHOOL, state=ExchangeState.ANNOUNCED, ends_at__gt=timezone.now()
    )
    return rows.select_related("enterprise").order_by("starts_at", "pk")


def _posts(enterprises: list[int]) -> Any:
    """Approved ones that are open, of those who agreed to that."""
    today = timezone.localdate()
    plans = Plan.objects.open_to_posts().order_by().values("pk")
    rows = Post.objects.approved().filter(Q(plan=None) | Q(plan__in=plans), enterprise__in=enterprises)
    rows = rows.filter(Q(open_until=None) | Q(open_until__gte=today), found_by=None)
    return rows.select_related("enterprise", "region").order_by("-offered_at", "pk")


def offers(enterprises: list[int]) -> list[Offer]:
    """Open posts that have seats left from today on, the latest offered first. Four queries."""
    posts = list(_posts(enterprises)[:LOOKED_AT])
    today = timezone.localdate()
    held = held_by_post([one.pk for one in posts], first=today, last=today + AHEAD) if posts else {}
    found: dict[tuple[str, int, int | None], Offer] = {}
    for one in posts:
        free = one.seats - held.get(one.pk, 0)
        if free > 0:
            key = (one.name, one.enterprise_id, one.region_id)
            found.setdefault(key, Offer(one.name, one.enterprise, one.region)).seats += free
    return list(found.values())[:POSTS]


@public_page
def page(request: HttpRequest) -> HttpResponse:
    """Ten queries: the centre, partners, logos, stories, photos, lectures, posts, who holds their seats."""
    logos = Prefetch("files", NamingFile.objects.filter(purpose=NamingFile.Purpose.LOGO))
    named = list(
        Naming.objects.shown()
        .select_related("enterprise")
        .prefetch_related(logos)
        .order_by("enterprise__name")
    )
    enterprises = {one.enterprise_id for one in named}
    context = _context(
        request,
        title=_("Our partners"),
        partners=[(one.enterprise, next(iter(one.files.all()), None)) for one in named],
        stories=[(one, next(iter(one.photos.all()), None)) for one in _stories()[:STORIES]],
        lectures=[(one, one.enterprise_id in enterprises) for one in _lectures()[:LECTURES]],
        posts=offers([one.enterprise_id for one in named if one.with_posts]),
    )
    return render(request, "information/public/page.html", context)


@public_page
def story(request: HttpRequest, pk: int) -> HttpResponse:
    found = _stories().filter(pk=pk).first()
    if found is None:
        raise Http404
    # An enterprise that agreed to the story is named in it.
    about = list(Enterprise.objects.filter(stories__story=pk, merged_into=None).order_by("name"))
    context = _context(request, title=found.title, story=found, about=about, photos=list(found.photos.all()))
    return render(request, "information/public/story.html", context)


@public_page
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """As long as its story is public."""
    shown = Story.objects.public().order_by().values("pk")
    kept = StoryPhoto.objects.filter(pk=pk, parent__in=shown).first()
    if kept is None:
        raise Http404
    return serve(request, kept)


@public_page
def logo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """As long as its enterprise is named."""
    shown = Naming.objects.shown().order_by().values("pk")
    kept = NamingFile.objects.filter(pk=pk, purpose=NamingFile.Purpose.LOGO, parent__in=shown).first()
    if kept is None:
        raise Http404
    return serve(request, kept)
