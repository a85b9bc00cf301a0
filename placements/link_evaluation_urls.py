"""Below ``/link/<token>/evaluation/``."""

from django.urls import path

from placements import link_evaluation

app_name = "evaluation"

urlpatterns = [path("", link_evaluation.answer, name="answer")]
