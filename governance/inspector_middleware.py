"""Inspectors come to the pages of their inspections and to nothing else, and only while these are open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Inspector

INSPECTION = "/inspection/"
JOINING = f"{INSPECTION}join/"


class InspectorRequest(HttpRequest):
    """A request for a page of inspectors.

    Attributes:
        admissions: as whom this account comes in today, with the inspections.
    """

    user: Any
    admissions: list[Inspector]


class InspectorMiddleware:
    """Asks with every request whether somebody may still come in: no job has to end anybody's access."""

    open_to_inspectors = (
        "account_", "mfa_", "usersessions_", "set_language", "logo", "icon", "health_", "join",
        "student_join", "verify", "calendar_feed", "public_",
    )  # fmt: skip

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(INSPECTION) or request.path.startswith(JOINING):
            return self.get_response(request)
        user = request.user
        if user.is_authenticated:
            rows = Inspector.objects.admitted(user, timezone.localdate()) if user.is_inspector else None
            admissions = list(rows.select_related("inspection")) if rows is not None else []
            if not admissions:
                raise PermissionDenied(
                    _("These pages are for inspectors. Your access has ended, or has not begun yet.")
                )
            if not is_mfa_enabled(user):
                messages.warning(
                    request,
                    _("You see records of people, which asks for a second factor: please set one up."),
                )
                return redirect("mfa_index")
            request.admissions = admissions  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or not user.is_inspector or request.path.startswith(INSPECTION):
            return None
        match = request.resolver_match
        name = (match and match.url_name) or ""
        if name.startswith(self.open_to_inspectors):
            return None
        if match is not None and match.view_name == "insights:home":
            return redirect("governance:inspected_home")
        raise Http404
