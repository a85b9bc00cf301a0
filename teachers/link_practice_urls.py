"""Below ``/link/<token>/practice/``."""

from django.urls import path

from teachers import link_practice

app_name = "practice_by_link"

urlpatterns = [path("", link_practice.answer, name="answer")]
