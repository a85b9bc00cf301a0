from django.urls import URLPattern, URLResolver, include, path

from partnerships.portal import corrections, joining, questions, views
from partnerships.portal.signing import PORTAL
from signing.views.audiences import batch_urls, ceremony_urls

signing_urls: list[URLPattern | URLResolver] = [
    *ceremony_urls(PORTAL),
    path("together/", include(batch_urls(PORTAL))),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("welcome/", joining.welcome, name="welcome"),
    path("enterprise/", views.our_enterprise, name="enterprise"),
    path("enterprise/correct/", corrections.CorrectEnterprise.as_view(), name="correct"),
    path("enterprise/people/new/", corrections.ProposeContact.as_view(), name="contact_new"),
    path("enterprise/people/<int:pk>/", corrections.CorrectContact.as_view(), name="contact_correct"),
    path("enterprise/corrections/<int:pk>/withdraw/", corrections.withdraw, name="correction_withdraw"),
    path("enterprise/corrections/<int:pk>/file/", corrections.file, name="correction_file"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("choose/<int:contact_id>/", views.choose_enterprise, name="choose"),
    path("signing/", include((signing_urls, "signing"))),
]
