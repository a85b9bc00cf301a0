"""What can be promised of internships and of what follows them, counted (``core.metrics``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.metrics import Evidence, Giver, Measure, Metric
from placements.models import Arrangement, Destination, DestinationKind, Placement, PlacementState

# The place is agreed on, and the student has not begun.
TO_COME = (PlacementState.OFFERED, PlacementState.PREPARED)


def _interns(giver: Giver) -> Any:
    """Who began, on the first day at work; who is to begin on a later day than today is planned."""
    is_planned = Q(started_on=None, state__in=TO_COME, starts_on__gt=timezone.localdate())
    return (
        Placement.objects.filter(Q(started_on__isnull=False) | is_planned)
        .exclude(arrangement=Arrangement.SELF_ARRANGED)
        .annotate(
            agreement=F("post__agreement"),
            giver=Value(giver.value),
            occurred_on=Coalesce("started_on", "starts_on"),
            quantity=Value(1),
            record_id=F("pk"),
        )
    )


def _tell_interns(keys: Sequence[int]) -> Mapping[int, Evidence]:
    """By post and day; the record's own page says who it is, and notes who read it."""
    return {
        one.pk: Evidence(
            _("%(post)s, from %(day)s")
            % {"post": one.post.name, "day": formats.date_format(one.started_on or one.starts_on)},
            one.get_absolute_url(),
            reverse("portal:intern", args=[one.pk]),
        )
        for one in Placement.objects.filter(pk__in=keys).select_related("post")
    }


def _hires() -> Any:
    """Graduates whom the host of their last internship hired, once that is proven."""
    last = (
        Placement.objects.filter(student=OuterRef("student"), started_on__isnull=False)
        .order_by("-started_on", "-pk")
        .values("enterprise")
    )
    return Destination.objects.filter(kind=DestinationKind.HOST, confirmed_at__isnull=False).annotate(
        enterprise=Subquery(last[:1]),
        agreement=Value(None, output_field=BigIntegerField()),
        giver=Value(Giver.ENTERPRISE.value),
        occurred_on=Coalesce("since_on", TruncDate("reported_at", tzinfo=timezone.get_default_timezone())),
        quantity=Value(1),
        record_id=F("pk"),
    )


def _tell_hires(keys: Sequence[int]) -> Mapping[int, Evidence]:
    rows = Destination.objects.filter(pk__in=keys).select_related("student__school_class")
    return {
        one.pk: Evidence(
            _("A graduate of %(school_class)s") % {"school_class": one.student.school_class},
            one.get_absolute_url(),
        )
        for one in rows
    }


def _interns_metric(code: str, order: int, giver: Giver, label: Any, definition: Any) -> Metric:
    occurrences: Callable[[], Any] = partial(_interns, giver)
    return Metric(
        code=code,
        order=order,
        label=label,
        definition=definition,
        measure=Measure.NUMBER,
        givers=frozenset({giver}),
        occurrences=occurrences,
        record=Placement._meta.label,
        rows=_tell_interns,
    )


INTERNS_TAKEN = _interns_metric(
    "interns_taken",
    20,
    Giver.ENTERPRISE,
    gettext_lazy("Interns taken"),
    gettext_lazy(
        "Students who began an internship in the enterprise, on their first day at work; those who are "
        "to begin "
        "later are planned. Each counts for the agreement of its post. Internships that students found by "
        "themselves do not count."
    ),
)
INTERNS_SENT = _interns_metric(
    "interns_sent",
    20,
    Giver.CENTRE,
    gettext_lazy("Interns sent"),
    gettext_lazy(
        "Students whom the centre placed in the enterprise, on their first day at work; those who are to "
        "begin "
        "later are planned. Each counts for the agreement of its post. Internships that students found by "
        "themselves do not count."
    ),
)
HIRES = Metric(
    code="graduates_hired",
    order=30,
    label=gettext_lazy("Graduates hired"),
    definition=gettext_lazy(
        "Graduates who are hired by the enterprise in which they were interns last, on the day since "
        "when they "
        "are there, once the centre has confirmed it with a proof."
    ),
    measure=Measure.NUMBER,
    givers=frozenset({Giver.ENTERPRISE}),
    occurrences=_hires,
    record=Destination._meta.label,
    rows=_tell_hires,
)
METRICS = (INTERNS_TAKEN, INTERNS_SENT, HIRES)
