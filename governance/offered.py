"""What the app puts into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from governance.offered_inspections import offer_inspections
from governance.offered_regulations import offer_regulations


def offer() -> None:
    """Each feature's part stands in a function of its own."""
    offer_regulations()
    offer_inspections()
