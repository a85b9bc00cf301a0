from django.contrib import admin

from core.admin import NotedAdmin, ReadOnlyAdmin
from core.models import AccessLog
from internships.models import SchoolClass, Student


@admin.register(Student)
class StudentAdmin(NotedAdmin, ReadOnlyAdmin):
    """Without the identity number, which is shown only where somebody asks for it by name."""

    personal_data = AccessLog.Data.SENSITIVE
    list_display = ("number", "name", "name_latin", "school_class", "state")
    list_filter = ("state",)
    search_fields = ("number", "name", "name_latin")
    list_select_related = ("school_class",)
    exclude = ("identity", "identity_digest", "search_text", "search_bigrams")
    show_full_result_count = False


@admin.register(SchoolClass)
class SchoolClassAdmin(ReadOnlyAdmin):
    list_display = ("name", "department", "major", "entered_in", "class_teacher", "graduated_on")
    list_filter = ("entered_in", "department")
    search_fields = ("name",)
    list_select_related = ("department", "major", "class_teacher")
    exclude = ("search_text", "search_bigrams")
