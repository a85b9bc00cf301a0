"""Below ``/portal/``: classes that learn at the enterprise by turns."""

from __future__ import annotations

from django.urls import URLPattern, path

from placements.portal import alternation

urlpatterns: list[URLPattern] = [
    path("alternation/", alternation.schedule_list, name="alternations"),
    path("alternation/<int:pk>/", alternation.schedule_detail, name="alternation"),
    path("alternation/weeks/<int:pk>/", alternation.WeekConfirm.as_view(), name="alternation_week"),
]
