"""The days that indicators are asked about."""

from datetime import UTC, date, datetime

THEN = date(2024, 6, 30)
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
