from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import yesno
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.bilingual import listed
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.views import BulkAct, DetailView, FormView, ListView, Tab
from partnerships import operations
from partnerships.filters import EnterpriseFilters
from partnerships.forms import (
    BulkMoveForm,
    EnterpriseForm,
    HintedEnterpriseForm,
    OwnerForm,
    StageMoveForm,
    TagForm,
)
from partnerships.hints import duplicate_hints
from partnerships.models import Enterprise, Invitation, Merge
from partnerships.policies import BAR, EDIT, IMPORT, MERGE, READ, seen
from partnerships.tables import EnterpriseTable
from partnerships.transitions import STAGES

SHOWN_CHOICES = 20


def crumbs(enterprise: Enterprise | None = None) -> list[dict[str, Any]]:
    trail = [{"label": _("Enterprises"), "url": reverse("partnerships:enterprise_list")}]
    if enterprise is not None:
        trail.append({"label": str(enterprise), "url": enterprise.get_absolute_url()})
    return trail


def import_action(spec_name: str) -> dict[str, Any]:
    url = reverse("core:import_upload", args=[spec_name])
    return {"label": _("Import a list"), "url": url, "icon": "file-import"}


# --- The list ---------------------------------------------------------------------------------


def _assign(*, user: Any, pk: int, owner: Any) -> None:
    operations.assign_owner(actor=user, pk=pk, owner=owner, now=timezone.now())


def _tag(*, user: Any, pk: int, add: Any, remove: Any) -> None:
    operations.tag_enterprise(actor=user, pk=pk, add=add, remove=remove, now=timezone.now())


def _move(*, user: Any, pk: int, name: str, reason: str) -> None:
    operations.move_stage(actor=user, pk=pk, name=name, reason=reason, now=timezone.now())


class EnterpriseList(ListView):
    title = gettext_lazy("Enterprises")
    capability = READ
    list_name = "partnerships:enterprises"
    table_class = EnterpriseTable
    filterset_class = EnterpriseFilters
    sorts = {
        "name": "pinyin_key",
        "staff_count": "staff_count",
        "state_since": "state_since",
        "updated_at": "updated_at",
    }
    default_sort = "name"
    search_placeholder = gettext_lazy("Name, former name, code or pinyin initials")
    empty_title = gettext_lazy("No enterprises yet")
    empty_text = gettext_lazy("Enter the first one, take one over from the register, or import a list.")
    empty_icon = "building-factory-2"
    bulk_acts = {
        "owner": BulkAct(
            label=gettext_lazy("Assign an owner"),
            question=gettext_lazy("Who looks after these %(count)s enterprises?"),
            perform=_assign,
            capability=EDIT,
            icon="user-check",
            form=OwnerForm,
        ),
        "tag": BulkAct(
            label=gettext_lazy("Tag"),
            question=gettext_lazy("Which tags do these %(count)s enterprises get or lose?"),
            perform=_tag,
            capability=EDIT,
            icon="tag",
            form=TagForm,
        ),
        "move": BulkAct(
            label=gettext_lazy("Move stage"),
            question=gettext_lazy("Where do these %(count)s enterprises move?"),
            perform=_move,
            capability=EDIT,
            icon="arrow-right",
            form=BulkMoveForm,
        ),
    }

    def get_queryset(self) -> QuerySet:
        return (
            Enterprise.objects.visible_to(self.request.user)
            .select_related("industry", "region", "owner", "department")
            .prefetch_related("tags")
            .defer("notes", "search_text", "search_bigrams", "other_names")
        )

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {
            "label": _("New enterprise"),
            "url": reverse("partnerships:enterprise_new"),
            "icon": "plus",
        }

    def extra_context(self) -> dict[str, Any]:
        board, register = reverse("partnerships:enterprise_board"), reverse("partnerships:register_list")
        actions = [
            {"label": _("Stage board"), "url": board, "icon": "layout-kanban"},
            {"label": _("Look-up register"), "url": register, "icon": "books"},
        ]
        if self.request.user.can(IMPORT):
            actions.append(import_action("partnerships.partners"))
        return {"actions": actions}


# --- One enterprise ---------------------------------------------------------------------------


def _overview(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    user: Any = request.user
    merges = Merge.objects.filter(kept=enterprise).select_related("merged", "actor")
    return {
        "enterprise": enterprise,
        "other_names": enterprise.names.all(),
        "tags": enterprise.tags.all(),
        "merges": merges,
        "may_edit": enterprise.permits(user, EDIT),
        "may_merge": enterprise.permits(user, MERGE),
    }


def _contacts(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    contacts = list(
        enterprise.contacts.select_related("user").prefetch_related(
            Prefetch("invitations", Invitation.objects.open(), to_attr="open_invitations")
        )
    )
    note_reading(request, contacts, data=AccessLog.Data.CONTACT)  # type: ignore[arg-type]
    return {
        "enterprise": enterprise,
        "now": timezone.now(),
        "current": [contact for contact in contacts if contact.left_on is None],
        "former": [contact for contact in contacts if contact.left_on is not None],
        "may_edit": enterprise.permits(request.user, EDIT),
    }


def _interactions(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    interactions = enterprise.interactions.select_related("next_action_owner").prefetch_related(
        "staff", "contacts"
    )
    return {
        "enterprise": enterprise,
        "interactions": interactions[:50],
        "all_url": f"{reverse('partnerships:interaction_list')}?q={enterprise.code or enterprise.name}",
        "may_edit": enterprise.permits(request.user, EDIT),
    }


class EnterpriseDetail(DetailView):
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="partnerships/enterprise_overview.html",
            context=_overview,
            order=10,
        ),
        Tab(
            name="contacts",
            label=gettext_lazy("Contacts"),
            template="partnerships/enterprise_contacts.html",
            context=_contacts,
            order=20,
            count=lambda _request, enterprise: enterprise.contact_count,
        ),
        Tab(
            name="interactions",
            label=gettext_lazy("Interactions"),
            template="partnerships/enterprise_interactions.html",
            context=_interactions,
            order=30,
            count=lambda _request, enterprise: enterprise.interaction_count,
        ),
    ]
    record: Enterprise

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            return super().get(request, pk)
        except NotVisible:
            # Old links, on papers too, lead on from a merged record to the one that was kept.
            kept = Enterprise.objects.filter(pk=pk).values_list("merged_into", flat=True).first()
            if kept is None or not Enterprise.objects.visible_to(self.request.user).filter(pk=kept).exists():
                raise
            return HttpResponseRedirect(reverse("partnerships:enterprise_detail", args=[kept]))

    def get_queryset(self) -> QuerySet:
        return (
            Enterprise.objects.visible_to(self.request.user)
            .select_related("industry", "region__parent__parent", "owner", "department")
            .annotate(
                contact_count=Count("contacts", filter=Q(contacts__left_on=None), distinct=True),
                interaction_count=Count("interactions", distinct=True),
            )
        )

    def context(self) -> dict[str, Any]:
        enterprise, user = self.record, self.request.user
        may_edit = enterprise.permits(user, EDIT)
        people = list(enterprise.contacts.current()[:5])
        tab = self.request.GET.get("tab")
        if tab != "contacts":  # which shows all of them, and notes so
            shown = enterprise.contacts.all() if tab == "history" else people
            note_reading(self.request, shown, data=AccessLog.Data.CONTACT)
        edit_url = reverse("partnerships:enterprise_edit", args=[enterprise.pk])
        return {
            "title": str(enterprise),
            "subtitle": enterprise.name if enterprise.name != str(enterprise) else enterprise.name_en,
            "chip": enterprise.chip,
            "breadcrumbs": crumbs(),
            "primary_action": {"label": _("Edit"), "url": edit_url, "icon": "edit"} if may_edit else None,
            "actions": self.actions(),
            "next_step": self.next_step(may_edit=may_edit),
            "facts": self.facts(),
            "people": [
                {
                    "name": contact,
                    "role": listed(contact.role_labels),
                    "organisation": contact.title,
                    "email": contact.email,
                    "phone": contact.phone,
                }
                for contact in people
            ],
        }

    def actions(self) -> list[dict[str, Any]]:
        enterprise, user = self.record, self.request.user
        actions: list[dict[str, Any]] = []
        if enterprise.permits(user, EDIT):
            for label, name, icon in (
                (_("Record an interaction"), "interaction_new", "message"),
                (_("Add a contact"), "contact_new", "user-plus"),
            ):
                url = reverse(f"partnerships:{name}", args=[enterprise.pk])
                actions.append({"label": label, "url": url, "icon": icon})
        actions += [
            {
                "label": offer.transition.label,
                "url": reverse("partnerships:enterprise_stage", args=[enterprise.pk, offer.name]),
                "icon": "arrow-right",
                "post": not offer.transition.needs_reason,
                "danger": offer.transition.is_final,
                "disabled_reason": offer.refusal,
            }
            for offer in STAGES.offers(actor=user, record=enterprise, now=timezone.now())
        ]
        if enterprise.permits(user, MERGE):
            url = reverse("partnerships:enterprise_merge", args=[enterprise.pk])
            actions.append({"label": _("Merge with another record"), "url": url, "icon": "git-merge"})
        return actions

    def next_step(self, *, may_edit: bool) -> dict[str, Any] | None:
        enterprise = self.record
        if may_edit and enterprise.corrections.waiting().exists():
            return {
                "text": _("Decide on the corrections that its people propose"),
                "url": reverse("partnerships:corrections", args=[enterprise.pk]),
                "label": _("Read and decide"),
            }
        waiting = (
            enterprise.interactions.with_open_action()
            .select_related("next_action_owner")
            .order_by("next_action_on")
            .first()
        )
        if waiting is not None:
            return {
                "text": waiting.next_action,
                "whose": _("You")
                if waiting.next_action_owner_id == self.request.user.pk
                else waiting.next_action_owner,
                "due": waiting.next_action_on,
                "url": waiting.get_absolute_url(),
                "label": _("Open"),
            }
        if may_edit and not getattr(enterprise, "contact_count", 0):
            return {
                "text": _("Nobody there is known yet: add whom to ask."),
                "url": reverse("partnerships:contact_new", args=[enterprise.pk]),
                "label": _("Add a contact"),
            }
        return None

    def facts(self) -> list[dict[str, Any]]:
        enterprise = self.record
        return [
            {
                "label": _("Registration code"),
                "value": enterprise.code,
                "help": enterprise.get_scheme_display(),
            },
            {"label": _("Owner"), "value": enterprise.owner or ""},
            {"label": _("Department"), "value": enterprise.department},
            {"label": _("Industry"), "value": enterprise.industry or ""},
            {"label": _("Region"), "value": enterprise.region.full_name if enterprise.region else ""},
            {"label": _("Size"), "value": enterprise.get_size_band_display()},
            {"label": _("Staff"), "value": enterprise.staff_count},
            {
                "label": _("Of the integration type"),
                "value": ""
                if enterprise.is_integration_type is None
                else yesno(enterprise.is_integration_type),
            },
            {"label": _("Website"), "value": enterprise.website, "url": enterprise.website},
            {"label": _("In this stage since"), "value": timezone.localdate(enterprise.state_since)},
        ]


# --- Entering and editing ---------------------------------------------------------------------


class EnterpriseNew(FormView):
    form_class = HintedEnterpriseForm
    template_name = "partnerships/enterprise_form.html"
    title = gettext_lazy("New enterprise")
    success_message = gettext_lazy("The enterprise is entered as a prospect.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        return {
            "hints_url": reverse("partnerships:enterprise_hints"),
            "initial": {"name": self.request.GET.get("name", ""), "owner": self.request.user.pk},
        }

    def perform(self, form: Any) -> Enterprise:
        return operations.add_enterprise(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("partnerships:enterprise_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        typed = {name: form[name].value() or "" for name in ("name", "scheme", "code")}
        return {
            "breadcrumbs": crumbs(),
            "hints": duplicate_hints(actor=self.request.user, **typed) if form.is_bound else [],
        }


class EnterpriseEdit(FormView):
    form_class = EnterpriseForm
    title = gettext_lazy("Edit")

    def authorise(self, **kwargs: Any) -> None:
        self.enterprise = seen(Enterprise.objects.all(), self.request.user, kwargs["pk"], EDIT)

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.enterprise}

    def get_title(self) -> str:
        return _("Edit %(name)s") % {"name": self.enterprise}

    def perform(self, form: Any) -> Enterprise:
        # Only what this person changed: a colleague may have edited the rest meanwhile.
        changed: Any = {name: form.cleaned_data[name] for name in form.changed_data}
        return operations.change_enterprise(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **changed
        )

    def cancel_url(self) -> str:
        return self.enterprise.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.enterprise)}


class StageMove(FormView):
    """One move of the table of stages: at once, or with the reason that it asks for."""

    form_class = StageMoveForm
    success_message = gettext_lazy("The stage has changed.")

    def authorise(self, **kwargs: Any) -> None:
        if kwargs["name"] not in STAGES.moves:
            raise NotVisible(kwargs["name"])
        self.move = STAGES.moves[kwargs["name"]]
        self.enterprise = seen(
            Enterprise.objects.all(), self.request.user, kwargs["pk"], self.move.capability or EDIT
        )

    def form_kwargs(self) -> dict[str, Any]:
        return {"needs_reason": self.move.needs_reason}

    def get_title(self) -> str:
        return f"{self.move.label}: {self.enterprise}"

    def perform(self, form: Any) -> Enterprise:
        return operations.move_stage(
            actor=self.request.user,
            pk=self.kwargs["pk"],
            name=self.kwargs["name"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )

    def cancel_url(self) -> str:
        return self.enterprise.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "breadcrumbs": crumbs(self.enterprise),
            "submit_label": self.move.label,
            "danger": self.move.capability == BAR and self.move.is_final,
        }


# --- What forms ask while one types -----------------------------------------------------------


@require_safe
def hints(request: PersonRequest) -> HttpResponse:
    if not request.user.can(EDIT):
        raise PermissionDenied
    typed = {name: request.GET.get(name, "") for name in ("name", "scheme", "code")}
    found = duplicate_hints(actor=request.user, **typed)
    return render(request, "partnerships/enterprise_form.html#hints", {"hints": found})


@require_safe
def choices(request: PersonRequest) -> JsonResponse:
    """Enterprises to choose among, for any form that names one."""
    rows = Enterprise.objects.visible_to(request.user).matching(request.GET.get("q", ""))
    return JsonResponse(
        {
            "results": [
                {"value": str(row.pk), "text": f"{row} · {row.code}" if row.code else str(row)}
                for row in rows.only("pk", "name", "name_en", "code")[:SHOWN_CHOICES]
            ]
        }
    )
