from django.urls import URLPattern

app_name = "governance"

urlpatterns: list[URLPattern] = []

portal_urlpatterns: list[URLPattern] = []

me_urlpatterns: list[URLPattern] = []
