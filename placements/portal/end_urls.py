from __future__ import annotations

from django.urls import URLPattern, path

from placements.portal import evaluation

urlpatterns: list[URLPattern] = [
    path("evaluations/", evaluation.evaluation_list, name="evaluations"),
    path("evaluations/<int:pk>/", evaluation.Evaluate.as_view(), name="evaluate"),
]
