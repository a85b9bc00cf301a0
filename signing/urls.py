from django.urls import include, path

from signing.views import approvals, envelopes, reaching
from signing.views.audiences import STAFF, batch_urls, ceremony_urls

app_name = "signing"

urlpatterns = [
    path("approvals/", approvals.desk, name="desk"),
    path("approvals/<int:step_id>/", approvals.Decide.as_view(), name="decide"),
    path("signing/", include(ceremony_urls(STAFF))),
    path("signing/together/", include(batch_urls(STAFF))),
    path("envelopes/<int:pk>/void/", envelopes.Void.as_view(), name="envelope_void"),
    path("envelopes/<int:pk>/sealed/", envelopes.sealed, name="envelope_sealed"),
    path("envelopes/<int:pk>/files/<int:file_id>/", envelopes.file, name="envelope_file"),
    path(
        "envelopes/<int:pk>/signatories/<int:signatory_id>/remind/",
        envelopes.remind,
        name="signatory_remind",
    ),
    path(
        "envelopes/<int:pk>/signatories/<int:signatory_id>/",
        reaching.Reach.as_view(),
        name="signatory_reach",
    ),
    path(
        "envelopes/<int:pk>/signatories/<int:signatory_id>/link/",
        reaching.ShowLink.as_view(),
        name="signatory_link",
    ),
    path(
        "envelopes/<int:pk>/signatories/<int:signatory_id>/link/revoke/",
        reaching.revoke,
        name="signatory_link_revoke",
    ),
]
