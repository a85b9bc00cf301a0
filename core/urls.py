from django.urls import path

from core import health
from core.views import everything

app_name = "core"

urlpatterns = [
    path("search/", everything.search, name="search"),
    path("views/<str:list_name>/save/", everything.save_view, name="view_save"),
    path("views/<int:pk>/delete/", everything.delete_view, name="view_delete"),
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
]
