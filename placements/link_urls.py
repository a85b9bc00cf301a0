"""Below ``/link/<token>/guardian/``."""

from django.urls import path

from placements.views import guardian_acts as acts
from placements.views import guardian_page as views

app_name = "guardian"

urlpatterns = [
    path("", views.guardian_page, name="page"),
    path("consents/<int:pk>/", acts.answer_consent, name="consent"),
    path("leave/<int:pk>/", acts.answer_leave, name="leave"),
    path("concerns/new/", views.concern_new, name="concern_new"),
    path("concerns/<int:pk>/", views.concern_detail, name="concern"),
    path("concerns/<int:pk>/more/", views.concern_more, name="concern_more"),
    path("concerns/<int:pk>/files/<int:file_id>/", views.concern_file, name="concern_file"),
]
