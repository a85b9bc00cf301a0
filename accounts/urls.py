from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("logo/", views.logo, name="logo"),
    path("me/", views.profile, name="profile"),
    path("me/edit/", views.ProfileEdit.as_view(), name="profile_edit"),
    path("me/delegations/new/", views.DelegationNew.as_view(), name="delegation_new"),
    path("me/delegations/<int:pk>/revoke/", views.delegation_revoke, name="delegation_revoke"),
    path("me/calendar/", views.calendar, name="calendar"),
    path("me/calendar/<int:pk>/revoke/", views.calendar_revoke, name="calendar_revoke"),
    path("positions/", views.positions, name="position_list"),
]
