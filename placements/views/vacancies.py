"""Vacancies on the pages of the staff: the list, one of them with its applications, its form and moves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import NotVisible
from core.models import AccessLog
from core.paging import Ordering
from core.personal import note_reading
from core.registry import Tab
from core.views import BulkAct, DetailView, FormView, ListView
from internships.forms.posts import ChooseEnterpriseForm
from internships.views.posts import in_readers_language
from partnerships.models import Enterprise
from partnerships.policies import seen
from partnerships.views.record_pages import RecordAct, RecordFormView
from placements.filters.vacancies import VacancyFilters
from placements.forms.evaluation import DecisionForm
from placements.forms.vacancies import VacancyForm
from placements.models import Vacancy, VacancyApplication
from placements.operations import vacancies as operations
from placements.operations.vacancies import APPROVE, EDIT, READ
from placements.tables.vacancies import VacancyTable
from placements.transitions.vacancies import VACANCY_MOVES

SHOWN = 200


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Vacancies"), "url": reverse("placements:vacancy_list")}]


def pay_in_words(vacancy: Vacancy) -> str:
    """As people read it: "¥4,000 – 5,500", or that it is to be agreed."""
    amounts = [amount for amount in (vacancy.pay_from, vacancy.pay_to) if amount is not None]
    if not amounts:
        return _("to be agreed")
    return "¥" + " – ".join(
        number_format(amount, decimal_pos=0, force_grouping=True) for amount in dict.fromkeys(amounts)
    )


def _approve(*, user: Any, pk: int) -> None:
    operations.approve_vacancy(actor=user, pk=pk, now=timezone.now())


class VacancyList(ListView):
    capability = READ
    title = gettext_lazy("Vacancies")
    list_name = "placements:vacancies"
    table_class = VacancyTable
    filterset_class = VacancyFilters
    sorts = {"name": "name_en_key", "open_until": "open_until", "updated_at": "updated_at"}
    default_sort = "-updated_at"
    search_placeholder = gettext_lazy("Vacancy, enterprise or place")
    empty_title = gettext_lazy("No vacancies yet")
    empty_text = gettext_lazy(
        "Enterprises offer work for graduates at the portal; you can enter it here as well."
    )
    empty_icon = "briefcase"
    bulk_acts = {
        "approve": BulkAct(
            label=gettext_lazy("Approve"),
            question=gettext_lazy("Approve %(count)s vacancies?"),
            perform=_approve,
            capability=APPROVE,
            icon="circle-check",
        )
    }

    def get_queryset(self) -> QuerySet[Vacancy]:
        return (
            Vacancy.objects.visible_to(self.request.user)
            .select_related("enterprise", "region", "department")
            .prefetch_related("majors")
            .annotate(application_count=Count("applications"))
            .defer("duties", "asked_for", "search_text", "search_bigrams")
        )

    def ordering(self) -> tuple[str, Ordering]:
        order, ordering = super().ordering()
        return order, in_readers_language(ordering)

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Enter a vacancy"), "url": reverse("placements:vacancy_new"), "icon": "plus"}


# --- One vacancy ------------------------------------------------------------------------------


def overview(request: HttpRequest, vacancy: Any) -> dict[str, Any]:
    return {"vacancy": vacancy, "pay": pay_in_words(vacancy)}


def applications(request: HttpRequest, vacancy: Any) -> dict[str, Any]:
    """Those of students whom one sees; of others only how many there are. Three queries."""
    user: Any = request.user
    rows = VacancyApplication.objects.visible_to(user).filter(vacancy=vacancy)
    shown = list(rows.select_related("student__school_class")[:SHOWN])
    note_reading(request, [one.student for one in shown], data=AccessLog.Data.RECORD)  # type: ignore[arg-type]
    return {
        "applications": shown,
        "hidden_count": vacancy.applications.count() - rows.count(),
    }


MOVES = {"offer": "send", "approve": "circle-check", "return": "arrow-back-up", "close": "archive"}


class VacancyDetail(DetailView):
    record: Vacancy
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="placements/vacancy_overview.html",
            context=overview,
            order=0,
        ),
        Tab(
            name="applications",
            label=gettext_lazy("Applications"),
            template="placements/vacancy_applications.html",
            context=applications,
            order=10,
            count=lambda _request, vacancy: vacancy.applications.count() or None,
        ),
    ]

    def get_queryset(self) -> QuerySet[Vacancy]:
        rows = Vacancy.objects.visible_to(self.request.user).with_names()
        return rows.select_related("contact").prefetch_related("majors")

    def context(self) -> dict[str, Any]:
        vacancy = self.record
        moves = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": reverse(f"placements:vacancy_{offer.name}", args=[vacancy.pk]),
                "icon": MOVES[offer.name],
                "danger": offer.transition.is_final,
                "disabled_reason": offer.refusal,
            }
            for offer in VACANCY_MOVES.offers(actor=self.request.user, record=vacancy, now=timezone.now())
        ]
        primary = next((move for move in moves if move["name"] in {"offer", "approve"}), None)
        menu = [move for move in moves if move is not primary]
        if vacancy.is_editable and vacancy.permits(self.request.user, EDIT):
            edit = reverse("placements:vacancy_edit", args=[vacancy.pk])
            menu.insert(0, {"label": _("Edit"), "url": edit, "icon": "edit"})
        return {
            "title": vacancy.name,
            "chip": vacancy.chip,
            "subtitle": str(vacancy.enterprise),
            "breadcrumbs": crumbs(),
            "primary_action": primary,
            "actions": menu,
            "facts": [
                {
                    "label": _("Enterprise"),
                    "value": vacancy.enterprise,
                    "url": vacancy.enterprise.get_absolute_url(),
                },
                {"label": _("Pay a month"), "value": pay_in_words(vacancy)},
                {"label": _("Seats"), "value": vacancy.seats},
                {"label": _("Open until"), "value": date_format(vacancy.open_until)},
                {"label": _("Department"), "value": vacancy.department},
            ],
        }


class ChooseEnterprise(FormView):
    form_class = ChooseEnterpriseForm
    title = gettext_lazy("Enter a vacancy")
    submit_label = gettext_lazy("Go on")
    success_message = ""

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.scope_for(EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> str:
        return reverse("placements:vacancy_new_for", args=[form.cleaned_data["enterprise"].pk])

    def cancel_url(self) -> str:
        return reverse("placements:vacancy_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class VacancyNew(FormView):
    form_class = VacancyForm
    title = gettext_lazy("Enter a vacancy")
    success_message = gettext_lazy("Saved as a draft. Hand it in for approval once it is complete.")

    def authorise(self, **kwargs: Any) -> None:
        self.enterprise: Enterprise = seen(
            Enterprise.objects.all(), self.request.user, kwargs["enterprise_id"], EDIT
        )

    def form_kwargs(self) -> dict[str, Any]:
        return {
            "enterprise": self.enterprise,
            "initial": {"region": self.enterprise.region_id, "address": self.enterprise.address},
        }

    def perform(self, form: Any) -> Vacancy:
        return operations.enter_vacancy(
            actor=self.request.user,
            enterprise_id=self.enterprise.pk,
            now=timezone.now(),
            **form.entered(),
        )

    def cancel_url(self) -> str:
        return reverse("placements:vacancy_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(), "subtitle": str(self.enterprise)}


class OfVacancy(RecordFormView):
    capability = EDIT
    record: Vacancy

    def records(self) -> QuerySet:
        return Vacancy.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class VacancyEdit(OfVacancy):
    form_class = VacancyForm
    title = gettext_lazy("Change the vacancy")

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        if not self.record.is_editable and self.request.method == "GET":
            raise NotVisible(f"{self.record} is not a draft")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record, "enterprise": self.record.enterprise}

    def perform(self, form: Any) -> Vacancy:
        return operations.change_vacancy(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.entered()
        )


class VacancyAct(OfVacancy, RecordAct):
    """A move of a vacancy, asked before it is made."""


class Offer(VacancyAct):
    title = gettext_lazy("Hand in for approval")
    submit_label = gettext_lazy("Hand in")
    question = gettext_lazy("Hand this vacancy in for approval?")
    success_message = gettext_lazy("Handed in.")
    operation = staticmethod(operations.offer_vacancy)


class Approve(VacancyAct):
    capability = APPROVE
    title = gettext_lazy("Approve the vacancy")
    submit_label = gettext_lazy("Approve")
    question = gettext_lazy("Show this vacancy to whoever is in the last year, and to graduates?")
    success_message = gettext_lazy("Approved. The enterprise is told.")
    operation = staticmethod(operations.approve_vacancy)


class Return(VacancyAct):
    capability = APPROVE
    form_class = DecisionForm
    title = gettext_lazy("Return the vacancy")
    submit_label = gettext_lazy("Return")
    question = gettext_lazy("What is to be changed?")
    success_message = gettext_lazy("Returned. The enterprise is told why.")
    operation = staticmethod(operations.return_vacancy)


class Close(VacancyAct):
    title = gettext_lazy("Close the vacancy")
    submit_label = gettext_lazy("Close")
    question = gettext_lazy("Close this vacancy? Nobody can apply for it any more.")
    danger = True
    success_message = gettext_lazy("Closed.")
    operation = staticmethod(operations.close_vacancy)
