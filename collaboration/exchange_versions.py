"""Which version of an exchange a person was shown (``core.versions``)."""

from __future__ import annotations

from collections.abc import Iterable

from collaboration.models import Exchange, Speaker
from core.versions import version_of

FIELDS = (
    *("kind", "title", "about", "agreement", "audience", "starts_at", "ends_at", "place_kind", "place"),
    *("capacity", "is_public", "organiser"),
)
"""What the centre says of an exchange."""
MANY = ("classes", "majors")
OWN = (
    *("kind", "title", "about", "starts_at", "ends_at", "place_kind", "place"),
    *("audience", "capacity", "is_public"),
)
"""What its enterprise says of it, and reads."""


def written(exchange: Exchange) -> str:
    """For whoever of the centre changes it. Two queries."""
    many = [sorted(getattr(exchange, name).order_by().values_list("pk", flat=True)) for name in MANY]
    return version_of(exchange, FIELDS, many)


def as_shown(exchange: Exchange, speakers: Iterable[Speaker] | None = None) -> str:
    """For its enterprise, with who holds it. A query, unless they are fetched already."""
    rows = exchange.speakers.all() if speakers is None else speakers
    return version_of(exchange, OWN, sorted((one.contact_id or 0, one.teacher_id or 0) for one in rows))
