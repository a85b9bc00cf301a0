from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views import View

from core.access import NotVisible
from core.history import timeline
from core.http import PersonRequest
from core.models import ScopedModel
from core.registry import Tab, acts_for, rules_link, tabs_for


class DetailView(View):
    """One record: what it is, its state, the next step and whose it is; then tabs.

    The first tab stands at the record's own address, the others at ``?tab=<name>``.
    """

    template_name: ClassVar[str] = "components/detail_page.html"
    tabs: ClassVar[list[Tab]] = []
    record: ScopedModel
    request: PersonRequest

    def get_queryset(self) -> QuerySet:
        """The rows this person may see; start from ``visible_to``."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """The frame: title, chip, subtitle, breadcrumbs, actions, next_step, facts, people, deadlines."""
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.get_queryset().filter(pk=pk).first()
        if record is None:
            raise NotVisible(f"{self.get_queryset().model._meta.label} {pk}")
        self.record = record
        tabs = self.offered_tabs()
        active = next((tab for tab in tabs if tab.name == request.GET.get("tab", tabs[0].name)), None)
        if active is None:
            raise Http404
        frame = self.context()
        context = {
            **frame,
            "actions": _with_added(frame.get("actions") or [], acts_for(request.user, record)),
            "record": record,
            "rules_url": rules_link(request.user, type(record)),
            "tabs": [
                {
                    "label": tab.label,
                    "url": request.path if tab is tabs[0] else f"{request.path}?tab={tab.name}",
                    "active": tab is active,
                    "count": tab.count(request, record) if tab.count else None,
                }
                for tab in tabs
            ],
            "tab_template": active.template,
            **active.context(request, record),
        }
        return render(request, self.template_name, context)

    def offered_tabs(self) -> list[Tab]:
        offered = [*self.tabs, *tabs_for(type(self.record)._meta.label), HISTORY]
        user = self.request.user
        return sorted(
            (tab for tab in offered if tab.capability is None or user.can(tab.capability)),
            key=lambda tab: tab.order,
        )


def _with_added(actions: list[Any], added: list[dict[str, Any]]) -> list[Any]:
    """What apps above put in stands before what destroys something."""
    if not added:
        return actions
    return [
        *(one for one in actions if not one.get("danger")),
        *added,
        *(one for one in actions if one.get("danger")),
    ]


def _history(request: HttpRequest, record: Any) -> dict[str, Any]:
    page = request.GET.get("before", "")
    return timeline(record, before=page)


HISTORY = Tab(
    name="history",
    label=_("History"),
    template="core/history_tab.html",
    context=_history,
    order=100,
)
