from __future__ import annotations

from django.urls import URLPattern, path

from catalogue.views import major_choices, occupation_choices, region_choices
from internships.portal import rounds, views

urlpatterns: list[URLPattern] = [
    path("rounds/", rounds.round_list, name="rounds"),
    path("rounds/<int:pk>/", rounds.seat_detail, name="round_seat"),
    path("rounds/<int:pk>/rank/", rounds.rank, name="round_rank"),
    path("posts/", views.post_list, name="posts"),
    path("posts/new/", views.PostNew.as_view(), name="post_new"),
    path("posts/headcount/", views.headcount, name="post_headcount"),
    path("posts/<int:pk>/", views.post_detail, name="post"),
    path("posts/<int:pk>/edit/", views.PostEdit.as_view(), name="post_edit"),
    path("posts/<int:pk>/offer/", views.offer, name="post_offer"),
    path("posts/<int:pk>/withdraw/", views.withdraw, name="post_withdraw"),
    path("posts/<int:pk>/copy/", views.copy, name="post_copy"),
    path("choices/regions/", region_choices, name="region_choices"),
    path("choices/majors/", major_choices, name="major_choices"),
    path("choices/occupations/", occupation_choices, name="occupation_choices"),
]
