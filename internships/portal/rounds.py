"""Two-way selection, as an enterprise sees it: who wants to come to its posts, and whom it takes first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.models import AccessLog
from core.personal import note_reading
from core.registry import PartnerDeadline
from core.views import act
from core.walls import outside
from internships.me.walls import CLASS_COLUMNS, STUDENT_COLUMNS
from internships.models import (
    Outcome,
    Part,
    PostRanking,
    ProfileConsent,
    ProfileEntry,
    RoundSeat,
    RoundState,
    SchoolClass,
    SelectionRound,
    Student,
    StudentProfile,
    StudentRanking,
)
from internships.models.rounds import ANSWERED_STATES
from internships.operations.rankings import rank_students_of_ours
from internships.portal.operations import require_liaison
from internships.portal.reading import offers, own_posts
from internships.ranked_form import groups_from
from internships.round_walls import OUTCOME_COLUMNS, ROUND_COLUMNS
from partnerships.portal.partner import Partner, PartnerRequest

SHOWN_STATES = (
    RoundState.OPEN,
    RoundState.CLOSED,
    RoundState.FROZEN,
    RoundState.RUN,
    RoundState.PUBLISHED,
    RoundState.FINISHED,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A student who wants to come, and the number that the enterprise gave them."""

    student: Student
    place: int | None


def own_seats(partner: Partner) -> QuerySet[RoundSeat]:
    """The seats that rounds give out of the enterprise's posts."""
    posts = own_posts(partner).prefetch_related(None).order_by().values("pk")
    return RoundSeat.objects.filter(post__in=posts, round__state__in=SHOWN_STATES).prefetch_related(
        "post", Prefetch("round", SelectionRound.objects.only(*ROUND_COLUMNS))
    )


def own_seat(partner: Partner, pk: int) -> RoundSeat:
    """Raises NotVisible."""
    seat = own_seats(partner).filter(pk=pk).first()
    if seat is None:
        raise NotVisible(f"seats {pk}")
    return seat


def may_rank(seat: RoundSeat) -> bool:
    return (
        seat.round.state == RoundState.OPEN and seat.round.opens_at <= timezone.now() < seat.round.closes_at
    )


def asking(seat: RoundSeat) -> QuerySet[StudentRanking]:
    """Who wants to come; how they rank the post is closed to the portal."""
    return StudentRanking.objects.filter(seat=seat).order_by("pk")


def seats_without_a_list(partner: Partner) -> QuerySet[RoundSeat]:
    """Those that somebody wants, of which nobody has been ranked while it is time to."""
    now = timezone.now()
    wishes = StudentRanking.objects.filter(seat=OuterRef("pk")).order_by()
    lists = PostRanking.objects.filter(seat=OuterRef("pk")).order_by()
    return own_seats(partner).filter(
        Exists(wishes),
        ~Exists(lists),
        round__state=RoundState.OPEN,
        round__opens_at__lte=now,
        round__closes_at__gt=now,
    )


def deadlines_of_rounds(partner: Any, first: date, last: date) -> Iterator[PartnerDeadline]:
    """Until when to rank those who want to come. Three queries; one where nothing waits."""
    for seat in seats_without_a_list(partner):
        day = timezone.localdate(seat.round.closes_at)
        if first <= day <= last:
            yield PartnerDeadline(
                on=day,
                title=_("Rank the students who want to come: %(post)s") % {"post": seat.post},
                text=str(seat.round),
                url=reverse("portal:round_seat", args=[seat.pk]),
            )


@require_safe
def round_list(request: PartnerRequest) -> HttpResponse:
    seats = (
        own_seats(request.partner).order_by("-round__closes_at", "pk").annotate(wish_count=Count("wishes"))
    )
    ranked = dict(
        PostRanking.objects.filter(seat__in=seats).order_by().values_list("seat").annotate(Count("pk"))
    )
    silent = set(seats_without_a_list(request.partner).values_list("pk", flat=True))
    context = {
        "title": _("Students who want to come"),
        "lines": [
            {
                "seat": seat,
                "ranked": ranked.get(seat.pk, 0),
                "until_on": timezone.localdate(seat.round.closes_at) if seat.pk in silent else None,
            }
            for seat in seats
        ],
    }
    return render(request, "portal/rounds.html", context)


@require_safe
def seat_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    seat = own_seat(request.partner, pk)
    places = dict(PostRanking.objects.filter(seat=seat).values_list("student", "place"))
    students = list(applicants(seat))
    with outside():
        note_reading(request, students, data=AccessLog.Data.RECORD)  # type: ignore[arg-type]
    lines = [Line(student, places.get(student.pk)) for student in students]
    context = {
        "title": str(seat.post),
        "chip": seat.round.chip,
        "subtitle": str(seat.round),
        "breadcrumbs": [{"label": _("Students who want to come"), "url": reverse("portal:rounds")}],
        "seat": seat,
        "round": seat.round,
        "now": timezone.now(),
        "until_on": timezone.localdate(seat.round.closes_at),
        "listed": sorted((line for line in lines if line.place), key=lambda line: line.place or 0),
        "others": [line for line in lines if not line.place],
        "may_rank": may_rank(seat) and offers(request.partner),
        "is_published": seat.round.state in ANSWERED_STATES,
        "coming": coming(seat),
    }
    return render(request, "portal/round_seat.html", context)


def allowed(part: Any) -> Any:
    """That the student of the outer query allows enterprises to see a part."""
    return Exists(ProfileConsent.objects.filter(student=OuterRef("student"), part=part, withdrawn_at=None))


def applicants(seat: RoundSeat) -> QuerySet[Student]:
    """Who wants to come, by name, and of each what they allow enterprises to see. Seven queries."""
    found = allowed(Part.FOUND)
    entries = ProfileEntry.objects.filter(found, allowed(OuterRef("kind")))
    return (
        Student.objects.filter(pk__in=asking(seat).order_by().values("student"))
        .only(*STUDENT_COLUMNS)
        .prefetch_related(
            Prefetch("school_class", SchoolClass.objects.only(*CLASS_COLUMNS).select_related("major")),
            Prefetch("profile", StudentProfile.objects.filter(found).prefetch_related("skills")),
            Prefetch("profile_entries", entries.prefetch_related("files")),
        )
        .order_by("pinyin_key", "pk")
    )


def coming(seat: RoundSeat) -> QuerySet[Outcome]:
    """Whom the published result sends, and what they answered; nobody before it is published."""
    students = Student.objects.only(*STUDENT_COLUMNS).prefetch_related(
        Prefetch("school_class", SchoolClass.objects.only(*CLASS_COLUMNS))
    )
    return (
        Outcome.objects.that_count()
        .filter(seat=seat)
        .only(*OUTCOME_COLUMNS)
        .prefetch_related(Prefetch("student", students))
        .order_by(F("answer").desc(), "pk")
    )


@act
def rank(request: PartnerRequest, pk: int) -> str:
    partner = request.partner
    require_liaison(partner)
    seat = own_seat(partner, pk)
    keys = list(asking(seat).values_list("student", flat=True))
    students = groups_from(request.POST, keys)
    with outside():
        count = rank_students_of_ours(actor=partner, seat=seat, students=students, now=timezone.now())
    messages.success(request, _("Your list is handed in: %(count)d students.") % {"count": count})
    return reverse("portal:round_seat", args=[pk])
