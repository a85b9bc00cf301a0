"""Administration of what the core keeps, and the base of every record that is only read there."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.models import AuditEvent, SavedView
from core.registry import verb_label


class ReadOnlyAdmin(admin.ModelAdmin):
    """Records with states and history are found and read here; they move in the application.

    So no rule is bypassed, and every change has an author and a reason.
    """

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = super().get_list_display(request)
        return (*shown, "open_in_the_application") if hasattr(self.model, "get_absolute_url") else shown

    @admin.display(description=_("in the application"))
    def open_in_the_application(self, record: models.Model) -> str:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), _("Open"))  # type: ignore[attr-defined]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor", "on_behalf_of", "act", "subject_type", "subject_id", "reason")
    list_filter = ("subject_type", "at")
    search_fields = ("verb", "reason", "actor__name", "actor__email")
    list_select_related = ("actor", "on_behalf_of", "subject_type")
    date_hierarchy = "at"
    show_full_result_count = False

    @admin.display(description=_("act"), ordering="verb")
    def act(self, event: AuditEvent) -> str:
        return verb_label(event.verb)


@admin.register(SavedView)
class SavedViewAdmin(ReadOnlyAdmin):
    list_display = ("name", "list_name", "owner", "created_at")
    list_filter = ("list_name",)
    search_fields = ("name", "owner__name")
    list_select_related = ("owner",)
