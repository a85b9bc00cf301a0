from django.urls import path

from core import health
from core.icon import icon
from core.views import everything, exports, import_result, imports, inbox
from core.views.mail_choices import MailChoices

app_name = "core"

urlpatterns = [
    path("search/", everything.search, name="search"),
    path("views/<str:list_name>/save/", everything.save_view, name="view_save"),
    path("views/<int:pk>/home/", everything.pin_view, name="view_pin"),
    path("views/<int:pk>/schedule/", exports.Schedule.as_view(), name="view_schedule"),
    path("views/<int:pk>/delete/", everything.delete_view, name="view_delete"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<int:pk>/", exports.export_file, name="export_file"),
    path("exports/schedules/<int:pk>/stop/", exports.stop, name="export_stop"),
    path("favicon.ico", icon, name="icon"),
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
    path("imports/", imports.ImportList.as_view(), name="import_list"),
    path("imports/new/", imports.choose, name="import_new"),
    path("imports/new/<str:spec_name>/", imports.Upload.as_view(), name="import_upload"),
    path("imports/new/<str:spec_name>/template/", imports.template, name="import_template"),
    path("imports/<int:pk>/", import_result.ImportDetail.as_view(), name="import_detail"),
    path("imports/<int:pk>/columns/", imports.Columns.as_view(), name="import_columns"),
    path("imports/<int:pk>/apply/", import_result.apply, name="import_apply"),
    path("imports/<int:pk>/cancel/", import_result.cancel, name="import_cancel"),
    path("imports/<int:pk>/report/", import_result.report, name="import_report"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all_notifications, name="read_all_notifications"),
    path("inbox/mails/", MailChoices.as_view(), name="mail_choices"),
    path("inbox/<int:pk>/", inbox.open_notification, name="open_notification"),
    path("inbox/<int:pk>/read/", inbox.read_notification, name="read_notification"),
]
