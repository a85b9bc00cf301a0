"""What templates and tables draw with: icons, state chips, dates in words (docs/look.md)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.diffs import Piece, compare

SPRITE = "vendor/tabler-icons/icons.svg"
DAYS_IN_WORDS = 60
DAYS_PER_MONTH = 30.44
DAYS_PER_YEAR = 365.25


class Meaning(StrEnum):
    """The one meaning each colour has; the value names the CSS class."""

    INACTIVE = "inactive"  # grey: draft, ended, not in use
    WAITING = "waiting"  # blue: in progress, waiting for somebody
    GOOD = "good"  # green: in force, done, passed
    SOON = "soon"  # yellow: attention soon
    LATE = "late"  # orange: overdue, attention now
    STOPPED = "stopped"  # red: refused, breached, terminated


MEANING_ICONS = {
    Meaning.INACTIVE: "circle-dashed",
    Meaning.WAITING: "clock",
    Meaning.GOOD: "circle-check",
    Meaning.SOON: "alert-triangle",
    Meaning.LATE: "alarm",
    Meaning.STOPPED: "circle-x",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as it is shown: words, colour by meaning, and an icon, so that colour never stands alone."""

    label: str | Promise
    meaning: Meaning = Meaning.INACTIVE
    icon: str = ""


def icon(name: str, *, label: str | Promise = "", css: str = "") -> SafeString:
    """One icon of the sprite. Without a label it is decoration and hidden from screen readers."""
    if label:
        return format_html(
            '<svg class="icon {}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            css,
            label,
            _address(name),
        )
    return _decoration(name, css)


@cache
def _address(name: str) -> str:
    return f"{static(SPRITE)}#{name}"


@cache
def _decoration(name: str, css: str) -> SafeString:
    """A page draws a hundred of these, out of a few dozen."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}"></use></svg>', css, _address(name)
    )


def chip_html(chip: Chip) -> SafeString:
    return format_html(
        '<span class="chip chip-{}">{}{}</span>',
        chip.meaning,
        icon(chip.icon or MEANING_ICONS[chip.meaning]),
        chip.label,
    )


def days_in_words(days: int) -> str:
    """Distance from today: 3 → "in 3 days", -1 → "yesterday"; months and years beyond two months."""
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days == -1:
        return _("yesterday")
    distance = abs(days)
    if distance < DAYS_IN_WORDS:
        ahead, ago = (
            ngettext("in %(count)d day", "in %(count)d days", distance),
            ngettext("%(count)d day ago", "%(count)d days ago", distance),
        )
    elif distance < 2 * DAYS_PER_YEAR:
        distance = round(distance / DAYS_PER_MONTH)
        ahead, ago = (
            ngettext("in %(count)d month", "in %(count)d months", distance),
            ngettext("%(count)d month ago", "%(count)d months ago", distance),
        )
    else:
        distance = round(distance / DAYS_PER_YEAR)
        ahead, ago = (
            ngettext("in %(count)d year", "in %(count)d years", distance),
            ngettext("%(count)d year ago", "%(count)d years ago", distance),
        )
    return (ahead if days > 0 else ago) % {"count": distance}


def relative_date_html(value: date | datetime | None, *, today: date | None = None) -> SafeString:
    """A date in words with the exact one on hover and in ``datetime``."""
    if value is None:
        return SafeString("")
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        day, iso, exact = local.date(), local.isoformat(), formats.date_format(local, "DATETIME_FORMAT")
    else:
        day, iso, exact = value, value.isoformat(), formats.date_format(value, "DATE_FORMAT")
    days = (day - (today or timezone.localdate())).days
    return format_html('<time datetime="{}" title="{}">{}</time>', iso, exact, days_in_words(days))


def deadline_html(
    due_on: date | None, *, today: date | None = None, soon_days: int = 30, done: bool = False
) -> SafeString:
    """A due date; past and near ones (within ``soon_days``) carry colour, icon and its spoken word."""
    if due_on is None:
        return SafeString("")
    days = (due_on - (today or timezone.localdate())).days
    words = relative_date_html(due_on, today=today)
    if done or days > soon_days:
        return words
    meaning, name, label = (
        (Meaning.LATE, "alarm", _("overdue")) if days < 0 else (Meaning.SOON, "clock", _("due soon"))
    )
    return format_html('<span class="due due-{}">{}{}</span>', meaning, icon(name, label=label), words)


def difference_html(before: str, after: str) -> SafeString:
    """What changed in a text, marked for the eye, for screen readers and on paper."""
    return format_html(
        '<div class="difference">{}</div>',
        format_html_join("", "{}", ((_piece(p),) for p in compare(before, after))),
    )


def _piece(piece: Piece) -> SafeString:
    if piece.is_removed:
        return format_html(
            '<del><span class="visually-hidden">{} </span>{}</del>', _("[removed:]"), piece.text
        )
    if piece.is_added:
        return format_html('<ins><span class="visually-hidden">{} </span>{}</ins>', _("[added:]"), piece.text)
    return format_html("{}", piece.text)
