from django.urls import path

from catalogue import views

app_name = "catalogue"

urlpatterns = [
    path("regions/", views.region_choices, name="region_choices"),
    path("industries/", views.industry_choices, name="industry_choices"),
    path("majors/", views.major_choices, name="major_choices"),
    path("occupations/", views.occupation_choices, name="occupation_choices"),
]
