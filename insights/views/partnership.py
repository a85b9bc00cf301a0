"""The whole partnership with an enterprise: a tab of its page, and a brief to take along to a visit."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from agreements.models import ObligationPeriod
from assessments.reading import warnings_of
from core import story
from core.access import NotVisible
from core.dates import plausible_day
from core.giving import balance_of
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from insights import partnership
from insights.brief import brief_pdf
from partnerships.models import Enterprise


def place_in_story(request: HttpRequest) -> tuple[date, int]:
    """Up to which day the story is told, and how many lines of that day were shown before."""
    until = plausible_day(request.GET.get("until", "")) or timezone.localdate()
    skip = request.GET.get("skip", "")
    return until, min(int(skip), 500) if skip.isdecimal() else 0


def told(lines: list[story.Line], until: date, skip: int, address: str, only: str = "") -> dict[str, Any]:
    """A page of the story, and the address of the one before it."""
    shown = lines[skip : skip + partnership.ON_A_PAGE]
    older = ""
    if len(lines) > skip + partnership.ON_A_PAGE:
        last = shown[-1].happening.on
        same_day = sum(line.happening.on == last for line in shown)
        parameters = {"until": last.isoformat(), "skip": same_day + (skip if last == until else 0)}
        older = f"{address}{'&' if '?' in address else '?'}{urlencode({'only': only} | parameters)}"
    return {"lines": shown, "older_url": older, "is_latest": until == timezone.localdate() and not skip}


def of_enterprise(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    """The tab: next steps, promises that run, given and received, the story. Of constant cost."""
    today, user = timezone.localdate(), request.user
    until, skip = place_in_story(request)
    only = request.GET.get("only", "")
    sources = story.story_sources()
    if only not in {source.name for source in sources}:
        only = ""
    limit = skip + partnership.ON_A_PAGE + 1
    lines = story.story_of(user, enterprise, until=until, limit=limit, only=only)
    balance = balance_of(enterprise.pk, until=today)
    periods = ObligationPeriod.objects.visible_to(user).with_names().filter(enterprise=enterprise.pk)  # type: ignore[arg-type]
    address = f"{enterprise.get_absolute_url()}?tab=partnership"
    return {
        "warnings": warnings_of(enterprise, today, actor=user),  # type: ignore[arg-type]
        "steps": partnership.next_steps(user, enterprise, today),
        "promises": partnership.by_side(partnership.open_promises(periods, today), at_portal=False),
        "given": partnership.gifts_of(balance, today),
        "chart": partnership.chart_of(balance),
        "year": today.year,
        "sources": [
            {"label": _("Everything"), "url": f"{address}#story", "active": not only, "icon": "timeline"},
            *(
                {
                    "label": source.label,
                    "url": f"{address}&only={source.name}#story",
                    "active": source.name == only,
                    "icon": source.icon,
                }
                for source in sources
            ),
        ],
        "brief_url": reverse("insights:enterprise_brief", args=[enterprise.pk]),
        **told(lines, until, skip, address, only),
    }


PARTNERSHIP = Tab(
    name="partnership",
    label=pgettext_lazy("of an enterprise", "Partnership"),
    template="insights/partnership_tab.html",
    context=of_enterprise,
    order=15,
)


@require_safe
def enterprise_brief(request: PersonRequest, pk: int) -> HttpResponse:
    """Two pages to read before a visit, with the people there: who took it along is noted."""
    enterprise = (
        Enterprise.objects.visible_to(request.user).select_related("owner", "industry").filter(pk=pk).first()
    )
    if enterprise is None:
        raise NotVisible(f"partnerships.Enterprise {pk}")
    contacts = list(enterprise.contacts.current())
    note_reading(request, contacts, data=AccessLog.Data.CONTACT)
    content = brief_pdf(enterprise, contacts, reader=request.user, on=timezone.localdate())
    name = _("Brief on %(enterprise)s") % {"enterprise": enterprise}
    headers = {
        "Content-Disposition": content_disposition_header(False, f"{name}.pdf") or "",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
