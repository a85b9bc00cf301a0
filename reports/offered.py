"""What the app puts into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from reports.offered_annual import offer_annual_reports
from reports.offered_returns import offer_returns


def offer() -> None:
    """Each feature's part stands in a function of its own."""
    offer_annual_reports()
    offer_returns()
