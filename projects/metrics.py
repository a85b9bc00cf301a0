"""What can be promised of joint projects, and is counted from what was accepted, spent and achieved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, CharField, DecimalField, F, Func, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.metrics import Evidence, Giver, Measure, Metric
from projects.models import Expense, Outcome, OutcomeKind, Project, ProjectResult, ProjectState

BOTH = frozenset(Giver)
QUANTITY = DecimalField(max_digits=12, decimal_places=2)
ONE = Value(1, output_field=QUANTITY)


class _Each(Func):
    """A row for each of some words."""

    function = "unnest"
    set_returning = True


def by_both() -> Func:
    """What both sides do together is given by each of them."""
    words = Value(sorted(giver.value for giver in Giver), output_field=ArrayField(CharField()))
    return _Each(words, output_field=CharField())


def accepted() -> Any:
    """Closed with acceptance, conditions or not, on the day of acceptance: for the leading enterprise."""
    return (
        Project.objects.filter(
            state=ProjectState.CLOSED, result__in=[ProjectResult.ACCEPTED, ProjectResult.CONDITIONAL]
        )
        .order_by()
        .annotate(giver=by_both(), occurred_on=F("accepted_on"), quantity=ONE, record_id=F("pk"))
        .values("enterprise", "agreement", "giver", "occurred_on", "quantity", "record_id")
    )


def spent() -> Any:
    """Each voucher, for whoever paid it; the agreement of the project where its leading enterprise did, or
    the centre."""
    own = When(payer=None, then=F("project__agreement"))
    leads = When(payer=F("project__enterprise"), then=F("project__agreement"))
    return (
        Expense.objects.order_by()
        .annotate(
            enterprise=Coalesce("payer", "project__enterprise"),
            agreement=Case(own, leads, default=None),
            giver=Case(
                When(payer=None, then=Value(Giver.CENTRE.value)),
                default=Value(Giver.ENTERPRISE.value),
                output_field=CharField(),
            ),
            occurred_on=F("spent_on"),
            quantity=F("amount"),
            record_id=F("pk"),
        )
        .values("enterprise", "agreement", "giver", "occurred_on", "quantity", "record_id")
    )


def achieved(giver: Any, quantity: Any, **narrowed: Any) -> Callable[[], Any]:
    """Outcomes whose ownership the enterprise has confirmed, on their day."""

    def occurrences() -> Any:
        return (
            Outcome.objects.filter(confirmed_on__isnull=False, **narrowed)
            .order_by()
            .annotate(
                enterprise=F("project__enterprise"),
                agreement=F("project__agreement"),
                giver=giver(),
                occurred_on=F("achieved_on"),
                quantity=quantity,
                record_id=F("pk"),
            )
            .values("enterprise", "agreement", "giver", "occurred_on", "quantity", "record_id")
        )

    return occurrences


def _evidence(title: str, project: int, at_portal: str | None = None) -> Evidence:
    return Evidence(
        title=title,
        url=reverse("projects:project_detail", args=[project]),
        title_at_portal=title if at_portal is None else at_portal,
        url_at_portal=reverse("portal:project", args=[project]),
    )


def of_projects(keys: Sequence[int]) -> Mapping[int, Evidence]:
    """One query."""
    rows = Project.objects.filter(pk__in=keys).order_by().values_list("pk", "title")
    return {pk: _evidence(title, pk) for pk, title in rows}


def of_expenses(keys: Sequence[int]) -> Mapping[int, Evidence]:
    """Vouchers stay with the centre: at the portal each is called by its project. One query."""
    rows = Expense.objects.filter(pk__in=keys).order_by()
    found = rows.values_list("pk", "voucher", "purpose", "project", "project__title")
    return {
        pk: _evidence(f"{voucher} · {purpose}", project, at_portal=title)
        for pk, voucher, purpose, project, title in found
    }


def of_outcomes(keys: Sequence[int]) -> Mapping[int, Evidence]:
    """One query."""
    rows = Outcome.objects.filter(pk__in=keys).order_by().values_list("pk", "title", "project")
    return {pk: _evidence(title, project) for pk, title, project in rows}


METRICS = (
    Metric(
        code="projects_accepted",
        label=_("Joint projects accepted"),
        definition=_(
            "Each joint project whose acceptance ended with “accepted” or “accepted with conditions”, on the "
            "day of acceptance. Both sides give it."
        ),
        measure=Measure.NUMBER,
        givers=BOTH,
        occurrences=accepted,
        record=Project._meta.label,
        rows=of_projects,
        order=60,
    ),
    Metric(
        code="project_money",
        label=_("Money for joint projects"),
        definition=_("Each voucher of a joint project, in yuan, on its day, for the side that paid it."),
        measure=Measure.MONEY,
        givers=BOTH,
        occurrences=spent,
        record=Expense._meta.label,
        rows=of_expenses,
        order=61,
    ),
    Metric(
        code="project_outcomes",
        label=_("Outcomes of joint projects"),
        definition=_(
            "Each patent, paper, standard, course, product, process, award or transferred technology whose "
            "ownership the enterprise has confirmed, on its day. Both sides give it."
        ),
        measure=Measure.NUMBER,
        givers=BOTH,
        occurrences=achieved(by_both, ONE),
        record=Outcome._meta.label,
        rows=of_outcomes,
        order=62,
    ),
    Metric(
        code="project_transfers",
        label=_("Value of technology transferred"),
        definition=_(
            "For what the centre transferred technology out of joint projects, in yuan, on the day of the "
            "contract, once the enterprise has confirmed it."
        ),
        measure=Measure.MONEY,
        givers=frozenset({Giver.CENTRE}),
        occurrences=achieved(
            lambda: Value(Giver.CENTRE.value, output_field=CharField()),
            F("value"),
            kind=OutcomeKind.TRANSFER,
        ),
        record=Outcome._meta.label,
        rows=of_outcomes,
        order=63,
    ),
)
