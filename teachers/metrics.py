"""What can be promised of teachers in enterprises and from enterprises, counted (``core.metrics``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    DecimalField,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.aggregates import Count
from django.db.models.functions import Cast, ExtractDay, TruncDate
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.metrics import Evidence, Giver, Measure, Metric
from teachers.models import CountedAs, Engagement, Opening, Practice, PracticeDay, PracticeState

# Agreed on, and not accepted yet: what ends on a later day than today is planned.
TO_COME = (PracticeState.APPROVED, PracticeState.UNDER_WAY, PracticeState.SUBMITTED)
NO_AGREEMENT = Value(None, output_field=BigIntegerField())


def _practices(quantity: Any) -> Any:
    """Accepted practices of teachers, on their last day."""
    is_planned = Q(state__in=TO_COME, ends_on__gt=timezone.localdate())
    return Practice.objects.filter(Q(state=PracticeState.ACCEPTED) | is_planned).annotate(
        agreement=NO_AGREEMENT,
        giver=Value(Giver.ENTERPRISE.value),
        occurred_on=F("ends_on"),
        quantity=quantity,
        record_id=F("pk"),
    )


def _practice_days() -> Any:
    """Every day of a period; of one that is counted by single days those of its log, before as planned."""
    logged = (
        PracticeDay.objects.filter(practice=OuterRef("pk"))
        .order_by()
        .values("practice")
        .annotate(n=Count("pk"))
    )
    length = ExpressionWrapper(F("ends_on") - F("starts_on"), output_field=DurationField())
    whole = ExtractDay(length) + Value(1)
    return _practices(
        Case(
            When(counted_as=CountedAs.PERIOD, then=whole),
            When(state=PracticeState.ACCEPTED, then=Subquery(logged.values("n"))),
            default=F("planned_days"),
            output_field=IntegerField(),
        )
    )


def _tell_practices(keys: Sequence[int]) -> Mapping[int, Evidence]:
    """By form and days; the record's own page says who it is, and notes who read it."""
    return {
        one.pk: Evidence(
            _("%(form)s, %(first)s – %(last)s")
            % {
                "form": one.get_form_display(),
                "first": formats.date_format(one.starts_on),
                "last": formats.date_format(one.ends_on),
            },
            one.get_absolute_url(),
            reverse("portal:practice", args=[one.pk]),
        )
        for one in Practice.objects.filter(pk__in=keys)
    }


def _posts() -> Any:
    """Seats of posts for teachers, on the day on which they were entered."""
    return Opening.objects.annotate(
        agreement=NO_AGREEMENT,
        giver=Value(Giver.ENTERPRISE.value),
        occurred_on=TruncDate("created_at", tzinfo=timezone.get_default_timezone()),
        quantity=F("seats"),
        record_id=F("pk"),
    )


def _tell_posts(keys: Sequence[int]) -> Mapping[int, Evidence]:
    return {
        one.pk: Evidence(
            _("%(post)s, %(seats)d seats") % {"post": one.title, "seats": one.seats},
            one.get_absolute_url(),
            reverse("portal:opening", args=[one.pk]),
        )
        for one in Opening.objects.filter(pk__in=keys)
    }


def _hours() -> Any:
    """Hours that part-time teachers taught, once the department has confirmed them, on that day."""
    return Engagement.objects.filter(confirmed_on__isnull=False).annotate(
        enterprise=F("appointment__person__contact__enterprise"),
        agreement=NO_AGREEMENT,
        giver=Value(Giver.ENTERPRISE.value),
        occurred_on=Cast("confirmed_on", DateField()),
        quantity=Cast("hours_taught", DecimalField(max_digits=14, decimal_places=2)),
        record_id=F("pk"),
    )


def _tell_hours(keys: Sequence[int]) -> Mapping[int, Evidence]:
    return {
        one.pk: Evidence(str(one), reverse("teachers:appointment_detail", args=[one.appointment_id]))
        for one in Engagement.objects.filter(pk__in=keys)
    }


TEACHERS_HOSTED = Metric(
    code="teachers_hosted",
    order=40,
    label=gettext_lazy("Teachers received for practice"),
    definition=gettext_lazy(
        "Practices of teachers in the enterprise that the centre has accepted, on their last day; those "
        "agreed on "
        "that end later are planned."
    ),
    measure=Measure.NUMBER,
    givers=frozenset({Giver.ENTERPRISE}),
    occurrences=partial(_practices, Value(1)),
    record=Practice._meta.label,
    rows=_tell_practices,
)
PRACTICE_DAYS = Metric(
    code="teacher_practice_days",
    order=41,
    label=gettext_lazy("Days of practice for teachers"),
    definition=gettext_lazy(
        "Days of the practices of teachers in the enterprise that the centre has accepted, all on the "
        "last day of "
        "each: every day from the first to the last, or the single days of the log where it is counted so. "
        "Practices agreed on that end later are planned."
    ),
    measure=Measure.DAYS,
    givers=frozenset({Giver.ENTERPRISE}),
    occurrences=_practice_days,
    record=Practice._meta.label,
    rows=_tell_practices,
)
TEACHER_POSTS = Metric(
    code="teacher_posts",
    order=42,
    label=gettext_lazy("Posts for teachers offered"),
    definition=gettext_lazy(
        "Seats of the posts for teachers that the enterprise has offered, on the day of the offer."
    ),
    measure=Measure.NUMBER,
    givers=frozenset({Giver.ENTERPRISE}),
    occurrences=_posts,
    record=Opening._meta.label,
    rows=_tell_posts,
)
HOURS_TAUGHT = Metric(
    code="part_time_hours",
    order=43,
    label=gettext_lazy("Hours taught by part-time teachers"),
    definition=gettext_lazy(
        "Hours that people of the enterprise taught at the centre as part-time teachers, on the day on "
        "which the "
        "department confirmed them."
    ),
    measure=Measure.HOURS,
    givers=frozenset({Giver.ENTERPRISE}),
    occurrences=_hours,
    record=Engagement._meta.label,
    rows=_tell_hours,
)
METRICS = (TEACHERS_HOSTED, PRACTICE_DAYS, TEACHER_POSTS, HOURS_TAUGHT)
