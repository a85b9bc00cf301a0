from django.contrib import admin

from core.admin import ReadOnlyAdmin
from insights.models import Snapshot


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = ("code", "day", "occasion", "frozen_at", "frozen_by")
    list_filter = ("code",)
    search_fields = ("occasion",)
    list_select_related = ("frozen_by",)
