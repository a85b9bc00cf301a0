"""The clauses of an agreement, edited in place. Every address also works without script, as a page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from agreements import operations
from agreements.choices import EDITABLE_STATES, State
from agreements.forms.clauses import ClauseForm, NewClauseForm
from agreements.models import Agreement, AgreementClause
from agreements.policies import EDIT
from agreements.reading import CLAUSE_LABELS, Reader, read_clauses
from agreements.terms import CLAUSE_FIELDS, original_terms
from agreements.variables import VariableProblem, built_in_label, built_in_names, names_in
from agreements.views.pages import AgreementForm, agreement_for, trail
from core.access import NotVisible
from core.errors import Refused
from core.http import PersonRequest


@require_safe
def clauses(request: PersonRequest, pk: int) -> HttpResponse:
    """The editor: every clause as it will read, with what can be done to it."""
    agreement = agreement_for(request.user, pk, EDIT)
    return render(request, "agreements/clauses.html", editor_context(agreement))


def editor_context(agreement: Agreement) -> dict[str, Any]:
    agreement = (
        Agreement.objects.select_related("type")
        .prefetch_related("parties", "majors", "clauses__source")
        .get(pk=agreement.pk)
    )
    return {
        "title": _("Clauses"),
        "subtitle": str(agreement),
        "breadcrumbs": trail(agreement),
        "agreement": agreement,
        "clauses": read_clauses(agreement, original_terms(agreement).clauses),
        "is_fixed": agreement.state not in EDITABLE_STATES,
        "is_reviewed_again": agreement.state in EDITABLE_STATES - {State.DRAFT},
        "primary_action": {
            "label": _("Add a clause"),
            "url": reverse("agreements:clause_new", args=[agreement.pk]),
            "icon": "plus",
        },
        "actions": [
            {"label": _("Back to the agreement"), "url": agreement.get_absolute_url(), "icon": "arrow-left"}
        ],
    }


class ClauseEdit(AgreementForm):
    """One clause, in place with htmx or on a page of its own."""

    capability = EDIT
    template_name = "agreements/clause_edit.html"
    title = _("Edit a clause")
    success_message = ""
    clause: AgreementClause

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        self.clause = clause_of(self.agreement, kwargs["clause_id"])

    def build(self, *args: Any) -> ClauseForm:
        return ClauseForm(
            *args[:1], user=self.request.user, clause=self.clause, language=self.agreement.language
        )

    def perform(self, form: Any) -> HttpResponse:
        operations.edit_clause(
            actor=self.request.user,
            pk=self.agreement.pk,
            clause_id=self.clause.pk,
            words=form.words(),
            values=form.values(),
            seen=form.cleaned_data["seen"],
            now=timezone.now(),
        )
        if not self.request.headers.get("HX-Request"):
            return HttpResponseRedirect(self.cancel_url())
        return self.answer_with_the_clause()

    def answer_with_the_clause(self) -> HttpResponse:
        context = editor_context(self.agreement)
        shown = next(c for c in context["clauses"] if c.key == str(self.clause.pk))
        return render(
            self.request, "agreements/clauses.html#clause", context | {"clause": shown, "is_saved": True}
        )

    def cancel_url(self) -> str:
        return f"{clauses_url(self.agreement.pk)}#clause-{self.clause.pk}"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "cancel" in request.GET:
            self.authorise(**kwargs)
            return self.answer_with_the_clause()
        return super().get(request, **kwargs)

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        if self.request.headers.get("HX-Request"):
            context = {"form": form, "cancel_url": self.cancel_url(), **self.extra_context(form)}
            return render(self.request, f"{self.template_name}#editor", context, status=status)
        return super().show(form, status)

    def extra_context(self, form: Any) -> dict[str, Any]:
        names = built_in_names(self.agreement.parties.count())
        return super().extra_context(form) | {
            "agreement": self.agreement,
            "clause": self.clause,
            "conflict": self.conflict(form) if form.is_bound else [],
            "names": [(name, built_in_label(name)) for name in names],
            "is_from_library": self.clause.source is not None,
            **preview_context(self.agreement, self.clause, *typed_or_stored(form, self.clause)),
        }

    def conflict(self, form: Any) -> list[dict[str, str]]:
        """Where the clause says something else by now. Sent again, the form wins."""
        current = clause_of(self.agreement, self.clause.pk)
        fresh = operations.clause_fingerprint(current)
        if form["seen"].data == fresh:
            return []
        form.data = form.data.copy()
        form.data[form.add_prefix("seen")] = fresh
        words, _values = form.typed()
        return [
            {"label": str(form.fields[name].label), "now": getattr(current, name), "typed": text}
            for name, text in words.items()
            if getattr(current, name) != text
        ]


def typed_or_stored(form: Any, clause: AgreementClause) -> tuple[dict[str, str], dict[str, Any]]:
    if form.is_bound:
        return form.typed()
    return {name: getattr(clause, name) for name in CLAUSE_FIELDS}, clause.values


def preview_context(
    agreement: Agreement, clause: AgreementClause, words: dict[str, str], values: dict[str, Any]
) -> dict[str, Any]:
    problems = []
    for name, text in words.items():
        try:
            names_in(text)
        except VariableProblem as problem:
            problems.append(f"{CLAUSE_LABELS[name]}: {problem}")
    return {"columns": Reader(agreement).columns(words, clause, values), "problems": problems}


@require_POST
def clause_preview(request: PersonRequest, pk: int, clause_id: int) -> HttpResponse:
    """How the words being typed will read."""
    agreement = agreement_for(request.user, pk, EDIT)
    clause = clause_of(agreement, clause_id)
    form = ClauseForm(request.POST, user=request.user, clause=clause, language=agreement.language)
    return render(
        request,
        "agreements/clause_edit.html#preview",
        preview_context(agreement, clause, *form.typed()),
    )


class ClauseNew(AgreementForm):
    capability = EDIT
    form_class = NewClauseForm
    title = _("Add a clause")
    submit_label = _("Add the clause")

    def form_kwargs(self) -> dict[str, Any]:
        return {"agreement": self.agreement}

    def perform(self, form: Any) -> str:
        clause = operations.add_clause(
            actor=self.request.user,
            pk=self.agreement.pk,
            version=form.cleaned_data["version"],
            words=form.words(),
            position=form.cleaned_data["position"],
            now=timezone.now(),
        )
        return f"{clauses_url(self.agreement.pk)}#clause-{clause.pk}"

    def cancel_url(self) -> str:
        return clauses_url(self.agreement.pk)


def _change(request: PersonRequest, pk: int, clause_id: int, operation: Any, **kwargs: Any) -> HttpResponse:
    """One operation on one clause, answered with the list of all of them."""
    agreement = agreement_for(request.user, pk, EDIT)
    clause_of(agreement, clause_id)
    refusal = ""
    try:
        operation(actor=request.user, pk=pk, clause_id=clause_id, now=timezone.now(), **kwargs)
    except Refused as refused:
        refusal = str(refused)
    if request.headers.get("HX-Request"):
        return render(
            request, "agreements/clauses.html#list", editor_context(agreement) | {"refusal": refusal}
        )
    if refusal:
        messages.error(request, refusal)
    return HttpResponseRedirect(clauses_url(pk))


@require_POST
def clause_move(request: PersonRequest, pk: int, clause_id: int) -> HttpResponse:
    places = -1 if request.POST.get("to") == "up" else 1
    return _change(request, pk, clause_id, operations.move_clause, places=places)


@require_POST
def clause_remove(request: PersonRequest, pk: int, clause_id: int) -> HttpResponse:
    return _change(request, pk, clause_id, operations.remove_clause)


@require_POST
def clause_reset(request: PersonRequest, pk: int, clause_id: int) -> HttpResponse:
    return _change(request, pk, clause_id, operations.reset_clause)


def clause_of(agreement: Agreement, clause_id: int) -> AgreementClause:
    clause = agreement.clauses.select_related("source").filter(pk=clause_id).first()
    if clause is None:
        raise NotVisible(f"agreements.AgreementClause {clause_id}")
    return clause


def clauses_url(pk: int) -> str:
    return reverse("agreements:agreement_clauses", args=[pk])
