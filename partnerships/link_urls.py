"""Below ``/link/<token>/question/``."""

from django.urls import path

from partnerships.views import questions

app_name = "question"

urlpatterns = [path("", questions.answer, name="answer")]
