"""What can be promised of the contact with an enterprise, counted (``core.metrics``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import BigIntegerField, F, Value
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.metrics import Evidence, Giver, Measure, Metric
from partnerships.models import Interaction, InteractionKind


def _visits() -> Any:
    return Interaction.objects.filter(kind=InteractionKind.VISIT).annotate(
        agreement=Value(None, output_field=BigIntegerField()),
        giver=Value(Giver.CENTRE.value),
        occurred_on=TruncDate("happened_at", tzinfo=timezone.get_default_timezone()),
        quantity=Value(1),
        record_id=F("pk"),
    )


def _rows(keys: Sequence[int]) -> Mapping[int, Evidence]:
    return {
        one.pk: Evidence(one.summary, one.get_absolute_url())
        for one in Interaction.objects.filter(pk__in=keys).select_related("enterprise")
    }


VISITS = Metric(
    code="visits",
    order=90,
    label=gettext_lazy("Visits to the enterprise"),
    definition=gettext_lazy(
        "Visits that people of the centre have written down with the enterprise, on their day. Meetings, "
        "calls "
        "and mails do not count."
    ),
    measure=Measure.NUMBER,
    givers=frozenset({Giver.CENTRE}),
    occurrences=_visits,
    record=Interaction._meta.label,
    rows=_rows,
)
