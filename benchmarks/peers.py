"""What the lists are measured against: Django's admin as it comes, and a page with nothing on it.

Addresses for ``ROOT_URLCONF``, beside those of the site.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from agreements.models import Agreement
from config.urls import urlpatterns as of_the_site
from core.paging import PER_PAGE

EMPTY = engines["django"].from_string('{% extends "base.html" %}')


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(EMPTY.render({"title": "Empty"}, request))


class PlainSite(admin.AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return True


class PlainAdmin(admin.ModelAdmin):
    """The same columns, filters and searched fields as our list; no second count of everything."""

    list_display = ("title", "counterparty_name", "type", "state", "last_day", "owner", "department")
    list_filter = ("state", "type", "department", "owner", "last_day", "starts_on")
    list_select_related = ("type", "department", "owner")
    list_per_page = PER_PAGE
    search_fields = ("reference", "old_reference", "title_en", "title_zh", "counterparty_name")
    show_full_result_count = False
    sortable_by = ()

    def get_ordering(self, request: HttpRequest) -> Any:
        """By columns that are not shown as well, as our list can."""
        return (request.headers.get("Sort", "-updated_at"),)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).visible_to(request.user)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


site = PlainSite(name="plain")
site.register(Agreement, PlainAdmin)

urlpatterns = [*of_the_site, path("empty/", empty), path("plain/", site.urls)]
