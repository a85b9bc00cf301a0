from django.urls import include, path

from teachers.parttime_urls import urlpatterns as part_time_urls
from teachers.practice_urls import urlpatterns as practice_urls
from teachers.views import evidence, file, qualifications, service, teachers, waiting

app_name = "teachers"

urlpatterns = [
    path("teachers/", teachers.TeacherList.as_view(), name="teacher_list"),
    path("teachers/new/", teachers.TeacherNew.as_view(), name="teacher_new"),
    path("teachers/choices/", teachers.choices, name="teacher_choices"),
    path("teachers/qualifications/", qualifications.QualificationList.as_view(), name="qualification_list"),
    path("teachers/to-confirm/", waiting.ToConfirm.as_view(), name="to_confirm"),
    path("teachers/<int:pk>/", teachers.TeacherDetail.as_view(), name="teacher_detail"),
    path("teachers/<int:pk>/edit/", teachers.TeacherEdit.as_view(), name="teacher_edit"),
    path("teachers/<int:pk>/service/", service.ServiceChange.as_view(), name="service_change"),
    path("teachers/<int:pk>/leave/", service.Leave.as_view(), name="teacher_leave"),
    path("teachers/<int:pk>/return/", service.ComeBack.as_view(), name="teacher_return"),
    path("teachers/<int:pk>/absences/new/", service.AbsenceNew.as_view(), name="absence_new"),
    path("teachers/absences/<int:pk>/", service.AbsenceEdit.as_view(), name="absence_edit"),
    path("teachers/periods/<int:pk>/", service.PeriodEdit.as_view(), name="period_edit"),
    path("teachers/<int:pk>/evidence/<slug:kind>/new/", evidence.EvidenceNew.as_view(), name="evidence_new"),
    path("evidence/<slug:kind>/<int:pk>/", evidence.EvidenceDetail.as_view(), name="evidence_detail"),
    path("evidence/<slug:kind>/<int:pk>/edit/", evidence.EvidenceEdit.as_view(), name="evidence_edit"),
    path("evidence/<slug:kind>/<int:pk>/scan/", evidence.scan, name="evidence_scan"),
    path("evidence/<slug:kind>/<int:pk>/withdraw/", evidence.withdraw, name="evidence_withdraw"),
    path("evidence/<slug:kind>/<int:pk>/confirm/", evidence.confirm, name="evidence_confirm"),
    path("evidence/<slug:kind>/<int:pk>/return/", evidence.EvidenceReturn.as_view(), name="evidence_return"),
    path("evidence/<slug:kind>/<int:pk>/files/<int:file_id>/", evidence.evidence_file, name="evidence_file"),
    path(
        "evidence/<slug:kind>/<int:pk>/files/<int:file_id>/remove/",
        evidence.file_remove,
        name="evidence_file_remove",
    ),
    path("", include("teachers.recognition_urls")),
    path("my-file/", file.my_file, name="my_file"),
    path("my-file/<slug:kind>/new/", evidence.EvidenceNew.as_view(), name="my_evidence_new"),
    *practice_urls,
    *part_time_urls,
]
