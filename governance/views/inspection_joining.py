"""Coming in to inspect: an invitation is accepted with a password or with a passkey."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import passkeys
from accounts.models import User
from governance.operations.inspections import UnusableInvitation, accept_invitation, invitation_for
from partnerships.portal.joining import JoinForm

HOME = "governance:inspected_home"


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: opening shows it, and only the form accepts it."""
    now = timezone.now()
    user = request.user if request.user.is_authenticated else None
    try:
        inspector = invitation_for(token, now=now)
        known = User.objects.known_by(inspector.email) is not None
        form = JoinForm(request.POST or None)
        if request.method == "POST" and (known or form.is_valid()):
            password = "" if known else form.cleaned_data["password"]
            joined = accept_invitation(token=token, user=user, password=password, now=now)
            if joined != user:
                passkeys.sign_in_with_password(request, joined)
            return redirect(HOME)
    except UnusableInvitation as refusal:
        return _unusable(request, refusal)
    context = {
        "title": _("Welcome to the inspection"),
        "token": token,
        "inspector": inspector,
        "form": None if known else form,
        "is_known": known,
        "is_signed_in": user is not None,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "governance/inspection_join.html", context, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_with_passkey(request: HttpRequest, token: str) -> HttpResponse:
    """The same without a password: the account comes into being together with its passkey."""
    now = timezone.now()
    try:
        inspector = invitation_for(token, now=now)
        if User.objects.known_by(inspector.email) is not None:
            return redirect("governance:join_inspection", token=token)
        to_be = User(pk=passkeys.reserved_id(request), email=inspector.email, name=inspector.name)
        form = passkeys.JoinWithPasskeyForm(request.POST or None, user=to_be)
        if request.method == "POST" and form.is_valid():
            with transaction.atomic():
                joined = accept_invitation(token=token, user=None, password=None, new_id=to_be.pk, now=now)
                passkey = passkeys.keep(request, joined, form)
            passkeys.sign_in_with_passkey(request, joined, passkey)
            return redirect("mfa_view_recovery_codes")
    except UnusableInvitation as refusal:
        return _unusable(request, refusal)
    context = {
        "title": _("Join with a passkey"),
        "token": token,
        "email": inspector.email,
        "form": form,
        "js_data": passkeys.begin(to_be),
    }
    status = 422 if form.is_bound else 200
    return render(request, "governance/inspection_passkey.html", context, status=status)


def _unusable(request: HttpRequest, refusal: UnusableInvitation) -> HttpResponse:
    context = {"title": _("This invitation cannot be used"), "refusal": refusal}
    return render(request, "governance/inspection_join.html", context, status=410)
