"""What is counted of teachers. Called from ``AppConfig.ready``."""

from __future__ import annotations

from core.indicators import register_indicator
from teachers.cooperation_indicators import INDICATORS
from teachers.indicators import DUAL_QUALIFIED_SHARE, PRACTICE_COVERAGE
from teachers.parttime_indicator import PART_TIME_SHARE


def offer_indicators() -> None:
    for indicator in (DUAL_QUALIFIED_SHARE, PRACTICE_COVERAGE, PART_TIME_SHARE, *INDICATORS):
        register_indicator(indicator)
