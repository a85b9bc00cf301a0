from django.urls import path

from insights.views import home, indicators, papers, partnership, snapshots

app_name = "insights"

urlpatterns = [
    path("", home.home, name="home"),
    path("enterprises/<int:pk>/brief/", partnership.enterprise_brief, name="enterprise_brief"),
    path("indicators/", indicators.indicator_list, name="indicator_list"),
    path("indicators/frozen/", snapshots.SnapshotList.as_view(), name="snapshot_list"),
    path("indicators/frozen/<int:pk>/", snapshots.SnapshotDetail.as_view(), name="snapshot_detail"),
    path("indicators/frozen/<int:pk>/paper/", papers.snapshot_paper, name="snapshot_paper"),
    path(
        "indicators/frozen/<int:pk>/rows/<slug:part>/",
        snapshots.SnapshotRows.as_view(),
        name="snapshot_rows",
    ),
    path("indicators/<slug:code>/", indicators.indicator_detail, name="indicator_detail"),
    path("indicators/<slug:code>/freeze/", indicators.Freeze.as_view(), name="indicator_freeze"),
    path("indicators/<slug:code>/<slug:day>/paper/", papers.indicator_paper, name="indicator_paper"),
    path(
        "indicators/<slug:code>/<slug:day>/rows/<slug:part>/",
        indicators.IndicatorRows.as_view(),
        name="indicator_rows",
    ),
]
