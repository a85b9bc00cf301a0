from django.urls import path

from signing import views

app_name = "signing"

urlpatterns = [
    path("approvals/", views.desk, name="desk"),
    path("approvals/<int:step_id>/", views.Decide.as_view(), name="decide"),
]
