"""Addresses of visits, concerns, changes and guardians' pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from placements.views import changes, concern_acts, concerns, guardians, visits

visit_urls: list[URLPattern] = [
    path("visits/", visits.VisitList.as_view(), name="visit_list"),
    path("visits/due/", visits.visits_due, name="visits_due"),
    path("visits/<int:pk>/", visits.VisitDetail.as_view(), name="visit_detail"),
    path("visits/<int:pk>/edit/", visits.VisitEdit.as_view(), name="visit_edit"),
    path("visits/<int:pk>/files/<int:file_id>/", visits.visit_file, name="visit_file"),
    path("placements/<int:pk>/visits/new/", visits.VisitNew.as_view(), name="visit_new"),
    path("plans/<int:pk>/visits/", visits.Frequency.as_view(), name="visit_frequency"),
]

concern_urls: list[URLPattern] = [
    path("placements/<int:pk>/concerns/new/", concerns.ConcernNew.as_view(), name="concern_new"),
    path("concerns/", concerns.ConcernList.as_view(), name="concern_list"),
    path("concerns/mine/", concerns.concerns_mine, name="concerns_mine"),
    path("concerns/mine/<int:pk>/", concerns.concern_mine, name="concern_mine"),
    path("concerns/mine/<int:pk>/more/", concerns.ConcernMore.as_view(), name="concern_more"),
    path("concerns/mine/<int:pk>/files/<int:file_id>/", concerns.concern_mine_file, name="concern_mine_file"),
    path("concerns/<int:pk>/", concerns.ConcernDetail.as_view(), name="concern_detail"),
    path("concerns/<int:pk>/files/<int:file_id>/", concerns.concern_file, name="concern_file"),
    path("concerns/<int:pk>/look-into/", concern_acts.look_into, name="concern_look_into"),
    path("concerns/<int:pk>/settle/", concern_acts.Settle.as_view(), name="concern_settle"),
    path("concerns/<int:pk>/not-uphold/", concern_acts.NotUphold.as_view(), name="concern_not_uphold"),
    path("concerns/<int:pk>/again/", concern_acts.take_up_again, name="concern_take_up_again"),
    path("concerns/<int:pk>/notes/new/", concern_acts.Note.as_view(), name="concern_note"),
    path("concerns/<int:pk>/readers/new/", concern_acts.NameReader.as_view(), name="concern_reader_new"),
    path(
        "concerns/<int:pk>/readers/<int:reader_id>/remove/",
        concern_acts.dismiss_reader,
        name="concern_reader_remove",
    ),
    path("concerns/<int:pk>/actions/new/", concern_acts.SetAction.as_view(), name="concern_action_new"),
    path("concerns/actions/<int:pk>/done/", concern_acts.FinishAction.as_view(), name="concern_action_done"),
    path("concerns/<int:pk>/affected/", concern_acts.NameAffected.as_view(), name="concern_affected"),
    path("concerns/<int:pk>/incident/", concern_acts.declare_incident, name="concern_incident"),
    path("concerns/<int:pk>/vetting/", concern_acts.AskForVetting.as_view(), name="concern_vetting"),
    path("concerns/<int:pk>/interrupt/", concern_acts.Interrupt.as_view(), name="concern_interrupt"),
]

guardian_urls: list[URLPattern] = [
    path("guardians/<int:pk>/page/", guardians.GuardianReach.as_view(), name="guardian_reach"),
    path("guardians/<int:pk>/page/show/", guardians.GuardianShow.as_view(), name="guardian_show"),
    path("guardians/<int:pk>/page/revoke/", guardians.revoke, name="guardian_revoke"),
]

change_urls: list[URLPattern] = [
    path("placements/changes/", changes.ChangeList.as_view(), name="change_list"),
    path("placements/<int:pk>/changes/new/", changes.ChangeRecord.as_view(), name="change_record"),
    path("placements/<int:pk>/changes/<slug:kind>/", changes.ChangeNow.as_view(), name="change_now"),
    path("placements/changes/<int:pk>/apply/", changes.ChangeApply.as_view(), name="change_apply"),
    path("placements/changes/<int:pk>/refuse/", changes.ChangeRefuse.as_view(), name="change_refuse"),
    path("hosts/<int:pk>/leave/", changes.HostLeave.as_view(), name="host_leave"),
]

urlpatterns = [*visit_urls, *concern_urls, *guardian_urls, *change_urls]
