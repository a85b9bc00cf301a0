"""What an enterprise may ask for about an agreement, on which day, and how it reads."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.choices import RenewalDecision, RenewalRule, State
from agreements.models import Agreement, AgreementRequest
from agreements.policies import EDIT, END
from agreements.terms import TERM_KINDS, Terms

Kind = AgreementRequest.Kind

# Who answers: whoever could do what is asked for.
CAPABILITIES = {Kind.CHANGE: EDIT, Kind.RENEWAL: EDIT, Kind.NOTICE: END}


def why_not(agreement: Agreement, kind: str, *, on: date) -> str | None:
    """Why this cannot be asked for today; ``None`` where it can."""
    match kind:
        case Kind.RENEWAL:
            if agreement.state != State.SIGNED:
                return _("Only an agreement that is signed and not suspended can be renewed.")
            if agreement.renewal_decision == RenewalDecision.RENEW:
                return _("Its renewal is being prepared already.")
            if agreement.renewal_decision == RenewalDecision.LAPSE:
                return _("The centre has decided to let it end with its term. Please write to the centre.")
            return None
        case Kind.NOTICE:
            if agreement.state not in {State.SIGNED, State.SUSPENDED}:
                return _("Notice can be given of a signed agreement that runs.")
            return _it_has_ended(agreement, on) or _notice_comes_too_late(agreement, on)
    if agreement.state not in {State.SIGNED, State.SUSPENDED}:
        return _("A signed agreement that runs can be changed. For this one, please write to the centre.")
    return _it_has_ended(agreement, on)


def notice_days(agreement: Agreement) -> int:
    """As they bind today."""
    revised = agreement.revised_notice_days
    return agreement.notice_days if revised is None else revised


def earliest_last_day(agreement: Agreement, *, on: date) -> date:
    """The first day for which notice can still be given on a day."""
    return on + timedelta(days=notice_days(agreement))


def _it_has_ended(agreement: Agreement, on: date) -> str | None:
    _starts_on, last_day = agreement.term
    return _("It ended on %(end)s.") % {"end": _day(last_day)} if last_day < on else None


def _notice_comes_too_late(agreement: Agreement, on: date) -> str | None:
    _starts_on, last_day = agreement.term
    if earliest_last_day(agreement, on=on) <= last_day:
        return None
    said = {"days": notice_days(agreement), "end": _day(last_day)}
    if (agreement.revised_renewal_rule or agreement.renewal_rule) == RenewalRule.AUTOMATIC:
        return (
            _(
                "It asks for %(days)d days of notice, which is past for the term until %(end)s; "
                "it then renews itself. Please write to the centre."
            )
            % said
        )
    return _("It asks for %(days)d days of notice and ends on %(end)s by itself: no notice is needed.") % said


def last_day_problem(agreement: Agreement, last_day: date, *, on: date) -> str | None:
    """Why notice cannot be given for this day; ``None`` where it can."""
    starts_on, end = agreement.term
    earliest = max(earliest_last_day(agreement, on=on), starts_on)
    if last_day < earliest:
        return _("It asks for %(days)d days of notice: %(earliest)s at the earliest.") % {
            "days": notice_days(agreement),
            "earliest": _day(earliest),
        }
    if last_day > end:
        return _("Its last day is %(end)s: choose that day, or one before it.") % {"end": _day(end)}
    return None


def targets(terms: Terms) -> dict[str, str]:
    """What a change can be about: each term and each clause, by the name an amendment would use."""
    fields = {f"field.{name}": capfirst(str(kind.label)) for name, kind in TERM_KINDS.items()}
    clauses = {
        f"clause.{clause.key}": _("Clause %(number)d: %(heading)s")
        % {"number": number, "heading": clause.heading}
        for number, clause in enumerate(terms.clauses, start=1)
    }
    return fields | clauses


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")
