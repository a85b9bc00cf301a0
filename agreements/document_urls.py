from django.urls import path

from agreements.views import documents

app_name = "documents"

urlpatterns = [
    path("agreements/<int:pk>/document/<slug:language>/", documents.agreement_document, name="agreement"),
    path("agreements/<int:pk>/documents/<int:document_id>/", documents.kept_document, name="kept"),
    path("amendments/<int:pk>/document/<slug:language>/", documents.amendment_document, name="amendment"),
    # Printed on papers that are kept for decades: this address stays.
    path("verify/", documents.verify, name="verify_any"),
    path("verify/<str:code>/", documents.verify, name="verify"),
]
