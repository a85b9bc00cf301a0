"""Addresses of the papers of placements."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from placements.me import papers as me
from placements.views import papers, tripartite, tripartite_plan
from signing.views.audiences import ceremony_urls

urlpatterns: list[URLPattern] = [
    path("placements/<int:pk>/consents/ask/", papers.AskConsent.as_view(), name="consent_ask"),
    path("placements/<int:pk>/consents/record/", papers.RecordConsent.as_view(), name="consent_record"),
    path("placements/<int:pk>/insurance/new/", papers.Insure.as_view(), name="insured_new"),
    path("placements/<int:pk>/training/new/", papers.Train.as_view(), name="training_new"),
    path("placements/<int:pk>/tripartite/new/", tripartite.MakeTripartite.as_view(), name="tripartite_new"),
    path("placements/<int:pk>/tripartite/amend/", tripartite.Amend.as_view(), name="tripartite_amend"),
    path("consents/<int:pk>/take-back/", papers.consent_take_back, name="consent_take_back"),
    path("consents/scans/<int:pk>/", papers.consent_scan, name="consent_scan"),
    path("insured/<int:pk>/remove/", papers.uninsure, name="insured_remove"),
    path("insurance-policies/<int:pk>/", papers.PolicyDetail.as_view(), name="policy_detail"),
    path("insurance-policies/<int:pk>/deduction/", papers.SayDeduction.as_view(), name="policy_deduction"),
    path("insurance-policies/scans/<int:pk>/", papers.policy_scan, name="policy_scan"),
    path("trainings/scans/<int:pk>/", papers.training_scan, name="training_scan"),
    path("tripartites/", tripartite_plan.TrackingList.as_view(), name="tripartite_list"),
    path("tripartites/<int:pk>/", tripartite.TripartiteDetail.as_view(), name="tripartite_detail"),
    path("tripartites/<int:pk>/document/", tripartite.document, name="tripartite_document"),
    path("tripartites/<int:pk>/send/", tripartite.Send.as_view(), name="tripartite_send"),
    path("tripartites/<int:pk>/on-paper/", tripartite.OnPaper.as_view(), name="tripartite_on_paper"),
    path(
        "tripartites/<int:pk>/party-on-paper/",
        tripartite.PartyOnPaper.as_view(),
        name="tripartite_party_on_paper",
    ),
    path("tripartites/<int:pk>/cancel/", tripartite.Cancel.as_view(), name="tripartite_cancel"),
    path("tripartites/scans/<int:pk>/", tripartite.scan, name="tripartite_scan"),
    path("plans/<int:pk>/tripartites/order/", tripartite_plan.Order.as_view(), name="tripartite_order"),
    path("plans/<int:pk>/tripartites/remind/", tripartite_plan.remind_all, name="tripartite_remind"),
    path(
        "plans/<int:pk>/tripartites/printed/<int:part>/", tripartite_plan.printed, name="tripartite_printed"
    ),
    path("plans/<int:pk>/scans/new/", tripartite_plan.PileNew.as_view(), name="pile_new"),
    path("tripartite-orders/<int:pk>/", tripartite_plan.BatchDetail.as_view(), name="tripartite_batch"),
    path("tripartite-orders/<int:pk>/status/", tripartite_plan.batch_status, name="tripartite_batch_status"),
    path("scans/<int:pk>/", tripartite_plan.PileDetail.as_view(), name="pile_detail"),
    path("scans/<int:pk>/status/", tripartite_plan.pile_status, name="pile_status"),
    path("scans/<int:pk>/record/", tripartite_plan.RecordPile.as_view(), name="pile_record"),
    path("scans/pages/<int:pk>/picture/", tripartite_plan.page_picture, name="page_picture"),
    path("scans/pages/<int:pk>/assign/", tripartite_plan.AssignPage.as_view(), name="page_assign"),
    path("scans/pages/<int:pk>/aside/", tripartite_plan.page_aside, name="page_aside"),
]

# Below ``/me/``.
me_urlpatterns: list[URLPattern | URLResolver] = [
    path("papers/", me.papers, name="papers"),
    path("papers/agreements/<int:pk>/", me.agreement, name="paper_agreement"),
    path("papers/consents/<int:pk>/", me.consent, name="consent"),
    path("signing/", include((ceremony_urls(me.ME), "signing"))),
]
