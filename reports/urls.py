"""Addresses of what the centre reports: those of the staff, and of the portal."""

from django.urls import URLPattern

app_name = "reports"

urlpatterns: list[URLPattern] = []

portal_urlpatterns: list[URLPattern] = []
