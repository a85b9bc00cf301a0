from __future__ import annotations

from django.urls import URLPattern, path

from placements.me import destinations, ends, vacancies

urlpatterns: list[URLPattern] = [
    path("report/", ends.report, name="report"),
    path("report/edit/", ends.ReportEdit.as_view(), name="report_edit"),
    path("report/submit/", ends.report_submit, name="report_submit"),
    path("report/files/<int:pk>/", ends.report_file, name="report_file"),
    path("report/files/<int:pk>/remove/", ends.report_file_remove, name="report_file_remove"),
    path("result/", ends.result, name="result"),
    path("result/<int:pk>/appeal/", ends.appeal, name="result_appeal"),
    path("certificates/<int:pk>/", ends.certificate, name="certificate"),
    path("vacancies/", vacancies.vacancy_list, name="vacancies"),
    path("vacancies/<int:pk>/", vacancies.vacancy_detail, name="vacancy"),
    path("vacancies/<int:pk>/apply/", vacancies.Apply.as_view(), name="vacancy_apply"),
    path("vacancies/<int:pk>/<slug:name>/", vacancies.move, name="vacancy_move"),
    path("destination/", destinations.destination, name="destination"),
    path("destination/edit/", destinations.DestinationEdit.as_view(), name="destination_edit"),
]
