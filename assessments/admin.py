from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models, transaction
from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assessments.counters import counters
from assessments.models import Assessment, EarlyWarning, Indicator, Scheme, WarningLimits
from core.admin import ReadOnlyAdmin


def is_open(scheme: Any) -> bool:
    """Whether no assessment uses it yet. One query."""
    return scheme is None or not scheme.assessments.exists()


class IndicatorForm(forms.ModelForm):
    """What can be counted is chosen, not typed."""

    counter = forms.ChoiceField(label=_("what is counted"), required=False)

    class Meta:
        model = Indicator
        fields = (
            *("order", "weight", "source", "name_en", "name_zh", "counter", "none_at", "full_at"),
            *("guide_en", "guide_zh"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.code, str(one.label)) for one in counters()]
        kept = self.instance.counter
        if kept and kept not in dict(known):
            known.append((kept, kept))
        field: Any = self.fields["counter"]
        field.choices = [("", "—"), *known]


class IndicatorInline(admin.StackedInline):
    model = Indicator
    form = IndicatorForm
    extra = 0
    ordering = ("order",)
    fields = (
        ("order", "weight", "source"),
        ("name_en", "name_zh"),
        ("counter", "none_at", "full_at"),
        ("guide_en", "guide_zh"),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_delete_permission(request, obj)


@admin.register(Scheme)
class SchemeAdmin(admin.ModelAdmin):
    """A version is edited until an assessment uses it; then only whether it is used for new ones."""

    list_display = ("__str__", "excellent_from", "good_from", "pass_from", "is_active")
    fields = ("number", "name_en", "name_zh", "excellent_from", "good_from", "pass_from", "is_active")
    inlines = (IndicatorInline,)
    actions = ("begin_version",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if is_open(obj) else ("number", "excellent_from", "good_from", "pass_from")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_delete_permission(request, obj)

    @admin.action(description=_("Begin a new version as a copy"))
    def begin_version(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        for scheme in queryset:
            made = copy_of(scheme)
            self.message_user(request, _("Made: %(scheme)s") % {"scheme": made}, messages.SUCCESS)


@transaction.atomic
def copy_of(scheme: Scheme) -> Scheme:
    """The next version, which nobody uses yet, with the same indicators."""
    latest = Scheme.objects.aggregate(number=Max("number"))["number"]
    made: Scheme = Scheme.objects.create(
        number=latest + 1,
        name_en=scheme.name_en,
        name_zh=scheme.name_zh,
        excellent_from=scheme.excellent_from,
        good_from=scheme.good_from,
        pass_from=scheme.pass_from,
    )
    lines = list(scheme.indicators.order_by("order"))
    for line in lines:
        line.pk, line.scheme = None, made
    Indicator.objects.bulk_create(lines)
    return made


@admin.register(WarningLimits)
class WarningLimitsAdmin(admin.ModelAdmin):
    """One row; without it the defaults hold."""

    list_display = ("__str__", "quiet_days", "behind_promises", "survey_below", "ending_days")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not WarningLimits.objects.exists() and super().has_add_permission(request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ("enterprise", "study_year", "state", "score", "grade")
    list_filter = ("state", "study_year")
    search_fields = ("enterprise__name", "enterprise__name_en")
    list_select_related = ("enterprise",)


@admin.register(EarlyWarning)
class EarlyWarningAdmin(ReadOnlyAdmin):
    list_display = ("enterprise", "reason", "since_on", "closed_on")
    list_filter = ("reason",)
    search_fields = ("enterprise__name", "enterprise__name_en")
    list_select_related = ("enterprise",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[EarlyWarning]:
        """That there are concerns is not the administration's to know."""
        return super().get_queryset(request).exclude(reason="concerns")
