"""Addresses of the end of internships: evaluation, report, certificate, archive."""

from __future__ import annotations

from django.urls import URLPattern, path

from placements.views import archive, destinations, evaluation, paper_evaluation, results, vacancies

urlpatterns: list[URLPattern] = [
    path("results/", results.ResultList.as_view(), name="result_list"),
    path("placements/<int:pk>/evaluate/", evaluation.Evaluate.as_view(), name="evaluate"),
    path(
        "placements/<int:pk>/evaluate/on-paper/",
        paper_evaluation.EvaluateOnPaper.as_view(),
        name="evaluate_on_paper",
    ),
    path("evaluations/scans/<int:pk>/", paper_evaluation.scan, name="evaluation_scan"),
    path("placements/<int:pk>/result/confirm/", evaluation.Confirm.as_view(), name="result_confirm"),
    path("placements/<int:pk>/result/correct/", evaluation.Correct.as_view(), name="result_correct"),
    path("placements/<int:pk>/certificate/", results.issue_certificate, name="certificate_issue"),
    path("placements/<int:pk>/archive/", results.archive, name="archive"),
    path("placements/<int:pk>/archive/check/", archive.check, name="archive_check"),
    path("placements/<int:pk>/archive/release/", archive.Release.as_view(), name="archive_release"),
    path("plans/<int:pk>/archive/release/", archive.PlanRelease.as_view(), name="plan_archive_release"),
    path("plans/<int:pk>/evaluate/", evaluation.Grid.as_view(), name="evaluation_grid"),
    path("plans/<int:pk>/certificates/", results.order_certificates, name="certificates_order"),
    path("plans/<int:pk>/archive/", results.order_archive, name="archive_order"),
    path("plans/<int:pk>/end/", results.end_status, name="plan_end_status"),
    path("archives/<int:pk>/", results.plan_archive, name="plan_archive"),
    path("certificates/<int:pk>/", results.certificate, name="certificate"),
    path("appeals/<int:pk>/answer/", evaluation.AppealAnswer.as_view(), name="appeal_answer"),
    path("reports/<int:pk>/accept/", evaluation.ReportAccept.as_view(), name="report_accept"),
    path("reports/<int:pk>/return/", evaluation.ReportReturn.as_view(), name="report_return"),
    path("reports/<int:pk>/files/<int:file_id>/", evaluation.report_file, name="report_file"),
    path("vacancies/", vacancies.VacancyList.as_view(), name="vacancy_list"),
    path("vacancies/new/", vacancies.ChooseEnterprise.as_view(), name="vacancy_new"),
    path("vacancies/new/<int:enterprise_id>/", vacancies.VacancyNew.as_view(), name="vacancy_new_for"),
    path("vacancies/<int:pk>/", vacancies.VacancyDetail.as_view(), name="vacancy_detail"),
    path("vacancies/<int:pk>/edit/", vacancies.VacancyEdit.as_view(), name="vacancy_edit"),
    path("vacancies/<int:pk>/offer/", vacancies.Offer.as_view(), name="vacancy_offer"),
    path("vacancies/<int:pk>/approve/", vacancies.Approve.as_view(), name="vacancy_approve"),
    path("vacancies/<int:pk>/return/", vacancies.Return.as_view(), name="vacancy_return"),
    path("vacancies/<int:pk>/close/", vacancies.Close.as_view(), name="vacancy_close"),
    path("graduates/", destinations.GraduateList.as_view(), name="graduate_list"),
    path("graduates/rates/", destinations.rate_list, name="rates"),
    path("students/<int:pk>/destination/", destinations.Report.as_view(), name="destination_report"),
    path("destinations/<int:pk>/confirm/", destinations.Confirm.as_view(), name="destination_confirm"),
    path("destinations/<int:pk>/files/<int:file_id>/", destinations.file, name="destination_file"),
]
