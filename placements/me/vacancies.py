"""Vacancies on the pages of students in their last year, and of graduates: search, apply, answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalogue.models import Region
from core.access import NotVisible
from core.search import is_too_short, search
from core.views import act
from core.walls import outside
from internships.filters.posts import in_region
from internships.me.posts import with_enterprises
from internships.me.pupil import Pupil, PupilRequest
from internships.me.views import PupilFormView
from partnerships.models import Enterprise
from placements.forms.vacancies import ApplyForm, SearchForm
from placements.models import Vacancy, VacancyApplication
from placements.operations import vacancies as operations
from placements.operations.vacancies import suiting
from placements.transitions.vacancies import APPLICATION_MOVES, OF_STUDENTS
from placements.views.vacancies import pay_in_words

PER_PAGE = 20


def seen_vacancies(pupil: Pupil) -> QuerySet[Vacancy]:
    """Those open today, and those one has applied for: as far as the walls let through."""
    applied = own_applications(pupil).order_by().values("vacancy")
    rows: QuerySet[Vacancy] = Vacancy.objects.filter(
        Q(pk__in=Vacancy.objects.open_on(timezone.localdate()).values("pk")) | Q(pk__in=applied)
    )
    return rows.select_related("region__parent__parent").prefetch_related("majors")


def own_applications(pupil: Pupil) -> QuerySet[VacancyApplication]:
    return VacancyApplication.objects.filter(student=pupil.student.pk)


def may_look(pupil: Pupil) -> bool:
    return operations.may_apply(pupil.student, now=timezone.now())


@require_safe
def vacancy_list(request: PupilRequest) -> HttpResponse:
    """Searched, narrowed, by district; those one has applied for stand apart."""
    pupil = request.pupil
    today = timezone.localdate()
    mine = list(own_applications(pupil).select_related("vacancy"))
    open_rows = Vacancy.objects.open_on(today) if may_look(pupil) else Vacancy.objects.none()
    districts = Region.objects.filter(pk__in=open_rows.order_by().values("region")).order_by("code")
    form = SearchForm(request.GET or None, districts=districts)
    rows = open_rows.select_related("region__parent__parent").prefetch_related("majors")
    is_short = False
    if form.is_bound and form.is_valid():
        is_short = is_too_short(form.cleaned_data["q"])
        rows = narrowed(rows, form.cleaned_data, pupil.student.school_class.major_id)
    page = Paginator(rows.order_by("-approved_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    vacancies = list(page.object_list)
    with_enterprises([*vacancies, *(one.vacancy for one in mine)])  # type: ignore[list-item]
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "title": _("Vacancies"),
        "form": form,
        "lines": [(vacancy, pay_in_words(vacancy)) for vacancy in vacancies],
        "applications": mine,
        "may_look": may_look(pupil),
        "page": page,
        "query": query.urlencode(),
        "is_filtered": bool(query),
        "is_too_short": is_short,
    }
    return render(request, "me/vacancies.html", context)


def narrowed(rows: Any, wanted: dict[str, Any], own_major: int) -> Any:
    if terms := wanted["q"]:
        rows = _matching(rows, terms)
    if wanted["region"]:
        rows = in_region(rows, wanted["region"])
    if wanted["pay"]:
        rows = rows.filter(Q(pay_to__gte=wanted["pay"]) | Q(pay_to=None, pay_from__gte=wanted["pay"]))
    if wanted["own_major"]:
        rows = rows.filter(suiting(own_major))
    return rows


def _matching(rows: Any, terms: str) -> Any:
    """By the words of a vacancy, or by the name of its enterprise, which stays behind the wall."""
    if is_too_short(terms):
        return rows.none()
    offering = list(rows.order_by().values_list("enterprise", flat=True).distinct())
    with outside():
        named = list(Enterprise.objects.filter(pk__in=offering).matching(terms).values_list("pk", flat=True))
    return rows.filter(
        Q(pk__in=search(Vacancy.objects.order_by(), terms).values("pk")) | Q(enterprise__in=named)
    )


def _vacancy(pupil: Pupil, pk: int) -> Vacancy:
    """Raises NotVisible."""
    found = seen_vacancies(pupil).filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"placements.Vacancy {pk}")
    with_enterprises([found])  # type: ignore[list-item]
    return found


@require_safe
def vacancy_detail(request: PupilRequest, pk: int) -> HttpResponse:
    pupil = request.pupil
    vacancy = _vacancy(pupil, pk)
    mine = own_applications(pupil).filter(vacancy=pk).first()
    is_open = vacancy.is_open(timezone.localdate()) and may_look(pupil)
    context = {
        "title": vacancy.name,
        "subtitle": str(vacancy.enterprise),
        "breadcrumbs": [{"label": _("Vacancies"), "url": reverse("me:vacancies")}],
        "vacancy": vacancy,
        "pay": pay_in_words(vacancy),
        "application": mine,
        "moves": [
            (name, APPLICATION_MOVES.moves[name])
            for name in OF_STUDENTS
            if mine is not None and mine.state in APPLICATION_MOVES.moves[name].sources
        ],
        "may_apply": is_open and (mine is None or mine.state == "withdrawn"),
    }
    return render(request, "me/vacancy.html", context)


class Apply(PupilFormView):
    form_class = ApplyForm
    title = gettext_lazy("Apply")
    submit_label = gettext_lazy("Send my application")
    success_message = gettext_lazy("Sent. You see here when it was read.")

    def authorise(self, **kwargs: Any) -> None:
        self.vacancy = _vacancy(self.request.pupil, kwargs["pk"])

    def form_kwargs(self) -> dict[str, Any]:
        shown = operations.allowed_to_all(self.request.pupil.student)
        return {"initial": {"parts": sorted(shown)}}

    def perform(self, form: Any) -> str:
        pupil = self.request.pupil
        with outside():
            operations.apply(
                actor=pupil,
                student=pupil.student,
                pk=self.vacancy.pk,
                now=timezone.now(),
                **form.cleaned_data,
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("me:vacancy", args=[self.vacancy.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": f"{self.vacancy} · {self.vacancy.enterprise}",
            "breadcrumbs": [{"label": _("Vacancies"), "url": reverse("me:vacancies")}],
        }


@act
def move(request: PupilRequest, pk: int, name: str) -> str:
    """Accept, decline or withdraw one's application for a vacancy."""
    pupil = request.pupil
    mine = own_applications(pupil).exclude(state="withdrawn").filter(vacancy=pk).first()
    if mine is None:
        raise NotVisible(f"application for {pk}")
    with outside():
        moved = operations.move_as_student(
            actor=pupil,
            student_id=pupil.student.pk,
            pk=mine.pk,
            name=name,
            word=request.POST.get("word", "")[:1000],
            now=timezone.now(),
        )
    messages.success(request, str(moved.get_state_display()))
    return reverse("me:vacancy", args=[pk])
