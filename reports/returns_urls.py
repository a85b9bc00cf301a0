from django.urls import URLPattern, path

from reports.views import return_acts, return_answers, returns

urlpatterns: list[URLPattern] = [
    path("returns/", returns.ReturnList.as_view(), name="return_list"),
    path("returns/new/", return_acts.ReturnNew.as_view(), name="return_new"),
    path("returns/asked/", returns.asked, name="return_asked"),
    path("returns/<int:pk>/", returns.ReturnDetail.as_view(), name="return_detail"),
    path("returns/<int:pk>/edit/", return_acts.ReturnEdit.as_view(), name="return_edit"),
    path("returns/<int:pk>/look/", return_acts.look, name="return_look"),
    path("returns/<int:pk>/ask/", return_acts.Ask.as_view(), name="return_ask"),
    path("returns/<int:pk>/confirm/", return_answers.Confirm.as_view(), name="return_confirm"),
    path("returns/<int:pk>/submit/", return_acts.Submit.as_view(), name="return_submit"),
    path("returns/<int:pk>/discard/", return_acts.Discard.as_view(), name="return_discard"),
    path("returns/<int:pk>/correct/", return_acts.Correct.as_view(), name="return_correct"),
    path("returns/<int:pk>/missing/", return_acts.missing, name="return_missing"),
    path(
        "returns/<int:pk>/answer/<slug:sheet>/<slug:field>/",
        return_answers.Answer.as_view(),
        name="return_answer",
    ),
    path("returns/<int:pk>/file/<slug:language>/", return_acts.file, name="return_file"),
    path("returns/<int:pk>/order/<slug:language>/", return_acts.order, name="return_order"),
    path("returns/files/<int:pk>/", return_acts.ordered, name="return_ordered"),
]
