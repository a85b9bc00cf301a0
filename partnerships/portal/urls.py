from django.urls import path

from partnerships.portal import views

urlpatterns = [
    path("enterprise/", views.our_enterprise, name="enterprise"),
    path("choose/<int:contact_id>/", views.choose_enterprise, name="choose"),
]
