"""What the law asks of an agreement, rule by rule."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import cooperation_rules
from agreements.choices import State
from agreements.policies import LEGAL_REVIEW
from compliance.checklist import Place, lines_of, with_places
from core.http import PersonRequest
from core.registry import Tab
from core.views import act

# What an agreement in these states says does not matter any more.
GIVEN_UP = frozenset({State.WITHDRAWN, State.TERMINATED})


def rules_tab(request: HttpRequest, agreement: Any) -> dict[str, Any]:
    """What was found last. About four queries."""
    user: Any = request.user
    found = cooperation_rules.latest_check(agreement)
    open_still = agreement.state not in GIVEN_UP
    terms = Place(_("Terms and clauses"), reverse("agreements:agreement_edit", args=[agreement.pk]))

    def place_of(_reads: frozenset[str]) -> Place | None:
        return terms if agreement.state == State.DRAFT else None

    return {
        "agreement": agreement,
        "check": found,
        "groups": with_places(lines_of(found), place_of) if found else [],
        "may_decide": open_still and agreement.permits(user, LEGAL_REVIEW),
        "check_url": reverse("agreements:agreement_check", args=[agreement.pk]) if open_still else "",
    }


RULES = Tab(
    name="rules",
    label=gettext_lazy("Rules"),
    template="agreements/tabs/rules.html",
    context=rules_tab,
    order=25,
)


@act
def check_again(request: PersonRequest, pk: int) -> str:
    agreement = cooperation_rules.check_again(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Checked again."))
    return f"{agreement.get_absolute_url()}?tab={RULES.name}"
