"""Addresses of resources, bookings and contributions: those of the staff, and those of the portal."""

from __future__ import annotations

from django.urls import URLPattern, path

from resources.portal import bookings as portal_bookings
from resources.portal import contributions as portal_contributions
from resources.portal import proposals as portal_proposals
from resources.portal import resources as portal_resources
from resources.views import bookings, calendar, contributions, resources, statements

app_name = "resources"

urlpatterns: list[URLPattern] = [
    path("resources/", resources.ResourceList.as_view(), name="resource_list"),
    path("resources/new/", resources.ResourceNew.as_view(), name="resource_new"),
    path("resources/<int:pk>/", resources.ResourceDetail.as_view(), name="resource_detail"),
    path("resources/<int:pk>/edit/", resources.ResourceEdit.as_view(), name="resource_edit"),
    path("resources/<int:pk>/take-out/", resources.TakeOut.as_view(), name="resource_take_out"),
    path("resources/<int:pk>/put-back/", resources.put_back, name="resource_put_back"),
    path("resources/<int:pk>/confirm/", resources.TakeIn.as_view(), name="resource_confirm"),
    path("resources/<int:pk>/refuse/", resources.Refuse.as_view(), name="resource_refuse"),
    path("resources/<int:pk>/photos/new/", resources.PhotoNew.as_view(), name="resource_photo_new"),
    path("resources/<int:pk>/photos/<int:photo_id>/", resources.photo, name="resource_photo"),
    path(
        "resources/<int:pk>/photos/<int:photo_id>/remove/",
        resources.photo_remove,
        name="resource_photo_remove",
    ),
    path("resources/<int:pk>/calendar/", calendar.calendar, name="resource_calendar"),
    path("resources/<int:pk>/calendar/events/", calendar.events, name="resource_events"),
    path("resources/<int:pk>/book/", bookings.BookingNew.as_view(), name="booking_new"),
    path("resources/<int:pk>/maintenance/new/", resources.MaintenanceNew.as_view(), name="maintenance_new"),
    path("maintenance/<int:pk>/done/", resources.MaintenanceDone.as_view(), name="maintenance_done"),
    path(
        "maintenance/<int:pk>/call-off/", resources.MaintenanceCallOff.as_view(), name="maintenance_call_off"
    ),
    path("bookings/", bookings.BookingList.as_view(), name="booking_list"),
    path("bookings/<int:pk>/", bookings.BookingDetail.as_view(), name="booking_detail"),
    path("bookings/<int:pk>/approve/", bookings.Approve.as_view(), name="booking_approve"),
    path("bookings/<int:pk>/decline/", bookings.Decline.as_view(), name="booking_decline"),
    path(
        "bookings/<int:pk>/record-approval/",
        bookings.RecordApproval.as_view(),
        name="booking_record_approval",
    ),
    path("bookings/<int:pk>/cancel/", bookings.Cancel.as_view(), name="booking_cancel"),
    path("bookings/<int:pk>/use/", bookings.Use.as_view(), name="booking_use"),
    path("bookings/<int:pk>/miss/", bookings.Miss.as_view(), name="booking_miss"),
    path("contributions/", contributions.ContributionList.as_view(), name="contribution_list"),
    path("contributions/totals/", contributions.totals, name="contribution_totals"),
    path("contributions/new/", contributions.ChooseEnterprise.as_view(), name="contribution_new"),
    path(
        "contributions/new/<int:enterprise_id>/",
        contributions.ContributionNew.as_view(),
        name="contribution_new_of",
    ),
    path("contributions/statements/", statements.statement_list, name="statement_list"),
    path("contributions/statements/new/", statements.StatementNew.as_view(), name="statement_new"),
    path("contributions/statements/<int:pk>/", statements.statement, name="statement"),
    path("contributions/<int:pk>/", contributions.ContributionDetail.as_view(), name="contribution_detail"),
    path("contributions/<int:pk>/edit/", contributions.ContributionEdit.as_view(), name="contribution_edit"),
    path("contributions/<int:pk>/confirm/", contributions.Confirm.as_view(), name="contribution_confirm"),
    path("contributions/<int:pk>/refuse/", contributions.Refuse.as_view(), name="contribution_refuse"),
    path(
        "contributions/<int:pk>/record-confirmation/",
        contributions.RecordConfirmation.as_view(),
        name="contribution_record_confirmation",
    ),
    path("contributions/<int:pk>/withdraw/", contributions.Withdraw.as_view(), name="contribution_withdraw"),
    path("contributions/<int:pk>/annul/", contributions.Annul.as_view(), name="contribution_annul"),
    path("contributions/<int:pk>/reverse/", contributions.Reverse.as_view(), name="contribution_reverse"),
    path("contributions/<int:pk>/files/new/", contributions.FileNew.as_view(), name="contribution_file_new"),
    path("contributions/<int:pk>/files/<int:file_id>/", contributions.file, name="contribution_file"),
    path(
        "contributions/<int:pk>/files/<int:file_id>/remove/",
        contributions.file_remove,
        name="contribution_file_remove",
    ),
]

portal_urlpatterns: list[URLPattern] = [
    path("resources/", portal_resources.resource_list, name="resources"),
    path("resources/new/", portal_proposals.Propose.as_view(), name="resource_new"),
    path("resources/<int:pk>/edit/", portal_proposals.Change.as_view(), name="resource_edit"),
    path("resources/<int:pk>/withdraw/", portal_proposals.withdraw, name="resource_withdraw"),
    path("resources/<int:pk>/", portal_resources.resource_detail, name="resource"),
    path("resources/<int:pk>/events/", portal_resources.events, name="resource_events"),
    path("resources/<int:pk>/photos/<int:photo_id>/", portal_resources.photo, name="resource_photo"),
    path("resources/<int:pk>/book/", portal_bookings.BookingNew.as_view(), name="booking_new"),
    path("bookings/<int:pk>/", portal_bookings.booking_detail, name="booking"),
    path("bookings/<int:pk>/approve/", portal_bookings.approve, name="booking_approve"),
    path("bookings/<int:pk>/decline/", portal_bookings.Decline.as_view(), name="booking_decline"),
    path("bookings/<int:pk>/cancel/", portal_bookings.Cancel.as_view(), name="booking_cancel"),
    path("bookings/<int:pk>/use/", portal_bookings.Use.as_view(), name="booking_use"),
    path("contributions/", portal_contributions.contribution_list, name="contributions"),
    path("contributions/new/", portal_contributions.ContributionNew.as_view(), name="contribution_new"),
    path(
        "contributions/statements/new/",
        portal_contributions.StatementNew.as_view(),
        name="contribution_statement_new",
    ),
    path("contributions/statements/<int:pk>/", portal_contributions.statement, name="contribution_statement"),
    path("contributions/<int:pk>/", portal_contributions.contribution_detail, name="contribution"),
    path(
        "contributions/<int:pk>/edit/",
        portal_contributions.ContributionEdit.as_view(),
        name="contribution_edit",
    ),
    path("contributions/<int:pk>/confirm/", portal_contributions.confirm, name="contribution_confirm"),
    path("contributions/<int:pk>/refuse/", portal_contributions.Refuse.as_view(), name="contribution_refuse"),
    path(
        "contributions/<int:pk>/withdraw/",
        portal_contributions.Withdraw.as_view(),
        name="contribution_withdraw",
    ),
    path(
        "contributions/<int:pk>/reverse/",
        portal_contributions.Reverse.as_view(),
        name="contribution_reverse",
    ),
    path(
        "contributions/<int:pk>/files/new/",
        portal_contributions.FileNew.as_view(),
        name="contribution_file_new",
    ),
    path("contributions/<int:pk>/files/<int:file_id>/", portal_contributions.file, name="contribution_file"),
]
