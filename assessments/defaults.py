"""The scheme that comes with the program, where there is none yet."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.db import transaction

from assessments.models import Indicator, Scheme, Source

FILE = Path(__file__).parent / "data" / "scheme.toml"


@transaction.atomic
def load_scheme() -> Scheme | None:
    """Make the first version of the scheme; ``None`` where the centre has one already."""
    if Scheme.objects.exists():
        return None
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    lines = said.pop("indicator")
    scheme: Scheme = Scheme.objects.create(number=1, is_active=True, **said)
    Indicator.objects.bulk_create(
        Indicator(
            scheme=scheme,
            order=order,
            source=Source.COUNTED if "counter" in line else Source.JUDGED,
            **line,
        )
        for order, line in enumerate(lines, start=1)
    )
    return scheme
