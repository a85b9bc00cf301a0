from django.urls import path

from agreements.portal import promise_pages, requests, views

urlpatterns = [
    path("agreements/", views.agreement_list, name="agreements"),
    path("agreements/<int:pk>/", views.agreement_detail, name="agreement"),
    path("promises/", promise_pages.promise_list, name="promises"),
    path("promises/<int:pk>/", promise_pages.promise_detail, name="promise"),
    path("promises/<int:pk>/confirm/", promise_pages.Confirm.as_view(), name="promise_confirm"),
    path("promises/entered/<int:pk>/", promise_pages.Check.as_view(), name="promise_check"),
    path("agreements/<int:pk>/document/<slug:language>/", views.document, name="document"),
    path("agreements/<int:pk>/sealed/", views.sealed, name="sealed"),
    path(
        "agreements/<int:pk>/amendments/<int:amendment_id>/sealed/",
        views.sealed_amendment,
        name="sealed_amendment",
    ),
    path("agreements/<int:pk>/files/<int:file_id>/", views.file, name="file"),
    path("agreements/<int:pk>/ask/<slug:kind>/", requests.Ask.as_view(), name="ask"),
    path(
        "agreements/<int:pk>/requests/<int:request_id>/withdraw/", requests.withdraw, name="request_withdraw"
    ),
    path(
        "agreements/<int:pk>/requests/<int:request_id>/files/<int:file_id>/",
        requests.file,
        name="request_file",
    ),
    path("agreements/<int:pk>/comments/", views.comment_new, name="comment"),
]
