"""Below ``/me/``: a student's weeks at the school and at the enterprise."""

from __future__ import annotations

from django.urls import URLPattern, path

from placements.me import alternation

urlpatterns: list[URLPattern] = [
    path("alternation/", alternation.weeks, name="alternation"),
]
