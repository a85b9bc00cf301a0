"""Addresses of part-time teachers: those of the staff, and those of the portal."""

from __future__ import annotations

from django.urls import URLPattern, path

from teachers.portal import parttime as portal
from teachers.views import appointment_acts as acts
from teachers.views import appointment_objections as objections
from teachers.views import appointments, part_timer_employers, parttime

urlpatterns: list[URLPattern] = [
    path("part-time-teachers/", parttime.PartTimerList.as_view(), name="part_timer_list"),
    path("part-time-teachers/new/", parttime.ChooseEnterprise.as_view(), name="part_timer_new"),
    path(
        "part-time-teachers/new/<int:enterprise_id>/",
        parttime.PartTimerNew.as_view(),
        name="part_timer_new_of",
    ),
    path("part-time-teachers/standing/", parttime.standing, name="part_time_standing"),
    path("part-time-teachers/hours/", appointments.EngagementList.as_view(), name="engagement_list"),
    path("part-time-teachers/<int:pk>/", parttime.PartTimerDetail.as_view(), name="part_timer_detail"),
    path("part-time-teachers/<int:pk>/edit/", parttime.PartTimerEdit.as_view(), name="part_timer_edit"),
    path(
        "part-time-teachers/<int:pk>/employer/",
        part_timer_employers.ChooseEmployer.as_view(),
        name="part_timer_employer",
    ),
    path(
        "part-time-teachers/<int:pk>/employer/<int:enterprise_id>/",
        part_timer_employers.Employer.as_view(),
        name="part_timer_employer_of",
    ),
    path("part-time-needs/", parttime.NeedList.as_view(), name="need_list"),
    path("part-time-needs/new/", parttime.NeedNew.as_view(), name="need_new"),
    path("part-time-needs/<int:pk>/", parttime.NeedDetail.as_view(), name="need_detail"),
    path("part-time-needs/<int:pk>/edit/", parttime.NeedEdit.as_view(), name="need_edit"),
    path("part-time-needs/<int:pk>/publish/", parttime.publish, name="need_publish"),
    path("part-time-needs/<int:pk>/close/", parttime.close, name="need_close"),
    path("part-time-needs/<int:pk>/propose/", acts.Propose.as_view(), name="need_propose"),
    path("part-time-appointments/", appointments.AppointmentList.as_view(), name="appointment_list"),
    path(
        "part-time-appointments/<int:pk>/",
        appointments.AppointmentDetail.as_view(),
        name="appointment_detail",
    ),
    path("part-time-appointments/<int:pk>/edit/", acts.Edit.as_view(), name="appointment_edit"),
    path("part-time-appointments/<int:pk>/check/", acts.check, name="appointment_check"),
    path("part-time-appointments/<int:pk>/vet/", acts.Vet.as_view(), name="appointment_vet"),
    path("part-time-appointments/<int:pk>/publish/", acts.Publicise.as_view(), name="appointment_publicise"),
    path("part-time-appointments/<int:pk>/write/", acts.WriteAgreement.as_view(), name="appointment_write"),
    path("part-time-appointments/<int:pk>/agreement/", acts.agreement, name="appointment_agreement"),
    path("part-time-appointments/<int:pk>/agree/", acts.Agree.as_view(), name="appointment_agree"),
    path("part-time-appointments/<int:pk>/induct/", acts.Induct.as_view(), name="appointment_induct"),
    path("part-time-appointments/<int:pk>/end/", acts.End.as_view(), name="appointment_end"),
    path("part-time-appointments/<int:pk>/refuse/", acts.Refuse.as_view(), name="appointment_refuse"),
    path("part-time-appointments/<int:pk>/withdraw/", acts.Withdraw.as_view(), name="appointment_withdraw"),
    path("part-time-appointments/<int:pk>/object/", objections.ObjectTo.as_view(), name="appointment_object"),
    path(
        "part-time-objections/<int:pk>/answer/",
        objections.AnswerObjection.as_view(),
        name="appointment_objection_answer",
    ),
    path(
        "part-time-appointments/<int:pk>/files/<int:file_id>/",
        acts.appointment_file,
        name="appointment_file",
    ),
    path("part-time-appointments/<int:pk>/courses/new/", acts.Engage.as_view(), name="engagement_new"),
    path("part-time-courses/<int:pk>/edit/", acts.EngagementEdit.as_view(), name="engagement_edit"),
    path("part-time-courses/<int:pk>/hours/", acts.ConfirmHours.as_view(), name="engagement_hours"),
    path("part-time-courses/<int:pk>/assess/", acts.Assess.as_view(), name="engagement_assess"),
    path("part-time-courses/<int:pk>/remove/", acts.remove_engagement, name="engagement_remove"),
]

portal_urlpatterns: list[URLPattern] = [
    path("part-time-teachers/", portal.our_teachers, name="part_timers"),
    path("part-time-needs/<int:pk>/", portal.need_detail, name="need"),
    path("part-time-needs/<int:pk>/propose/", portal.ProposeOurs.as_view(), name="need_propose"),
]
