"""The bundled outline of an annual report."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "outline.toml"


@cache
def outline() -> tuple[dict[str, Any], ...]:
    """The chapters in their order, as fields of ``Chapter`` without report and number."""
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["chapter"])
