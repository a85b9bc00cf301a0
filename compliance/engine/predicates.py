"""The closed set of predicates that rules are made of. Administrators set their parameters, not code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from compliance.choices import Outcome
from compliance.engine.facts import FactKind, Facts, Path, look
from compliance.engine.parameters import Parameter, ParameterKind, Tighter, fact, number
from compliance.engine.verdicts import PASS, Verdict, either, fail, missing, together
from core.access import Text

CODE, CODES, TEXT, TEXTS = FactKind.CODE, FactKind.CODES, FactKind.TEXT, FactKind.TEXTS
DATE, NUMBER, BOOLEAN, RECORDS = FactKind.DATE, FactKind.NUMBER, FactKind.BOOLEAN, FactKind.RECORDS


class Ref(NamedTuple):
    """A fact that a predicate is pointed at."""

    path: Path
    name: str


type Run = Callable[[Facts], Verdict]


@dataclass(frozen=True, kw_only=True)
class Predicate:
    """A kind of check.

    Attributes:
        function: takes the facts and the parameters by name; facts come as :class:`Ref`, checks as
            functions of the facts.
        objection: says what is wrong with parameters that each are right by themselves.
    """

    name: str
    label: Text
    function: Callable[..., Verdict]
    parameters: Mapping[str, Parameter]
    objection: Callable[[Mapping[str, Any]], str | None] | None = None


PREDICATES: dict[str, Predicate] = {}


def predicate(
    label: Text,
    *,
    objection: Callable[[Mapping[str, Any]], str | None] | None = None,
    **parameters: Parameter,
) -> Callable[[Callable[..., Verdict]], Any]:
    """Register a function under its own name."""

    def register(function: Callable[..., Verdict]) -> Callable[..., Verdict]:
        PREDICATES[function.__name__] = Predicate(
            name=function.__name__,
            label=label,
            function=function,
            parameters=parameters,
            objection=objection,
        )
        return function

    return register


def exact(value: float) -> Decimal:
    """A number of JSON as it is written: 0.1 + 0.2 is 0.3 here."""
    return Decimal(str(value))


CHECKS = Parameter(kind=ParameterKind.CHECKS)
WORDS = Parameter(kind=ParameterKind.WORDS, tighter=Tighter.FREE)


def texts(tighter: Tighter) -> Parameter:
    return Parameter(kind=ParameterKind.TEXTS, tighter=tighter)


# --- A person, and checks of checks ---------------------------------------------------------------


@predicate(_("A person decides"), question_en=WORDS, question_zh=WORDS)
def by_person(facts: Facts, *, question_en: str, question_zh: str) -> Verdict:
    return Verdict(Outcome.NEEDS_PERSON, ({"kind": "question", "en": question_en, "zh": question_zh},))


@predicate(_("All of these hold"), checks=CHECKS)
def all_of(facts: Facts, *, checks: Sequence[Run]) -> Verdict:
    return together([check(facts) for check in checks])


@predicate(_("At least one of these holds"), checks=CHECKS)
def any_of(facts: Facts, *, checks: Sequence[Run]) -> Verdict:
    return either([check(facts) for check in checks])


# --- One fact -------------------------------------------------------------------------------------


@predicate(_("Is known"), fact=fact(*set(FactKind) - {RECORDS}))
def is_given(facts: Facts, *, fact: Ref) -> Verdict:
    value = look(facts, fact.path)
    if value is None:
        return missing(fact.name)
    return fail("lacks", fact=fact.name) if value == [] else PASS


@predicate(
    _("Is exactly"),
    fact=fact(BOOLEAN, CODE, TEXT, NUMBER),
    value=Parameter(kind=ParameterKind.VALUE),
)
def equals(facts: Facts, *, fact: Ref, value: Any) -> Verdict:
    found = look(facts, fact.path)
    if found is None:
        return missing(fact.name)
    return PASS if found == value else fail("is", fact=fact.name, value=found, wanted=[value])


@predicate(_("Is at least"), fact=fact(NUMBER), minimum=number(Tighter.HIGHER))
def at_least(facts: Facts, *, fact: Ref, minimum: float) -> Verdict:
    found = look(facts, fact.path)
    if found is None:
        return missing(fact.name)
    return PASS if found >= minimum else fail("below", fact=fact.name, value=found, limit=minimum)


@predicate(_("Is at most"), fact=fact(NUMBER), maximum=number(Tighter.LOWER))
def at_most(facts: Facts, *, fact: Ref, maximum: float) -> Verdict:
    found = look(facts, fact.path)
    if found is None:
        return missing(fact.name)
    return PASS if found <= maximum else fail("above", fact=fact.name, value=found, limit=maximum)


@predicate(_("Is one of"), fact=fact(CODE, TEXT), values=texts(Tighter.FEWER))
def one_of(facts: Facts, *, fact: Ref, values: list[str]) -> Verdict:
    found = look(facts, fact.path)
    if found is None:
        return missing(fact.name)
    return PASS if found in values else fail("is", fact=fact.name, value=found, wanted=values)


@predicate(_("Is none of"), fact=fact(CODE, CODES, TEXT, TEXTS), values=texts(Tighter.MORE))
def none_of(facts: Facts, *, fact: Ref, values: list[str]) -> Verdict:
    found = look(facts, fact.path)
    if found is None:
        return missing(fact.name)
    barred = [one for one in (found if isinstance(found, list) else [found]) if one in values]
    return fail("barred", fact=fact.name, value=barred) if barred else PASS


@predicate(_("Contains all of"), fact=fact(CODES, TEXTS), items=texts(Tighter.MORE))
def all_present(facts: Facts, *, fact: Ref, items: list[str]) -> Verdict:
    found = look(facts, fact.path)
    if found is None:
        return missing(fact.name)
    lacking = [item for item in items if item not in found]
    return fail("lacks", fact=fact.name, value=lacking) if lacking else PASS


# --- Facts beside each other ------------------------------------------------------------------------


@predicate(
    _("Begins like one of a list"),
    fact=fact(TEXT),
    among=fact(TEXTS),
    characters=number(Tighter.HIGHER),
)
def shares_beginning(facts: Facts, *, fact: Ref, among: Ref, characters: int) -> Verdict:
    """Codes that are built from the left: two digits of a major are its category, four its class."""
    found, others = look(facts, fact.path), look(facts, among.path)
    if found is None or others is None:
        return missing(*(ref.name for ref, value in ((fact, found), (among, others)) if value is None))
    length = int(characters)
    if any(found[:length] == other[:length] for other in others):
        return PASS
    return fail("not_among", fact=fact.name, value=found, among=among.name, others=others)


@predicate(_("Is at least a share of"), fact=fact(NUMBER), of=fact(NUMBER), minimum=number(Tighter.HIGHER))
def ratio_at_least(facts: Facts, *, fact: Ref, of: Ref, minimum: float) -> Verdict:
    part, whole = look(facts, fact.path), look(facts, of.path)
    if part is None or whole is None:
        return missing(*(ref.name for ref, value in ((fact, part), (of, whole)) if value is None))
    if exact(part) >= exact(minimum) * exact(whole):
        return PASS
    return fail("share_below", fact=fact.name, value=part, of=of.name, whole=whole, limit=minimum)


@predicate(_("Is at most a share of"), fact=fact(NUMBER), of=fact(NUMBER), maximum=number(Tighter.LOWER))
def ratio_at_most(facts: Facts, *, fact: Ref, of: Ref, maximum: float) -> Verdict:
    part, whole = look(facts, fact.path), look(facts, of.path)
    if part is None or whole is None:
        return missing(*(ref.name for ref, value in ((fact, part), (of, whole)) if value is None))
    if exact(part) <= exact(maximum) * exact(whole):
        return PASS
    return fail("share_above", fact=fact.name, value=part, of=of.name, whole=whole, limit=maximum)


# --- Days -------------------------------------------------------------------------------------------


def age_on(born: date, day: date) -> int:
    """Full years. Who was born on 29 February is a year older on 1 March where there is no 29th."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@predicate(
    _("Age on a day"),
    birth=fact(DATE),
    on=fact(DATE),
    minimum=number(Tighter.HIGHER, default=None),
    maximum=number(Tighter.LOWER, default=None),
)
def age_at(facts: Facts, *, birth: Ref, on: Ref, minimum: int | None, maximum: int | None) -> Verdict:
    born, day = look(facts, birth.path), look(facts, on.path)
    if born is None or day is None:
        return missing(*(ref.name for ref, value in ((birth, born), (on, day)) if value is None))
    age = age_on(date.fromisoformat(born), date.fromisoformat(day))
    if minimum is not None and age < minimum:
        return fail("age_below", fact=birth.name, value=age, on=day, limit=minimum)
    if maximum is not None and age > maximum:
        return fail("age_above", fact=birth.name, value=age, on=day, limit=maximum)
    return PASS


@predicate(
    _("Comes before"),
    earlier=fact(DATE),
    later=fact(DATE),
    days=number(Tighter.HIGHER, default=0),
)
def in_order(facts: Facts, *, earlier: Ref, later: Ref, days: int) -> Verdict:
    """The earlier day is at least so many days before the later one; 0 allows the same day."""
    first, second = look(facts, earlier.path), look(facts, later.path)
    if first is None or second is None:
        return missing(*(ref.name for ref, value in ((earlier, first), (later, second)) if value is None))
    if (date.fromisoformat(second) - date.fromisoformat(first)).days >= days:
        return PASS
    return fail("too_late", fact=earlier.name, value=first, other=later.name, limit=second)


@predicate(_("Is recent"), fact=fact(DATE), on=fact(DATE), days=number(Tighter.LOWER))
def is_recent(facts: Facts, *, fact: Ref, on: Ref, days: int) -> Verdict:
    """Not after the other day, and no more than so many days before it."""
    happened, day = look(facts, fact.path), look(facts, on.path)
    if happened is None or day is None:
        return missing(*(ref.name for ref, value in ((fact, happened), (on, day)) if value is None))
    if 0 <= (date.fromisoformat(day) - date.fromisoformat(happened)).days <= days:
        return PASS
    return fail("not_recent", fact=fact.name, value=happened, other=on.name, day=day, limit=days)


@predicate(
    _("Lasts"),
    first=fact(DATE),
    last=fact(DATE),
    minimum=number(Tighter.HIGHER, default=None),
    maximum=number(Tighter.LOWER, default=None),
)
def lasts(facts: Facts, *, first: Ref, last: Ref, minimum: int | None, maximum: int | None) -> Verdict:
    """Length in days, both ends included."""
    begins, ends = look(facts, first.path), look(facts, last.path)
    if begins is None or ends is None:
        return missing(*(ref.name for ref, value in ((first, begins), (last, ends)) if value is None))
    days = (date.fromisoformat(ends) - date.fromisoformat(begins)).days + 1
    if minimum is not None and days < minimum:
        return fail("shorter", fact=last.name, value=days, limit=minimum)
    if maximum is not None and days > maximum:
        return fail("longer", fact=last.name, value=days, limit=maximum)
    return PASS


@predicate(
    _("Covers a period"),
    covers_from=fact(DATE),
    covers_until=fact(DATE),
    first=fact(DATE),
    last=fact(DATE),
    margin_days=number(Tighter.HIGHER, default=0),
)
def covers(
    facts: Facts, *, covers_from: Ref, covers_until: Ref, first: Ref, last: Ref, margin_days: int
) -> Verdict:
    refs = (covers_from, covers_until, first, last)
    values = [look(facts, ref.path) for ref in refs]
    if None in values:
        return missing(*(ref.name for ref, value in zip(refs, values, strict=True) if value is None))
    begins, ends, starts_on, ends_on = map(date.fromisoformat, values)
    margin = timedelta(days=margin_days)
    if begins <= starts_on - margin and ends >= ends_on + margin:
        return PASS
    return fail(
        "not_covered",
        fact=covers_from.name,
        value=[values[0], values[1]],
        other=first.name,
        limit=[values[2], values[3]],
    )
