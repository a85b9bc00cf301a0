"""Below ``/link/<token>/consent/``."""

from django.urls import path

from placements.views import papers

app_name = "consent"

urlpatterns = [path("", papers.answer_consent, name="answer")]
