from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.http import PersonRequest
from core.look import Chip, Meaning
from core.views import DetailView, FormView, ListView, Tab, act
from partnerships import operations
from partnerships.filters import InteractionFilters
from partnerships.forms import InteractionForm
from partnerships.models import Enterprise, Interaction
from partnerships.policies import EDIT, READ, seen
from partnerships.tables import InteractionTable
from partnerships.views.enterprises import crumbs


class InteractionList(ListView):
    title = gettext_lazy("Interactions")
    capability = READ
    list_name = "partnerships:interactions"
    table_class = InteractionTable
    filterset_class = InteractionFilters
    sorts = {"happened_at": "happened_at", "due": "next_action_on"}
    default_sort = "-happened_at"
    search_placeholder = gettext_lazy("Name or code of the enterprise")
    empty_title = gettext_lazy("Nothing recorded yet")
    empty_text = gettext_lazy("Open an enterprise and record a visit, a call or a meeting with it.")
    empty_icon = "message"

    def get_queryset(self) -> QuerySet:
        return (
            Interaction.objects.visible_to(self.request.user)
            .select_related("enterprise", "next_action_owner")
            .defer("minutes")
        )

    def extra_context(self) -> dict[str, Any]:
        address = reverse("partnerships:interaction_list")
        return {
            "actions": [
                {
                    "label": _("What I am to do"),
                    "url": f"{address}?whose=mine&due=open&sort=due",
                    "icon": "list-check",
                },
                {"label": _("Overdue"), "url": f"{address}?due=overdue&sort=due", "icon": "alarm"},
            ]
        }


def _record(request: HttpRequest, interaction: Any) -> dict[str, Any]:
    return {"interaction": interaction}


class InteractionDetail(DetailView):
    tabs = [
        Tab(
            name="record",
            label=gettext_lazy("Record"),
            template="partnerships/interaction_record.html",
            context=_record,
            order=10,
        )
    ]
    record: Interaction

    def get_queryset(self) -> QuerySet:
        return (
            Interaction.objects.visible_to(self.request.user)
            .select_related("enterprise", "next_action_owner", "recorded_by")
            .prefetch_related("staff", "contacts")
        )

    def context(self) -> dict[str, Any]:
        interaction, user = self.record, self.request.user
        may_edit = interaction.permits(user, EDIT)
        is_theirs = interaction.next_action_owner_id == user.pk
        edit_url = reverse("partnerships:interaction_edit", args=[interaction.pk])
        done_url = reverse("partnerships:interaction_done", args=[interaction.pk])
        actions = []
        if interaction.has_open_action and (may_edit or is_theirs):
            actions.append({"label": _("Action is done"), "url": done_url, "icon": "check", "post": True})
        if may_edit:
            actions.append({"label": _("Edit"), "url": edit_url, "icon": "edit"})
        return {
            "title": interaction.summary,
            "subtitle": formats.date_format(timezone.localtime(interaction.happened_at), "DATETIME_FORMAT"),
            "chip": Chip(interaction.get_kind_display(), Meaning.INACTIVE, "message"),
            "breadcrumbs": crumbs(interaction.enterprise),
            "primary_action": actions[0] if actions else None,
            "actions": actions[1:],
            "next_step": {
                "text": interaction.next_action,
                "whose": _("You") if is_theirs else interaction.next_action_owner,
                "due": interaction.next_action_on,
            }
            if interaction.has_open_action
            else None,
            "facts": [
                {
                    "label": _("Enterprise"),
                    "value": interaction.enterprise,
                    "url": interaction.enterprise.get_absolute_url(),
                },
                {"label": _("Place"), "value": interaction.place},
                {"label": _("Recorded by"), "value": interaction.recorded_by or ""},
            ],
            "people": [
                *({"name": person, "role": _("from the centre")} for person in interaction.staff.all()),
                *(
                    {"name": contact, "role": contact.title, "email": contact.email, "phone": contact.phone}
                    for contact in interaction.contacts.all()
                ),
            ],
        }


class InteractionNew(FormView):
    form_class = InteractionForm
    title = gettext_lazy("Record an interaction")
    success_message = gettext_lazy("The interaction is recorded.")

    def authorise(self, **kwargs: Any) -> None:
        self.enterprise = seen(Enterprise.objects.all(), self.request.user, kwargs["pk"], EDIT)

    def form_kwargs(self) -> dict[str, Any]:
        now = timezone.localtime().replace(second=0, microsecond=0)
        return {
            "enterprise": self.enterprise,
            "initial": {
                "happened_at": now,
                "staff": [self.request.user.pk],
                "next_action_owner": None,
            },
        }

    def perform(self, form: Any) -> Interaction:
        return operations.record_interaction(
            actor=self.request.user,
            enterprise_pk=self.kwargs["pk"],
            now=timezone.now(),
            **form.cleaned_data,
        )

    def cancel_url(self) -> str:
        return f"{self.enterprise.get_absolute_url()}?tab=interactions"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.enterprise)}


class InteractionEdit(FormView):
    form_class = InteractionForm
    title = gettext_lazy("Edit the record")

    def authorise(self, **kwargs: Any) -> None:
        interactions = Interaction.objects.select_related("enterprise")
        self.interaction: Interaction = seen(interactions, self.request.user, kwargs["pk"], EDIT)

    def form_kwargs(self) -> dict[str, Any]:
        return {"enterprise": self.interaction.enterprise, "instance": self.interaction}

    def perform(self, form: Any) -> Interaction:
        changed: Any = {name: form.cleaned_data[name] for name in form.changed_data}
        if "next_action" in changed:
            # The form names whoever fills it in where nobody was chosen.
            changed["next_action_owner"] = form.cleaned_data["next_action_owner"]
        return operations.change_interaction(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **changed
        )

    def cancel_url(self) -> str:
        return self.interaction.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.interaction.enterprise)}


@act
def done(request: PersonRequest, pk: int) -> Interaction:
    return operations.complete_action(actor=request.user, pk=pk, now=timezone.now())
