from django.urls import path
from django.views.i18n import set_language  # noqa: F401

from core import health

app_name = "core"

urlpatterns = [
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
]
