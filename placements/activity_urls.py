"""Addresses of activities of students."""

from __future__ import annotations

from django.urls import URLPattern, path

from placements.me import activities as own
from placements.views import activities

urlpatterns: list[URLPattern] = [
    path("activities/", activities.ActivityList.as_view(), name="activity_list"),
    path("activities/<int:pk>/", activities.ActivityDetail.as_view(), name="activity_detail"),
    path("activities/<int:pk>/confirm/", activities.confirm, name="activity_confirm"),
    path("activities/<int:pk>/return/", activities.Return.as_view(), name="activity_return"),
    path("activities/<int:pk>/files/<int:file_id>/", activities.activity_file, name="activity_file"),
]

me_urlpatterns: list[URLPattern] = [
    path("activities/", own.activity_list, name="activities"),
    path("activities/new/", own.ActivityNew.as_view(), name="activity_new"),
    path("activities/<int:pk>/", own.ActivityEdit.as_view(), name="activity_edit"),
    path("activities/<int:pk>/withdraw/", own.activity_withdraw, name="activity_withdraw"),
    path("activities/files/<int:pk>/", own.activity_file, name="activity_file"),
    path("activities/files/<int:pk>/remove/", own.activity_file_remove, name="activity_file_remove"),
]
