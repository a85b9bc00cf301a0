from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from catalogue.changes import calendar_changed
from catalogue.models import (
    CalendarDay,
    CalendarYear,
    Entry,
    Industry,
    Major,
    MinimumWage,
    Occupation,
    Region,
)


class EntryAdmin(admin.ModelAdmin):
    """A code never changes once it stands: papers quote it."""

    list_display: tuple[str, ...] = ("code", "name_en", "name_zh", "level")
    list_filter: ClassVar[tuple[str, ...]] = ("level",)
    list_display_links = ("code", "name_en", "name_zh")
    search_fields = ("code", "name_en", "name_zh", "pinyin_initials")
    list_per_page = 50
    identity: ClassVar[tuple[str, ...]] = ("code",)

    def get_readonly_fields(self, request: HttpRequest, obj: Entry | None = None) -> tuple[str, ...]:
        return self.identity if obj else ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return queryset.matching(search_term), False  # type: ignore[attr-defined]

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False


class TreeEntryAdmin(EntryAdmin):
    list_select_related = ("parent",)
    autocomplete_fields = ("parent",)
    identity: ClassVar[tuple[str, ...]] = ("code", "level")


@admin.register(Industry)
class IndustryAdmin(TreeEntryAdmin):
    pass


@admin.register(Occupation)
class OccupationAdmin(TreeEntryAdmin):
    pass


@admin.register(Region)
class RegionAdmin(TreeEntryAdmin):
    list_display = (*TreeEntryAdmin.list_display, "country")
    list_filter = (*TreeEntryAdmin.list_filter, "country")
    identity = ("country", "code", "level")


@admin.register(Major)
class MajorAdmin(EntryAdmin):
    list_display = ("code", "name_en", "name_zh", "stage", "category_name", "status")
    list_filter = ("stage", "status")
    identity = ("code", "stage")


class CalendarDayInline(admin.TabularInline):
    model = CalendarDay
    extra = 0
    fields = ("date", "kind", "name_en", "name_zh")


@admin.register(CalendarYear)
class CalendarYearAdmin(admin.ModelAdmin):
    """Each November's notice is entered here: days off, make-up workdays, then the tick "confirmed"."""

    list_display = ("year", "country", "is_confirmed", "source")
    list_filter = ("country", "is_confirmed")
    inlines = (CalendarDayInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: CalendarYear | None = None) -> tuple[str, ...]:
        return ("country", "year") if obj else ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        calendar_changed(form.instance, now=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: CalendarYear | None = None) -> bool:
        """Checks of the past refer to it."""
        return False


@admin.register(MinimumWage)
class MinimumWageAdmin(admin.ModelAdmin):
    """A new amount is a new row with its first day: pay of the past is held against the old one."""

    list_display = ("region", "monthly", "effective_from", "source")
    list_select_related = ("region",)
    search_fields = ("region__code", "region__name_en", "region__name_zh", "source")
    autocomplete_fields = ("region",)
    date_hierarchy = "effective_from"
