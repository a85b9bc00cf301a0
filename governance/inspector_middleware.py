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


# By their whole names, so that no page comes in because it is called alike: one's own sign-in and language,
# and what is open to everybody without one.
OPEN_TO_INSPECTORS = frozenset(
    {
        "account_change_password", "account_confirm_email", "account_confirm_login_code", "account_email",
        "account_email_verification_sent", "account_inactive", "account_login", "account_logout",
        "account_reauthenticate", "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key", "account_reset_password_from_key_done", "account_set_password",
        "account_signup", "mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate", "mfa_deactivate_totp",
        "mfa_download_recovery_codes", "mfa_edit_webauthn", "mfa_generate_recovery_codes", "mfa_index",
        "mfa_list_webauthn", "mfa_login_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn", "mfa_view_recovery_codes", "usersessions_list", "core:mail_choices",
        "set_language", "accounts:logo", "core:icon", "core:health_live", "core:health_ready",
        "join", "join_with_passkey", "student_join", "student_join_by_link", "agreements:verify",
        "agreements:verify_any", "calendar_feed", "collaboration:public_calendar", "information:public_logo",
        "information:public_page", "information:public_photo", "information:public_story",
    }
)  # fmt: skip


class InspectorRequest(HttpRequest):
    """A request for a page of inspectors.

    Attributes:
        admissions: as whom this account comes in today, with the inspections.
    """

    user: Any
    admissions: list[Inspector]


class InspectorMiddleware:
    """Asks with every request whether somebody may still come in: no job has to end anybody's access."""

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
        name = match.view_name if match is not None else ""
        if name in OPEN_TO_INSPECTORS:
            return None
        if name == "insights:home":
            return redirect("governance:inspected_home")
        raise Http404
