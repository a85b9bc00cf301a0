from django.urls import URLPattern, path

from alliances.portal import alliances as portal
from alliances.views import acts, alliances

app_name = "alliances"

urlpatterns: list[URLPattern] = [
    path("alliances/", alliances.AllianceList.as_view(), name="alliance_list"),
    path("alliances/new/", alliances.AllianceNew.as_view(), name="alliance_new"),
    path("alliances/<int:pk>/", alliances.AllianceDetail.as_view(), name="alliance_detail"),
    path("alliances/<int:pk>/edit/", alliances.AllianceEdit.as_view(), name="alliance_edit"),
    path("alliances/<int:pk>/activate/", acts.Activate.as_view(), name="alliance_activate"),
    path("alliances/<int:pk>/dissolve/", acts.Dissolve.as_view(), name="alliance_dissolve"),
    path("alliances/<int:pk>/figures/", acts.figures_export, name="alliance_figures"),
    path("alliances/<int:pk>/members/new/", acts.MemberNew.as_view(), name="member_new"),
    path("alliances/members/<int:pk>/role/", acts.MemberRole.as_view(), name="member_role"),
    path("alliances/members/<int:pk>/end/", acts.MemberEnd.as_view(), name="member_end"),
    path("alliances/<int:pk>/supplies/new/", acts.SupplyNew.as_view(), name="supply_new"),
    path("alliances/supplies/<int:pk>/end/", acts.SupplyEnd.as_view(), name="supply_end"),
    path("alliances/<int:pk>/meetings/new/", acts.MeetingNew.as_view(), name="meeting_new"),
    path("alliances/meetings/<int:pk>/edit/", acts.MeetingEdit.as_view(), name="meeting_edit"),
    path("alliances/meetings/<int:pk>/minutes/", acts.MeetingMinutes.as_view(), name="meeting_minutes"),
    path("alliances/meetings/<int:pk>/cancel/", acts.MeetingCancel.as_view(), name="meeting_cancel"),
    path("alliances/meetings/<int:pk>/tasks/new/", acts.TaskNew.as_view(), name="task_new"),
    path("alliances/tasks/<int:pk>/finish/", acts.TaskFinish.as_view(), name="task_finish"),
    path("alliances/tasks/<int:pk>/drop/", acts.TaskDrop.as_view(), name="task_drop"),
    path("alliances/<int:pk>/documents/new/", acts.DocumentNew.as_view(), name="document_new"),
    path("alliances/<int:pk>/documents/<int:file_id>/", acts.document, name="document"),
    path("alliances/<int:pk>/documents/<int:file_id>/remove/", acts.document_remove, name="document_remove"),
]

portal_urlpatterns: list[URLPattern] = [
    path("alliances/", portal.alliance_list, name="alliances"),
    path("alliances/<int:pk>/", portal.alliance_detail, name="alliance"),
    path("alliances/<int:pk>/documents/<int:file_id>/", portal.document, name="alliance_document"),
    path("alliances/tasks/<int:pk>/finish/", portal.Finish.as_view(), name="alliance_task_finish"),
]
