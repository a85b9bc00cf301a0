"""Two-way selection, as a student sees it: rank posts, read where one goes and why, answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.bilingual import listed
from core.registry import StudentTask
from core.views import act
from core.walls import outside
from internships.me import round_reading as reading
from internships.me.forms import ReachForm
from internships.me.pupil import Pupil, PupilRequest
from internships.me.views import PupilFormView
from internships.models import Answer, Outcome, RoundState
from internships.operations import outcomes, rankings
from internships.ranked_form import groups_from

SHOWN = 60


def tasks_of_rounds(pupil: Any, on: date) -> Iterator[StudentTask]:
    """A round to rank in, and a place to answer. Four queries."""
    now = timezone.now()
    rounds = list(reading.own_rounds(pupil).filter(state__in=[RoundState.OPEN, RoundState.PUBLISHED]))
    places = reading.own_outcomes(pupil).filter(run__round__in=rounds, seat__isnull=False)
    waiting = set(places.filter(answer=Answer.NONE).values_list("run__round", flat=True))
    ranked = set(
        reading.own_wishes(pupil)
        .filter(seat__round__in=rounds)
        .order_by()
        .values_list("seat__round", flat=True)
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
        elif reading.may_rank(round, now) and round.pk not in ranked:
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
    found = reading.own_rounds(request.pupil)[:SHOWN]
    return render(request, "me/rounds.html", {"title": _("Choosing a post"), "rounds": found})


@require_safe
def round_detail(request: PupilRequest, pk: int) -> HttpResponse:
    pupil, now = request.pupil, timezone.now()
    terms = request.GET.get("q", "").strip()
    round = reading.own_round(pupil, pk)
    outcome = reading.own_outcome(pupil, round)
    lines = reading.lines_of(pupil, round, terms=terms, most=SHOWN) if round.state == RoundState.OPEN else {}
    context: dict[str, Any] = {
        "title": str(round),
        "chip": round.chip,
        "subtitle": str(round.plan),
        "breadcrumbs": [{"label": _("Choosing a post"), "url": reverse("me:rounds")}],
        "round": round,
        "now": now,
        "until_on": timezone.localdate(round.students_until),
        "terms": terms,
        "may_rank": reading.may_rank(round, now),
        "lines": lines,
        "reach": listed(reading.own_reach(pupil, round)),
        "outcome": outcome,
        "told": reading.explained(outcome) if outcome else [],
        "seat": reading.named_seats([outcome.seat_id])[outcome.seat_id]
        if outcome and outcome.seat_id
        else None,
        "may_answer": outcome is not None
        and outcome.seat_id is not None
        and outcome.answer == Answer.NONE
        and round.state == RoundState.PUBLISHED
        and now < round.confirm_by,
        "lot": pupil.student.pk,
        "lottery": reading.lottery_of(round),
    }
    return render(request, "me/round.html", context)


class Reach(PupilFormView):
    """Where the student can go at all in a round."""

    form_class = ReachForm
    title = gettext_lazy("Where I can go")
    success_message = ""

    def authorise(self, **kwargs: Any) -> None:
        self.round = reading.own_round(self.request.pupil, kwargs["pk"])

    def form_kwargs(self) -> dict[str, Any]:
        chosen = list(reading.own_reach(self.request.pupil, self.round).values_list("pk", flat=True))
        return {"initial": {"regions": chosen}, "places": reading.places_of(self.round)}

    def perform(self, form: Any) -> str:
        with outside():
            gone = rankings.name_reachable_regions(
                actor=self.request.pupil,
                round_id=self.round.pk,
                regions=list(form.cleaned_data["regions"]),
                now=timezone.now(),
            )
        messages.success(self.request, _("Saved."))
        if gone:
            left = ngettext(
                "%(count)d post out of reach has left your list.",
                "%(count)d posts out of reach have left your list.",
                gone,
            )
            messages.warning(self.request, left % {"count": gone})
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("me:round", args=[self.kwargs["pk"]])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "breadcrumbs": [
                {"label": _("Choosing a post"), "url": reverse("me:rounds")},
                {"label": str(self.round), "url": self.cancel_url()},
            ],
            "form_help": _(
                "Tick where you can go every day, or could live. You are not placed anywhere else. "
                "With no tick you can go anywhere."
            ),
        }


@act
def rank(request: PupilRequest, pk: int) -> str:
    """Hand the list in: every post of the round that has a number, shown on this page or not."""
    pupil = request.pupil
    round = reading.own_round(pupil, pk)
    keys = list(reading.seats_of(round).order_by("pk").values_list("pk", flat=True))
    wishes = groups_from(request.POST, keys)
    with outside():
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
    outcome = _outcome_in(request.pupil, pk)
    with outside():
        outcomes.confirm_place(actor=request.pupil, pk=outcome.pk, now=timezone.now())
    messages.success(request, _("Confirmed. The place is yours."))
    return reverse("me:round", args=[pk])


@act
def decline(request: PupilRequest, pk: int) -> str:
    outcome = _outcome_in(request.pupil, pk)
    reason = request.POST.get("reason", "")[:1000]
    with outside():
        outcomes.decline_place(actor=request.pupil, pk=outcome.pk, reason=reason, now=timezone.now())
    messages.success(request, _("Declined. You may take part in the fill-in round."))
    return reverse("me:round", args=[pk])


def _outcome_in(pupil: Pupil, pk: int) -> Outcome:
    outcome = reading.own_outcome(pupil, reading.own_round(pupil, pk))
    if outcome is None:
        raise NotVisible(f"outcome in round {pk}")
    return outcome
