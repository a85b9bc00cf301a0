"""Addresses of practice in enterprises and of posts for teachers."""

from __future__ import annotations

from django.urls import URLPattern, path

from teachers.portal import openings as portal_openings
from teachers.portal import practice as portal_practice
from teachers.views import (
    my_practice,
    openings,
    owed,
    practice,
    practice_changes,
    practice_log,
    practice_plan,
)

urlpatterns: list[URLPattern] = [
    path("my-practice/", my_practice.my_practice, name="my_practice"),
    path("practice/", practice.PracticeList.as_view(), name="practice_list"),
    path("practice/owed/", owed.OwedList.as_view(), name="practice_owed"),
    path("practice/departments/", owed.departments, name="practice_departments"),
    path("practice/hosts/", practice_plan.host_choices, name="practice_host_choices"),
    path("practice/<int:pk>/", practice.PracticeDetail.as_view(), name="practice_detail"),
    path("practice/<int:pk>/edit/", practice_plan.PracticeEdit.as_view(), name="practice_edit"),
    path("practice/<int:pk>/approve/", practice.Approve.as_view(), name="practice_approve"),
    path("practice/<int:pk>/return/", practice.Return.as_view(), name="practice_return"),
    path("practice/<int:pk>/begin/", practice.Begin.as_view(), name="practice_begin"),
    path("practice/<int:pk>/submit/", practice.Submit.as_view(), name="practice_submit"),
    path("practice/<int:pk>/accept/", practice.Accept.as_view(), name="practice_accept"),
    path("practice/<int:pk>/send-back/", practice.SendBack.as_view(), name="practice_send_back"),
    path("practice/<int:pk>/reopen/", practice.Reopen.as_view(), name="practice_reopen"),
    path("practice/<int:pk>/cancel/", practice.Cancel.as_view(), name="practice_cancel"),
    path("practice/<int:pk>/evaluation/", practice.EnterEvaluation.as_view(), name="practice_evaluation"),
    path("practice/<int:pk>/ask/", practice.AskByLink.as_view(), name="practice_ask"),
    path("practice/<int:pk>/end-early/", practice_changes.EndEarly.as_view(), name="practice_end_early"),
    path("practice/<int:pk>/prolong/", practice_changes.Prolong.as_view(), name="practice_prolong"),
    path("practice/<int:pk>/guide/", practice_changes.Guide.as_view(), name="practice_guide"),
    path("practice/guides/", practice_changes.guide_choices, name="practice_guide_choices"),
    path(
        "practice/changes/<int:pk>/approve/",
        practice_changes.ApproveProlongation.as_view(),
        name="practice_change_approve",
    ),
    path(
        "practice/changes/<int:pk>/refuse/",
        practice_changes.RefuseProlongation.as_view(),
        name="practice_change_refuse",
    ),
    path(
        "practice/changes/<int:pk>/withdraw/",
        practice_changes.WithdrawProlongation.as_view(),
        name="practice_change_withdraw",
    ),
    path("practice/<int:pk>/log/", practice_log.EntryNew.as_view(), name="practice_entry_new"),
    path("practice/entries/<int:pk>/", practice_log.EntryEdit.as_view(), name="practice_entry_edit"),
    path("practice/entries/<int:pk>/remove/", practice_log.entry_remove, name="practice_entry_remove"),
    path("practice/files/<int:pk>/", practice_log.practice_file, name="practice_file"),
    path("teachers/<int:teacher_id>/practice/", practice_plan.PracticeNew.as_view(), name="practice_new"),
    path(
        "teachers/<int:teacher_id>/practice/past/",
        practice_plan.PracticeRecord.as_view(),
        name="practice_record",
    ),
    path("teacher-posts/", openings.OpeningList.as_view(), name="opening_list"),
    path("teacher-posts/new/", openings.ChooseHost.as_view(), name="opening_new"),
    path("teacher-posts/new/<int:enterprise_id>/", openings.OpeningNew.as_view(), name="opening_new_for"),
    path("teacher-posts/<int:pk>/", openings.OpeningDetail.as_view(), name="opening_detail"),
    path("teacher-posts/<int:pk>/edit/", openings.OpeningEdit.as_view(), name="opening_edit"),
    path("teacher-posts/<int:pk>/close/", openings.close, name="opening_close"),
    path("teacher-posts/<int:pk>/reopen/", openings.reopen, name="opening_reopen"),
]

portal_urlpatterns: list[URLPattern] = [
    path("teacher-posts/", portal_openings.opening_list, name="openings"),
    path("teacher-posts/new/", portal_openings.OpeningNew.as_view(), name="opening_new"),
    path("teacher-posts/<int:pk>/", portal_openings.opening_detail, name="opening"),
    path("teacher-posts/<int:pk>/edit/", portal_openings.OpeningEdit.as_view(), name="opening_edit"),
    path("teacher-posts/<int:pk>/close/", portal_openings.close, name="opening_close"),
    path("teacher-posts/<int:pk>/reopen/", portal_openings.reopen, name="opening_reopen"),
    path("teachers/", portal_practice.practice_list, name="practices"),
    path("teachers/<int:pk>/", portal_practice.practice_detail, name="practice"),
    path("teachers/<int:pk>/evaluate/", portal_practice.Evaluate.as_view(), name="practice_evaluate"),
]
