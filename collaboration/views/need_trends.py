"""What enterprises need, by industry and by major, over the years."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.models import NeedKind
from collaboration.need_trends import By, Counted, chart_of, trends, years_until
from collaboration.transitions.needs import READ
from collaboration.views.needs import crumbs
from core.http import PersonRequest


@require_safe
def need_trends(request: PersonRequest) -> HttpResponse:
    """?kind= narrows to one kind, ?counted=people counts people instead of needs. Four queries beside the
    page's own."""
    if not request.user.scope_for(READ):
        raise PermissionDenied
    kind = request.GET.get("kind", "")
    kind = kind if kind in NeedKind.values else ""
    counted = Counted.PEOPLE if request.GET.get("counted") == Counted.PEOPLE else Counted.NEEDS
    years = years_until(timezone.localdate())
    titles = {By.INDUSTRY: _("Needs by industry"), By.MAJOR: _("Needs by major")}
    sections: list[dict[str, Any]] = []
    for by, title in titles.items():
        found = trends(request.user, by=by, years=years, kind=kind, counted=counted)
        sections.append(
            {
                "by": by.value,
                "title": title,
                "rows": found,
                "chart": chart_of(found, years=years, title=title, by=by),
            }
        )
    context = {
        "title": _("Trends of needs"),
        "subtitle": _(
            "What enterprises told in each year. A need of several majors counts for each of them."
        ),
        "breadcrumbs": crumbs(),
        "years": years,
        "sections": sections,
        "kinds": [("", _("All kinds")), *NeedKind.choices],
        "kind": kind,
        "counted": counted.value,
        "measures": [(Counted.NEEDS.value, _("Needs")), (Counted.PEOPLE.value, _("People"))],
    }
    return render(request, "collaboration/need_trends.html", context)
