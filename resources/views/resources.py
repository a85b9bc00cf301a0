"""Resources on the pages of the staff: the list, one of them, its form, photos, maintenance and calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.registry import Tab
from core.views import DetailView, FormView, ListView, act
from partnerships.views.record_pages import RecordAct, RecordFormView
from resources.filters import ResourceFilters
from resources.forms.bookings import WhyForm
from resources.forms.resources import DoneForm, MaintenanceForm, PhotoForm, ResourceForm, TakeInForm
from resources.models import Booking, Maintenance, Resource, ResourcePhoto, ResourceState
from resources.operations import maintenance as works
from resources.operations import proposals
from resources.operations import resources as operations
from resources.tables import ResourceTable
from resources.transitions.bookings import BOOK, EDIT, MAINTENANCE_MOVES, READ, RESOURCE_MOVES

SHOWN = 30


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Resources"), "url": reverse("resources:resource_list")}]


class ResourceList(ListView):
    capability = READ
    title = gettext_lazy("Resources")
    list_name = "resources:resources"
    table_class = ResourceTable
    filterset_class = ResourceFilters
    sorts = {"name": "name", "capacity": "capacity", "next_check_on": "next_check_on"}
    default_sort = "name"
    search_placeholder = gettext_lazy("Name, number, place or enterprise")
    empty_title = gettext_lazy("No resources yet")
    empty_text = gettext_lazy(
        "Enter training bases, workshops, equipment and venues of the school and of enterprises, or import "
        "a list."
    )
    empty_icon = "tool"

    def get_queryset(self) -> QuerySet[Resource]:
        rows = Resource.objects.visible_to(self.request.user).with_names()
        return rows.defer("about", "safety_rules", "search_text", "search_bigrams")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Enter a resource"), "url": reverse("resources:resource_new"), "icon": "plus"}

    def extra_context(self) -> dict[str, Any]:
        address = reverse("resources:resource_list")
        actions = [
            {"label": _("Bookings"), "url": reverse("resources:booking_list"), "icon": "calendar-event"},
            {"label": _("Safety check due"), "url": f"{address}?check=on", "icon": "shield-check"},
            {"label": _("Proposed by enterprises"), "url": f"{address}?state=proposed", "icon": "send"},
        ]
        if self.request.user.can(EDIT):
            importing = reverse("core:import_upload", args=["resources.resources"])
            actions.append({"label": _("Import a list"), "url": importing, "icon": "upload"})
        return {"actions": actions}


# --- One resource -------------------------------------------------------------------------------


def overview(request: HttpRequest, resource: Any) -> dict[str, Any]:
    """Five queries."""
    now = timezone.now()
    coming = resource.bookings.holding().filter(ends_at__gt=now).select_related("enterprise")
    return {
        "resource": resource,
        "majors": list(resource.majors.all()),
        "hours": list(resource.hours.all()),
        "photos": list(resource.photos.all()),
        "coming": list(coming.order_by("starts_at", "pk")[:SHOWN]),
        "may_edit": resource.permits(request.user, EDIT),
    }


def bookings_of(request: HttpRequest, resource: Any) -> dict[str, Any]:
    """Two queries."""
    rows = resource.bookings.select_related("enterprise", "booked_by")
    used = resource.bookings.filter(state="used").aggregate(hours=Sum("used_hours"))
    return {"resource": resource, "bookings": list(rows[:100]), "hours": used["hours"]}


def maintenance_of(request: HttpRequest, resource: Any) -> dict[str, Any]:
    """Two queries."""
    may_edit = resource.permits(request.user, EDIT)
    works = list(resource.maintenance.all()[:100])
    for one in works:
        one.resource = resource
    user: Any = request.user
    now = timezone.now()
    lines = [
        (one, {offer.name for offer in MAINTENANCE_MOVES.offers(actor=user, record=one, now=now)})
        for one in works
    ]
    total = sum((one.cost for one in works if one.cost and one.state == "done"), 0)
    return {"resource": resource, "lines": lines, "may_edit": may_edit, "total": total}


ICONS = {
    "take_out": "player-pause",
    "put_back": "player-play",
    "confirm": "circle-check",
    "refuse": "circle-x",
}


class ResourceDetail(DetailView):
    record: Resource
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="resources/resource_overview.html",
            context=overview,
            order=0,
        ),
        Tab(
            name="bookings",
            label=gettext_lazy("Bookings"),
            template="resources/resource_bookings.html",
            context=bookings_of,
            order=10,
        ),
        Tab(
            name="maintenance",
            label=pgettext_lazy("of a resource", "Maintenance"),
            template="resources/resource_maintenance.html",
            context=maintenance_of,
            order=20,
        ),
    ]

    def get_queryset(self) -> QuerySet[Resource]:
        return Resource.objects.visible_to(self.request.user).with_names()

    def context(self) -> dict[str, Any]:
        resource, user = self.record, self.request.user
        address = lambda name: reverse(f"resources:{name}", args=[resource.pk])  # noqa: E731
        may_edit = resource.permits(user, EDIT)
        actions: list[dict[str, Any]] = []
        if resource.is_taken_in:
            actions.append(
                {"label": _("Calendar"), "url": address("resource_calendar"), "icon": "calendar-event"}
            )
        if may_edit:
            actions.append({"label": _("Edit"), "url": address("resource_edit"), "icon": "edit"})
        if may_edit and resource.is_taken_in:
            actions += [
                {"label": _("Add a photo"), "url": address("resource_photo_new"), "icon": "photo"},
                {"label": _("Plan maintenance"), "url": address("maintenance_new"), "icon": "tools"},
            ]
        primary = None
        for offer in RESOURCE_MOVES.offers(actor=user, record=resource, now=timezone.now()):
            found = {
                "label": capfirst(str(offer.transition.label)),
                "url": address(f"resource_{offer.name}"),
                "icon": ICONS[offer.name],
                "post": offer.name == "put_back",
            }
            if offer.name == "confirm":
                primary = found
            else:
                actions.append(found)
        if resource.is_taken_in and resource.permits(user, BOOK):
            primary = {
                "label": _("Book"),
                "url": address("booking_new"),
                "icon": "calendar-event",
                "disabled_reason": "" if resource.is_active else _("It is out of service."),
            }
        return {
            "title": resource.name,
            "chip": resource.chip,
            "subtitle": f"{resource.get_kind_display()} · {resource.owner}",
            "breadcrumbs": crumbs(),
            "primary_action": primary,
            "actions": actions,
            "next_step": self.next_step(),
            "facts": [
                {
                    "label": _("Enterprise"),
                    "value": resource.enterprise or "",
                    "url": resource.enterprise.get_absolute_url() if resource.enterprise else "",
                },
                {"label": _("Department"), "value": resource.department},
                {"label": pgettext("resource", "Number"), "value": resource.number},
                {"label": pgettext("resource", "Place"), "value": resource.place},
                {
                    "label": pgettext("resource", "Capacity"),
                    "value": _("%(count)d people") % {"count": resource.capacity},
                },
                {
                    "label": pgettext("resource", "Responsible person"),
                    "value": resource.keeper or resource.contact or "",
                },
                {
                    "label": pgettext("resource", "May be booked by enterprises"),
                    "value": _("yes") if resource.is_shared else "",
                },
                {
                    "label": _("Next safety check"),
                    "value": date_format(resource.next_check_on) if resource.next_check_on else "",
                },
            ],
        }

    def next_step(self) -> dict[str, Any] | None:
        resource, today = self.record, timezone.localdate()
        if resource.state == ResourceState.PROPOSED:
            return {
                "text": _("The enterprise proposes it: accept it, or say why not."),
                "whose": str(resource.department),
            }
        if not resource.is_taken_in:
            return None
        if not resource.is_active:
            return {"text": resource.out_reason, "whose": str(resource.keeper or resource.department)}
        due = resource.next_check_on
        if due is not None and due <= today + timedelta(days=30):
            return {
                "text": _("The safety check is due: plan it as maintenance."),
                "whose": str(resource.keeper or resource.department),
                "due": due,
                "meaning": "late" if due < today else "soon",
            }
        return None


# --- Entering -----------------------------------------------------------------------------------


class ResourceNew(FormView):
    form_class = ResourceForm
    title = gettext_lazy("Enter a resource")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> Resource:
        return operations.enter_resource(actor=self.request.user, now=timezone.now(), **form.entered())

    def cancel_url(self) -> str:
        return reverse("resources:resource_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfResource(RecordFormView):
    capability = EDIT
    record: Resource

    def records(self) -> QuerySet:
        return Resource.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class ResourceEdit(OfResource):
    form_class = ResourceForm
    title = gettext_lazy("Change the resource")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> Resource:
        return operations.change_resource(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.entered()
        )


class TakeOut(RecordAct):
    capability = EDIT
    form_class = WhyForm
    title = gettext_lazy("Take the resource out of service")
    submit_label = gettext_lazy("Take out of service")
    question = gettext_lazy("Take this out of service? Nobody can book it until it is put back.")
    consequences = (
        gettext_lazy("Bookings that were made stay: cancel those that cannot take place."),
        gettext_lazy("Whoever wants to book it reads the reason."),
    )
    danger = True
    success_message = gettext_lazy("Out of service.")
    operation = staticmethod(operations.take_out)

    def records(self) -> QuerySet:
        return Resource.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class OfProposal(RecordAct):
    """An answer to an enterprise that proposes a resource."""

    capability = EDIT

    def records(self) -> QuerySet:
        return Resource.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class TakeIn(OfProposal):
    form_class = TakeInForm
    title = gettext_lazy("Accept the resource")
    submit_label = gettext_lazy("Accept it")
    question = gettext_lazy("Accept this resource of the enterprise?")
    consequences = (
        gettext_lazy("Everybody who books resources finds it; the enterprise answers each booking."),
        gettext_lazy("The liaisons of the enterprise are told, with your word."),
    )
    success_message = gettext_lazy("Accepted: the enterprise is told.")
    operation = staticmethod(proposals.confirm)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"keeper": self.request.user.pk}}


class Refuse(OfProposal):
    form_class = WhyForm
    title = gettext_lazy("Turn the resource down")
    submit_label = gettext_lazy("Turn it down")
    question = gettext_lazy("Turn this resource of the enterprise down?")
    consequences = (gettext_lazy("Its liaisons read the reason, and may change it and propose it again."),)
    danger = True
    success_message = gettext_lazy("Answered: the enterprise reads why.")
    operation = staticmethod(proposals.refuse)


@act
def put_back(request: PersonRequest, pk: int) -> Resource:
    resource = operations.put_back(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Back in service."))
    return resource


class PhotoNew(OfResource):
    form_class = PhotoForm
    title = gettext_lazy("Add a photo")

    def perform(self, form: Any) -> Resource:
        return operations.add_photo(
            actor=self.request.user,
            pk=self.record.pk,
            upload=form.cleaned_data["upload"],
            now=timezone.now(),
        )


@require_safe
def photo(request: PersonRequest, pk: int, photo_id: int) -> HttpResponseBase:
    seen = Resource.objects.visible_to(request.user).filter(pk=pk)
    kept = ResourcePhoto.objects.filter(parent__in=seen.order_by().values("pk"), pk=photo_id).first()
    if kept is None:
        raise NotVisible(f"resources.ResourcePhoto {photo_id}")
    return serve(request, kept)


@act
def photo_remove(request: PersonRequest, pk: int, photo_id: int) -> Resource:
    return operations.remove_photo(actor=request.user, pk=pk, photo_id=photo_id, now=timezone.now())


# --- Maintenance --------------------------------------------------------------------------------


class MaintenanceNew(OfResource):
    form_class = MaintenanceForm
    title = gettext_lazy("Plan maintenance")
    submit_label = pgettext_lazy("maintenance", "Plan")
    success_message = gettext_lazy("Planned: nobody can book it in this time.")

    def perform(self, form: Any) -> Maintenance:
        return works.plan_maintenance(
            actor=self.request.user, resource_id=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class OfMaintenance(RecordFormView):
    capability = EDIT
    record: Maintenance

    def records(self) -> QuerySet:
        return Maintenance.objects.select_related("resource")

    def crumbs(self) -> list[dict[str, Any]]:
        resource = self.record.resource
        return [*crumbs(), {"label": resource.name, "url": resource.get_absolute_url()}]


class MaintenanceDone(OfMaintenance):
    form_class = DoneForm
    title = gettext_lazy("Record that the maintenance is done")
    submit_label = gettext_lazy("Save")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"done_on": timezone.localdate(), "cost": self.record.cost}}

    def perform(self, form: Any) -> Maintenance:
        return works.finish_maintenance(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class MaintenanceCallOff(RecordAct):
    capability = EDIT
    form_class = WhyForm
    title = gettext_lazy("Call the maintenance off")
    submit_label = pgettext_lazy("maintenance", "Call off")
    question = gettext_lazy("Call this maintenance off? The resource can be booked again in this time.")
    success_message = gettext_lazy("Called off.")
    danger = True
    operation = staticmethod(works.call_off_maintenance)
    record: Maintenance

    def records(self) -> QuerySet:
        return Maintenance.objects.select_related("resource")

    def crumbs(self) -> list[dict[str, Any]]:
        resource = self.record.resource
        return [*crumbs(), {"label": resource.name, "url": resource.get_absolute_url()}]


def of_enterprise(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    """Two queries."""
    user: Any = request.user
    rows = Resource.objects.visible_to(user).filter(enterprise=enterprise.pk).select_related("department")
    bookings = Booking.objects.visible_to(user).filter(enterprise=enterprise.pk).select_related("resource")
    return {"resources": list(rows), "bookings": list(bookings[:SHOWN]), "enterprise": enterprise}
