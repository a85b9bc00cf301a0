from django.contrib import admin

from core.admin import NotedAdmin, ReadOnlyAdmin
from core.models import AccessLog
from teachers.models import Appointment, Panel, PartTimeNeed, PartTimeTeacher, Recognition, Teacher


@admin.register(Teacher)
class TeacherAdmin(NotedAdmin, ReadOnlyAdmin):
    personal_data = AccessLog.Data.RECORD
    list_display = ("staff_number", "name", "name_latin", "department", "kind", "user", "left_on")
    list_filter = ("kind", "department")
    search_fields = ("staff_number", "name", "name_latin")
    list_select_related = ("department", "user")


@admin.register(Recognition)
class RecognitionAdmin(NotedAdmin, ReadOnlyAdmin):
    personal_data = AccessLog.Data.RECORD
    list_display = ("teacher", "level", "stage", "state", "recognised_on", "review_due")
    list_filter = ("state", "level", "stage")
    search_fields = ("teacher__staff_number", "teacher__name", "teacher__name_latin")
    list_select_related = ("teacher",)


@admin.register(Panel)
class PanelAdmin(ReadOnlyAdmin):
    list_display = ("name", "department", "held_on", "chair", "state")
    list_filter = ("state", "department")
    search_fields = ("name",)
    list_select_related = ("department", "chair")


@admin.register(PartTimeNeed)
class PartTimeNeedAdmin(ReadOnlyAdmin):
    list_display = ("title", "department", "state", "starts_on", "ends_on")
    list_filter = ("state", "department")
    search_fields = ("title", "courses")
    list_select_related = ("department",)


@admin.register(PartTimeTeacher)
class PartTimeTeacherAdmin(NotedAdmin, ReadOnlyAdmin):
    personal_data = AccessLog.Data.RECORD
    list_display = ("contact", "department", "title", "skill", "teacher")
    list_filter = ("department",)
    search_fields = ("contact__name", "contact__name_latin", "title", "skill")
    list_select_related = ("contact", "department", "teacher")


@admin.register(Appointment)
class AppointmentAdmin(NotedAdmin, ReadOnlyAdmin):
    personal_data = AccessLog.Data.RECORD
    list_display = ("contact", "need", "state", "begins_on", "ends_on")
    list_filter = ("state",)
    search_fields = ("contact__name", "need__title")
    list_select_related = ("contact", "need")
