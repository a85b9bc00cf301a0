from django.contrib import admin

from core.admin import NotedAdmin, ReadOnlyAdmin
from core.models import AccessLog
from teachers.models import Teacher


@admin.register(Teacher)
class TeacherAdmin(NotedAdmin, ReadOnlyAdmin):
    personal_data = AccessLog.Data.RECORD
    list_display = ("staff_number", "name", "name_latin", "department", "kind", "user", "left_on")
    list_filter = ("kind", "department")
    search_fields = ("staff_number", "name", "name_latin")
    list_select_related = ("department", "user")
