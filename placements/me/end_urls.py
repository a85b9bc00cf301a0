from __future__ import annotations

from django.urls import URLPattern, path

from placements.me import ends

urlpatterns: list[URLPattern] = [
    path("report/", ends.report, name="report"),
    path("report/edit/", ends.ReportEdit.as_view(), name="report_edit"),
    path("report/submit/", ends.report_submit, name="report_submit"),
    path("report/files/<int:pk>/", ends.report_file, name="report_file"),
    path("report/files/<int:pk>/remove/", ends.report_file_remove, name="report_file_remove"),
    path("result/", ends.result, name="result"),
    path("result/<int:pk>/appeal/", ends.appeal, name="result_appeal"),
    path("certificates/<int:pk>/", ends.certificate, name="certificate"),
]
