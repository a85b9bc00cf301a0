"""Rounds of selection, as coordinators see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.http import PersonRequest
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from internships.filters.rounds import RoundFilters
from internships.forms.rounds import (
    FillInForm,
    RemindForm,
    RoundForm,
    RoundMoveForm,
    TimesForm,
    now_and_later,
)
from internships.models import RoundRun, RoundSeat, RoundState, SelectionRound, Stage
from internships.operations import rounds, runs
from internships.operations.round_reminders import Silent, UnableToRemind, remind_silent, silent
from internships.round_progress import (
    by_class,
    by_enterprise,
    choices_of,
    posts_without_a_list,
    progress_of,
    students_without_a_list,
)
from internships.tables.rounds import RoundTable
from internships.transitions.rounds import ROUND_MOVES, RUN
from partnerships.policies import seen

READ = "round.read"
NAMED = 30
SHOWN_SEATS = 50
# What each move does; the work itself completes a round.
MOVES: dict[str, Callable[..., Any]] = {
    "open": rounds.open_round,
    "close": rounds.close_round,
    "cancel": rounds.cancel_round,
    "finish": rounds.finish_round,
    "freeze": runs.freeze_round,
    "start": runs.start_run,
    "publish": runs.publish_round,
    "run_again": runs.run_again,
    "keep": runs.keep_published,
    "thaw": runs.thaw_round,
}
START = gettext_lazy("give out the seats")
ICONS = {
    "open": "list-numbers",
    "close": "lock",
    "freeze": "snowflake",
    "start": "arrow-right",
    "publish": "speakerphone",
    "finish": "archive",
    "cancel": "circle-x",
}


def crumbs(round: SelectionRound | None = None) -> list[dict[str, Any]]:
    found = [{"label": _("Rounds of selection"), "url": reverse("internships:round_list")}]
    if round is not None:
        found.append({"label": str(round), "url": round.get_absolute_url()})
    return found


class RoundList(ListView):
    title = gettext_lazy("Rounds of selection")
    capability = READ
    list_name = "internships:rounds"
    table_class = RoundTable
    filterset_class = RoundFilters
    sorts = {"opens_at": "opens_at"}
    default_sort = "-opens_at"
    search_placeholder = gettext_lazy("Name of the round")
    empty_title = gettext_lazy("No rounds yet")
    empty_text = gettext_lazy(
        "Prepare a round once the posts of a plan are approved: students rank posts, enterprises rank "
        "students, and the seats are given out fairly."
    )
    empty_icon = "list-numbers"

    def get_queryset(self) -> QuerySet:
        return SelectionRound.objects.visible_to(self.request.user).select_related("plan")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(RUN):
            return None
        return {"label": _("New round"), "url": reverse("internships:round_new"), "icon": "plus"}


# --- One round --------------------------------------------------------------------------------


def _progress(request: HttpRequest, round: Any) -> dict[str, Any]:
    students, posts = students_without_a_list(round), posts_without_a_list(round)
    now = timezone.now()
    is_open = round.state == RoundState.OPEN and round.opens_at <= now
    may_run = round.permits(request.user, RUN)
    return {
        "round": round,
        "progress": progress_of(round),
        "classes": by_class(round),
        "enterprises": by_enterprise(round),
        "may_remind_students": may_run and is_open and now < round.students_until,
        "may_remind_enterprises": may_run and is_open and now < round.closes_at,
        "silent_students": students[:NAMED],
        "silent_posts": posts[:NAMED],
    }


def _seats(request: HttpRequest, round: Any) -> dict[str, Any]:
    may_run = round.permits(request.user, RUN)
    return {
        "round": round,
        "seats": RoundSeat.objects.filter(round=round).with_names().order_by("pk")[:SHOWN_SEATS],
        "is_draft": may_run and round.state == RoundState.DRAFT,
        "list_url": f"{reverse('internships:seat_list')}?round={round.pk}",
    }


def _result(request: HttpRequest, round: Any) -> dict[str, Any]:
    found = list(round.runs.defer("snapshot"))
    published = next((run for run in found if run.published_at), None)
    # Before it is published the coordinator looks at what there is to publish.
    shown = found[0] if round.state == RoundState.RUN else published
    closed = shown.closures if shown else []
    posts = RoundSeat.objects.with_names().in_bulk([int(key) for key, *_numbers in closed])
    return {
        "round": round,
        "runs": found,
        "shown": shown,
        "choices": choices_of(shown) if shown else [],
        "closures": [(posts.get(int(key)), filled, lower) for key, filled, lower in closed],
        "outcomes_url": f"{reverse('internships:outcome_list')}?round={round.pk}",
        "may_run": round.permits(request.user, RUN),
    }


class RoundDetail(DetailView):
    tabs = [
        Tab(
            name="progress",
            label=gettext_lazy("Progress"),
            template="internships/round_progress.html",
            context=_progress,
            order=10,
        ),
        Tab(
            name="seats",
            label=gettext_lazy("Seats"),
            template="internships/round_seats.html",
            context=_seats,
            order=20,
            count=lambda _request, round: round.seats.count(),
        ),
        Tab(
            name="result",
            label=gettext_lazy("Result"),
            template="internships/round_result.html",
            context=_result,
            order=30,
        ),
    ]
    record: SelectionRound

    def get_queryset(self) -> QuerySet:
        return SelectionRound.objects.visible_to(self.request.user).select_related(
            "plan__department", "follows"
        )

    def context(self) -> dict[str, Any]:
        round = self.record
        offers = self.offers()
        first = next((offer for offer in offers if offer["onward"] and not offer["disabled_reason"]), None)
        return {
            "title": str(round),
            "subtitle": f"{round.plan} · {round.get_kind_display()}",
            "chip": round.chip,
            "breadcrumbs": crumbs(),
            "primary_action": first,
            "actions": [*(offer for offer in offers if offer is not first), *self.other_actions()],
            "next_step": self.next_step(),
            "facts": [
                {"label": _("Internship plan"), "value": round.plan},
                {"label": _("Department"), "value": round.plan.department},
                {"label": _("Students rank"), "value": _span(round.opens_at, round.students_until)},
                {"label": _("Enterprises rank until"), "value": _moment(round.closes_at)},
                {"label": _("Students confirm until"), "value": _moment(round.confirm_by)},
                {
                    "label": _("Fills in after"),
                    "value": round.follows or "",
                    "url": round.follows.get_absolute_url() if round.follows else "",
                },
                {
                    "label": _("SHA-256 of the seed"),
                    "value": round.seed_sha256,
                    "help": _("Shown before the rankings close; the seed itself afterwards."),
                },
                {"label": _("Seed of the lottery"), "value": round.shown_seed},
            ],
        }

    def offers(self) -> list[dict[str, Any]]:
        round, user = self.record, self.request.user
        found = [
            self.action(
                offer.name,
                str(offer.transition.label),
                refusal=offer.refusal,
                danger=offer.name in {"cancel", "thaw"},
                asks=offer.transition.needs_reason or offer.transition.is_final,
            )
            for offer in ROUND_MOVES.offers(actor=user, record=round, now=timezone.now())
        ]
        if round.state == RoundState.FROZEN and round.permits(user, RUN):
            run = round.runs.defer("snapshot").first()
            refusal = None if run and run.stage in {Stage.WAITING, Stage.FAILED} else _("It is being run.")
            found.insert(0, self.action("start", str(START), refusal=refusal))
        return found

    def action(
        self, name: str, label: str, *, refusal: str | None, danger: bool = False, asks: bool = False
    ) -> dict[str, Any]:
        return {
            "label": label[:1].upper() + label[1:],
            "url": reverse("internships:round_move", args=[self.record.pk, name]),
            "icon": ICONS.get(name, "arrow-right"),
            "post": not asks,
            "danger": danger,
            "onward": name in ICONS and not danger,
            "disabled_reason": refusal,
        }

    def other_actions(self) -> list[dict[str, Any]]:
        round = self.record
        if not round.permits(self.request.user, RUN):
            return []
        if round.state == RoundState.FINISHED:
            url = reverse("internships:round_fill_in", args=[round.pk])
            return [{"label": _("Prepare a fill-in round"), "url": url, "icon": "plus"}]
        if round.state == RoundState.CANCELLED:
            return []
        url = reverse("internships:round_edit", args=[round.pk])
        return [{"label": _("Change the times"), "url": url, "icon": "edit"}]

    def next_step(self) -> dict[str, Any] | None:
        round, now = self.record, timezone.now()
        coordinator, students = _("Coordinator"), _("Students")
        match round.state:
            case RoundState.DRAFT:
                return {"text": _("Offer seats, then open the round."), "whose": coordinator}
            case RoundState.OPEN if now < round.students_until:
                return {
                    "text": _("Students rank posts."),
                    "whose": students,
                    "due": _day(round.students_until),
                }
            case RoundState.OPEN:
                text = _("Enterprises rank the students who want to come.")
                return {"text": text, "whose": _("Enterprises"), "due": _day(round.closes_at)}
            case RoundState.CLOSED:
                return {"text": _("Freeze the rankings: nobody changes them any more."), "whose": coordinator}
            case RoundState.FROZEN:
                return {"text": _("Give out the seats."), "whose": coordinator}
            case RoundState.RUN:
                return {"text": _("Look at the result and publish it."), "whose": coordinator}
            case RoundState.PUBLISHED:
                text = _("Students confirm or decline their places.")
                return {"text": text, "whose": students, "due": _day(round.confirm_by)}
        return None


def _day(instant: Any) -> Any:
    return timezone.localdate(instant)


def _moment(instant: Any) -> str:
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M}"


def _span(first: Any, last: Any) -> str:
    return f"{_moment(first)} – {_moment(last)}"


# --- Forms ------------------------------------------------------------------------------------


class RoundNew(FormView):
    form_class = RoundForm
    title = gettext_lazy("New round")
    success_message = gettext_lazy("The round is prepared. Now offer its seats.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(RUN):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        given = self.request.GET.get("plan", "")
        chosen = {"plan": int(given)} if given.isdecimal() and len(given) < 10 else {}
        return {"initial": now_and_later() | chosen}

    def perform(self, form: Any) -> SelectionRound:
        return rounds.prepare_round(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("internships:round_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfRound(FormView):
    """A form about one round, for those who run it."""

    def authorise(self, **kwargs: Any) -> None:
        rows = SelectionRound.objects.select_related("plan")
        self.round: SelectionRound = seen(rows, self.request.user, kwargs["pk"], RUN)

    def cancel_url(self) -> str:
        return self.round.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.round)}


class RoundEdit(OfRound):
    form_class = TimesForm
    title = gettext_lazy("Change the times")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.round}

    def perform(self, form: Any) -> SelectionRound:
        return rounds.reschedule(
            actor=self.request.user,
            pk=self.kwargs["pk"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
            **form.times,
        )


class RoundFillIn(OfRound):
    form_class = FillInForm
    title = gettext_lazy("Prepare a fill-in round")
    success_message = gettext_lazy("The fill-in round has the seats that are left.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": now_and_later() | {"name": _("%(round)s, fill-in") % {"round": self.round}}}

    def perform(self, form: Any) -> SelectionRound:
        return rounds.prepare_fill_in(
            actor=self.request.user, follows=self.round, now=timezone.now(), **form.cleaned_data
        )


class RoundMove(OfRound):
    """One move of a round: at once, or with the reason that others read."""

    form_class = RoundMoveForm
    success_message = gettext_lazy("Done.")

    def authorise(self, **kwargs: Any) -> None:
        if kwargs["name"] not in MOVES:
            raise NotVisible(kwargs["name"])
        super().authorise(**kwargs)
        self.move = ROUND_MOVES.moves.get(kwargs["name"])

    @property
    def needs_reason(self) -> bool:
        if self.kwargs["name"] == "freeze":
            return self.round.runs.exists()
        return self.move is not None and self.move.needs_reason

    @property
    def label(self) -> str:
        return str(self.move.label if self.move else START)

    def form_kwargs(self) -> dict[str, Any]:
        return {"needs_reason": self.needs_reason}

    def get_title(self) -> str:
        return f"{self.round}: {self.label}"

    def perform(self, form: Any) -> SelectionRound:
        reason = {"reason": form.cleaned_data["reason"]} if self.needs_reason else {}
        MOVES[self.kwargs["name"]](
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **reason
        )
        return self.round

    def extra_context(self, form: Any) -> dict[str, Any]:
        label = self.label
        return super().extra_context(form) | {
            "submit_label": label[:1].upper() + label[1:],
            "danger": self.kwargs["name"] in {"cancel", "thaw"},
        }


class RoundRemind(OfRound):
    """Asks, with their exact number, before those who have not ranked are reminded."""

    template_name = "components/confirm.html"
    form_class = RemindForm
    submit_label = gettext_lazy("Remind them")

    def authorise(self, **kwargs: Any) -> None:
        if kwargs["whom"] not in Silent:
            raise NotVisible(kwargs["whom"])
        super().authorise(**kwargs)
        self.whom = Silent(kwargs["whom"])

    def how_many(self) -> int:
        try:
            return silent(self.round, self.whom, now=timezone.now()).count()
        except UnableToRemind:
            return 0

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"expected": self.how_many()}}

    def get_title(self) -> str:
        return _("Remind those who have not ranked")

    def perform(self, form: Any) -> str:
        count = remind_silent(
            actor=self.request.user, pk=self.round.pk, whom=self.whom, now=timezone.now(), **form.cleaned_data
        )
        told = ngettext("%(count)d person was reminded.", "%(count)d people were reminded.", count)
        messages.success(self.request, told % {"count": count})
        return self.round.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        count = self.how_many()
        if self.whom == Silent.STUDENTS:
            question = ngettext(
                "Remind %(count)d student without a list?", "Remind %(count)d students without a list?", count
            )
        else:
            question = ngettext(
                "Remind %(count)d liaison of posts without a list?",
                "Remind %(count)d liaisons of posts without a list?",
                count,
            )
        return super().extra_context(form) | {
            "question": question % {"count": count},
            "consequences": [
                _("Each gets a message in the inbox, and by e-mail as they chose; once a day at most."),
                _("Who has no account yet cannot be reminded here."),
            ],
        }


@require_safe
def run_status(request: PersonRequest, pk: int) -> HttpResponse:
    """How far the last run is: asked for again and again while it works."""
    round = SelectionRound.objects.visible_to(request.user).filter(pk=pk).first()
    if round is None:
        raise NotVisible(f"round {pk}")
    run = RoundRun.objects.filter(round=round).defer("snapshot").first()
    answer = render(request, "internships/round_result.html#status", {"run": run, "round": round})
    if run is None or not run.is_working:
        answer["HX-Refresh"] = "true"
    return answer
