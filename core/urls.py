from django.urls import path

from core import health
from core.views import everything, inbox

app_name = "core"

urlpatterns = [
    path("search/", everything.search, name="search"),
    path("views/<str:list_name>/save/", everything.save_view, name="view_save"),
    path("views/<int:pk>/delete/", everything.delete_view, name="view_delete"),
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all_notifications, name="read_all_notifications"),
    path("inbox/mails/", inbox.mail_choices, name="mail_choices"),
    path("inbox/<int:pk>/", inbox.open_notification, name="open_notification"),
    path("inbox/<int:pk>/read/", inbox.read_notification, name="read_notification"),
]
