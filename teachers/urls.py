from django.urls import path

from teachers.views import teachers as views

app_name = "teachers"

urlpatterns = [
    path("teachers/", views.TeacherList.as_view(), name="teacher_list"),
    path("teachers/new/", views.TeacherNew.as_view(), name="teacher_new"),
    path("teachers/choices/", views.choices, name="teacher_choices"),
    path("teachers/<int:pk>/", views.TeacherDetail.as_view(), name="teacher_detail"),
    path("teachers/<int:pk>/edit/", views.TeacherEdit.as_view(), name="teacher_edit"),
]
