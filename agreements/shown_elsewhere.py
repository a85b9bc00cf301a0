"""What other apps' pages show of agreements."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.chips import agreement_chip
from agreements.filters import HasAgreement
from agreements.models import Agreement, AgreementRequest
from agreements.policies import EDIT, READ
from core.registry import AddedFilter, Tab
from core.search import Kind
from partnerships.merging import Step
from partnerships.models import Enterprise

SHOWN = 50


def of_enterprise(request: Any, enterprise: Enterprise) -> Any:
    return Agreement.objects.visible_to(request.user).filter(parties__enterprise=enterprise)


def tab_of_enterprise(request: Any, enterprise: Enterprise) -> dict[str, Any]:
    today = timezone.localdate()
    rows = of_enterprise(request, enterprise).select_related("type", "owner").order_by("-starts_on", "-pk")
    return {
        "agreements": [(row, agreement_chip(row, on=today)) for row in rows[:SHOWN]],
        "all_url": f"{reverse('agreements:agreement_list')}?enterprise={enterprise.pk}",
        "new_url": f"{reverse('agreements:agreement_new')}?enterprise={enterprise.pk}"
        if request.user.can(EDIT)
        else "",
    }


AGREEMENTS_OF_ENTERPRISE = Tab(
    name="agreements",
    label=_("Agreements"),
    template="agreements/tabs/of_enterprise.html",
    context=tab_of_enterprise,
    capability=READ,
    order=30,
    count=lambda request, enterprise: of_enterprise(request, enterprise).count() or None,
)

AGREEMENTS_OF_ENTERPRISES = AddedFilter(name="agreements", build=HasAgreement, capability=READ)

FOUND_BY_SEARCH = Kind(
    name="agreement",
    label=_("Agreements"),
    icon="file-certificate",
    rows=lambda actor: Agreement.objects.visible_to(actor).order_by("-updated_at", "-pk"),
    line=lambda agreement: (
        agreement.title,
        " · ".join(filter(None, (agreement.number, agreement.counterparty))),
    ),
    list_url_name="agreements:agreement_list",
    order=20,
)


def _requests_wait(kept: Enterprise, merged: Enterprise) -> str | None:
    if not AgreementRequest.objects.open().filter(enterprise=merged).exists():
        return None
    return gettext("%(enterprise)s waits for an answer about an agreement. Answer it first.") % {
        "enterprise": merged
    }


REQUESTS_OF_MERGED = Step(name="agreements.requests", obstacle=_requests_wait)
