"""Tripartite agreements: on the papers of a placement, and each on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.choices import Language
from agreements.views.documents import pdf_response, sorry
from core.access import NotVisible
from core.attachments import serve
from core.errors import Refused
from core.forms import ReasonForm
from core.http import PersonRequest
from core.kept import content_of
from core.registry import Tab
from core.rendering import RenderError
from core.views import DetailView, FormView
from partnerships.policies import seen
from placements.forms.papers import before_the_start
from placements.forms.tripartite import (
    DAYS_TO_SIGN,
    AmendForm,
    MakeForm,
    OnPaperForm,
    PartyOnPaperForm,
    SendForm,
)
from placements.models import (
    STANDING,
    Placement,
    Tripartite,
    TripartiteParty,
    TripartiteScan,
    TripartiteState,
)
from placements.operations import tripartite, tripartite_signing
from placements.operations.tripartite_mixed import record_party_on_paper
from placements.transitions.papers import EDIT
from placements.tripartite_document import NotMade
from signing.views.envelopes import envelopes_of


def agreements_of(request: Any, placement: Placement) -> dict[str, Any]:
    """For the papers of a placement: what stands, who has signed it, and what can be done next."""
    rows = placement.tripartites.prefetch_related("signatures").order_by("amendment_no", "-version")
    agreements = [(paper, signatures_of(paper)) for paper in rows]
    standing = [paper for paper, _signed in agreements if paper.state in STANDING]
    base = next((paper for paper in standing if not paper.amendment_no), None)
    return {
        "agreements": agreements,
        "can_make": placement.is_live and (base is None or base.state == TripartiteState.MADE),
        "is_made": base is not None,
        "can_amend": placement.is_live
        and base is not None
        and all(paper.state == TripartiteState.SIGNED for paper in standing),
    }


def signatures_of(paper: Tripartite) -> list[tuple[str, Any]]:
    """Each party with its signature, or nothing."""
    signed = {signature.party: signature for signature in paper.signatures.all()}
    return [(str(party.label), signed.get(party)) for party in TripartiteParty]


class MakeTripartite(FormView):
    form_class: ClassVar[Callable[..., BaseForm]] = MakeForm
    title = gettext_lazy("Make the tripartite agreement")
    submit_label = gettext_lazy("Make it")
    success_message = gettext_lazy("The agreement is made. Look at it, then send it or print it.")
    placement: Placement

    def authorise(self, **kwargs: Any) -> None:
        rows = Placement.objects.select_related("student", "enterprise")
        self.placement = seen(rows, self.request.user, kwargs["pk"], EDIT)

    def perform(self, form: Any) -> Any:
        try:
            return tripartite.make_tripartite(
                actor=self.request.user,
                placement_pk=self.placement.pk,
                language=Language(form.cleaned_data["language"]),
                now=timezone.now(),
            )
        except RenderError as fault:
            raise NotMade(str(fault)) from fault

    def cancel_url(self) -> str:
        return f"{self.placement.get_absolute_url()}?tab=papers"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": f"{self.placement.student} · {self.placement.enterprise}",
            "breadcrumbs": [{"label": str(self.placement.student), "url": self.cancel_url()}],
        }


class Amend(MakeTripartite):
    form_class = AmendForm
    title = gettext_lazy("Amend the tripartite agreement")
    submit_label = gettext_lazy("Make the amendment")
    success_message = gettext_lazy("The amendment is made. Look at it, then send it or print it.")

    def perform(self, form: Any) -> Any:
        try:
            return tripartite.amend_tripartite(
                actor=self.request.user,
                placement_pk=self.placement.pk,
                reason=form.cleaned_data["reason"],
                language=Language(form.cleaned_data["language"]),
                now=timezone.now(),
            )
        except RenderError as fault:
            raise NotMade(str(fault)) from fault


# --- One paper --------------------------------------------------------------------------------


def _paper(request: Any, paper: Tripartite) -> dict[str, Any]:
    return {
        "paper": paper,
        "parties": [
            (party["role"][_language()], party["name"][_language()]) for party in paper.contents["parties"]
        ],
        "terms": [
            (term["label"][_language()], term["value"][_language()]) for term in paper.contents["terms"]
        ],
        "changes": [
            tuple(change[name][_language()] for name in ("label", "before", "after"))
            for change in paper.contents.get("changes", [])
        ],
        "signatures": signatures_of(paper),
        "scans": paper.scans.all(),
    }


def _language() -> str:
    return "zh" if (get_language() or "").startswith("zh") else "en"


def _signing(request: Any, paper: Tripartite) -> dict[str, Any]:
    can_send = paper.state == TripartiteState.MADE and paper.permits(request.user, EDIT)
    return envelopes_of(request, paper) | {
        "send_url": reverse("placements:tripartite_send", args=[paper.pk]) if can_send else ""
    }


class TripartiteDetail(DetailView):
    record: Tripartite
    tabs = [
        Tab(
            name="paper",
            label=gettext_lazy("The paper"),
            template="placements/tripartite_paper.html",
            context=_paper,
            order=0,
        ),
        Tab(
            name="signing",
            label=gettext_lazy("Signing"),
            template="signing/envelopes.html",
            context=_signing,
            order=10,
        ),
    ]

    def get_queryset(self) -> QuerySet[Tripartite]:
        return (
            Tripartite.objects.visible_to(self.request.user)
            .select_related("placement__student", "placement__enterprise", "template", "created_by")
            .prefetch_related("signatures")
        )

    def context(self) -> dict[str, Any]:
        paper = self.record
        placement = paper.placement
        may_edit = paper.permits(self.request.user, EDIT)
        is_made = paper.state == TripartiteState.MADE
        return {
            "title": f"{paper.title} {paper.reference}",
            "subtitle": f"{placement.student} · {placement.enterprise}",
            "chip": paper.chip,
            "breadcrumbs": [
                {"label": _("Placements"), "url": reverse("placements:placement_list")},
                {"label": str(placement.student), "url": f"{placement.get_absolute_url()}?tab=papers"},
            ],
            "primary_action": {
                "label": _("Send for signature"),
                "url": reverse("placements:tripartite_send", args=[paper.pk]),
                "icon": "send",
            }
            if may_edit and is_made
            else None,
            "actions": self._actions() if may_edit else [],
            "facts": [
                {"label": _("Version"), "value": paper.version},
                {"label": _("Text"), "value": f"{paper.template} · {paper.template.get_basis_display()}"},
                {"label": _("Language"), "value": paper.get_language_display()},
                {"label": _("To be signed by"), "value": paper.due_on or ""},
                {"label": _("Signed by all on"), "value": paper.signed_on or ""},
                {"label": _("Made by"), "value": paper.created_by or ""},
            ],
        }

    def _actions(self) -> list[dict[str, Any]]:
        address = self.record.pk
        if self.record.state == TripartiteState.OUT:
            url = reverse("placements:tripartite_party_on_paper", args=[address])
            return [{"label": _("One party signed on paper"), "url": url, "icon": "writing"}]
        if self.record.state != TripartiteState.MADE:
            return []
        return [
            {
                "label": _("Signed on paper"),
                "url": reverse("placements:tripartite_on_paper", args=[address]),
                "icon": "writing",
            },
            {
                "label": _("Cancel it"),
                "url": reverse("placements:tripartite_cancel", args=[address]),
                "icon": "ban",
                "danger": True,
            },
        ]


class PaperForm(FormView):
    """A form about one paper."""

    paper: Tripartite

    def authorise(self, **kwargs: Any) -> None:
        rows = Tripartite.objects.select_related("placement__student", "placement__enterprise", "template")
        self.paper = seen(rows, self.request.user, kwargs["pk"], EDIT)

    def cancel_url(self) -> str:
        return self.paper.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": f"{self.paper.placement.student} · {self.paper.placement.enterprise}",
            "breadcrumbs": [{"label": self.paper.reference, "url": self.cancel_url()}],
        }


class Send(PaperForm):
    form_class = SendForm
    title = gettext_lazy("Send for signature")
    submit_label = gettext_lazy("Send")
    success_message = gettext_lazy("School, enterprise, student and guardian are asked to sign.")

    def form_kwargs(self) -> dict[str, Any]:
        placement = self.paper.placement
        return {
            "department_id": placement.department_id,
            "initial": {"due_on": before_the_start(placement, DAYS_TO_SIGN)},
        }

    def perform(self, form: Any) -> str:
        tripartite_signing.send_tripartite(
            actor=self.request.user, pk=self.paper.pk, now=timezone.now(), **form.cleaned_data
        )
        return f"{self.paper.get_absolute_url()}?tab=signing"


class OnPaper(PaperForm):
    form_class = OnPaperForm
    title = gettext_lazy("Signed on paper")
    success_message = gettext_lazy("Recorded: everybody has signed.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"paper": self.paper}

    def perform(self, form: Any) -> Tripartite:
        return tripartite_signing.record_signed_on_paper(
            actor=self.request.user,
            pk=self.paper.pk,
            signed_on=form.cleaned_data["signed_on"],
            signatory=form.cleaned_data["signatory"],
            others=form.others(),
            scan=form.cleaned_data["scan"],
            now=timezone.now(),
        )


class PartyOnPaper(PaperForm):
    form_class = PartyOnPaperForm
    title = gettext_lazy("One party signed on paper")
    success_message = gettext_lazy("Recorded. The others go on signing electronically.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"paper": self.paper}

    def perform(self, form: Any) -> Tripartite:
        return record_party_on_paper(
            actor=self.request.user, pk=self.paper.pk, now=timezone.now(), **form.as_operation()
        )


class Cancel(PaperForm):
    template_name = "components/confirm.html"
    form_class = ReasonForm
    title = submit_label = gettext_lazy("Cancel the paper")
    success_message = gettext_lazy("The paper is cancelled. Another one can be made.")

    def perform(self, form: Any) -> Tripartite:
        return tripartite.cancel_tripartite(
            actor=self.request.user,
            pk=self.paper.pk,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {
            "question": _("Give up this paper? Nobody has signed it."),
            "consequences": (_("It stays readable here, and its code says that it does not count."),),
            "danger": True,
        }


def visible_paper(request: PersonRequest, pk: int) -> Tripartite:
    paper = Tripartite.objects.visible_to(request.user).filter(pk=pk).first()
    if paper is None:
        raise NotVisible(f"placements.Tripartite {pk}")
    return paper


@require_safe
def document(request: PersonRequest, pk: int) -> HttpResponse:
    """The kept PDF."""
    paper = visible_paper(request, pk)
    try:
        content = content_of(paper)
    except Refused as refusal:
        return sorry(request, refusal)
    return pdf_response(request, content, file_name(paper))


def file_name(paper: Tripartite) -> str:
    return f"{paper.reference.replace('/', '-')}-v{paper.version}.pdf"


@require_safe
def scan(request: PersonRequest, pk: int) -> HttpResponseBase:
    rows = Tripartite.objects.visible_to(request.user)
    kept = TripartiteScan.objects.filter(parent__in=rows, pk=pk).first()
    if kept is None:
        raise NotVisible(f"placements.TripartiteScan {pk}")
    return serve(request, kept)
