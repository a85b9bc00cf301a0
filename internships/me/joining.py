"""Coming in for the first time: with a link from a mail, or a code on paper."""

from __future__ import annotations

from typing import Any

from allauth.core.ratelimit import consume
from django import forms
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.passkeys import sign_in_with_password
from internships.operations.student_accounts import UnusableCode, code_of_link, code_on_paper, come_in
from partnerships.portal.joining import JoinForm


class CodeForm(JoinForm):
    number = forms.CharField(label=gettext_lazy("Student number"), max_length=30)
    code = forms.CharField(
        label=gettext_lazy("Code on your sheet"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    field_order = ("number", "code", "password", "again")


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """With the student number and the code on paper."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"].strip()
        if not consume(request, action="student_join", key=number.lower()):
            form.add_error(None, _("Too many tries. Wait five minutes, then try again."))
            return _page(request, form, status=429)
        now = timezone.now()
        try:
            issued = code_on_paper(number=number, code=form.cleaned_data["code"], now=now)
            return _come_in(request, issued, form.cleaned_data["password"], now)
        except UnusableCode as refusal:
            form.add_error(None, str(refusal))
    return _page(request, form, status=422 if form.is_bound else 200)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """With the link from the mail: opening shows it, and only the form uses it up."""
    now = timezone.now()
    try:
        issued = code_of_link(token, now=now)
        form = JoinForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return _come_in(request, issued, form.cleaned_data["password"], now)
    except UnusableCode as refusal:
        context = {"title": _("This invitation cannot be used"), "refusal": refusal}
        return render(request, "me/join.html", context, status=410)
    return _page(request, form, status=422 if form.is_bound else 200, student=issued.student)


def _come_in(request: HttpRequest, issued: Any, password: str, now: Any) -> HttpResponse:
    user = come_in(issued=issued, password=password, now=now)
    if request.user.is_authenticated:
        logout(request)
    sign_in_with_password(request, user)
    return redirect("me:today")


def _page(request: HttpRequest, form: forms.Form, *, status: int, student: Any = None) -> HttpResponse:
    context = {"title": _("Choose a password"), "form": form, "student": student}
    return render(request, "me/join.html", context, status=status)
