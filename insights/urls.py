from django.urls import path

from insights.views import boards, home, indicators, papers, partnership, snapshots, targets

app_name = "insights"

urlpatterns = [
    path("", home.home, name="home"),
    path("enterprises/<int:pk>/brief/", partnership.enterprise_brief, name="enterprise_brief"),
    path("dashboards/", boards.first_of_all, name="board_first"),
    path("dashboards/frozen/", boards.BoardSnapshotList.as_view(), name="board_snapshot_list"),
    path("dashboards/frozen/<int:pk>/", boards.board_snapshot, name="board_snapshot"),
    path("dashboards/<slug:name>/", boards.board, name="board"),
    path("dashboards/<slug:name>/freeze/", boards.FreezeBoard.as_view(), name="board_freeze"),
    path("indicators/", indicators.indicator_list, name="indicator_list"),
    path("indicators/frozen/", snapshots.SnapshotList.as_view(), name="snapshot_list"),
    path("indicators/frozen/<int:pk>/", snapshots.SnapshotDetail.as_view(), name="snapshot_detail"),
    path("indicators/frozen/<int:pk>/paper/", papers.snapshot_paper, name="snapshot_paper"),
    path(
        "indicators/frozen/<int:pk>/rows/<slug:part>/",
        snapshots.SnapshotRows.as_view(),
        name="snapshot_rows",
    ),
    path("indicators/targets/", targets.TargetList.as_view(), name="target_list"),
    path("indicators/targets/new/", targets.NewTarget.as_view(), name="target_new"),
    path("indicators/targets/<int:pk>/", targets.TargetDetail.as_view(), name="target_detail"),
    path("indicators/targets/<int:pk>/change/", targets.ChangeTarget.as_view(), name="target_change"),
    path("indicators/<slug:code>/", indicators.indicator_detail, name="indicator_detail"),
    path("indicators/<slug:code>/freeze/", indicators.Freeze.as_view(), name="indicator_freeze"),
    path("indicators/<slug:code>/<slug:day>/paper/", papers.indicator_paper, name="indicator_paper"),
    path(
        "indicators/<slug:code>/<slug:day>/rows/<slug:part>/",
        indicators.IndicatorRows.as_view(),
        name="indicator_rows",
    ),
]
