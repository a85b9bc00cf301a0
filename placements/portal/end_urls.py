from __future__ import annotations

from django.urls import URLPattern, path

from placements.portal import evaluation, vacancies

urlpatterns: list[URLPattern] = [
    path("evaluations/", evaluation.evaluation_list, name="evaluations"),
    path("evaluations/<int:pk>/", evaluation.Evaluate.as_view(), name="evaluate"),
    path("vacancies/", vacancies.vacancy_list, name="vacancies"),
    path("vacancies/new/", vacancies.VacancyNew.as_view(), name="vacancy_new"),
    path("vacancies/<int:pk>/", vacancies.vacancy_detail, name="vacancy"),
    path("vacancies/<int:pk>/edit/", vacancies.VacancyEdit.as_view(), name="vacancy_edit"),
    path("vacancies/<int:pk>/offer/", vacancies.offer, name="vacancy_offer"),
    path("vacancies/<int:pk>/close/", vacancies.close, name="vacancy_close"),
    path("applications/<int:pk>/", vacancies.application, name="application"),
    path("applications/<int:pk>/files/<int:file_id>/", vacancies.application_file, name="application_file"),
    path("applications/<int:pk>/<slug:name>/", vacancies.application_move, name="application_move"),
]
