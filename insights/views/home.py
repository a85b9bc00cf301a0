from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.http import PersonRequest
from core.views.saved import pinned_views
from insights.figures import figures_for
from insights.queues import queues_for


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """Exceptions first: what waits, what is about to lapse, what is stuck; then the numbers."""
    today = timezone.localdate()
    return render(
        request,
        "insights/home.html",
        {
            "title": _("Good day, %(name)s") % {"name": request.user.display_name},
            "today": today,
            "queues": queues_for(request.user, on=today),
            "pinned": pinned_views(request.user),
            "figures": figures_for(request.user, on=today),
        },
    )
