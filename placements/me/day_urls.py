"""Below ``/me/``: log, hours, leave, pay."""

from django.urls import URLPattern, path

from placements.me import days, log, pay

urlpatterns: list[URLPattern] = [
    path("log/", log.Log.as_view(), name="log"),
    path("log/<int:pk>/", log.LogEdit.as_view(), name="log_edit"),
    path("log/files/<int:pk>/", log.log_file, name="log_file"),
    path("log/files/<int:pk>/remove/", log.log_file_remove, name="log_file_remove"),
    path("days/", days.days, name="days"),
    path("days/<str:week>/hand-in/", days.days_hand_in, name="days_hand_in"),
    path("leave/new/", days.LeaveNew.as_view(), name="leave_new"),
    path("leave/<int:pk>/withdraw/", days.leave_withdraw, name="leave_withdraw"),
    path("pay/", pay.pay, name="pay"),
    path("pay/<int:pk>/received/", pay.pay_received, name="pay_received"),
    path("pay/<int:pk>/not-received/", pay.PayDispute.as_view(), name="pay_dispute"),
]
