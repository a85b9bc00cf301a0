"""Addresses of work–study alternation."""

from __future__ import annotations

from django.urls import URLPattern, path

from placements.views import alternation, alternation_acts

urlpatterns: list[URLPattern] = [
    path("alternation/", alternation.AlternationList.as_view(), name="alternation_list"),
    path("alternation/hours/", alternation.HoursList.as_view(), name="alternation_hours"),
    path("alternation/clashes/", alternation.clash_list, name="alternation_clashes"),
    path("alternation/new/", alternation_acts.AlternationNew.as_view(), name="alternation_new"),
    path(
        "alternation/new/<int:class_id>/<int:enterprise_id>/",
        alternation_acts.AlternationNewFor.as_view(),
        name="alternation_new_for",
    ),
    path("alternation/<int:pk>/", alternation.AlternationDetail.as_view(), name="alternation_detail"),
    path("alternation/<int:pk>/edit/", alternation_acts.AlternationEdit.as_view(), name="alternation_edit"),
    path("alternation/<int:pk>/weeks/", alternation_acts.Weeks.as_view(), name="alternation_weeks"),
    path("alternation/<int:pk>/publish/", alternation_acts.Publish.as_view(), name="alternation_publish"),
    path(
        "alternation/<int:pk>/take-back/", alternation_acts.TakeBack.as_view(), name="alternation_take_back"
    ),
    path("alternation/<int:pk>/stop/", alternation_acts.Stop.as_view(), name="alternation_stop"),
    path("alternation/weeks/<int:pk>/", alternation_acts.WeekConfirm.as_view(), name="alternation_week"),
]
