from django.contrib import admin

from core.admin import ReadOnlyAdmin
from placements.models import Certificate, CertificateOrder, GradeScale


@admin.register(GradeScale)
class GradeScaleAdmin(admin.ModelAdmin):
    """From which total on a grade is given. Results that were confirmed keep the scale they were given by."""

    list_display = ("plan", "excellent_from", "good_from", "pass_from")
    list_select_related = ("plan",)
    raw_id_fields = ("plan",)


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ("number", "holder", "host", "grade", "issued_at")
    search_fields = ("number", "holder", "host", "sha256")
    show_full_result_count = False


@admin.register(CertificateOrder)
class CertificateOrderAdmin(ReadOnlyAdmin):
    list_display = ("number", "batch", "attempts", "next_attempt_at", "error")
    list_select_related = ("batch__plan",)
    show_full_result_count = False
