from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.walls import respond_inside
from internships.me.pupil import pupil_of

ME = "/me/"


class PupilMiddleware:
    """Whatever a page of students asks the database, it asks behind the wall, for one student.

    Students see nothing but these pages and their own account.
    """

    open_to_students = (
        "account_", "mfa_", "usersessions_", "set_language", "logo", "icon", "health_", "join",
        "student_join", "verify", "calendar_feed", "public_", "inbox", "mail_choices",
        "open_notification",
        "read_notification", "read_all_notifications",
    )  # fmt: skip

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ME):
            return self.get_response(request)
        user = request.user
        pupil = None
        if user.is_authenticated:
            pupil = pupil_of(user)
            if pupil is None:
                raise PermissionDenied(
                    _("These pages are for students. Your access has ended, or never began.")
                )
        request.pupil = pupil  # type: ignore[attr-defined]
        return respond_inside(
            self.get_response, request, person_id=user.pk if user.is_authenticated else None
        )

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or not user.is_student or request.path.startswith(ME):
            return None
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if name.startswith(self.open_to_students):
            return None
        if name == "home":
            return redirect("me:today")
        raise Http404
