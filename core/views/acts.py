from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from core.errors import Refused


def act(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """A page that does one thing: POST only, one domain call, then back to where the record is.

    The view returns the record (its page is shown), an address, or a response. A refusal is shown
    on the page the person came from.
    """

    @require_POST
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(safe_next(request))
        if isinstance(answer, HttpResponse):
            return answer
        return HttpResponseRedirect(answer if isinstance(answer, str) else answer.get_absolute_url())

    return wrapped


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """Where the person came from on this site: the form's ``next``, else the referring page."""
    for candidate in (request.POST.get("next"), request.META.get("HTTP_REFERER")):
        if candidate and url_has_allowed_host_and_scheme(
            candidate, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            return candidate
    return default
