from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.access import capability_choices
from core.admin import ReadOnlyAdmin
from signing.models import Approval, ApprovalRoute, ApprovalStep, RouteStep


class RouteStepForm(forms.ModelForm):
    capability = forms.ChoiceField(label=_("power needed"))

    class Meta:
        model = RouteStep
        fields = ("order", "name_en", "name_zh", "capability", "reach", "days_allowed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read when the form is made: the apps have declared their powers by then.
        self.fields["capability"].choices = capability_choices()  # type: ignore[attr-defined]


class RouteStepInline(admin.TabularInline):
    model = RouteStep
    form = RouteStepForm
    extra = 0


@admin.register(ApprovalRoute)
class ApprovalRouteAdmin(admin.ModelAdmin):
    list_display = ("name_en", "name_zh", "allows_own_decision", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name_en", "name_zh")
    inlines = (RouteStepInline,)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A route that is not wanted any more is taken out of use; approvals still say which it was."""
        return False


class ApprovalStepInline(admin.TabularInline):
    model = ApprovalStep
    extra = 0
    fields = ("order", "name_en", "status", "due_on", "decided_by", "on_behalf_of", "decided_at", "reason")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Approval)
class ApprovalAdmin(ReadOnlyAdmin):
    list_display = ("title", "route", "department", "opened_by", "opened_at", "outcome", "closed_at")
    list_filter = ("outcome", "route", "department")
    search_fields = ("title", "opened_by__name", "closing_reason")
    list_select_related = ("route", "department", "opened_by")
    date_hierarchy = "opened_at"
    inlines = (ApprovalStepInline,)
