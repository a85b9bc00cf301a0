from __future__ import annotations

from decimal import Decimal


def plain(number: Decimal | int) -> str:
    """Hours or an amount without needless zeros: "8", "4.5", "300"."""
    return f"{Decimal(number).normalize():f}"
