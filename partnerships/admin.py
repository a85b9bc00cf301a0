"""Enterprises are read here and change in the application; their tags are edited here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin import NotedAdmin, ReadOnlyAdmin
from core.models import AccessLog
from partnerships.models import (
    Contact,
    Correction,
    Enterprise,
    EnterpriseName,
    Interaction,
    Merge,
    Question,
    RegisterEntry,
    Tag,
)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ("name_en", "name_zh", "created_at")
    list_display_links = ("name_en", "name_zh")
    search_fields = ("name_en", "name_zh")


class NameInline(admin.TabularInline):
    model = EnterpriseName
    fields = ("name", "kind", "until")
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Enterprise)
class EnterpriseAdmin(ReadOnlyAdmin):
    list_display: tuple[str, ...] = ("name", "code", "state", "region", "owner", "department", "updated_at")
    list_filter = ("state", "size_band", "is_integration_type", "scheme", "department")
    list_select_related = ("region", "owner", "department")
    search_fields = ("name",)
    show_full_result_count = False
    exclude = ("search_text", "search_bigrams")
    inlines: ClassVar[list[Any]] = [NameInline]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return queryset.matching(search_term), False  # type: ignore[attr-defined]


@admin.register(RegisterEntry)
class RegisterEntryAdmin(ReadOnlyAdmin):
    ordering = ("pk",)
    list_display: tuple[str, ...] = ("name", "code", "scheme", "region", "registered_on", "source")
    list_filter = ("scheme",)
    search_fields = ("name",)
    show_full_result_count = False
    exclude = ("search_text", "search_bigrams")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return queryset.matching(search_term), False  # type: ignore[attr-defined]


@admin.register(Contact)
class ContactAdmin(NotedAdmin, ReadOnlyAdmin):
    personal_data = AccessLog.Data.CONTACT
    list_display: tuple[str, ...] = ("name", "enterprise", "title", "is_primary", "left_on")
    list_filter = ("is_primary", "language")
    list_select_related = ("enterprise",)
    search_fields = ("name", "name_latin", "email", "phone")


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display: tuple[str, ...] = ("enterprise", "contact", "field", "state", "proposed_by", "proposed_at")
    list_filter = ("state", "field")
    list_select_related = ("enterprise", "contact", "proposed_by")
    search_fields = ("enterprise__name", "enterprise__name_en")


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    list_display: tuple[str, ...] = ("enterprise", "contact", "kind", "state", "asked_by", "asked_at")
    list_filter = ("state", "kind")
    list_select_related = ("enterprise", "contact", "asked_by")
    search_fields = ("enterprise__name", "enterprise__name_en")


@admin.register(Interaction)
class InteractionAdmin(ReadOnlyAdmin):
    list_display: tuple[str, ...] = ("summary", "enterprise", "kind", "happened_at", "next_action_on")
    list_filter = ("kind", "happened_at")
    list_select_related = ("enterprise",)
    search_fields = ("summary",)
    date_hierarchy = "happened_at"


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    list_display: tuple[str, ...] = ("merged", "kept", "at", "actor", "undone_at")
    list_filter = ("at",)
    list_select_related = ("merged", "kept", "actor")
