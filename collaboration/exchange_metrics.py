"""What can be promised of exchanges and is counted from those that were held and closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Count, DateField, DecimalField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.models import Exchange, ExchangeKind, ExchangeState, Registration
from core.metrics import Evidence, Giver, Measure, Metric

K = ExchangeKind
QUANTITY = DecimalField(max_digits=12, decimal_places=2)
ONE = Value(1, output_field=QUANTITY)
EMPLOYEES = Cast(
    Subquery(
        Registration.objects.filter(exchange=OuterRef("pk"), attended=True)
        .exclude(employee="")
        .order_by()
        .values("exchange")
        .annotate(number=Count("pk"))
        .values("number")
    ),
    QUANTITY,
)


def held(kinds: Sequence[str], giver: Giver, quantity: Any) -> Callable[[], Any]:
    """Closed exchanges of some kinds, each once, on the day on which it began at the centre."""

    def occurrences() -> Any:
        return (
            Exchange.objects.filter(state=ExchangeState.CLOSED, kind__in=list(kinds))
            .order_by()
            .annotate(
                giver=Value(giver.value),
                occurred_on=TruncDate(
                    "starts_at", tzinfo=timezone.get_default_timezone(), output_field=DateField()
                ),
                quantity=quantity,
                record_id=F("pk"),
            )
            .filter(quantity__gt=0)
            .values("enterprise", "agreement", "giver", "occurred_on", "quantity", "record_id")
        )

    return occurrences


def rows(keys: Sequence[int]) -> Mapping[int, Evidence]:
    """One query."""
    found = Exchange.objects.filter(pk__in=keys).order_by().values_list("pk", "title")
    return {
        pk: Evidence(
            title=title,
            url=reverse("collaboration:exchange_detail", args=[pk]),
            title_at_portal=title,
            url_at_portal=reverse("portal:exchange", args=[pk]),
        )
        for pk, title in found
    }


def _metric(
    code: str,
    label: str | Promise,
    definition: str | Promise,
    *kinds: str,
    giver: Giver = Giver.ENTERPRISE,
    measure: Measure = Measure.NUMBER,
    order: int,
    quantity: Any = None,
) -> Metric:
    counted = F("hours") if measure == Measure.HOURS else ONE
    return Metric(
        code=code,
        label=label,
        definition=definition,
        measure=measure,
        givers=frozenset({giver}),
        occurrences=held(kinds, giver, counted if quantity is None else quantity),
        record=Exchange._meta.label,
        rows=rows,
        order=order,
    )


CENTRE, HOURS = Giver.CENTRE, Measure.HOURS
EACH = _("Each that was held and closed, on its day.")
CREDITED = _("The hours credited when it was closed, on its day.")
METRICS = (
    _metric("exchange_lectures", _("Lectures at the school"), EACH, K.LECTURE, order=40),
    _metric(
        "exchange_lecture_hours",
        _("Hours of lectures at the school"),
        CREDITED,
        K.LECTURE,
        measure=HOURS,
        order=41,
    ),
    _metric(
        "exchange_training_hours",
        _("Hours of training for the school"),
        CREDITED,
        K.TRAINING,
        measure=HOURS,
        order=42,
    ),
    _metric("exchange_curriculum", _("Advice on the curriculum"), EACH, K.CURRICULUM, order=43),
    _metric("exchange_juries", _("Contests with jurors of the enterprise"), EACH, K.JURY, order=44),
    _metric("exchange_job_fairs", _("Job fairs at the school"), EACH, K.JOB_FAIR, order=45),
    _metric(
        "exchange_visits",
        _("Visits of students and teachers hosted"),
        EACH,
        K.STUDENT_VISIT,
        K.TEACHER_VISIT,
        order=46,
    ),
    _metric(
        "exchange_employee_hours",
        _("Hours of training for employees"),
        CREDITED,
        K.EMPLOYEE_TRAINING,
        giver=CENTRE,
        measure=HOURS,
        order=47,
    ),
    _metric(
        "exchange_employees",
        _("Employees trained"),
        _("Each employee who was at a training that was closed, on its day."),
        K.EMPLOYEE_TRAINING,
        giver=CENTRE,
        order=48,
        quantity=EMPLOYEES,
    ),
    _metric("exchange_services", _("Technical services"), EACH, K.TECHNICAL_SERVICE, giver=CENTRE, order=49),
    _metric(
        "exchange_service_hours",
        _("Hours of technical service"),
        CREDITED,
        K.TECHNICAL_SERVICE,
        giver=CENTRE,
        measure=HOURS,
        order=50,
    ),
)
