"""Passkeys instead of passwords, from the first day on: allauth's machinery, for people who join."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.recovery_codes.internal.flows import auto_generate_recovery_codes
from allauth.mfa.webauthn.forms import AddWebAuthnForm, SignupWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib.auth import login
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
RESERVED = "passkeys.reserved_id"


NAME = _("Name of this passkey")


class JoinWithPasskeyForm(SignupWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME


class AddPasskeyForm(AddWebAuthnForm):
    """A key is meant to sign in with, unless one says that it is a second factor only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME
        self.fields["passwordless"].initial = True


def reserved_id(request: HttpRequest) -> int:
    """The key that the user who joins in this browser will have: a passkey carries it before they exist."""
    if RESERVED not in request.session:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [User._meta.db_table])
            (request.session[RESERVED],) = cursor.fetchone()
    return request.session[RESERVED]


def begin(user: User) -> dict[str, Any]:
    """What the browser needs to make a passkey for a user who need not exist yet."""
    return {"creation_options": auth.begin_registration(user, passwordless=True)}


def keep(request: HttpRequest, user: User, form: SignupWebAuthnForm) -> Any:
    """Tie the passkey of a valid form to its user. Call it in the transaction that makes the user."""
    request.session.pop(RESERVED, None)
    return flows.signup_authenticator(
        request, user=user, name=form.cleaned_data["name"], credential=form.cleaned_data["credential"]
    )


def sign_in_with_password(request: HttpRequest, user: User) -> None:
    """Sign in somebody who has just chosen their password; it counts as having been asked for it."""
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="password", email=user.email, reauthenticated=True)


def sign_in_with_passkey(request: HttpRequest, user: User, passkey: Any) -> None:
    """Sign in somebody who has just made their passkey, and give them codes for the day they lose it."""
    login(request, user, backend=BACKEND)
    post_authentication(request, passkey, passwordless=True, reauthenticated=True)
    auto_generate_recovery_codes(request)
