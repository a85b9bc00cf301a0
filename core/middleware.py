from collections.abc import Callable
from typing import Any

from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from pghistory.middleware import HistoryMiddleware as AnyAddressHistoryMiddleware

from core.access import NotVisible
from core.addresses import without_key

NUL = "\0"


class HistoryMiddleware(AnyAddressHistoryMiddleware):
    """Who changed a row, and on which page; an address that lets people in is no part of the history."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request)
        return context | {"url": without_key(context["url"])}


class NotVisibleMiddleware:
    """A row that is hidden from somebody answers exactly as a row that does not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotVisible):
            return response_for_exception(request, Http404(str(exception)))
        return None


class NulMiddleware:
    """Takes the character NUL out of what people send: the database would refuse it anywhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> None:
        if NUL in request.path_info:
            raise Http404
        request.GET = _without_nul(request.GET)
        if request.method == "POST":
            request.POST = _without_nul(request.POST)


def _without_nul(given: QueryDict) -> QueryDict:
    if not any(NUL in text for name, texts in given.lists() for text in (name, *texts)):
        return given
    cleaned = QueryDict(mutable=True)
    for name, texts in given.lists():
        cleaned.setlist(name.replace(NUL, ""), [text.replace(NUL, "") for text in texts])
    cleaned._mutable = False
    return cleaned
