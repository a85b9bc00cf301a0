"""Sealed statements of contributions on the pages of the staff."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.attachments import confine
from core.errors import Refused
from core.http import PersonRequest
from core.kept import content_of
from core.views import FormView
from resources.forms.contributions import StatementForm
from resources.models import ContributionStatement
from resources.operations import statements
from resources.transitions.contributions import CONFIRM, READ
from resources.views.contributions import crumbs

SHOWN = 300


@require_safe
def statement_list(request: PersonRequest) -> HttpResponse:
    """The latest ones, one query."""
    if not request.user.can(READ):
        raise PermissionDenied
    rows = ContributionStatement.objects.visible_to(request.user)
    rows = rows.select_related("enterprise", "replaced_by").defer("contents").order_by("-ordered_at", "-pk")
    context = {
        "title": _("Statements of contributions"),
        "subtitle": _("What an enterprise and the centre gave each other in a year, sealed."),
        "breadcrumbs": crumbs(),
        "statements": list(rows[:SHOWN]),
        "may_order": request.user.can(CONFIRM),
    }
    return render(request, "resources/statements.html", context)


class StatementNew(FormView):
    form_class = StatementForm
    title = gettext_lazy("Make a statement of contributions")
    submit_label = gettext_lazy("Make the statement")
    success_message = gettext_lazy("It is being made, and stands in the list in a moment.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(CONFIRM):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        chosen = self.request.GET.get("enterprise", "")
        return {"initial": {"enterprise": int(chosen)}} if chosen.isdecimal() and len(chosen) < 12 else {}

    def perform(self, form: Any) -> ContributionStatement:
        return statements.order_statement(
            actor=self.request.user,
            enterprise_id=form.cleaned_data["enterprise"].pk,
            year=form.cleaned_data["year"],
            now=timezone.now(),
        )

    def cancel_url(self) -> str:
        return reverse("resources:statement_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        here = {"label": _("Statements"), "url": reverse("resources:statement_list")}
        return {"breadcrumbs": [*crumbs(), here]}


def as_pdf(found: ContributionStatement) -> HttpResponse:
    """Raises DocumentDamaged."""
    response = HttpResponse(content_of(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return confine(response, is_shown_pdf=True)


@require_safe
def statement(request: PersonRequest, pk: int) -> HttpResponseBase:
    try:
        return as_pdf(statements.statement_of(request.user, pk))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("resources:statement_list"))
