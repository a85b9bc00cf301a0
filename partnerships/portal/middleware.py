from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import Centre
from core.walls import respond_inside
from partnerships.models import ContactRole
from partnerships.portal.partner import CHOSEN, Partner, partner_of
from signing.models import Signatory

PORTAL = "/portal/"


class PortalMiddleware:
    """The innermost: whatever a page of the portal asks the database, it asks behind the wall.

    Whether the view, a template rendered late or an error page: all of it runs in one transaction as
    the portal's role. People of enterprises see nothing but the portal and their own account.
    """

    open_to_partners = (
        "account_", "mfa_", "usersessions_", "set_language", "logo", "icon", "health_", "join",
        "student_join", "verify", "calendar_feed", "public_", "inbox", "mail_choices",
        "open_notification",
        "read_notification",
        "read_all_notifications",
    )  # fmt: skip

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PORTAL):
            return self.get_response(request)
        user = request.user
        partner = None
        if user.is_authenticated:
            partner = partner_of(user, request.session.get(CHOSEN))
            if partner is None:
                raise PermissionDenied(
                    _("The portal is for people of our partners. Your access has ended, or never began.")
                )
            if self.needs_second_factor(partner):
                messages.warning(
                    request,
                    _("You sign for your enterprise, which asks for a second factor: please set one up."),
                )
                return redirect("mfa_index")
        request.partner = partner  # type: ignore[attr-defined]
        return respond_inside(
            self.get_response,
            request,
            enterprise_id=partner.enterprise.pk if partner else None,
            person_id=user.pk if user.is_authenticated else None,
        )

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or not user.is_partner or request.path.startswith(PORTAL):
            return None
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if name.startswith(self.open_to_partners):
            return None
        if name == "home":
            return redirect("portal:home")
        raise Http404

    @staticmethod
    def needs_second_factor(partner: Partner) -> bool:
        """Whoever signs for an enterprise, whichever they have chosen now, or is asked to sign something."""
        signs = any(ContactRole.SIGNATORY in contact.roles for contact in partner.memberships)
        return (
            (signs or Signatory.objects.filter(user=partner.user).asked().exists())
            and Centre.current().mfa_required_for_signing
            and not is_mfa_enabled(partner.user)
        )
