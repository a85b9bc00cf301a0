from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Appointment, Centre, Delegation, Department, Position, User
from compliance.changes import facts_changed
from core.access import capability_choices
from core.admin import NotedAdmin, ReadOnlyAdmin

admin.site.site_header = _("Administration of the partnership centre")
admin.site.site_title = _("Administration")
admin.site.index_title = _("Configuration and records")
# Powers come from positions; groups of permissions would be a second, hidden way.
admin.site.unregister(Group)


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")


class AppointmentInline(admin.TabularInline):
    model = Appointment
    extra = 0
    autocomplete_fields = ("position",)


@admin.register(User)
class UserAdmin(NotedAdmin, DjangoUserAdmin):
    add_form = UserCreationForm
    list_display = ("email", "name", "name_latin", "language", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "language", "appointments__position__department")
    search_fields = ("email", "name", "name_latin")
    ordering = ("name",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    inlines = (AppointmentInline,)
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (_("Person"), {"fields": ("name", "name_latin", "phone", "language")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("email", "name", "usable_password", "password1", "password2"),
            },
        ),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People who leave may not sign in any more; what they did keeps their name."""
        return False


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    list_display = ("code", "name_zh", "name_en", "parent", "is_active")
    list_filter = ("is_active",)
    search_fields = ("code", "name_zh", "name_en")
    autocomplete_fields = ("parent",)


class PositionForm(forms.ModelForm):
    capabilities = forms.MultipleChoiceField(
        label=_("powers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What whoever holds this position may do, within the reach below."),
    )

    class Meta:
        model = Position
        fields = (
            *("department", "title_zh", "title_en", "duties_zh", "duties_en"),
            *("capabilities", "reach", "superior"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read when the form is made: the apps have declared their powers by then.
        self.fields["capabilities"].choices = capability_choices()  # type: ignore[attr-defined]


@admin.register(Position)
class PositionAdmin(admin.ModelAdmin):
    form = PositionForm
    list_display = ("title_zh", "title_en", "department", "reach", "superior")
    list_filter = ("department", "reach")
    search_fields = ("title_zh", "title_en", "department__name_zh", "department__name_en")
    autocomplete_fields = ("department", "superior")
    list_select_related = ("department", "superior__department")


@admin.register(Appointment)
class AppointmentAdmin(admin.ModelAdmin):
    list_display = ("user", "position", "starts_on", "ends_on")
    list_filter = ("position__department",)
    search_fields = ("user__name", "user__email", "position__title_zh", "position__title_en")
    autocomplete_fields = ("user", "position")
    list_select_related = ("user", "position__department")
    date_hierarchy = "starts_on"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An appointment ends by its last day: what was decided under it must stay explicable."""
        return False


@admin.register(Delegation)
class DelegationAdmin(ReadOnlyAdmin):
    list_display = ("delegator", "delegate", "starts_on", "ends_on", "reason", "revoked_at")
    search_fields = ("delegator__name", "delegate__name", "reason")
    list_select_related = ("delegator", "delegate")
    date_hierarchy = "starts_on"


@admin.register(Centre)
class CentreAdmin(admin.ModelAdmin):
    """One row, which is added once, changed, and never deleted."""

    autocomplete_fields = ("region",)

    def save_model(self, request: HttpRequest, obj: Centre, form: Any, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
        if {"internship_rules", "region"} & set(form.changed_data):
            facts_changed(obj, now=timezone.now())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not Centre.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
