"""Two-way selection, as a student sees it: rank posts, read where one goes and why, answer.

Rounds lie outside the wall: every function here that steps out asks for the student's own rows by key.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.registry import StudentTask
from core.search import fold
from core.views import act
from core.walls import outside
from internships.eligibility import exclusions_for
from internships.me.pupil import Pupil, PupilRequest
from internships.models import (
    Answer,
    Outcome,
    Plan,
    RoundSeat,
    RoundState,
    SelectionRound,
    StudentRanking,
)
from internships.operations import outcomes, rankings
from internships.outcome_words import told
from internships.ranked_form import groups_from

SHOWN = 60
HIDDEN_STATES = (RoundState.DRAFT, RoundState.CANCELLED)


def own_rounds(pupil: Pupil) -> QuerySet[SelectionRound]:
    """The rounds of the plans that are for the student's class. Call it outside the wall."""
    school_class = pupil.student.school_class
    without_classes = Plan.objects.filter(
        classes=None, entered_in=school_class.entered_in, majors=school_class.major_id
    )
    mine = Q(plan__in=Plan.objects.filter(classes=school_class.pk).order_by().values("pk"))
    mine |= Q(plan__in=without_classes.order_by().values("pk"))
    return SelectionRound.objects.filter(mine).exclude(state__in=HIDDEN_STATES).select_related("plan")


def own_round(pupil: Pupil, pk: int) -> SelectionRound:
    """Raises NotVisible."""
    round = own_rounds(pupil).filter(pk=pk).first()
    if round is None:
        raise NotVisible(f"round {pk}")
    return round


def own_outcome(pupil: Pupil, round: SelectionRound) -> Outcome | None:
    found = Outcome.objects.of_student(pupil.student.pk).filter(run__round=round)
    return found.select_related("seat__post__enterprise", "run").defer("run__snapshot").first()


def may_rank(round: SelectionRound, now: datetime) -> bool:
    return round.state == RoundState.OPEN and round.opens_at <= now < round.students_until


def tasks_of_rounds(pupil: Any, on: date) -> Iterator[StudentTask]:
    """A round to rank in, and a place to answer. Three queries."""
    now = timezone.now()
    with outside():
        rounds = list(own_rounds(pupil).filter(state__in=[RoundState.OPEN, RoundState.PUBLISHED]))
        waiting = set(
            Outcome.objects.of_student(pupil.student.pk)
            .filter(run__round__in=rounds, seat__isnull=False, answer=Answer.NONE)
            .values_list("run__round", flat=True)
        )
        ranked = set(
            StudentRanking.objects.filter(student=pupil.student.pk, seat__round__in=rounds).values_list(
                "seat__round", flat=True
            )
        )
    for round in rounds:
        url = reverse("me:round", args=[round.pk])
        if round.pk in waiting and now < round.confirm_by:
            yield StudentTask(
                title=_("You have a place: confirm or decline it"),
                text=str(round),
                url=url,
                icon="circle-check",
                due_on=timezone.localdate(round.confirm_by),
            )
        elif may_rank(round, now) and round.pk not in ranked:
            yield StudentTask(
                title=_("Rank the posts you would like"),
                text=str(round),
                url=url,
                icon="list-numbers",
                due_on=timezone.localdate(round.students_until),
            )


# --- Pages ------------------------------------------------------------------------------------


@require_safe
def round_list(request: PupilRequest) -> HttpResponse:
    with outside():
        found = list(own_rounds(request.pupil)[:SHOWN])
    return render(request, "me/rounds.html", {"title": _("Choosing a post"), "rounds": found})


@require_safe
def round_detail(request: PupilRequest, pk: int) -> HttpResponse:
    pupil, now = request.pupil, timezone.now()
    terms = request.GET.get("q", "").strip()
    with outside():
        round = own_round(pupil, pk)
        outcome = own_outcome(pupil, round)
        context: dict[str, Any] = {
            "title": str(round),
            "chip": round.chip,
            "subtitle": str(round.plan),
            "breadcrumbs": [{"label": _("Choosing a post"), "url": reverse("me:rounds")}],
            "round": round,
            "terms": terms,
            "may_rank": may_rank(round, now),
            "lines": _lines(pupil, round, terms) if round.state == RoundState.OPEN else [],
            "outcome": outcome,
            "told": told(outcome) if outcome else [],
            "may_answer": outcome is not None
            and outcome.seat_id is not None
            and outcome.answer == Answer.NONE
            and round.state == RoundState.PUBLISHED
            and now < round.confirm_by,
            "lot": pupil.student.pk,
        }
    return render(request, "me/round.html", context)


def _lines(pupil: Pupil, round: SelectionRound, terms: str) -> list[dict[str, Any]]:
    """What is on the student's list, then other posts they could have. Three queries."""
    places = dict(
        StudentRanking.objects.filter(student=pupil.student.pk, seat__round=round).values_list(
            "seat", "place"
        )
    )
    barred = exclusions_for(round=round, student_id=pupil.student.pk)
    seats = RoundSeat.objects.filter(round=round).with_names()
    others = seats.exclude(pk__in=[*places, *barred])
    for term in terms.split():
        folded = fold(term)
        others = others.filter(
            Q(post__search_text__contains=folded) | Q(post__enterprise__search_text__contains=folded)
        )
    listed = sorted(seats.filter(pk__in=places), key=lambda seat: places[seat.pk])
    found = [{"seat": seat, "place": places[seat.pk], "barred": barred.get(seat.pk)} for seat in listed]
    return found + [{"seat": seat, "place": None, "barred": None} for seat in others.order_by("pk")[:SHOWN]]


@act
def rank(request: PupilRequest, pk: int) -> str:
    """Hand the list in: every post of the round that has a number, shown on this page or not."""
    pupil = request.pupil
    with outside():
        round = own_round(pupil, pk)
        keys = RoundSeat.objects.filter(round=round).order_by("pk").values_list("pk", flat=True)
        wishes = groups_from(request.POST, list(keys))
        count = rankings.rank_posts(actor=pupil, round_id=round.pk, wishes=wishes, now=timezone.now())
    messages.success(
        request,
        _("Your list is handed in: %(count)d posts.") % {"count": count}
        if count
        else _("Your list is empty now: you take no part."),
    )
    return reverse("me:round", args=[pk])


@act
def confirm(request: PupilRequest, pk: int) -> str:
    with outside():
        outcome = _outcome_in(request.pupil, pk)
        outcomes.confirm_place(actor=request.pupil, pk=outcome.pk, now=timezone.now())
    messages.success(request, _("Confirmed. The place is yours."))
    return reverse("me:round", args=[pk])


@act
def decline(request: PupilRequest, pk: int) -> str:
    with outside():
        outcome = _outcome_in(request.pupil, pk)
        reason = request.POST.get("reason", "")[:1000]
        outcomes.decline_place(actor=request.pupil, pk=outcome.pk, reason=reason, now=timezone.now())
    messages.success(request, _("Declined. You may take part in the fill-in round."))
    return reverse("me:round", args=[pk])


def _outcome_in(pupil: Pupil, pk: int) -> Outcome:
    outcome = own_outcome(pupil, own_round(pupil, pk))
    if outcome is None:
        raise NotVisible(f"outcome in round {pk}")
    return outcome
