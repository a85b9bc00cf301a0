"""Addresses of what the centre reports: those of the staff, and of the portal."""

from django.urls import URLPattern

from reports import annual_urls, returns_urls

app_name = "reports"

urlpatterns: list[URLPattern] = [*annual_urls.urlpatterns, *returns_urls.urlpatterns]

portal_urlpatterns: list[URLPattern] = [*annual_urls.portal_urlpatterns]
