"""What can be promised of posts for interns, counted (``core.metrics``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.metrics import Evidence, Giver, Measure, Metric
from internships.models import Post, PostState


def _places() -> Any:
    """Seats of posts that the centre approved, on that day; closed ones were offered as well."""
    return Post.objects.filter(
        state__in=[PostState.APPROVED, PostState.CLOSED], approved_at__isnull=False, found_by=None
    ).annotate(
        giver=Value(Giver.ENTERPRISE.value),
        occurred_on=TruncDate("approved_at", tzinfo=timezone.get_default_timezone()),
        quantity=F("seats"),
        record_id=F("pk"),
    )


def _rows(keys: Sequence[int]) -> Mapping[int, Evidence]:
    return {
        post.pk: Evidence(
            _("%(post)s, %(seats)d seats") % {"post": post.name, "seats": post.seats},
            post.get_absolute_url(),
            reverse("portal:post", args=[post.pk]),
        )
        for post in Post.objects.filter(pk__in=keys)
    }


INTERNSHIP_PLACES = Metric(
    code="internship_places",
    order=10,
    label=gettext_lazy("Internship places offered"),
    definition=gettext_lazy(
        "Seats of the enterprise’s posts for interns that the centre has approved, on the day of the "
        "approval. "
        "A post counts for the agreement that it names. Posts that students found by themselves do not count."
    ),
    measure=Measure.NUMBER,
    givers=frozenset({Giver.ENTERPRISE}),
    occurrences=_places,
    record=Post._meta.label,
    rows=_rows,
)
