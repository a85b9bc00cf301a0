from django.urls import path

from internships.plan_urls import urlpatterns as plan_urls
from internships.round_urls import urlpatterns as round_urls
from internships.views import care, classes, students

app_name = "internships"

student_urls = [
    path("students/", students.StudentList.as_view(), name="student_list"),
    path("students/new/", students.StudentNew.as_view(), name="student_new"),
    path("students/choices/", students.choices, name="student_choices"),
    path("students/<int:pk>/", students.StudentDetail.as_view(), name="student_detail"),
    path("students/<int:pk>/edit/", students.StudentEdit.as_view(), name="student_edit"),
    path("students/<int:pk>/identity/", students.identity, name="student_identity"),
    path("students/<int:pk>/move/<slug:name>/", students.StudentMove.as_view(), name="student_move"),
    path("students/<int:pk>/guardians/new/", students.GuardianNew.as_view(), name="guardian_new"),
    path("guardians/<int:pk>/edit/", students.GuardianEdit.as_view(), name="guardian_edit"),
    path("guardians/<int:pk>/remove/", students.guardian_remove, name="guardian_remove"),
    path("students/<int:pk>/code/", care.student_code, name="student_code"),
    path("students/<int:pk>/talks/new/", care.TalkNew.as_view(), name="talk_new"),
    path("talks/<int:pk>/done/", care.talk_done, name="talk_done"),
    path("students/files/<int:pk>/", care.profile_file, name="profile_file"),
    path("students/requests/<int:pk>/answer/", care.DetailsAnswer.as_view(), name="details_answer"),
]

class_urls = [
    path("classes/", classes.ClassList.as_view(), name="class_list"),
    path("classes/mine/", care.my_class, name="my_class"),
    path("classes/<int:pk>/invite/", care.ClassInvite.as_view(), name="class_invite"),
    path("classes/new/", classes.ClassNew.as_view(), name="class_new"),
    path("classes/<int:pk>/", classes.ClassDetail.as_view(), name="class_detail"),
    path("classes/<int:pk>/edit/", classes.ClassEdit.as_view(), name="class_edit"),
    path("classes/<int:pk>/graduate/", classes.ClassGraduate.as_view(), name="class_graduate"),
]

urlpatterns = [
    *student_urls,
    *class_urls,
    *plan_urls,
    *round_urls,
]
