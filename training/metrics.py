"""What can be promised of training for employees, and is counted from courses that were closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import BigIntegerField, DateField, DecimalField, F, Value
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.metrics import OCCURRENCE, Evidence, Giver, Measure, Metric
from training.models import Enrolment

QUANTITY = DecimalField(max_digits=12, decimal_places=2)


def _trained(quantity: Any) -> Callable[[], Any]:
    """Each employee who was there, on the last day of the course at the centre."""

    def occurrences() -> Any:
        return (
            Enrolment.objects.trained()
            .order_by()
            .annotate(
                agreement=Value(None, output_field=BigIntegerField()),
                giver=Value(Giver.CENTRE.value),
                occurred_on=TruncDate(
                    "course__last_at", tzinfo=timezone.get_default_timezone(), output_field=DateField()
                ),
                quantity=Cast(quantity, QUANTITY),
                record_id=F("pk"),
            )
            .values(*OCCURRENCE)
        )

    return occurrences


def rows(keys: Sequence[int]) -> Mapping[int, Evidence]:
    """The course; nobody's name is needed to count. One query."""
    found = Enrolment.objects.filter(pk__in=keys).order_by().values_list("pk", "course", "course__title")
    return {
        pk: Evidence(
            title=title,
            url=reverse("training:course_detail", args=[course]),
            title_at_portal=title,
            url_at_portal=reverse("portal:course", args=[course]),
        )
        for pk, course, title in found
    }


METRICS = (
    Metric(
        code="training_employees",
        label=_("Employees trained in courses"),
        definition=_("Each employee who was at a course that was closed, on its last day."),
        measure=Measure.NUMBER,
        givers=frozenset({Giver.CENTRE}),
        occurrences=_trained(Value(1)),
        record=Enrolment._meta.label,
        rows=rows,
        order=51,
    ),
    Metric(
        code="training_hours",
        label=_("Training hours of employees in courses"),
        definition=_(
            "The hours of the sessions each employee was at, of courses that were closed, on their last day."
        ),
        measure=Measure.HOURS,
        givers=frozenset({Giver.CENTRE}),
        occurrences=_trained(F("hours")),
        record=Enrolment._meta.label,
        rows=rows,
        order=52,
    ),
)
