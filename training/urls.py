from django.urls import URLPattern, path

from training.portal import courses as portal
from training.views import acts, courses

app_name = "training"

urlpatterns: list[URLPattern] = [
    path("training/", courses.CourseList.as_view(), name="course_list"),
    path("training/new/", courses.CourseNew.as_view(), name="course_new"),
    path("training/people/", courses.EnrolmentList.as_view(), name="enrolment_list"),
    path("training/people/<int:pk>/withdraw/", acts.Withdraw.as_view(), name="enrolment_withdraw"),
    path("training/fees/", courses.FeeList.as_view(), name="fee_list"),
    path("training/fees/<int:pk>/pay/", acts.Pay.as_view(), name="fee_pay"),
    path("training/fees/<int:pk>/waive/", acts.Waive.as_view(), name="fee_waive"),
    path("training/fees/<int:pk>/reopen/", acts.Reopen.as_view(), name="fee_reopen"),
    path("training/certificates/<int:pk>/", acts.certificate, name="certificate"),
    path("training/<int:pk>/", courses.CourseDetail.as_view(), name="course_detail"),
    path("training/<int:pk>/edit/", courses.CourseEdit.as_view(), name="course_edit"),
    path("training/<int:pk>/offer/", acts.Offer.as_view(), name="course_offer"),
    path("training/<int:pk>/record/", acts.Record.as_view(), name="course_record"),
    path("training/<int:pk>/begin/", acts.Begin.as_view(), name="course_begin"),
    path("training/<int:pk>/close/", acts.Close.as_view(), name="course_close"),
    path("training/<int:pk>/cancel/", acts.Cancel.as_view(), name="course_cancel"),
    path("training/<int:pk>/sessions/new/", acts.SessionNew.as_view(), name="course_session_new"),
    path(
        "training/<int:pk>/sessions/<int:session_id>/remove/",
        acts.session_remove,
        name="course_session_remove",
    ),
    path("training/<int:pk>/enrol/", acts.Enrol.as_view(), name="course_enrol"),
    path("training/<int:pk>/sheet/", acts.sheet, name="course_sheet"),
]

portal_urlpatterns: list[URLPattern] = [
    path("courses/", portal.course_list, name="courses"),
    path("courses/people/", portal.people_list, name="course_people"),
    path("courses/fees/", portal.fee_list, name="course_fees"),
    path("courses/certificates/<int:pk>/", portal.certificate, name="course_certificate"),
    path("courses/<int:pk>/", portal.course_detail, name="course"),
    path("courses/<int:pk>/enrol/", portal.Enrol.as_view(), name="course_enrol"),
    path(
        "courses/<int:pk>/people/<int:enrolment_id>/withdraw/",
        portal.withdraw,
        name="course_withdraw",
    ),
]
