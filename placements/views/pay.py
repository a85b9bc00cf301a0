"""The pay of a month, person by person: who is missing, who got less than agreed, who says it never came."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.forms import CheckedByTheOperation
from core.http import PersonRequest
from core.views import FormView
from internships.models import Plan
from partnerships.policies import seen
from placements.models import Payment, Placement
from placements.operations.pay import EDIT, record_payment
from placements.pay import days_in, paid_in, reconcile
from placements.weeks import end_of_month, month_named, month_of, name_of_month

PER_PAGE = 50
READ = "placement.read"


@require_safe
def pay_month(request: PersonRequest) -> HttpResponse:
    """Every person of the month is reconciled, exceptions first. About ten queries, however many."""
    if not request.user.can(READ):
        raise PermissionDenied
    last_month = month_of(month_of(timezone.localdate()) - timedelta(days=1))
    month = month_named(request.GET.get("month", "")) or last_month
    rows = paid_in(Placement.objects.visible_to(request.user), month)
    plan = request.GET.get("plan", "")
    if plan.isdecimal():
        rows = rows.filter(plan=int(plan))
    placements = list(rows.select_related("student", "post", "enterprise").order_by("enterprise", "pk"))
    lines = reconcile(placements, month)
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "title": _("Pay of a month"),
        "subtitle": name_of_month(month),
        "month": name_of_month(month),
        "plans": Plan.objects.filter(pk__in=Placement.objects.visible_to(request.user).values("plan")),
        "plan": plan,
        "page": page,
        "query": query.urlencode(),
        "count": len(lines),
        "missing": sum(line.is_missing for line in lines),
        "less": sum(line.gap > 0 for line in lines),
        "disputed": sum(bool(line.payment and line.payment.disputed_at) for line in lines),
        "may_edit": request.user.can(EDIT),
    }
    return render(request, "placements/pay_month.html", context)


class PaymentForm(CheckedByTheOperation):
    month = forms.CharField(
        label=gettext_lazy("Month"),
        max_length=7,
        widget=forms.TextInput(attrs={"type": "month"}),
        help_text=gettext_lazy("As 2026-03. A month that is recorded already is corrected."),
    )

    class Meta:
        model = Payment
        fields = (
            "period_from",
            "period_until",
            "amount",
            "form",
            "payee",
            "paid_on",
            "deducted",
            "deducted_for",
        )
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("period_from", "period_until", "paid_on")
        }

    field_order = ("month",)

    def clean_month(self) -> Any:
        month = month_named(self.cleaned_data["month"])
        if month is None:
            raise forms.ValidationError(_("Write the month as 2026-03."))
        return month


class PaymentEdit(FormView):
    form_class = PaymentForm
    title = gettext_lazy("Record pay")
    placement: Placement

    def authorise(self, **kwargs: Any) -> None:
        rows = Placement.objects.select_related("student", "post")
        self.placement = seen(rows, self.request.user, kwargs["pk"], EDIT)

    def form_kwargs(self) -> dict[str, Any]:
        month = month_of(month_of(timezone.localdate()) - timedelta(days=1))
        first, last = days_in(self.placement, month)
        if first > last:
            first, last = month, end_of_month(month)
        return {"initial": {"month": name_of_month(month), "period_from": first, "period_until": last}}

    def perform(self, form: Any) -> Any:
        return record_payment(
            actor=self.request.user,
            placement_pk=self.placement.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )

    def cancel_url(self) -> str:
        return f"{self.placement.get_absolute_url()}?tab=pay"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.placement.student),
            "breadcrumbs": [
                {"label": _("Pay of a month"), "url": reverse("placements:pay_month")},
                {"label": str(self.placement.student), "url": self.cancel_url()},
            ],
        }
