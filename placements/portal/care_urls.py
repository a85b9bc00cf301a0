"""Below ``/portal/``: what mentors tell the school."""

from __future__ import annotations

from django.urls import URLPattern, path

from placements.portal import concerns

urlpatterns: list[URLPattern] = [
    path("concerns/", concerns.concern_list, name="concerns"),
    path("concerns/new/", concerns.ConcernNew.as_view(), name="concern_new"),
    path("concerns/<int:pk>/", concerns.concern_detail, name="concern"),
    path("concerns/<int:pk>/more/", concerns.ConcernMore.as_view(), name="concern_more"),
    path("concerns/<int:pk>/files/<int:file_id>/", concerns.concern_file, name="concern_file"),
]
