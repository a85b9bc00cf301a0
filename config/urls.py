from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from accounts.views import calendar_feed, set_language

admin.autodiscover()
# Sign-in to the admin goes through the same throttled page, with its second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("insights.urls")),
    path("", include("core.urls")),
    path("", include("signing.urls")),
    path("", include("agreements.urls")),
    path("language/", set_language, name="set_language"),
    path("calendar/<str:secret>.ics", calendar_feed, name="calendar_feed"),
    path("", include("partnerships.urls")),
    path("catalogue/", include("catalogue.urls")),
    path("people/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
