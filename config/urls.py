from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from accounts.views import calendar_feed, set_language
from agreements.portal.urls import urlpatterns as agreement_urls
from alliances.urls import portal_urlpatterns as portal_alliance_urls
from assessments.urls import me_urlpatterns as my_survey_urls
from assessments.urls import portal_urlpatterns as portal_assessment_urls
from collaboration.adjustment_urls import portal_urlpatterns as portal_adjustment_urls
from collaboration.exchange_urls import me_urlpatterns as my_exchange_urls
from collaboration.exchange_urls import portal_urlpatterns as portal_exchange_urls
from collaboration.need_urls import portal_urlpatterns as portal_need_urls
from governance.urls import me_urlpatterns as my_governance_urls
from governance.urls import portal_urlpatterns as portal_governance_urls
from information.urls import me_urlpatterns as my_information_urls
from information.urls import portal_urlpatterns as portal_information_urls
from insights.portal import home, our_partnership
from internships.me.joining import join as student_join
from internships.me.joining import join_by_link as student_join_by_link
from internships.me.urls import urlpatterns as me_urls
from internships.portal.urls import urlpatterns as post_urls
from internships.portal_students import urlpatterns as found_student_urls
from partnerships.portal.joining import join, join_with_passkey
from partnerships.portal.urls import urlpatterns as enterprise_urls
from placements.activity_urls import me_urlpatterns as my_activity_urls
from placements.me.alternation_urls import urlpatterns as my_alternation_urls
from placements.me.care_urls import urlpatterns as my_care_urls
from placements.me.day_urls import urlpatterns as my_day_urls
from placements.me.end_urls import urlpatterns as my_end_urls
from placements.me.own_places import urlpatterns as own_place_urls
from placements.paper_urls import me_urlpatterns as my_paper_urls
from placements.portal.alternation_urls import urlpatterns as portal_alternation_urls
from placements.portal.care_urls import urlpatterns as portal_care_urls
from placements.portal.day_urls import urlpatterns as intern_urls
from placements.portal.end_urls import urlpatterns as portal_end_urls
from projects.urls import portal_urlpatterns as portal_project_urls
from reports.urls import portal_urlpatterns as portal_report_urls
from resources.urls import portal_urlpatterns as portal_resource_urls
from teachers.parttime_urls import portal_urlpatterns as portal_part_time_urls
from teachers.practice_urls import portal_urlpatterns as portal_practice_urls
from training.urls import portal_urlpatterns as portal_training_urls

admin.autodiscover()
# Sign-in to the admin goes through the same throttled page, with its second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

portal_urls: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("partnership/", our_partnership, name="our_partnership"),
    *agreement_urls,
    *enterprise_urls,
    *post_urls,
    *found_student_urls,
    *portal_care_urls,
    *portal_end_urls,
    *intern_urls,
    *portal_alternation_urls,
    *portal_practice_urls,
    *portal_part_time_urls,
    *portal_exchange_urls,
    *portal_need_urls,
    *portal_adjustment_urls,
    *portal_resource_urls,
    *portal_training_urls,
    *portal_project_urls,
    *portal_alliance_urls,
    *portal_assessment_urls,
    *portal_governance_urls,
    *portal_information_urls,
    *portal_report_urls,
]

own_urls: list[URLPattern | URLResolver] = [
    *me_urls,
    *my_paper_urls,
    *my_care_urls,
    *my_day_urls,
    *my_end_urls,
    *own_place_urls,
    *my_alternation_urls,
    *my_activity_urls,
    *my_exchange_urls,
    *my_survey_urls,
    *my_governance_urls,
    *my_information_urls,
]

urlpatterns = [
    path("", include("insights.urls")),
    path("", include("reports.urls")),
    path("", include("core.urls")),
    path("", include("signing.urls")),
    path("", include("agreements.urls")),
    path("language/", set_language, name="set_language"),
    path("calendar/<str:secret>.ics", calendar_feed, name="calendar_feed"),
    path("", include("partnerships.urls")),
    path("", include("teachers.urls")),
    path("", include("internships.urls")),
    path("", include("placements.urls")),
    path("", include("governance.urls")),
    path("", include("information.urls")),
    path("", include("collaboration.urls")),
    path("", include("assessments.urls")),
    path("", include("alliances.urls")),
    path("", include("projects.urls")),
    path("", include("training.urls")),
    path("", include("resources.urls")),
    path("", include("compliance.urls")),
    path("catalogue/", include("catalogue.urls")),
    path("people/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("join/<str:token>/", join, name="join"),
    path("join/<str:token>/passkey/", join_with_passkey, name="join_with_passkey"),
    path("portal/", include((portal_urls, "portal"))),
    path("join-school/", student_join, name="student_join"),
    path("join-school/<str:token>/", student_join_by_link, name="student_join_by_link"),
    path("me/", include((own_urls, "me"))),
    path("link/<str:token>/", include("signing.link_urls")),
    path("link/<str:token>/question/", include("partnerships.link_urls")),
    path("link/<str:token>/guardian/", include("placements.link_urls")),
    path("link/<str:token>/consent/", include("placements.link_paper_urls")),
    path("link/<str:token>/evaluation/", include("placements.link_evaluation_urls")),
    path("link/<str:token>/practice/", include("teachers.link_practice_urls")),
    path("link/<str:token>/week/", include("placements.link_week_urls")),
    path("admin/", admin.site.urls),
]
