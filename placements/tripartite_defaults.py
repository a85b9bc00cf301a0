"""The text of the tripartite agreement that comes with the program (``placements/data/tripartite.toml``)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from placements.models import Basis, TripartiteClause, TripartiteTemplate

FILE = Path(__file__).parent / "data" / "tripartite.toml"


@transaction.atomic
def load_defaults() -> TripartiteTemplate | None:
    """Add the text as a first draft where there is none; an administrator publishes it."""
    if TripartiteTemplate.objects.exists():
        return None
    data: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))
    template = TripartiteTemplate.objects.create(
        number=1,
        basis=Basis.OWN,
        reason=data["reason"],
        consent_en=data["consent"]["en"],
        consent_zh=data["consent"]["zh"],
    )
    TripartiteClause.objects.bulk_create(
        TripartiteClause(
            template=template,
            order=order,
            point=clause["point"],
            heading_en=clause["heading"][0],
            heading_zh=clause["heading"][1],
            text_en=clause["text"][0],
            text_zh=clause["text"][1],
        )
        for order, clause in enumerate(data["clause"], start=1)
    )
    return template
