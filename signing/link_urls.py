"""Below ``/link/<token>/``."""

from django.urls import include, path

from signing.views import links
from signing.views.audiences import ceremony_urls

app_name = "link"

urlpatterns = [
    path("", links.task, name="task"),
    path("open/", links.open_task, name="open"),
    path("language/", links.language, name="language"),
    path("sign/", include((ceremony_urls(links.LINK), "sign"))),
]
