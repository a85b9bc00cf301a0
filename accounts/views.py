from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import check_for_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language as set_language_cookie

from accounts import operations
from accounts.forms import DelegationForm, ProfileForm
from accounts.models import Appointment, CalendarFeed, Centre, Delegation, Position
from core.access import Kind, capability_kinds
from core.calendar import calendar_of
from core.http import PersonRequest
from core.views import FormView, act


@require_POST
@login_not_required
def set_language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on, here and in mails."""
    language = request.POST.get("language", "")
    if (
        request.user.is_authenticated
        and check_for_language(language)
        and language in dict(settings.LANGUAGES)
    ):
        request.user.language = language
        request.user.save(update_fields=["language"])
    return set_language_cookie(request)


@require_safe
@login_not_required
def logo(request: HttpRequest) -> HttpResponseBase:
    """The centre's logo, which the sign-in page shows too."""
    centre = Centre.current()
    if not centre.logo:
        raise Http404
    response = FileResponse(centre.logo.open("rb"))
    response["Cache-Control"] = "public, max-age=300"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
def profile(request: PersonRequest) -> HttpResponse:
    """What one is here: positions, powers and where they come from, who acts for whom."""
    today = timezone.localdate()
    given = Delegation.objects.filter(delegator=request.user).select_related("delegate")
    received = Delegation.objects.on(today).filter(delegate=request.user).select_related("delegator")
    return render(
        request,
        "accounts/profile.html",
        {
            "title": request.user.display_name,
            "appointments": Appointment.objects.on(today)
            .filter(user=request.user)
            .select_related("position__department", "position__superior"),
            "powers": _powers_in_words(request.user),
            "given": [
                {
                    "delegation": delegation,
                    "is_open": delegation.revoked_at is None and delegation.ends_on >= today,
                    "is_current": delegation.revoked_at is None
                    and delegation.starts_on <= today <= delegation.ends_on,
                }
                for delegation in given[:20]
            ],
            "received": received,
            "primary_action": {
                "label": _("Let a colleague act for me"),
                "url": reverse("accounts:delegation_new"),
                "icon": "users",
            },
            "actions": [
                {"label": _("Edit my details"), "url": reverse("accounts:profile_edit"), "icon": "edit"},
                {
                    "label": _("Deadlines in my calendar"),
                    "url": reverse("accounts:calendar"),
                    "icon": "calendar-event",
                },
            ],
        },
    )


def _powers_in_words(user: Any) -> list[tuple[Kind, list[dict[str, Any]]]]:
    """By kind of record: what one may do, and for whom where the power is lent."""
    found = []
    for kind in capability_kinds():
        held = [
            {
                "label": label,
                "everywhere": user.scope_for(f"{kind.name}.{action}").everywhere,
                "lenders": sorted(
                    {
                        str(power.lender)
                        for power in user.powers
                        if power.lender is not None and power.capability == f"{kind.name}.{action}"
                    }
                ),
            }
            for action, label in kind.actions.items()
            if user.can(f"{kind.name}.{action}")
        ]
        if held:
            found.append((kind, held))
    return found


@require_safe
def positions(request: PersonRequest) -> HttpResponse:
    """Who does what in the centre: every position, its duties, and who holds it today."""
    today = timezone.localdate()
    holders: dict[int, list[Appointment]] = {}
    for appointment in Appointment.objects.on(today).select_related("user"):
        holders.setdefault(appointment.position_id, []).append(appointment)
    departments: dict[Any, list[dict[str, Any]]] = {}
    for position in Position.objects.select_related("department", "superior__department"):
        departments.setdefault(position.department, []).append(
            {"position": position, "holders": holders.get(position.pk, [])}
        )
    return render(
        request,
        "accounts/positions.html",
        {"title": _("Who does what"), "departments": list(departments.items())},
    )


class ProfileEdit(FormView):
    form_class = ProfileForm
    title = _("My details")

    def authorise(self, **kwargs: Any) -> None:
        """Everybody edits their own."""

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.request.user}

    def perform(self, form: forms.BaseForm) -> str:
        self.request.user.save(update_fields=["name", "name_latin", "phone", "language"])
        return reverse("accounts:profile")

    def cancel_url(self) -> str:
        return reverse("accounts:profile")


class DelegationNew(FormView):
    form_class = DelegationForm
    title = _("Let a colleague act for me")
    submit_label = _("Lend my powers")
    success_message = _("Done. Whatever your colleague decides for you shows both names.")

    def authorise(self, **kwargs: Any) -> None:
        """Everybody may; the operation refuses those who have no powers to lend."""

    def perform(self, form: forms.BaseForm) -> str:
        operations.delegate_powers(
            actor=self.request.user,
            now=timezone.now(),
            **{name: form.cleaned_data[name] for name in ("delegate", "starts_on", "ends_on", "reason")},
        )
        return reverse("accounts:profile")

    def cancel_url(self) -> str:
        return reverse("accounts:profile")


@act
def delegation_revoke(request: PersonRequest, pk: int) -> str:
    operations.revoke_delegation(actor=request.user, pk=pk, now=timezone.now())
    return reverse("accounts:profile")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: PersonRequest) -> HttpResponse:
    """One's deadlines in any calendar program. A new address is shown in the answer, and never again."""
    address = ""
    if request.method == "POST":
        _feed, secret = operations.open_calendar_feed(actor=request.user, now=timezone.now())
        address = settings.SITE_URL + reverse("calendar_feed", args=[secret])
    return render(
        request,
        "accounts/calendar.html",
        {
            "title": _("Deadlines in my calendar"),
            "subtitle": _(
                "Notice dates, ends of agreements and decisions you owe, in your own calendar program."
            ),
            "breadcrumbs": [{"label": request.user.display_name, "url": reverse("accounts:profile")}],
            "feed": CalendarFeed.objects.filter(user=request.user, revoked_at=None).first(),
            "address": address,
        },
    )


@act
def calendar_revoke(request: PersonRequest, pk: int) -> str:
    operations.revoke_calendar_feed(actor=request.user, pk=pk, now=timezone.now())
    return reverse("accounts:calendar")


@require_safe
@never_cache
@login_not_required
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar program fetches: whoever knows the address reads the deadlines of its owner."""
    now = timezone.now()
    feed = operations.read_calendar_feed(secret=secret, now=now)
    response = HttpResponse(calendar_of(feed.user, now=now), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response
