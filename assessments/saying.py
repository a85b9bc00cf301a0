"""Early warnings in words, from the numbers kept with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.scoring import Grade
from core.school_years import in_words


def _day(numbers: Mapping[str, Any], name: str) -> str:
    found = numbers.get(name)
    return date_format(date.fromisoformat(found)) if found else ""


def warning_in_words(reason: str, numbers: Mapping[str, Any]) -> str:
    """Why somebody is warned; "" for a reason that there is no more."""
    match reason:
        case "quiet":
            return _quiet(numbers)
        case "promises":
            return _("Promises of agreements: %(behind)s behind schedule, %(missed)s missed.") % {
                "behind": numbers["behind"],
                "missed": numbers["missed"],
            }
        case "grade":
            return _("%(before)s in %(year_before)s, %(after)s in %(year)s.") % {
                "before": Grade(numbers["before"]).label,
                "year_before": in_words(numbers["year_before"]),
                "after": Grade(numbers["after"]).label,
                "year": in_words(numbers["year"]),
            }
        case "survey":
            return _("The survey of %(year)s has a mean of %(mean)s of 5, below %(limit)s.") % {
                "year": in_words(numbers["year"]),
                "mean": number_format(numbers["mean"], 1),
                "limit": number_format(numbers["limit"], 1),
            }
        case "ending":
            return ngettext(
                "%(count)d agreement ends, and nobody has decided what follows; on %(day)s.",
                "%(count)d agreements end, and nobody has decided what follows; the first on %(day)s.",
                numbers["count"],
            ) % {"count": numbers["count"], "day": _day(numbers, "last_day")}
        case "concerns":
            return ngettext(
                "%(count)d serious concern or incident is open.",
                "%(count)d serious concerns or incidents are open.",
                numbers["count"],
            ) % {"count": numbers["count"]}
    return ""


def _quiet(numbers: Mapping[str, Any]) -> str:
    if not numbers.get("last_on"):
        return _("Nobody has written down any contact, for more than %(limit)s days.") % {
            "limit": numbers["limit"]
        }
    days = (timezone.localdate() - date.fromisoformat(numbers["last_on"])).days
    return _("No visit, talk or exchange for %(days)s days, since %(day)s; warned from %(limit)s on.") % {
        "days": days,
        "day": _day(numbers, "last_on"),
        "limit": numbers["limit"],
    }
