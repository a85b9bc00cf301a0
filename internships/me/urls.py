from django.urls import URLPattern, URLResolver, path

from internships.me import posts, rounds, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.today, name="today"),
    path("posts/", posts.post_list, name="posts"),
    path("posts/<int:pk>/", posts.post_detail, name="post"),
    path("details/", views.details, name="details"),
    path("details/correct/", views.Correct.as_view(), name="correct"),
    path("rounds/", rounds.round_list, name="rounds"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round"),
    path("rounds/<int:pk>/rank/", rounds.rank, name="round_rank"),
    path("rounds/<int:pk>/reach/", rounds.Reach.as_view(), name="round_reach"),
    path("rounds/<int:pk>/confirm/", rounds.confirm, name="round_confirm"),
    path("rounds/<int:pk>/decline/", rounds.decline, name="round_decline"),
    path("profile/", views.profile, name="profile"),
    path("profile/about/", views.AboutEdit.as_view(), name="about"),
    path("profile/entries/new/", views.EntryNew.as_view(), name="entry_new"),
    path("profile/entries/<int:pk>/remove/", views.entry_remove, name="entry_remove"),
    path("profile/files/<int:pk>/", views.entry_file, name="entry_file"),
    path("profile/consent/<slug:part>/", views.consent, name="consent"),
]
