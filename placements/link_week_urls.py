"""Below ``/link/<token>/week/``."""

from django.urls import path

from placements import link_week

app_name = "week"

urlpatterns = [
    path("", link_week.answer, name="answer"),
    path("files/<int:pk>/", link_week.log_file, name="file"),
]
