"""A post in words, for everybody who reads it: staff, the enterprise, students."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from core.bilingual import listed
from internships.conditions import Channel, Fee, Hazard, LabourGrade, PayMethod, Shift, Venue
from internships.models import Post


@dataclass(frozen=True, slots=True)
class Condition:
    """One line. ``is_warning`` marks what rules of law look at."""

    label: str
    value: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What was agreed for one student; what is left empty is as the post says."""

    term: tuple[date, date] | None = None
    place: str = ""
    hours_per_day: Decimal | None = None


AS_THE_POST = Agreed()


def conditions_of(post: Post, *, agreed: Agreed = AS_THE_POST) -> list[tuple[str, list[Condition]]]:
    """Every condition by section; needs region with its parents, plan, and occupation."""
    return [
        (_("Where and when"), _place(post, agreed)),
        (_("Pay and living"), _pay(post)),
        (_("Protection"), _protection(post)),
    ]


def amount(value: Decimal | None) -> str:
    return "" if value is None else f"¥{number_format(value, decimal_pos=0, force_grouping=True)}"


def term_in_words(post: Post, agreed: Agreed = AS_THE_POST) -> str:
    first, last = agreed.term or post.term
    if first is None or last is None:
        return ""
    return _("%(start)s – %(end)s") % {"start": date_format(first), "end": date_format(last)}


def hours_in_words(post: Post, agreed: Agreed = AS_THE_POST) -> str:
    a_day = float(agreed.hours_per_day or post.hours_per_day)
    return _("%(hours)s h a day, %(days)d days a week: %(week)s h") % {
        "hours": f"{a_day:g}",
        "days": post.days_per_week,
        "week": f"{a_day * post.days_per_week:g}",
    }


def _place(post: Post, agreed: Agreed) -> list[Condition]:
    a_day = float(agreed.hours_per_day or post.hours_per_day)
    found = [
        Condition(_("Dates"), term_in_words(post, agreed)),
        Condition(_("Region"), post.region.full_name if post.region else ""),
        Condition(_("Place of work"), agreed.place or post.address),
        Condition(_("Kind of place"), post.get_venue_display(), post.venue != Venue.ORDINARY),
        Condition(_("Hours"), hours_in_words(post, agreed), a_day > 8 or a_day * post.days_per_week > 40),
        Condition(_("Shifts"), post.get_shift_display(), post.shift != Shift.DAY),
    ]
    if post.works_on_holidays:
        found.append(Condition(_("Rest days"), _("Work on rest days or public holidays"), True))
    return [line for line in found if line.value]


def _pay(post: Post) -> list[Condition]:
    pay = amount(post.pay_per_month) or _("unpaid")
    found = [
        Condition(_("Pay a month"), pay),
        Condition(_("How it is paid"), post.get_pay_method_display(), post.pay_method != PayMethod.DIRECT),
        Condition(_("Wage of the same post"), amount(post.same_post_wage)),
        Condition(_("Lowest wage tier"), amount(post.lowest_tier_wage)),
        Condition(_("Meals"), post.get_board_display()),
        Condition(_("Lodging"), post.get_lodging_display()),
        Condition(_("Notes"), post.living_notes),
    ]
    if post.pay_cycle_months != 1:
        cycle = _("every %(count)d months") % {"count": post.pay_cycle_months}
        found.insert(2, Condition(_("Paid"), cycle, True))
    return [line for line in found if line.value]


def _protection(post: Post) -> list[Condition]:
    found = [
        Condition(
            _("Hazards"),
            listed(Hazard(code).label for code in post.hazards) or _("none"),
            bool(post.hazards),
        ),
        Condition(
            _("Physical labour"), post.get_labour_grade_display(), post.labour_grade >= LabourGrade.HEAVY
        ),
        Condition(_("Channel"), post.get_channel_display(), post.channel != Channel.DIRECT),
        Condition(_("Intermediary"), post.intermediary, bool(post.intermediary)),
        Condition(
            _("Asked of the intern"),
            listed(Fee(code).label for code in post.fees) or _("nothing"),
            bool(post.fees),
        ),
    ]
    if post.is_harmful:
        found.append(Condition(_("Health"), _("the work harms body or mind"), True))
    if post.is_simple_repetition:
        found.append(Condition(_("Work"), _("simple repetitive labour only"), True))
    return [line for line in found if line.value]
