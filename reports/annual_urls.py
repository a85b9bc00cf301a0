from django.urls import URLPattern, path

from reports.portal import annual as portal
from reports.views import annual, annual_acts, enterprise

urlpatterns: list[URLPattern] = [
    path("annual-reports/", annual.ReportList.as_view(), name="annual_report_list"),
    path("annual-reports/new/", annual_acts.ReportNew.as_view(), name="annual_report_new"),
    path("annual-reports/<int:pk>/", annual.ReportDetail.as_view(), name="annual_report_detail"),
    path("annual-reports/<int:pk>/edit/", annual_acts.ReportEdit.as_view(), name="annual_report_edit"),
    path("annual-reports/<int:pk>/freeze/", annual_acts.Freeze.as_view(), name="annual_report_freeze"),
    path("annual-reports/<int:pk>/submit/", annual_acts.Submit.as_view(), name="annual_report_submit"),
    path("annual-reports/<int:pk>/recall/", annual_acts.Recall.as_view(), name="annual_report_recall"),
    path("annual-reports/<int:pk>/return/", annual_acts.Return.as_view(), name="annual_report_return"),
    path("annual-reports/<int:pk>/publish/", annual_acts.Publish.as_view(), name="annual_report_publish"),
    path("annual-reports/<int:pk>/partners/", annual_acts.Partners.as_view(), name="annual_report_partners"),
    path(
        "annual-reports/<int:pk>/paper/<slug:language>/<slug:format>/",
        annual_acts.paper,
        name="annual_report_paper",
    ),
    path("annual-reports/chapters/<int:pk>/", annual.ChapterDetail.as_view(), name="chapter_detail"),
    path("annual-reports/chapters/<int:pk>/write/", annual_acts.ChapterEdit.as_view(), name="chapter_edit"),
    path(
        "annual-reports/chapters/<int:pk>/responsible/",
        annual_acts.ChapterAssign.as_view(),
        name="chapter_assign",
    ),
    path(
        "enterprises/<int:pk>/annual-part/<int:year>/<slug:language>/<slug:format>/",
        enterprise.paper,
        name="enterprise_part_paper",
    ),
]

portal_urlpatterns: list[URLPattern] = [
    path("annual-reports/", portal.report_list, name="annual_reports"),
    path(
        "annual-reports/<int:pk>/<slug:language>/<slug:format>/",
        portal.report_paper,
        name="annual_report_paper",
    ),
    path("annual-part/", portal.own_part, name="own_part"),
    path(
        "annual-part/<int:year>/<slug:language>/<slug:format>/", portal.own_part_paper, name="own_part_paper"
    ),
]
