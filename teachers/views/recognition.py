"""Recognitions on the pages of the staff: the list, one of them with its tabs, what is done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from compliance.checklist import Group, Line, lines_of
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import DetailView, ListView
from teachers.filters.recognition import RecognitionFilters
from teachers.models import (
    Objection,
    PanelCase,
    PanelVote,
    Recognition,
    RecognitionAppeal,
    RecognitionState,
)
from teachers.operations import recognition as operations
from teachers.operations.conclusion import appealable
from teachers.policies import is_own
from teachers.recognition_facts import Row, rows_behind
from teachers.standards import latest_check
from teachers.tables.recognition import RecognitionTable
from teachers.transitions.recognition import (
    APPLY,
    JUDGE,
    PUBLISH,
    READ,
    RECOGNITION_MOVES,
)

S = RecognitionState


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Recognitions"), "url": reverse("teachers:recognition_list")}]


class RecognitionList(ListView):
    capability = READ
    title = gettext_lazy("Recognitions")
    list_name = "teachers:recognitions"
    table_class = RecognitionTable
    filterset_class = RecognitionFilters
    sorts = {"waiting_since": "waiting_since", "review_due": "review_due"}
    default_sort = "-waiting_since"
    search_placeholder = gettext_lazy("Name, staff number or pinyin initials")
    empty_title = gettext_lazy("No recognitions yet")
    empty_text = gettext_lazy(
        "Teachers apply on the page of their own recognition; you can apply for them here."
    )
    empty_icon = "certificate"
    personal_data = AccessLog.Data.RECORD

    def get_queryset(self) -> QuerySet[Recognition]:
        rows = Recognition.objects.visible_to(self.request.user).with_names()
        return rows.defer("statement", "answer", "end_reason")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(APPLY):
            return None
        return {
            "label": _("Apply for a teacher"),
            "url": reverse("teachers:recognition_new"),
            "icon": "plus",
        }

    def extra_context(self) -> dict[str, Any]:
        address = reverse("teachers:recognition_list")
        return {
            "actions": [
                {
                    "label": _("Lapses this year"),
                    "url": f"{address}?lapses=year&sort=review_due",
                    "icon": "hourglass-high",
                },
                {
                    "label": _("Standing of the departments"),
                    "url": reverse("teachers:recognition_standing"),
                    "icon": "chart-bar",
                },
                {"label": _("Panels"), "url": reverse("teachers:panel_list"), "icon": "gavel"},
            ]
        }


# --- Tabs of one recognition ------------------------------------------------------------------


def checklist(request: HttpRequest, recognition: Any) -> dict[str, Any]:
    """The check-list as last found, with the evidence behind each line. Three queries."""
    user: Any = request.user
    check = latest_check(recognition)
    may_decide = recognition.permits(user, JUDGE) and not is_own(user, recognition.teacher)
    return {
        "recognition": recognition,
        "check": check,
        "groups": with_evidence(lines_of(check), check.facts) if check else [],
        "may_decide": may_decide and recognition.is_open,
        "check_url": reverse("teachers:recognition_check", args=[recognition.pk])
        if recognition.is_open
        else "",
    }


def with_evidence(
    groups: Iterable[tuple[Group, list[Line]]], facts: Mapping[str, Any]
) -> list[tuple[Group, list[tuple[Line, list[Row]]]]]:
    """Each line with the rows of evidence behind what its rule looked at.

    What only people decide is no shortcoming of the teacher: it stands apart from what is missing.
    """
    found: dict[Group, list[tuple[Line, list[Row]]]] = {group: [] for group in Group}
    for group, lines in groups:
        for line in lines:
            shown = Group.QUESTION if line.judged.is_open_question else group
            rows = rows_behind(facts, line.judged.finding.rule.reads)
            found[shown].append((replace(line, group=shown), rows))
    return [(group, lines) for group, lines in found.items() if lines]


def course(request: HttpRequest, recognition: Any) -> dict[str, Any]:
    """Panels, publicity, terms, reviews, appeals. About nine queries."""
    user: Any = request.user
    may_see_votes = recognition.permits(user, JUDGE) and not is_own(user, recognition.teacher)
    cases = (
        PanelCase.objects.filter(recognition=recognition)
        .select_related("panel__chair")
        .order_by("-panel__held_on", "-pk")
    )
    votes = PanelVote.objects.filter(case__recognition=recognition).select_related("member__user")
    appeals = RecognitionAppeal.objects.filter(recognition=recognition)
    may_publish = recognition.permits(user, PUBLISH) and not is_own(user, recognition.teacher)
    return {
        "recognition": recognition,
        "cases": cases,
        "votes": list(votes) if may_see_votes else [],
        **(objections_to(recognition) if may_publish else {}),
        "terms": recognition.terms.order_by("-starts_on", "-pk"),
        "reviews": recognition.reviews.select_related("reviewed_by"),
        "certificates": recognition.certificates.order_by("-ordered_at", "-pk"),
        "appeals": appeals.select_related("made_by", "answered_by"),
        "files": recognition.files.all(),
        "may_publish": may_publish,
        "may_appeal": operations.may_apply(user, recognition.teacher) and appealable(recognition)[0],
    }


def objections_to(recognition: Recognition) -> dict[str, list[Objection]]:
    """Those of the latest publicity period, and apart from them those of one before an appeal. One query."""
    rows = Objection.objects.filter(recognition=recognition).select_related("made_by", "answered_by")
    found: dict[str, list[Objection]] = {"objections": [], "earlier_objections": []}
    since = recognition.publicised_from
    for one in rows:
        is_running = since is not None and timezone.localdate(one.made_at) >= since
        found["objections" if is_running else "earlier_objections"].append(one)
    return found


ICONS = {
    "return": "arrow-back-up",
    "approve": "circle-check",
    "recognise": "certificate",
    "refuse": "circle-x",
    "send_out": "send",
    "recognised_outside": "certificate",
}
PRIMARY = ("approve", "recognise", "send_out", "recognised_outside")
# Asked on one page: what the outside body decided, whichever it was.
ONE_PAGE = {"refused_outside"}
OUTSIDE = {"send_out", "recognised_outside"}


class RecognitionDetail(DetailView):
    record: Recognition
    tabs = [
        Tab(
            name="checklist",
            label=gettext_lazy("Check-list"),
            template="teachers/recognition_checklist.html",
            context=checklist,
            order=0,
        ),
        Tab(
            name="course",
            label=pgettext_lazy("of a recognition", "Decisions"),
            template="teachers/recognition_course.html",
            context=course,
            order=10,
        ),
    ]

    def get_queryset(self) -> QuerySet[Recognition]:
        return Recognition.objects.visible_to(self.request.user).select_related(
            "teacher__department", "teacher__user"
        )

    def context(self) -> dict[str, Any]:
        recognition, user = self.record, self.request.user
        today = timezone.localdate()
        if not is_own(user, recognition.teacher):
            note_reading(self.request, [recognition.teacher], data=AccessLog.Data.RECORD)
        moves = self.moves()
        ready = (one for one in moves if one["name"] in PRIMARY and not one["disabled_reason"])
        primary = next(ready, None) or self.to_panels()
        menu = [move for move in moves if move is not primary]
        menu += self.other_actions()
        if primary is None and menu and recognition.state == S.DRAFT:
            primary = menu.pop(0)
        return {
            "title": str(recognition.teacher),
            "chip": recognition.chip_on(today),
            "subtitle": f"{recognition.get_level_display()} · {recognition.get_stage_display()}",
            "breadcrumbs": crumbs() if user.can(READ) else [],
            "primary_action": primary,
            "actions": menu,
            "next_step": next_step(recognition),
            "facts": [
                {"label": _("Department"), "value": recognition.teacher.department},
                {"label": _("Who recognises"), "value": recognition.get_body_display()},
                {"label": _("Applied on"), "value": _day(recognition.applied_on)},
                {"label": _("Recognised on"), "value": _day(recognition.recognised_on)},
                {"label": _("Review due by"), "value": _day(recognition.review_due)},
                {"label": _("Revoked on"), "value": _day(recognition.ended_on)},
                {"label": _("Outside body"), "value": recognition.outside_body},
                {"label": _("Number of the decision"), "value": recognition.outside_number},
            ],
        }

    def moves(self) -> list[dict[str, Any]]:
        recognition, user = self.record, self.request.user
        if is_own(user, recognition.teacher):
            return []
        offers = RECOGNITION_MOVES.offers(actor=user, record=recognition, now=timezone.now())
        return [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label))
                if offer.name != "recognised_outside"
                else _("Record the decision"),
                "url": reverse(f"teachers:recognition_{offer.name}", args=[recognition.pk]),
                "icon": ICONS.get(offer.name, "arrow-right"),
                "danger": offer.name == "refuse",
                "disabled_reason": offer.refusal,
            }
            for offer in offers
            if offer.name not in ONE_PAGE and (recognition.is_outside or offer.name not in OUTSIDE)
        ]

    def to_panels(self) -> dict[str, Any] | None:
        """Where an application that the department agreed with goes next."""
        recognition = self.record
        waits = recognition.state == S.DEPARTMENT_APPROVED and not recognition.is_outside
        if not waits or not recognition.permits(self.request.user, JUDGE):
            return None
        return {"label": _("Bring before a panel"), "url": reverse("teachers:panel_list"), "icon": "gavel"}

    def other_actions(self) -> list[dict[str, Any]]:
        """What the teacher may do, and what is done beside the moves."""
        recognition, user = self.record, self.request.user
        address = lambda name: reverse(f"teachers:recognition_{name}", args=[recognition.pk])  # noqa: E731
        found: list[dict[str, Any]] = []
        if operations.may_apply(user, recognition.teacher):
            if recognition.state == S.DRAFT:
                found.append({"label": _("Hand in"), "url": address("apply"), "icon": "send"})
                found.append({"label": _("Edit"), "url": address("edit"), "icon": "edit"})
            if recognition.state in RECOGNITION_MOVES.moves["withdraw"].sources:
                found.append(
                    {"label": _("Withdraw"), "url": address("withdraw"), "icon": "archive", "danger": True}
                )
        may_review = recognition.permits(user, PUBLISH) and not is_own(user, recognition.teacher)
        if may_review and recognition.state == S.RECOGNISED and recognition.ended_on is None:
            found.append({"label": _("Review or revoke"), "url": address("review"), "icon": "refresh"})
        if recognition.state != S.DRAFT and may_take_dossier(user, recognition):
            found.append({"label": _("Dossier as a ZIP"), "url": address("dossier"), "icon": "download"})
        return found


def may_take_dossier(user: Any, recognition: Recognition) -> bool:
    return is_own(user, recognition.teacher) or recognition.permits(user, PUBLISH)


def _day(value: Any) -> str:
    return date_format(value) if value else ""


def next_step(recognition: Recognition) -> dict[str, Any] | None:
    """What happens next and whose it is; of a refusal, why."""
    steps: dict[str, tuple[str, str]] = {
        S.DRAFT: (_("Complete what is missing and hand it in."), str(recognition.teacher)),
        S.APPLIED: (_("Look at the check-list, then agree or return it."), _("Head of department")),
        S.DEPARTMENT_APPROVED: (
            _("Send the dossier to the outside body.")
            if recognition.is_outside
            else _("Answer the questions of the check-list and bring it before a panel."),
            _("Teacher affairs office"),
        ),
        S.SENT_OUT: (_("Record what the outside body decides."), _("Teacher affairs office")),
        S.BEFORE_PANEL: (_("The panel votes."), ""),
        S.PUBLICISED: (
            _("It is public for objections; then it is concluded."),
            _("Teacher affairs office"),
        ),
    }
    if recognition.state in steps:
        text, whose = steps[recognition.state]
        due = recognition.publicised_until if recognition.state == S.PUBLICISED else None
        if recognition.state == S.DRAFT and recognition.answer:
            text = f"{text} {recognition.answer}"
        return {"text": text, "whose": whose, "due": due}
    if recognition.ended_on is not None:
        return {"text": recognition.end_reason}
    if recognition.state == S.RECOGNISED:
        text = _("Review it before it lapses.")
        return {"text": text, "whose": _("Teacher affairs office"), "due": recognition.review_due}
    return {"text": recognition.answer} if recognition.answer else None
