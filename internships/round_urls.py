"""Addresses of rounds of selection."""

from __future__ import annotations

from django.urls import URLPattern, path

from internships.views import round_parts, rounds

urlpatterns: list[URLPattern] = [
    path("rounds/", rounds.RoundList.as_view(), name="round_list"),
    path("rounds/new/", rounds.RoundNew.as_view(), name="round_new"),
    path("rounds/seats/", round_parts.SeatList.as_view(), name="seat_list"),
    path("rounds/outcomes/", round_parts.OutcomeList.as_view(), name="outcome_list"),
    path("rounds/outcomes/<int:pk>/", round_parts.OutcomeDetail.as_view(), name="outcome_detail"),
    path("rounds/seats/<int:pk>/edit/", round_parts.SeatEdit.as_view(), name="seat_edit"),
    path("rounds/seats/<int:pk>/remove/", round_parts.take_out, name="seat_remove"),
    path("rounds/runs/<int:pk>/snapshot/", round_parts.snapshot, name="run_snapshot"),
    path("rounds/<int:pk>/", rounds.RoundDetail.as_view(), name="round_detail"),
    path("rounds/<int:pk>/edit/", rounds.RoundEdit.as_view(), name="round_edit"),
    path("rounds/<int:pk>/fill-in/", rounds.RoundFillIn.as_view(), name="round_fill_in"),
    path("rounds/<int:pk>/move/<slug:name>/", rounds.RoundMove.as_view(), name="round_move"),
    path("rounds/<int:pk>/remind/<slug:whom>/", rounds.RoundRemind.as_view(), name="round_remind"),
    path("rounds/<int:pk>/status/", rounds.run_status, name="round_status"),
    path("rounds/<int:pk>/seats/new/", round_parts.SeatNew.as_view(), name="seat_new"),
    path("rounds/<int:pk>/seats/all/", round_parts.offer_all, name="seat_all"),
]
