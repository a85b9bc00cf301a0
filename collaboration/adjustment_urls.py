"""Addresses of adjustments of curricula and of courses: those of the staff, and those of the portal."""

from __future__ import annotations

from django.urls import URLPattern, path

from collaboration.portal import adjustments as portal
from collaboration.views import adjustment_acts as acts
from collaboration.views import adjustments

urlpatterns: list[URLPattern] = [
    path("adjustments/", adjustments.AdjustmentList.as_view(), name="adjustment_list"),
    path("adjustments/new/", adjustments.AdjustmentNew.as_view(), name="adjustment_new"),
    path("adjustments/<int:pk>/", adjustments.AdjustmentDetail.as_view(), name="adjustment_detail"),
    path("adjustments/<int:pk>/edit/", adjustments.AdjustmentEdit.as_view(), name="adjustment_edit"),
    path("adjustments/<int:pk>/panel/", acts.NamePanel.as_view(), name="adjustment_panel"),
    path("adjustments/<int:pk>/bring/", acts.Bring.as_view(), name="adjustment_bring"),
    path(
        "adjustments/<int:pk>/members/<int:member_id>/",
        acts.GiveOpinion.as_view(),
        name="adjustment_opinion",
    ),
    path("adjustments/<int:pk>/adopt/", acts.Adopt.as_view(), name="adjustment_adopt"),
    path("adjustments/<int:pk>/reject/", acts.Reject.as_view(), name="adjustment_reject"),
    path("adjustments/<int:pk>/withdraw/", acts.Withdraw.as_view(), name="adjustment_withdraw"),
    path("adjustments/<int:pk>/papers/new/", acts.AddPaper.as_view(), name="adjustment_paper"),
    path("adjustments/<int:pk>/papers/<int:file_id>/", acts.paper, name="adjustment_file"),
    path("courses/", adjustments.course_list, name="course_list"),
    path("courses/<int:pk>/", adjustments.course_major, name="course_major"),
]

portal_urlpatterns: list[URLPattern] = [
    path("course-changes/", portal.adjustment_list, name="adjustments"),
    path("course-changes/<int:pk>/", portal.adjustment_detail, name="adjustment"),
    path("course-changes/<int:pk>/opinion/", portal.GiveOpinion.as_view(), name="adjustment_opinion"),
]
