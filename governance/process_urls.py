"""Addresses of the processes of the centre."""

from __future__ import annotations

from django.urls import URLPattern, path

from governance.views import processes

urlpatterns: list[URLPattern] = [
    path("processes/", processes.process_list, name="process_list"),
    path("processes/<str:label>/", processes.process_detail, name="process_detail"),
    path("processes/<str:label>/moves/<str:name>/", processes.process_moves, name="process_moves"),
]
