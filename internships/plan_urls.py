"""Addresses of plans, hosts and posts."""

from __future__ import annotations

from django.urls import URLPattern, path

from internships.views import hosts, plan_forms, plans, post_acts, posts

urlpatterns: list[URLPattern] = [
    path("posts/", posts.PostList.as_view(), name="post_list"),
    path("posts/new/", posts.ChooseEnterprise.as_view(), name="post_new"),
    path("posts/new/<int:enterprise_id>/", posts.PostNew.as_view(), name="post_new_for"),
    path("posts/headcount/<int:enterprise_id>/", posts.headcount, name="post_headcount"),
    path("posts/<int:pk>/", posts.PostDetail.as_view(), name="post_detail"),
    path("posts/<int:pk>/edit/", posts.PostEdit.as_view(), name="post_edit"),
    path("posts/<int:pk>/offer/", post_acts.Offer.as_view(), name="post_offer"),
    path("posts/<int:pk>/approve/", post_acts.Approve.as_view(), name="post_approve"),
    path("posts/<int:pk>/return/", post_acts.Return.as_view(), name="post_return"),
    path("posts/<int:pk>/close/", post_acts.Close.as_view(), name="post_close"),
    path("posts/<int:pk>/withdraw/", post_acts.Withdraw.as_view(), name="post_withdraw"),
    path("posts/<int:pk>/copy/", post_acts.copy, name="post_copy"),
    path("host-visits/", hosts.HostVisitList.as_view(), name="host_visit_list"),
    path("host-visits/new/<int:enterprise_id>/", hosts.HostVisitNew.as_view(), name="host_visit_new"),
    path("host-visits/<int:pk>/", hosts.HostVisitDetail.as_view(), name="host_visit_detail"),
    path("host-visits/<int:pk>/edit/", hosts.HostVisitEdit.as_view(), name="host_visit_edit"),
    path("host-visits/<int:pk>/files/<int:file_id>/", hosts.file, name="host_visit_file"),
    path("plans/", plans.PlanList.as_view(), name="plan_list"),
    path("plans/new/", plan_forms.PlanNew.as_view(), name="plan_new"),
    path("plans/<int:pk>/", plans.PlanDetail.as_view(), name="plan_detail"),
    path("plans/<int:pk>/edit/", plan_forms.PlanEdit.as_view(), name="plan_edit"),
    path("plans/<int:pk>/tasks/", plan_forms.Tasks.as_view(), name="plan_tasks"),
    path("plans/<int:pk>/criteria/", plan_forms.Criteria.as_view(), name="plan_criteria"),
    path("plans/<int:pk>/documents/new/", plan_forms.DocumentNew.as_view(), name="plan_document_new"),
    path("plans/<int:pk>/documents/<int:file_id>/", plan_forms.document, name="plan_document"),
    path(
        "plans/<int:pk>/documents/<int:file_id>/remove/",
        plan_forms.document_remove,
        name="plan_document_remove",
    ),
    path("plans/<int:pk>/filings/new/", plan_forms.FilingNew.as_view(), name="plan_filing_new"),
    path("plans/<int:pk>/scans/<int:file_id>/", plan_forms.scan, name="plan_scan"),
    path("plans/<int:pk>/hosts/", plan_forms.PublishHosts.as_view(), name="plan_publish_hosts"),
    path("plans/<int:pk>/declare/", plan_forms.Declare.as_view(), name="plan_declare"),
    path("plans/<int:pk>/submit/", plan_forms.Submit.as_view(), name="plan_submit"),
    path("plans/<int:pk>/recall/", plan_forms.Recall.as_view(), name="plan_recall"),
    path("plans/<int:pk>/start/", plan_forms.Start.as_view(), name="plan_start"),
    path("plans/<int:pk>/close/", plan_forms.Close.as_view(), name="plan_close"),
    path("plans/<int:pk>/withdraw/", plan_forms.Withdraw.as_view(), name="plan_withdraw"),
]
