"""Addresses of regulations, their versions and acknowledgements."""

from __future__ import annotations

from django.urls import URLPattern, path

from governance.views import regulation_acts as acts
from governance.views import regulations

urlpatterns: list[URLPattern] = [
    path("regulations/", regulations.RegulationList.as_view(), name="regulation_list"),
    path("regulations/new/", acts.RegulationNew.as_view(), name="regulation_new"),
    path("regulations/acknowledgements/", acts.AcknowledgementList.as_view(), name="acknowledgement_list"),
    path("regulations/<int:pk>/", regulations.RegulationDetail.as_view(), name="regulation_detail"),
    path("regulations/<int:pk>/edit/", acts.RegulationEdit.as_view(), name="regulation_edit"),
    path("regulations/<int:pk>/versions/new/", acts.VersionNew.as_view(), name="version_new"),
    path("regulations/versions/<int:pk>/", regulations.VersionDetail.as_view(), name="version_detail"),
    path("regulations/versions/<int:pk>/edit/", acts.VersionEdit.as_view(), name="version_edit"),
    path("regulations/versions/<int:pk>/paper/", acts.paper, name="version_paper"),
    path("regulations/versions/<int:pk>/files/new/", acts.FileNew.as_view(), name="version_file_new"),
    path("regulations/versions/<int:pk>/files/<int:file_id>/", acts.file, name="version_file"),
    path(
        "regulations/versions/<int:pk>/files/<int:file_id>/remove/",
        acts.file_remove,
        name="version_file_remove",
    ),
    path("regulations/versions/<int:pk>/submit/", acts.Submit.as_view(), name="version_submit"),
    path("regulations/versions/<int:pk>/recall/", acts.Recall.as_view(), name="version_recall"),
    path("regulations/versions/<int:pk>/withdraw/", acts.Withdraw.as_view(), name="version_withdraw"),
    path("regulations/versions/<int:pk>/repeal/", acts.Repeal.as_view(), name="version_repeal"),
    path("regulations/versions/<int:pk>/call/", acts.Call.as_view(), name="version_call"),
    path("regulations/versions/<int:pk>/acknowledge/", acts.acknowledge, name="version_acknowledge"),
]
