"""The page of one agreement, and its tabs."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.chips import agreement_chip, amendment_chip
from agreements.choices import EDITABLE_STATES, State
from agreements.documents import has_consolidated_text
from agreements.models import Agreement, AgreementRequest, PaperSignature, Party
from agreements.next_steps import next_step_of_agreement
from agreements.policies import EDIT
from agreements.reading import in_words, read_agreement
from agreements.variables import shown_amount
from agreements.views.actions import actions_on_agreement
from agreements.views.electronic import SIGNING
from agreements.views.pages import trail
from agreements.views.papers import COMMENTS, DOCUMENTS
from agreements.views.promises import PROMISES
from agreements.views.requests import REQUESTS, request_step
from agreements.views.rules import RULES
from core.bilingual import listed
from core.registry import Tab
from core.views import DetailView
from signing.desk import current_step, way_of


def terms_tab(request: Any, agreement: Agreement) -> dict[str, Any]:
    """What binds the parties today, or would: each term with where it comes from, each clause filled in."""
    terms, clauses = read_agreement(agreement, on=timezone.localdate())
    return {
        "agreement": agreement,
        "terms": terms,
        "clauses": clauses,
        "missing": sum(clause.missing for clause in clauses),
        "can_edit": agreement.state in EDITABLE_STATES and agreement.permits(request.user, EDIT),
    }


def parties_tab(request: Any, agreement: Agreement) -> dict[str, Any]:
    signatures = {
        signature.party_id: signature
        for signature in PaperSignature.objects.filter(
            party__agreement=agreement, amendment=None
        ).select_related("recorded_by")
    }
    parties = agreement.parties.select_related("enterprise", "contact", "signatory")
    edits = agreement.permits(request.user, EDIT)
    return {
        "agreement": agreement,
        "parties": [(party, signatures.get(party.pk)) for party in parties],
        "can_edit": edits and agreement.state in EDITABLE_STATES,
        "can_sign": edits and agreement.state == State.OUT_FOR_SIGNATURE,
    }


def approval_tab(request: Any, agreement: Agreement) -> dict[str, Any]:
    return way_of(agreement, user=request.user, on=timezone.localdate())


def amendments_tab(request: Any, agreement: Agreement) -> dict[str, Any]:
    amendments = agreement.amendments.select_related("proposed_by").annotate(size=Count("changes"))
    can_amend = agreement.state in {State.SIGNED, State.SUSPENDED} and agreement.permits(request.user, EDIT)
    lines = [(amendment, amendment_chip(amendment)) for amendment in amendments.order_by("-number")]
    return {
        "agreement": agreement,
        "amendments": lines,
        "new_url": reverse("agreements:agreement_amend", args=[agreement.pk]) if can_amend else "",
        "consolidated_url": reverse("agreements:agreement_consolidated", args=[agreement.pk])
        if lines and has_consolidated_text(agreement)
        else "",
    }


class AgreementDetail(DetailView):
    record: Agreement
    tabs = [
        Tab(
            name="terms",
            label=gettext_lazy("Terms"),
            template="agreements/tabs/terms.html",
            context=terms_tab,
            order=0,
        ),
        Tab(
            name="parties",
            label=gettext_lazy("Parties"),
            template="agreements/tabs/parties.html",
            context=parties_tab,
            order=10,
            count=lambda _request, agreement: len(agreement.parties.all()),
        ),
        Tab(
            name="approval",
            label=gettext_lazy("Approval"),
            template="signing/way.html",
            context=approval_tab,
            order=20,
        ),
        Tab(
            name="amendments",
            label=gettext_lazy("Amendments"),
            template="agreements/tabs/amendments.html",
            context=amendments_tab,
            order=30,
            count=lambda _request, agreement: agreement.amendments.count() or None,
        ),
        PROMISES,
        RULES,
        SIGNING,
        REQUESTS,
        DOCUMENTS,
        COMMENTS,
    ]

    def get_queryset(self) -> QuerySet[Agreement]:
        return (
            Agreement.objects.visible_to(self.request.user)
            .select_related("type", "department", "owner", "predecessor")
            .annotate(
                has_requests=Exists(AgreementRequest.objects.filter(agreement=OuterRef("pk"))),
                has_open_requests=Exists(AgreementRequest.objects.open().filter(agreement=OuterRef("pk"))),
            )
            .prefetch_related("parties__contact", "parties__signatory", "parties__enterprise", "successors")
        )

    def offered_tabs(self) -> list[Tab]:
        """Most enterprises never ask for anything: then there is no tab of it."""
        has_requests = getattr(self.record, "has_requests", False)
        return [tab for tab in super().offered_tabs() if has_requests or tab is not REQUESTS]

    def context(self) -> dict[str, Any]:
        agreement, user, now = self.record, self.request.user, timezone.now()
        today = timezone.localdate(now)
        primary, actions = actions_on_agreement(agreement, user=user, now=now)
        has_open_requests = getattr(agreement, "has_open_requests", False)
        return {
            "title": agreement.title,
            "chip": agreement_chip(agreement, on=today),
            "subtitle": self.subtitle(agreement),
            "breadcrumbs": trail(),
            "primary_action": primary,
            "actions": actions,
            "next_step": (has_open_requests and request_step(agreement, user=user))
            or next_step_of_agreement(
                agreement,
                user=user,
                on=today,
                step=current_step(agreement) if agreement.state == State.IN_REVIEW else None,
                unsigned=unsigned_parties(agreement) if agreement.state == State.OUT_FOR_SIGNATURE else [],
            ),
            "facts": facts_of(agreement),
            "deadlines": deadlines_of(agreement),
            "people": people_of(agreement),
        }

    @staticmethod
    def subtitle(agreement: Agreement) -> str:
        others = [party.name for party in agreement.parties.all() if party.role == Party.Role.ENTERPRISE]
        parts = [agreement.number, str(agreement.type), listed(others)]
        return " · ".join(part for part in parts if part)


def unsigned_parties(agreement: Agreement, amendment: Any = None) -> list[Party]:
    signed = set(
        PaperSignature.objects.filter(party__agreement=agreement, amendment=amendment).values_list(
            "party_id", flat=True
        )
    )
    return [party for party in agreement.parties.all() if party.pk not in signed]


def facts_of(agreement: Agreement) -> list[dict[str, Any]]:
    successor = next((other for other in agreement.successors.all() if other.state != State.WITHDRAWN), None)
    facts: list[dict[str, Any]] = [
        {"label": _("Reference"), "value": agreement.reference or _("given at the first submission")},
        {"label": _("Old reference"), "value": agreement.old_reference},
        {"label": _("Type"), "value": str(agreement.type)},
        {"label": _("Department"), "value": str(agreement.department)},
        {"label": _("Term"), "value": term_in_words(agreement)},
        {"label": _("Renewal"), "value": in_words("renewal_rule", renewal_rule(agreement))},
        {"label": _("Value"), "value": shown_amount(agreement.value_amount, agreement.value_currency)},
        {"label": _("Written in"), "value": agreement.get_language_display()},
        {
            "label": _("Signed on"),
            "value": agreement.signed_on and in_words("starts_on", agreement.signed_on),
        },
        {"label": _("Reason for termination"), "value": agreement.termination_reason},
        {"label": _("Reason to let it lapse"), "value": agreement.renewal_reason},
    ]
    for label, other in ((_("Renews"), agreement.predecessor), (_("Renewed by"), successor)):
        if other is not None:
            facts.append({"label": label, "value": str(other), "url": other.get_absolute_url()})
    return facts


def renewal_rule(agreement: Agreement) -> str:
    return agreement.revised_renewal_rule or agreement.renewal_rule


def term_in_words(agreement: Agreement) -> str:
    if agreement.starts_on is None or agreement.last_day is None:
        return ""
    return _("%(start)s – %(end)s") % {
        "start": in_words("starts_on", agreement.starts_on),
        "end": in_words("ends_on", agreement.last_day),
    }


def deadlines_of(agreement: Agreement) -> list[dict[str, Any]]:
    """What its dates ask for; before it is signed they are only a plan."""
    if agreement.last_day is None or agreement.state == State.WITHDRAWN:
        return []
    today = timezone.localdate()
    settled = agreement.state != State.SIGNED or bool(agreement.renewal_decision)
    entries: list[dict[str, Any]] = []
    if agreement.starts_on and agreement.starts_on > today:
        entries.append({"label": _("Comes into force"), "date": agreement.starts_on, "done": True})
    if agreement.state in {State.SIGNED, State.SUSPENDED}:
        entries.append({"label": _("Notice possible until"), "date": agreement.notice_on, "done": settled})
    if agreement.snoozed_until and agreement.snoozed_until > today and not settled:
        entries.append({"label": _("Reminded again"), "date": agreement.snoozed_until, "done": True})
    entries.append({"label": _("Last day"), "date": agreement.last_day, "done": settled})
    return entries


def people_of(agreement: Agreement) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {
            "name": str(agreement.owner),
            "role": _("Owner"),
            "organisation": str(agreement.department),
            "email": agreement.owner.email,
        }
    ]
    for party in agreement.parties.all():
        for person, role in ((party.contact, _("Contact")), (party.signatory, _("Signatory"))):
            if person is not None:
                found.append(
                    {
                        "name": str(person),
                        "role": role,
                        "organisation": party.name,
                        "email": person.email,
                        "phone": person.phone,
                    }
                )
    return found
