from django.urls import path

from compliance.views import cases, rules

app_name = "compliance"

urlpatterns = [
    path("rules/", rules.RuleList.as_view(), name="rule_list"),
    path("rules/<int:pk>/", rules.RuleDetail.as_view(), name="rule_detail"),
    path("rules/packs/<int:pk>/", rules.PackDetail.as_view(), name="pack_detail"),
    path("rules/checks/<int:pk>/<str:code>/", cases.Decide.as_view(), name="decide"),
    path("rules/filings/new/<slug:kind>/<int:pk>/", cases.WaiverNew.as_view(), name="waiver_new"),
    path("rules/filings/<int:pk>/withdraw/", cases.WaiverWithdraw.as_view(), name="waiver_withdraw"),
    path("rules/filings/<int:pk>/<int:file_id>/", rules.waiver_file, name="waiver_file"),
]
