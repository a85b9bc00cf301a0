"""Addresses of the rules and processes of the centre: those of the staff, and of the portal."""

from django.urls import URLPattern, path

from governance import inspection_urls, process_urls, regulation_urls
from governance.portal import regulations as portal

app_name = "governance"

urlpatterns: list[URLPattern] = [
    *regulation_urls.urlpatterns,
    *process_urls.urlpatterns,
    *inspection_urls.urlpatterns,
]

portal_urlpatterns: list[URLPattern] = [
    path("rules/", portal.regulation_list, name="regulations"),
    path("rules/<int:pk>/", portal.regulation_detail, name="regulation"),
    path("rules/<int:pk>/paper/", portal.regulation_paper, name="regulation_paper"),
    path("rules/<int:pk>/files/<int:file_id>/", portal.regulation_file, name="regulation_file"),
]

me_urlpatterns: list[URLPattern] = []
