"""Below ``/portal/``: interns, their logs and hours."""

from django.urls import URLPattern, path

from placements.portal import days

urlpatterns: list[URLPattern] = [
    path("interns/", days.interns, name="interns"),
    path("interns/<int:pk>/", days.intern, name="intern"),
    path("interns/files/<int:pk>/", days.intern_file, name="intern_file"),
    path("weeks/<int:pk>/", days.week, name="week"),
]
