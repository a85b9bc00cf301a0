from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Centre, User
from accounts.second_factor import holds_signing_powers


def needs_second_factor(user: User) -> bool:
    if user.is_staff and settings.SECOND_FACTOR_FOR_ADMINISTRATORS:
        return True
    return holds_signing_powers(user) and Centre.current().mfa_required_for_signing


class UserLanguageMiddleware:
    """Speak the language the person has chosen, unless this browser was told another."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)


class SecondFactorMiddleware:
    """Whoever may sign for the centre sets up a second factor first, where the centre asks for it.

    Administrators do so in any case, in production. Until then only the pages that lead there open. One
    query, and only for people with such powers.
    """

    open_to_all = ("mfa_", "account_", "usersessions_", "set_language", "logo", "icon", "health_")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        user = request.user
        match = request.resolver_match
        # What a partner or an inspector needs, their own pages say; students need none.
        if not user.is_authenticated or user.is_from_outside:
            return None
        if match is None or (match.url_name or "").startswith(self.open_to_all):
            return None
        if not needs_second_factor(user):
            return None
        if is_mfa_enabled(user):
            return None
        messages.warning(
            request,
            _("You may act for the centre, which asks for a second factor: please set one up first."),
        )
        return HttpResponseRedirect(reverse("mfa_index"))
