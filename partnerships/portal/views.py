from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import login, password_validation
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from core.codes import get_scheme
from partnerships.models import Contact, EnterpriseName
from partnerships.operations.invitations import UnusableInvitation, accept_invitation, invitation_for
from partnerships.portal.corrections import proposals_of
from partnerships.portal.partner import PartnerRequest, choose
from partnerships.portal.walls import CONTACT_COLUMNS

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
def our_enterprise(request: PartnerRequest) -> HttpResponse:
    """What the centre knows of the enterprise, and whom it knows there."""
    enterprise = request.partner.enterprise
    contacts = Contact.objects.filter(enterprise=enterprise, left_on=None).only(*CONTACT_COLUMNS)
    context = {
        "title": str(enterprise),
        "enterprise": enterprise,
        "scheme": get_scheme(enterprise.scheme).label if enterprise.code else "",
        "names": EnterpriseName.objects.filter(enterprise=enterprise),
        "contacts": contacts,
        **proposals_of(request.partner),
    }
    return render(request, "portal/enterprise.html", context)


@require_POST
def choose_enterprise(request: PartnerRequest, contact_id: int) -> HttpResponse:
    choose(request, contact_id)
    return redirect("portal:home")


# --- Coming in --------------------------------------------------------------------------------


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
            if joined != user:
                login(request, joined, backend=BACKEND)
            return redirect("portal:home")
    except UnusableInvitation as refusal:
        context = {"title": _("This invitation cannot be used"), "refusal": refusal}
        return render(request, "portal/join.html", context, status=410)
    context = {
        "title": _("Welcome to the partner portal"),
        "invitation": invitation,
        "form": None if known else form,
        "is_known": known,
        "is_signed_in": user is not None,
    }
    return render(request, "portal/join.html", context, status=422 if form.is_bound and form.errors else 200)
