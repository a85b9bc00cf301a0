"""Vacancies at the portal: what the enterprise has for graduates, and who applies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import audit
from core.access import NotVisible
from core.attachments import serve
from core.models import AccessLog
from core.personal import note_reading
from core.views import act
from core.walls import outside
from internships.models import ProfileEntry, ProfileFile, Student, StudentProfile
from internships.portal.reading import offers
from partnerships.models import Contact
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest
from partnerships.portal.walls import CONTACT_COLUMNS
from placements.forms.vacancies import OwnVacancyForm
from placements.models import Vacancy, VacancyApplication
from placements.operations import vacancies as operations
from placements.transitions.vacancies import APPLICATION_MOVES, OF_ENTERPRISES, VACANCY_MOVES
from placements.vacancy_notices import tell_deciders
from placements.views.vacancies import pay_in_words

ICONS = {"invite": "calendar-event", "offer": "mail-opened", "turn_down": "circle-x"}


def require_liaison(partner: Partner) -> None:
    """Raises PermissionDenied."""
    if not offers(partner):
        raise PermissionDenied(_("A liaison of your enterprise offers work and reads applications."))


def own_vacancies(partner: Partner) -> QuerySet[Vacancy]:
    rows = Vacancy.objects.filter(enterprise=partner.enterprise)
    return rows.select_related("region__parent__parent").prefetch_related(
        "majors", Prefetch("contact", Contact.objects.only(*CONTACT_COLUMNS))
    )


def own_vacancy(partner: Partner, pk: int) -> Vacancy:
    """Raises NotVisible."""
    vacancy = own_vacancies(partner).filter(pk=pk).first()
    if vacancy is None:
        raise NotVisible(f"placements.Vacancy {pk}")
    vacancy.enterprise = partner.enterprise
    return vacancy


def own_application(partner: Partner, pk: int) -> VacancyApplication:
    """Read behind the wall, for a liaison. Raises NotVisible, PermissionDenied."""
    ours = Vacancy.objects.filter(enterprise=partner.enterprise)
    found = VacancyApplication.objects.filter(vacancy__in=ours, pk=pk).first()
    if found is None:
        raise NotVisible(f"placements.VacancyApplication {pk}")
    require_liaison(partner)
    return found


# --- Vacancies --------------------------------------------------------------------------------


@require_safe
def vacancy_list(request: PartnerRequest) -> HttpResponse:
    vacancies = own_vacancies(request.partner).annotate(application_count=Count("applications"))
    context = {
        "title": _("Vacancies"),
        "subtitle": _("Work for graduates."),
        "vacancies": list(vacancies.order_by("-updated_at", "-pk")),
        "may_offer": offers(request.partner),
    }
    return render(request, "portal/vacancies.html", context)


@require_safe
def vacancy_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    vacancy = own_vacancy(request.partner, pk)
    may_offer = offers(request.partner)
    applications = _with_students(list(vacancy.applications.all())) if may_offer else []
    with outside():
        note_reading(
            request,  # type: ignore[arg-type]
            [application.student for application in applications],
            data=AccessLog.Data.RECORD,
        )
    context = {
        "title": vacancy.name,
        "chip": vacancy.chip,
        "breadcrumbs": [{"label": _("Vacancies"), "url": reverse("portal:vacancies")}],
        "vacancy": vacancy,
        "pay": pay_in_words(vacancy),
        "applications": applications,
        "may_edit": may_offer and vacancy.is_editable,
        "may_close": may_offer and vacancy.state != "closed",
    }
    return render(request, "portal/vacancy.html", context)


def _with_students(applications: list[VacancyApplication]) -> list[VacancyApplication]:
    """Each with the name and class of who wrote it: they gave them with the application. One query."""
    with outside():
        found = Student.objects.select_related("school_class__major").defer("identity")
        students = found.in_bulk([application.student_id for application in applications])
    for application in applications:
        application.student = students[application.student_id]
    return applications


class VacancyFormPage(PortalFormView):
    form_class = OwnVacancyForm
    submit_label = gettext_lazy("Save as a draft")
    success_message = gettext_lazy("Saved. Offer it to the centre once it is complete.")

    def authorise(self, **kwargs: Any) -> None:
        require_liaison(self.partner)

    def build(self, *args: Any) -> OwnVacancyForm:
        return OwnVacancyForm(
            *args, user=self.partner, enterprise=self.partner.enterprise, **self.form_kwargs()
        )

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": [{"label": _("Vacancies"), "url": reverse("portal:vacancies")}]}


class VacancyNew(VacancyFormPage):
    title = gettext_lazy("Offer work for graduates")

    def form_kwargs(self) -> dict[str, Any]:
        enterprise = self.partner.enterprise
        return {"initial": {"region": enterprise.region_id, "address": enterprise.address}}

    def perform(self, form: Any) -> str:
        vacancy = enter_own(self.partner, now=timezone.now(), **_fetched(form.entered()))
        return address_of(vacancy)

    def cancel_url(self) -> str:
        return reverse("portal:vacancies")


class VacancyEdit(VacancyFormPage):
    title = gettext_lazy("Change the vacancy")
    record: Vacancy

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_vacancy(self.partner, kwargs["pk"])
        super().authorise(**kwargs)

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> str:
        change_own(self.partner, self.kwargs["pk"], now=timezone.now(), **_fetched(form.entered()))
        return self.cancel_url()

    def cancel_url(self) -> str:
        return address_of(self.record)


def address_of(vacancy: Vacancy) -> str:
    return reverse("portal:vacancy", args=[vacancy.pk])


def _fetched(fields: dict[str, Any]) -> dict[str, Any]:
    """Rows that are still to be asked for, asked for behind the wall: outside, it would not hold."""
    return fields | {"majors": list(fields["majors"])}


def enter_own(partner: Partner, *, now: datetime, **fields: Any) -> Vacancy:
    with outside(), transaction.atomic():
        vacancy = operations.build_vacancy(
            enterprise=partner.enterprise, created_by_id=partner.pk, now=now, **fields
        )
        audit.record(actor=partner, subject=vacancy, verb="vacancy.enter", now=now)
    return vacancy


def change_own(partner: Partner, pk: int, *, now: datetime, **fields: Any) -> None:
    with outside(), transaction.atomic():
        vacancy = Vacancy.objects.select_for_update(of=("self",)).get(pk=pk)
        operations.rewrite_vacancy(vacancy, now=now, **fields)
        audit.record(actor=partner, subject=vacancy, verb="vacancy.edit", now=now)


@act
def offer(request: PartnerRequest, pk: int) -> str:
    vacancy = own_vacancy(request.partner, pk)
    require_liaison(request.partner)
    now = timezone.now()
    with outside(), transaction.atomic():
        moved = VACANCY_MOVES.move(
            actor=request.partner, pk=pk, name="offer_by_enterprise", now=now, changes={"updated_at": now}
        )
        tell_deciders(moved, by=request.partner.pk, now=now)
    messages.success(request, _("Offered. The centre decides on it, and you are told."))
    return address_of(vacancy)


@act
def close(request: PartnerRequest, pk: int) -> str:
    vacancy = own_vacancy(request.partner, pk)
    require_liaison(request.partner)
    now = timezone.now()
    with outside():
        VACANCY_MOVES.move(
            actor=request.partner, pk=pk, name="close_by_enterprise", now=now, changes={"updated_at": now}
        )
    messages.success(request, _("Closed."))
    return address_of(vacancy)


# --- Applications -----------------------------------------------------------------------------


@require_safe
def application(request: PartnerRequest, pk: int) -> HttpResponse:
    """One application, with the parts of the profile that were chosen for it."""
    partner = request.partner
    found = own_application(partner, pk)
    _with_students([found])
    with outside():
        if found.state == "sent":
            # That it was read is what the applicant waits to see; opening it twice notes it once.
            operations.note_read(
                actor=partner, enterprise_id=partner.enterprise.pk, pk=pk, now=timezone.now()
            )
            found.refresh_from_db(fields=["state", "moved_at"])
        note_reading(request, [found.student], data=AccessLog.Data.RECORD)  # type: ignore[arg-type]
        profile = StudentProfile.objects.filter(student=found.student_id).prefetch_related("skills").first()
        entries = list(shown_entries(found).prefetch_related("files"))
        vacancy = Vacancy.objects.get(pk=found.vacancy_id)
        context = {
            "title": str(found.student),
            "chip": found.chip,
            "subtitle": f"{found.student.school_class} · {found.student.school_class.major}",
            "breadcrumbs": [
                {"label": _("Vacancies"), "url": reverse("portal:vacancies")},
                {"label": str(vacancy), "url": address_of(vacancy)},
            ],
            "application": found,
            "profile": profile,
            "skills": list(profile.skills.all()) if profile else [],
            "entries": entries,
            "moves": [
                (name, APPLICATION_MOVES.moves[name], ICONS[name])
                for name in OF_ENTERPRISES
                if found.state in APPLICATION_MOVES.moves[name].sources
            ],
        }
    return render(request, "portal/application.html", context)


def shown_entries(found: VacancyApplication) -> QuerySet[ProfileEntry]:
    """Call it outside the wall: what was chosen for this application, and nothing else."""
    kinds = operations.parts_shown(found)
    return ProfileEntry.objects.filter(student=found.student_id, kind__in=kinds)


@require_safe
def application_file(request: PartnerRequest, pk: int, file_id: int) -> HttpResponseBase:
    found = own_application(request.partner, pk)
    with outside():
        kept = ProfileFile.objects.filter(parent__in=shown_entries(found), pk=file_id).first()
    if kept is None:
        raise NotVisible(f"internships.ProfileFile {file_id}")
    return serve(request, kept)


@act
def application_move(request: PartnerRequest, pk: int, name: str) -> str:
    found = own_application(request.partner, pk)
    with outside():
        moved = operations.move_as_enterprise(
            actor=request.partner,
            enterprise_id=request.partner.enterprise.pk,
            pk=found.pk,
            name=name,
            word=request.POST.get("word", "")[:1000],
            now=timezone.now(),
        )
    messages.success(request, str(moved.get_state_display()))
    return reverse("portal:application", args=[pk])
