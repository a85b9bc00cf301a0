"""Pages of the core itself: searching everything, and keeping a list as one likes it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import PersonRequest
from core.models import AccessLog, SavedView
from core.personal import note_reading
from core.search import is_too_short, search_everything
from core.views.acts import safe_next
from core.views.saved import MOST_ON_HOME


@require_safe
def search(request: PersonRequest) -> HttpResponse:
    """Every kind of record, each queried through what this person may see."""
    term = request.GET.get("q", "").strip()
    hits = search_everything(request.user, term)
    for found in hits:
        if found.kind.personal_data:
            note_reading(request, found.rows, data=AccessLog.Data(found.kind.personal_data))
    return render(
        request,
        "core/search.html",
        {
            "title": _("Search"),
            "global_search_term": term,
            "is_too_short": is_too_short(term),
            "groups": [
                {
                    "label": found.kind.label,
                    "icon": found.kind.icon,
                    "list_url_name": found.kind.list_url_name,
                    "has_more": found.has_more,
                    "lines": [
                        {"url": row.get_absolute_url(), "title": title, "text": text}
                        for row in found.rows
                        for title, text in [found.kind.line(row)]
                    ],
                }
                for found in hits
            ],
        },
    )


@require_POST
def save_view(request: PersonRequest, list_name: str) -> HttpResponse:
    """Keep a list's filters, order and columns under a name; the same name again replaces it."""
    name = request.POST.get("name", "").strip()[:80]
    if not name:
        messages.error(request, _("Please give the view a name."))
        return HttpResponseRedirect(safe_next(request))
    query = request.POST.get("query", "")
    SavedView.objects.update_or_create(
        owner=request.user, list_name=list_name[:100], name=name, defaults={"query": query}
    )
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": name})
    return HttpResponseRedirect(safe_next(request))


@require_POST
def pin_view(request: PersonRequest, pk: int) -> HttpResponse:
    """Put a view onto one's first page, or take it off."""
    view = get_object_or_404(SavedView, pk=pk, owner=request.user)
    others = SavedView.objects.filter(owner=request.user, is_on_home=True).exclude(pk=pk)
    if not view.is_on_home and others.count() >= MOST_ON_HOME:
        said = _("At most %(count)d views stand on your first page: take one off first.")
        messages.error(request, said % {"count": MOST_ON_HOME})
        return HttpResponseRedirect(safe_next(request))
    view.is_on_home = not view.is_on_home
    view.save(update_fields=["is_on_home"])
    said = (
        _("“%(name)s” stands on your first page.")
        if view.is_on_home
        else _("“%(name)s” is off your first page.")
    )
    messages.success(request, said % {"name": view.name})
    return HttpResponseRedirect(safe_next(request))


@require_POST
def delete_view(request: PersonRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=pk, owner=request.user)
    view.delete()
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return HttpResponseRedirect(safe_next(request))
