"""Coming into the portal: an invitation is accepted with a password or with a passkey."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import passkeys
from accounts.models import User
from partnerships.operations.invitations import UnusableInvitation, accept_invitation, invitation_for
from partnerships.portal.partner import PartnerRequest


class JoinForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
        help_text=password_validation.password_validators_help_text_html(),
    )
    again = forms.CharField(
        label=gettext_lazy("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned["password"] != cleaned.get("again"):
            raise ValidationError({"again": _("The two are not the same.")})
        return cleaned


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: opening shows it, and only the form accepts it."""
    now = timezone.now()
    user = request.user if request.user.is_authenticated else None
    try:
        invitation = invitation_for(token, now=now)
        known = User.objects.known_by(invitation.email) is not None
        form = JoinForm(request.POST or None)
        if request.method == "POST" and (known or form.is_valid()):
            password = "" if known else form.cleaned_data["password"]
            joined = accept_invitation(token=token, user=user, password=password, now=now)
            if joined == user:
                return redirect("portal:home")
            passkeys.sign_in_with_password(request, joined)
            return redirect("portal:welcome")
    except UnusableInvitation as refusal:
        return _unusable(request, refusal)
    context = {
        "title": _("Welcome to the partner portal"),
        "token": token,
        "invitation": invitation,
        "form": None if known else form,
        "is_known": known,
        "is_signed_in": user is not None,
    }
    return render(request, "portal/join.html", context, status=422 if form.is_bound and form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_with_passkey(request: HttpRequest, token: str) -> HttpResponse:
    """The same without a password: the account comes into being together with its passkey."""
    now = timezone.now()
    try:
        invitation = invitation_for(token, now=now)
        if User.objects.known_by(invitation.email) is not None:
            return redirect("join", token=token)
        contact = invitation.contact
        to_be = User(
            pk=passkeys.reserved_id(request),
            email=invitation.email,
            name=contact.name,
            name_latin=contact.name_latin,
        )
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
        "invitation": invitation,
        "form": form,
        "js_data": passkeys.begin(to_be),
    }
    status = 422 if form.is_bound else 200
    return render(request, "portal/join_with_passkey.html", context, status=status)


def _unusable(request: HttpRequest, refusal: UnusableInvitation) -> HttpResponse:
    context = {"title": _("This invitation cannot be used"), "refusal": refusal}
    return render(request, "portal/join.html", context, status=410)


@require_safe
def welcome(request: PartnerRequest) -> HttpResponse:
    """Just joined with a password: a passkey would spare typing it."""
    return render(request, "portal/welcome.html", {"title": _("You are in")})
