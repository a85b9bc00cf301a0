"""Parts of a round: its seats, its outcomes, and the text that was frozen."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import DetailView, FormView, ListView, act
from internships.filters.rounds import OutcomeFilters, SeatFilters
from internships.forms.rounds import SeatForm
from internships.models import (
    Outcome,
    PostRanking,
    RoundRun,
    RoundSeat,
    SelectionRound,
    StudentRanking,
)
from internships.operations import rounds
from internships.outcome_words import told_to_staff
from internships.tables.rounds import OutcomeTable, SeatTable
from internships.transitions.rounds import RUN
from internships.views.rounds import READ, OfRound, crumbs
from partnerships.policies import seen


def _seats_tab(round: SelectionRound) -> str:
    return f"{round.get_absolute_url()}?tab=seats"


def _counted(model: Any) -> Coalesce:
    """How many rows of a ranking a seat has, without joining them."""
    rows = model.objects.filter(seat=OuterRef("pk")).order_by().values("seat")
    return Coalesce(
        Subquery(rows.annotate(count=Count("pk")).values("count")), 0, output_field=IntegerField()
    )


class SeatList(ListView):
    title = gettext_lazy("Seats of rounds")
    capability = READ
    list_name = "internships:seats"
    table_class = SeatTable
    filterset_class = SeatFilters
    sorts = {"post": "id"}
    default_sort = "post"
    search_placeholder = gettext_lazy("Post or enterprise")
    empty_title = gettext_lazy("No seats yet")
    empty_text = gettext_lazy("Seats are offered on the page of a round.")
    empty_icon = "list-numbers"

    def get_queryset(self) -> QuerySet:
        seats = RoundSeat.objects.visible_to(self.request.user).with_names()
        return seats.annotate(wish_count=_counted(StudentRanking), ranked_count=_counted(PostRanking))

    def extra_context(self) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class SeatNew(OfRound):
    form_class = SeatForm
    title = gettext_lazy("Offer seats of a post")

    def form_kwargs(self) -> dict[str, Any]:
        return {"round": self.round}

    def perform(self, form: Any) -> str:
        rounds.offer_seats(actor=self.request.user, pk=self.round.pk, now=timezone.now(), **form.cleaned_data)
        return _seats_tab(self.round)

    def cancel_url(self) -> str:
        return _seats_tab(self.round)


class SeatEdit(FormView):
    form_class = SeatForm
    title = gettext_lazy("Change the seats of a post")

    def authorise(self, **kwargs: Any) -> None:
        self.seat: RoundSeat = seen(
            RoundSeat.objects.select_related("round__plan", "post"), self.request.user, kwargs["pk"], RUN
        )

    def form_kwargs(self) -> dict[str, Any]:
        return {"round": self.seat.round, "instance": self.seat}

    def perform(self, form: Any) -> str:
        fields = form.cleaned_data | {"post": self.seat.post}
        rounds.offer_seats(actor=self.request.user, pk=self.seat.round_id, now=timezone.now(), **fields)
        return _seats_tab(self.seat.round)

    def cancel_url(self) -> str:
        return _seats_tab(self.seat.round)

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.seat.round)}


@act
def offer_all(request: PersonRequest, pk: int) -> str:
    rounds.offer_all_seats(actor=request.user, pk=pk, now=timezone.now())
    return f"{reverse('internships:round_detail', args=[pk])}?tab=seats"


@act
def take_out(request: PersonRequest, pk: int) -> str:
    seat = RoundSeat.objects.visible_to(request.user).filter(pk=pk).first()
    if seat is None:
        raise NotVisible(f"seat {pk}")
    rounds.take_out_seats(actor=request.user, pk=seat.round_id, post_id=seat.post_id, now=timezone.now())
    return f"{reverse('internships:round_detail', args=[seat.round_id])}?tab=seats"


@require_safe
def snapshot(request: PersonRequest, pk: int) -> HttpResponse:
    """The frozen rankings of a run, from which anybody can run it again; for those who run rounds."""
    run: RoundRun = seen(RoundRun.objects.select_related("round__plan"), request.user, pk, RUN)
    name = f"round-{run.round_id}-{run.number}.json"
    return HttpResponse(
        run.snapshot,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


# --- Outcomes ---------------------------------------------------------------------------------


def _with_names(rows: QuerySet) -> QuerySet:
    return rows.select_related("student__school_class", "seat__post__enterprise", "run__round__plan").defer(
        "run__snapshot", "student__identity"
    )


class OutcomeList(ListView):
    title = gettext_lazy("Outcomes of rounds")
    capability = READ
    list_name = "internships:outcomes"
    personal_data = AccessLog.Data.RECORD
    table_class = OutcomeTable
    filterset_class = OutcomeFilters
    sorts = {"student": "id", "choice": "choice"}
    default_sort = "student"
    search_placeholder = gettext_lazy("Name, student number or pinyin initials")
    empty_title = gettext_lazy("No outcomes yet")
    empty_text = gettext_lazy("They appear when a round is published.")
    empty_icon = "list-numbers"

    def get_queryset(self) -> QuerySet:
        rows = Outcome.objects.visible_to(self.request.user).that_count()
        return _with_names(rows).defer("wishes", "run__snapshot", "student__identity")

    def extra_context(self) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


def _explanation(request: HttpRequest, outcome: Any) -> dict[str, Any]:
    return {"outcome": outcome, "told": told_to_staff(outcome)}


class OutcomeDetail(DetailView):
    tabs = [
        Tab(
            name="explanation",
            label=gettext_lazy("Why"),
            template="internships/outcome_explanation.html",
            context=_explanation,
            order=10,
        )
    ]
    record: Outcome

    def get_queryset(self) -> QuerySet:
        return _with_names(Outcome.objects.visible_to(self.request.user))

    def context(self) -> dict[str, Any]:
        outcome = self.record
        note_reading(self.request, [outcome.student], data=AccessLog.Data.RECORD)
        seat, round = outcome.seat, outcome.run.round
        return {
            "title": str(outcome.student),
            "subtitle": f"{outcome.student.number} · {outcome.student.school_class} · {round}",
            "chip": outcome.chip,
            "breadcrumbs": crumbs(round),
            "next_step": None,
            "facts": [
                {"label": _("Round"), "value": round, "url": round.get_absolute_url()},
                {"label": _("Place"), "value": seat.post if seat else _("No place")},
                {"label": _("Enterprise"), "value": seat.post.enterprise if seat else ""},
                {"label": _("Choice"), "value": outcome.choice or ""},
                {"label": _("Answer"), "value": outcome.get_answer_display() if seat else ""},
                {"label": _("Reason"), "value": outcome.reason},
            ],
        }
