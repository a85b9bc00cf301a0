from django.urls import include, path

from placements.activity_urls import urlpatterns as activity_urls
from placements.alternation_urls import urlpatterns as alternation_urls
from placements.care_urls import urlpatterns as care_urls
from placements.end_urls import urlpatterns as end_urls
from placements.paper_urls import urlpatterns as paper_urls
from placements.views import applications, board, mine, placement_acts, placements, placing

app_name = "placements"

urlpatterns = [
    *activity_urls,
    *alternation_urls,
    *care_urls,
    path("placements/", placements.PlacementList.as_view(), name="placement_list"),
    path("placements/own/", applications.ApplicationList.as_view(), name="application_list"),
    path("placements/own/<int:pk>/", applications.ApplicationDetail.as_view(), name="application_detail"),
    path("placements/own/<int:pk>/approve/", applications.Approve.as_view(), name="application_approve"),
    path("placements/own/<int:pk>/refuse/", applications.Refuse.as_view(), name="application_refuse"),
    path("placements/mine/", mine.MyStudents.as_view(), name="mine"),
    path("placements/new/<int:plan_id>/", placing.Place.as_view(), name="place"),
    path("rounds/<int:pk>/placements/", placing.PlaceRound.as_view(), name="round_place"),
    path("plans/<int:pk>/board/", board.Board.as_view(), name="board"),
    path("placements/<int:pk>/", placements.PlacementDetail.as_view(), name="placement_detail"),
    path("placements/<int:pk>/check/", placement_acts.check, name="placement_check"),
    path("placements/<int:pk>/guides/", placement_acts.Guides.as_view(), name="placement_guides"),
    path("placements/<int:pk>/lodging/", placement_acts.Where.as_view(), name="placement_lodging"),
    path("placements/<int:pk>/prepare/", placement_acts.prepare, name="placement_prepare"),
    path("placements/<int:pk>/reopen/", placement_acts.Reopen.as_view(), name="placement_reopen"),
    path("placements/<int:pk>/start/", placement_acts.start, name="placement_start"),
    path("placements/<int:pk>/interrupt/", placement_acts.Interrupt.as_view(), name="placement_interrupt"),
    path("placements/<int:pk>/resume/", placement_acts.resume, name="placement_resume"),
    path("placements/<int:pk>/finish/", placement_acts.Finish.as_view(), name="placement_finish"),
    path("placements/<int:pk>/end-early/", placement_acts.EndEarly.as_view(), name="placement_end_early"),
    path("placements/<int:pk>/cancel/", placement_acts.Cancel.as_view(), name="placement_cancel"),
    *end_urls,
    path("", include("placements.day_urls")),
    *paper_urls,
]
