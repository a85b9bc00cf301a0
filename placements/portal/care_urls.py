"""Below ``/portal/``: what people of enterprises tell the school, and ask for."""

from __future__ import annotations

from django.urls import URLPattern, path

from placements.portal import changes, concerns

urlpatterns: list[URLPattern] = [
    path("concerns/", concerns.concern_list, name="concerns"),
    path("concerns/new/", concerns.ConcernNew.as_view(), name="concern_new"),
    path("concerns/<int:pk>/", concerns.concern_detail, name="concern"),
    path("concerns/<int:pk>/more/", concerns.ConcernMore.as_view(), name="concern_more"),
    path("concerns/<int:pk>/files/<int:file_id>/", concerns.concern_file, name="concern_file"),
    path("changes/", changes.change_list, name="changes"),
    path("interns/<int:pk>/change/", changes.ChangeAsk.as_view(), name="change_ask"),
    path("changes/<int:pk>/withdraw/", changes.change_withdraw, name="change_withdraw"),
]
