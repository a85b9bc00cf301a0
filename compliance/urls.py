from django.urls import path

from compliance import views

app_name = "compliance"

urlpatterns = [
    path("rules/", views.RuleList.as_view(), name="rule_list"),
    path("rules/<int:pk>/", views.RuleDetail.as_view(), name="rule_detail"),
    path("rules/packs/<int:pk>/", views.PackDetail.as_view(), name="pack_detail"),
    path("rules/filings/<int:pk>/<int:file_id>/", views.waiver_file, name="waiver_file"),
]
