"""Addresses of needs of enterprises: those of the staff, and those of the portal."""

from __future__ import annotations

from django.urls import URLPattern, path

from collaboration.need_projects import ProjectOfNeed
from collaboration.portal import needs as portal
from collaboration.views import need_acts as acts
from collaboration.views import needs
from collaboration.views.need_trends import need_trends

urlpatterns: list[URLPattern] = [
    path("needs/", needs.NeedList.as_view(), name="need_list"),
    path("needs/trends/", need_trends, name="need_trends"),
    path("needs/new/", needs.ChooseEnterprise.as_view(), name="need_new"),
    path("needs/new/<int:enterprise_id>/", needs.NeedNew.as_view(), name="need_new_of"),
    path("needs/<int:pk>/", needs.NeedDetail.as_view(), name="need_detail"),
    path("needs/<int:pk>/edit/", needs.NeedEdit.as_view(), name="need_edit"),
    path("needs/<int:pk>/take-up/", acts.TakeUp.as_view(), name="need_take_up"),
    path("needs/<int:pk>/hand-over/", acts.HandOver.as_view(), name="need_hand_over"),
    path("needs/<int:pk>/pass-on/", acts.PassOn.as_view(), name="need_pass_on"),
    path("needs/<int:pk>/answers/new/", acts.Answer.as_view(), name="need_answer"),
    path("needs/<int:pk>/project/", ProjectOfNeed.as_view(), name="need_project"),
    path("needs/<int:pk>/answers/<int:answer_id>/remove/", acts.remove_answer, name="need_answer_remove"),
    path("needs/<int:pk>/answer/", acts.TellAnswer.as_view(), name="need_tell_answer"),
    path("needs/<int:pk>/decline/", acts.Decline.as_view(), name="need_decline"),
    path("needs/<int:pk>/confirm/", acts.Confirm.as_view(), name="need_confirm"),
    path("needs/<int:pk>/withdraw/", acts.Withdraw.as_view(), name="need_withdraw"),
    path("needs/<int:pk>/reopen/", acts.Reopen.as_view(), name="need_reopen"),
]

portal_urlpatterns: list[URLPattern] = [
    path("needs/", portal.need_list, name="enterprise_needs"),
    path("needs/new/", portal.NeedNew.as_view(), name="enterprise_need_new"),
    path("needs/<int:pk>/", portal.need_detail, name="enterprise_need"),
    path("needs/<int:pk>/edit/", portal.NeedEdit.as_view(), name="enterprise_need_edit"),
    path("needs/<int:pk>/tell/", portal.tell, name="enterprise_need_tell"),
    path("needs/<int:pk>/discard/", portal.discard, name="enterprise_need_discard"),
    path("needs/<int:pk>/confirm/", portal.confirm, name="enterprise_need_confirm"),
    path("needs/<int:pk>/missing/", portal.Missing.as_view(), name="enterprise_need_missing"),
    path("needs/<int:pk>/withdraw/", portal.Withdraw.as_view(), name="enterprise_need_withdraw"),
    path("needs/<int:pk>/reopen/", portal.Reopen.as_view(), name="enterprise_need_reopen"),
]
