"""Addresses of exchanges: those of the staff, of the portal, and of students."""

from __future__ import annotations

from django.urls import URLPattern, path

from collaboration.me import exchanges as own
from collaboration.portal import exchange_acts as portal_acts
from collaboration.portal import exchanges as portal
from collaboration.views import exchange_acts as acts
from collaboration.views import exchange_calendar as calendar
from collaboration.views import exchanges

urlpatterns: list[URLPattern] = [
    path("exchanges/", exchanges.ExchangeList.as_view(), name="exchange_list"),
    path("exchanges/calendar/", calendar.calendar, name="exchange_calendar"),
    path("exchanges/calendar/events/", calendar.events, name="exchange_calendar_events"),
    path("exchanges.ics", calendar.public_feed, name="public_calendar"),
    path("exchanges/new/", exchanges.ChooseEnterprise.as_view(), name="exchange_new"),
    path("exchanges/new/<int:enterprise_id>/", exchanges.ExchangeNew.as_view(), name="exchange_new_with"),
    path("exchanges/record/", exchanges.ChooseRecorded.as_view(), name="exchange_record"),
    path(
        "exchanges/record/<int:enterprise_id>/",
        exchanges.ExchangeRecord.as_view(),
        name="exchange_record_with",
    ),
    path("exchanges/<int:pk>/", exchanges.ExchangeDetail.as_view(), name="exchange_detail"),
    path("exchanges/<int:pk>/edit/", exchanges.ExchangeEdit.as_view(), name="exchange_edit"),
    path("exchanges/<int:pk>/agree/", acts.Agree.as_view(), name="exchange_agree"),
    path("exchanges/<int:pk>/confirm/", acts.Confirm.as_view(), name="exchange_confirm"),
    path("exchanges/<int:pk>/decline/", acts.Decline.as_view(), name="exchange_decline"),
    path("exchanges/<int:pk>/announce/", acts.Announce.as_view(), name="exchange_announce"),
    path("exchanges/<int:pk>/hold/", acts.Hold.as_view(), name="exchange_hold"),
    path("exchanges/<int:pk>/close/", acts.Close.as_view(), name="exchange_close"),
    path("exchanges/<int:pk>/cancel/", acts.Cancel.as_view(), name="exchange_cancel"),
    path("exchanges/<int:pk>/repeat/", acts.Repeat.as_view(), name="exchange_repeat"),
    path("exchanges/<int:pk>/speakers/", acts.Speakers.as_view(), name="exchange_speakers"),
    path("exchanges/<int:pk>/people/", acts.People.as_view(), name="exchange_people"),
    path("exchanges/<int:pk>/attendance/", acts.attendance, name="exchange_attendance"),
    path(
        "exchanges/<int:pk>/people/<int:registration_id>/remove/",
        acts.take_out,
        name="exchange_take_out",
    ),
    path("exchanges/<int:pk>/materials/new/", acts.Material.as_view(), name="exchange_material"),
    path("exchanges/<int:pk>/materials/<int:file_id>/", acts.material_file, name="exchange_file"),
    path(
        "exchanges/<int:pk>/materials/<int:file_id>/remove/",
        acts.material_remove,
        name="exchange_file_remove",
    ),
    path("exchanges/<int:pk>/code/", acts.code, name="exchange_code"),
    path("exchanges/<int:pk>/register/", acts.register, name="exchange_register"),
    path("exchanges/<int:pk>/withdraw/", acts.withdraw, name="exchange_withdraw"),
    path("exchanges/<int:pk>/sign-in/", acts.SignIn.as_view(), name="exchange_sign_in"),
    path("exchanges/<int:pk>/feedback/", acts.GiveFeedback.as_view(), name="exchange_answer"),
]

portal_urlpatterns: list[URLPattern] = [
    path("exchanges/", portal.exchange_list, name="exchanges"),
    path("exchanges/new/", portal_acts.Propose.as_view(), name="exchange_new"),
    path("exchanges/<int:pk>/", portal.exchange_detail, name="exchange"),
    path("exchanges/<int:pk>/edit/", portal_acts.Edit.as_view(), name="exchange_edit"),
    path("exchanges/<int:pk>/agree/", portal_acts.Agree.as_view(), name="exchange_agree"),
    path("exchanges/<int:pk>/confirm/", portal_acts.Confirm.as_view(), name="exchange_confirm"),
    path("exchanges/<int:pk>/decline/", portal_acts.Decline.as_view(), name="exchange_decline"),
    path("exchanges/<int:pk>/cancel/", portal_acts.Cancel.as_view(), name="exchange_cancel"),
    path("exchanges/<int:pk>/speakers/", portal_acts.Speakers.as_view(), name="exchange_speakers"),
    path("exchanges/<int:pk>/employees/", portal_acts.Employees.as_view(), name="exchange_employees"),
    path(
        "exchanges/<int:pk>/employees/<int:registration_id>/remove/",
        portal_acts.take_out,
        name="exchange_take_out",
    ),
    path("exchanges/<int:pk>/materials/new/", portal_acts.Material.as_view(), name="exchange_material"),
    path("exchanges/<int:pk>/materials/<int:file_id>/", portal.material_file, name="exchange_file"),
    path("exchanges/<int:pk>/code/", portal.code, name="exchange_code"),
    path("exchanges/<int:pk>/feedback/", portal_acts.GiveFeedback.as_view(), name="exchange_answer"),
]

me_urlpatterns: list[URLPattern] = [
    path("exchanges/", own.exchange_list, name="exchanges"),
    path("exchanges/<int:pk>/", own.exchange_detail, name="exchange"),
    path("exchanges/<int:pk>/register/", own.register, name="exchange_register"),
    path("exchanges/<int:pk>/withdraw/", own.withdraw, name="exchange_withdraw"),
    path("exchanges/<int:pk>/sign-in/", own.SignIn.as_view(), name="exchange_sign_in"),
    path("exchanges/<int:pk>/feedback/", own.GiveFeedback.as_view(), name="exchange_answer"),
    path("exchanges/<int:pk>/materials/<int:file_id>/", own.material_file, name="exchange_file"),
]
