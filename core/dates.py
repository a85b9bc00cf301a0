"""Reading dates as registers and spreadsheets write them."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from django.utils import timezone

# Spreadsheets count days from here; 60 would be the 29th of February 1900, which never was.
_SERIAL_EPOCH = date(1899, 12, 30)
# Five digits: 1927 to 2173. A shorter number is more likely a year or a typing slip.
_SERIAL = re.compile(r"([1-9]\d{4})(?:\.\d+)?", re.ASCII)
_YEAR_FIRST = re.compile(
    r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?", re.ASCII
)
_YEAR_LAST = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_TIME = re.compile(r"(?:(?<=\d)T|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$", re.ASCII)


def parse_date(value: str | int | float | date | None, *, month_first: bool = False) -> date | None:
    """The date that a cell holds, None where it holds none.

    Reads `2006-05-11`, `2006/5/11`, `2006.05.11`, `2006年5月11日`, `20060511`, `11/05/2006` (day first,
    as in Europe, unless `month_first`), a spreadsheet's serial number, and drops a time of day.
    """
    if value is None or isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    text = _TIME.sub("", unicodedata.normalize("NFKC", str(value)).strip())
    if match := _YEAR_FIRST.fullmatch(text):
        year, *months, day = match.groups()
        return _date(year, next(filter(None, months)), day)
    if match := _YEAR_LAST.fullmatch(text):
        day, _separator, month, year = match.groups()
        return _date(year, day, month) if month_first else _date(year, month, day)
    if match := _COMPACT.fullmatch(text):
        return _date(*match.groups())
    match = _SERIAL.fullmatch(text)
    return _SERIAL_EPOCH + timedelta(days=int(match[1])) if match else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2100, 12, 31)


def plausible_day(text: str) -> date | None:
    """The day that an address asks for; None where it is none, or so far away that nothing is known of it."""
    day = parse_date(text)
    return day if day is not None and plausible(day) else None


def plausible(day: date) -> bool:
    """Whether a day is near enough for anything to be known of it, and for days to be added to it."""
    return FIRST_DAY <= day <= LAST_DAY


def start_of(day: date) -> datetime:
    """The instant at which a day begins, in the time zone of the centre."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """The instant at which a day is over, in the time zone of the centre."""
    return start_of(day + timedelta(days=1))
