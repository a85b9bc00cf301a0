"""Two-way selection, as an enterprise sees it: who wants to come to its posts, and whom it takes first.

Rounds lie outside the wall: every function here that steps out asks for the seats of posts that were
fetched behind it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.views import act
from core.walls import outside
from internships.models import (
    PostRanking,
    RoundSeat,
    RoundState,
    Student,
    StudentRanking,
)
from internships.operations.rankings import rank_students_of_ours
from internships.portal.operations import require_liaison
from internships.portal.reading import own_posts
from internships.ranked_form import groups_from
from partnerships.portal.partner import Partner, PartnerRequest

SHOWN_STATES = (
    RoundState.OPEN,
    RoundState.CLOSED,
    RoundState.FROZEN,
    RoundState.RUN,
    RoundState.PUBLISHED,
    RoundState.FINISHED,
)


def _own_post_keys(partner: Partner) -> list[int]:
    """Asked for behind the wall. One query."""
    return list(own_posts(partner).prefetch_related(None).order_by().values_list("pk", flat=True))


def _seats(keys: list[int]) -> QuerySet[RoundSeat]:
    return (
        RoundSeat.objects.filter(post__in=keys, round__state__in=SHOWN_STATES)
        .with_names()
        .order_by("-round__closes_at", "pk")
    )


def _seat(partner: Partner, pk: int) -> RoundSeat:
    """Raises NotVisible. Call it behind the wall."""
    keys = _own_post_keys(partner)
    with outside():
        seat = _seats(keys).filter(pk=pk).first()
    if seat is None:
        raise NotVisible(f"seats {pk}")
    return seat


@require_safe
def round_list(request: PartnerRequest) -> HttpResponse:
    keys = _own_post_keys(request.partner)
    with outside():
        seats = list(_seats(keys).annotate(wish_count=Count("wishes")))
        ranked = dict(
            PostRanking.objects.filter(seat__in=seats).order_by().values_list("seat").annotate(Count("pk"))
        )
    context = {
        "title": _("Students who want to come"),
        "lines": [{"seat": seat, "ranked": ranked.get(seat.pk, 0)} for seat in seats],
    }
    return render(request, "portal/rounds.html", context)


@require_safe
def seat_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    seat = _seat(request.partner, pk)
    now = timezone.now()
    with outside():
        context = {
            "title": str(seat.post),
            "chip": seat.round.chip,
            "subtitle": str(seat.round),
            "breadcrumbs": [{"label": _("Students who want to come"), "url": reverse("portal:rounds")}],
            "seat": seat,
            "round": seat.round,
            "lines": _applicants(seat),
            "may_rank": seat.round.state == RoundState.OPEN
            and seat.round.opens_at <= now < seat.round.closes_at,
        }
    return render(request, "portal/round_seat.html", context)


def _applicants(seat: RoundSeat) -> list[dict[str, Any]]:
    """Who wants to come, those already ranked first. What each shows of themselves is on their profile;
    how they rank this post is nobody's business. Two queries."""
    places = dict(PostRanking.objects.filter(seat=seat).values_list("student", "place"))
    asking = StudentRanking.objects.filter(seat=seat).order_by().values("student")
    students = Student.objects.filter(pk__in=asking).select_related("school_class__major").defer("identity")
    found = [{"student": student, "place": places.get(student.pk)} for student in students]
    return sorted(found, key=lambda line: (line["place"] is None, line["place"] or 0))


@act
def rank(request: PartnerRequest, pk: int) -> str:
    partner = request.partner
    require_liaison(partner)
    seat = _seat(partner, pk)
    with outside():
        keys = list(StudentRanking.objects.filter(seat=seat).order_by("pk").values_list("student", flat=True))
        students = groups_from(request.POST, keys)
        count = rank_students_of_ours(actor=partner, seat=seat, students=students, now=timezone.now())
    messages.success(request, _("Your list is handed in: %(count)d students.") % {"count": count})
    return reverse("portal:round_seat", args=[pk])
