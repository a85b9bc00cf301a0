from django.urls import URLPattern, path

from placements.views import days, hours, pay

urlpatterns: list[URLPattern] = [
    path("placements/log/<int:pk>/comment/", days.log_comment, name="log_comment"),
    path("placements/log/<int:pk>/confirm/", days.log_confirm, name="log_confirm"),
    path("placements/log/<int:pk>/return/", days.log_return, name="log_return"),
    path("placements/log-files/<int:pk>/", days.log_file, name="log_file"),
    path("placements/<int:pk>/days/confirm/", days.days_confirm, name="days_confirm"),
    path("placements/leave/<int:pk>/decide/", days.LeaveDecide.as_view(), name="leave_decide"),
    path("placements/weeks/", hours.WeekList.as_view(), name="week_list"),
    path("placements/weeks/<int:pk>/", days.mentor_week, name="mentor_week"),
    path("placements/pay/", pay.pay_month, name="pay_month"),
    path("placements/<int:pk>/pay/new/", pay.PaymentEdit.as_view(), name="payment_new"),
]
