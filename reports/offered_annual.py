"""What annual reports put into the pages of other apps."""

from __future__ import annotations


def offer_annual_reports() -> None:
    """Filled in by the feature."""
