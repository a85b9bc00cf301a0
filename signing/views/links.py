"""The pages of a link: what it is for, the button that opens it, and the ceremony behind it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from core.access import Actor, NotVisible
from core.walls import outside
from signing.links import open_link, task_of
from signing.links_to_sign import NAME
from signing.middleware import LinkRequest
from signing.policies import Bearer
from signing.views.audiences import Audience


@require_safe
@login_not_required
def task(request: LinkRequest, token: str) -> HttpResponse:
    """Shows what is asked, by whom and until when. Nothing is noted: a program may be looking."""
    link = request.link
    kind = task_of(link)
    subject = kind.subject(link)
    if subject is None:
        raise NotVisible(f"signing.TaskLink {link.pk}")
    shown = kind.shown(subject)
    context = {
        "title": kind.label,
        "subtitle": shown.title,
        "link": link,
        "shown": shown,
        "page": kind.page(link, subject) if link.opened_at else "",
    }
    return render(request, "signing/link.html", context)


@csrf_exempt  # the address is the key; no cookie is
@require_POST
@login_not_required
def open_task(request: LinkRequest, token: str) -> HttpResponse:
    link = request.link
    subject = task_of(link).subject(link)
    if subject is None:
        raise NotVisible(f"signing.TaskLink {link.pk}")
    with outside():
        open_link(link, now=timezone.now())
    return redirect(task_of(link).page(link, subject))


@csrf_exempt  # without a referrer a browser names no origin either
@require_POST
@login_not_required
def language(request: HttpRequest, token: str) -> HttpResponse:
    """Speak another language in this browser."""
    return set_language(request)


def bearer_of(request: HttpRequest, **_kwargs: Any) -> Actor:
    """Raises NotVisible: the link leads to another kind of task."""
    link = getattr(request, "link", None)
    if link is None or link.task != NAME:
        raise NotVisible("signing.TaskLink")
    return Bearer(link.subject_id)


LINK = Audience(
    namespace="link:sign",
    base_template="base_link.html",
    home=lambda request: reverse("link:task", args=[_token(request)]),
    actor=bearer_of,
    arguments=lambda request: {"token": _token(request)},
    is_public=True,
    acting=outside,
)


def _token(request: HttpRequest) -> str:
    return request.link_token  # type: ignore[attr-defined]
