from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements import operations
from agreements.filters import AgreementFilterSet
from agreements.forms.acts import HandOverForm
from agreements.models import Agreement
from agreements.policies import ADMINISTER, EDIT, READ
from agreements.tables import AgreementTable
from core.http import PersonRequest
from core.paging import Ordering
from core.views import BulkAct, ListView

SHOWN = 20
SORTED_IN_CHINESE = {"title_en_key": "title_zh_key", "counterparty_en_key": "counterparty_key"}


def hand_over(*, user: Any, pk: int, owner: Any, reason: str) -> None:
    operations.hand_over(actor=user, pk=pk, owner=owner, reason=reason, now=timezone.now())


class AgreementList(ListView):
    capability = READ
    title = _("Agreements")
    list_name = "agreements"
    table_class = AgreementTable
    filterset_class = AgreementFilterSet
    sorts = {
        "title": "title_en_key",
        "reference": "reference",
        "enterprise": "counterparty_en_key",
        "state": "state",
        "starts_on": "starts_on",
        "last_day": "last_day",
        "notice_on": "notice_on",
        "value_amount": "value_amount",
        "updated_at": "updated_at",
    }
    default_sort = "-updated_at"
    search_placeholder = _("Title, enterprise or reference")
    empty_title = _("No agreements yet")
    empty_text = _("Draft the first one with an enterprise, or take over the ones you have from a list.")
    empty_icon = "file-certificate"
    bulk_acts = {
        "hand_over": BulkAct(
            label=_("Change the owner"),
            question=_("Hand over %(count)s agreements to a colleague?"),
            perform=hand_over,
            capability=ADMINISTER,
            icon="user-edit",
            form=HandOverForm,
        )
    }

    def get_queryset(self) -> QuerySet[Agreement]:
        return (
            Agreement.objects.visible_to(self.request.user)
            .select_related("type", "department", "owner")
            .defer("aims", "content", "search_text", "search_bigrams")
        )

    def ordering(self) -> tuple[str, Ordering]:
        """Titles and names sort in the language in which they are shown."""
        order, ordering = super().ordering()
        if ordering.field in SORTED_IN_CHINESE and (get_language() or "").startswith("zh"):
            ordering = Ordering(SORTED_IN_CHINESE[ordering.field], is_descending=ordering.is_descending)
        return order, ordering

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {
            "label": _("Draft an agreement"),
            "url": reverse("agreements:agreement_new"),
            "icon": "file-plus",
        }


@require_safe
def agreement_choices(request: PersonRequest) -> JsonResponse:
    """Agreements for a field that asks while one types."""
    found = Agreement.objects.visible_to(request.user).matching(request.GET.get("q", ""))
    return JsonResponse(
        {
            "results": [
                {"value": str(row.pk), "text": str(row)}
                for row in found.order_by("-updated_at", "-pk")[:SHOWN]
            ]
        }
    )
