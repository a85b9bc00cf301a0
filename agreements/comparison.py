"""What changed between two looks at an agreement or an amendment, in the words of the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.models import Agreement, AgreementClause, Amendment, Obligation, Party, Rhythm, Side
from agreements.reading import in_words
from agreements.snapshots import Difference, differences
from agreements.terms import TERM_KINDS
from core.bilingual import listed
from signing.subjects import Snapshot

DATES = {"starts_on", "ends_on", "effective_on"}
WORDS = {"heading_en", "heading_zh", "text_en", "text_zh", "aims", "content", "reason", "what_en", "what_zh"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that reads differently; ``is_text`` is compared word by word."""

    label: str
    before: str
    after: str
    is_text: bool = False


@dataclass(slots=True)
class Part:
    """A clause, a party or the terms, with what changed in it."""

    title: str
    is_new: bool = False
    is_gone: bool = False
    lines: list[Line] = field(default_factory=list)


def changed_parts(before: Snapshot, after: Snapshot) -> list[Part]:
    """In the order of the record: terms, parties, clauses or changes."""
    parts: dict[tuple[str, str], Part] = {}
    for difference in differences(before, after):
        key = (difference.section, difference.key)
        part = parts.setdefault(key, Part(_title(difference, before, after)))
        if difference.key and not difference.name:
            _come_or_gone(part, difference)
        elif difference.name != "order":
            part.lines.append(_line(difference.section, difference.name, difference.before, difference.after))
        else:
            part.lines.append(Line(_("number"), str(difference.before), str(difference.after)))
    return list(parts.values())


def _title(difference: Difference, before: Snapshot, after: Snapshot) -> str:
    row = after.get(difference.section, {}).get(difference.key) or before.get(difference.section, {}).get(
        difference.key
    )
    match difference.section:
        case "clauses":
            clause = AgreementClause(heading_en=row["heading_en"], heading_zh=row["heading_zh"])
            return _("Clause %(order)s “%(heading)s”") % {"order": row["order"], "heading": clause.heading}
        case "parties":
            party = Party(legal_name=row["legal_name"], legal_name_en=row["legal_name_en"])
            return _("Party “%(name)s”") % {"name": party.name}
        case "promises":
            return _("Promise “%(name)s”") % {"name": Obligation(metric=row["metric"]).label}
        case "changes":
            return _("Change “%(name)s”") % {"name": _target(difference.key)}
    return _("Terms")


def _target(key: str) -> str:
    kind, _dot, target = key.partition(".")
    return str(TERM_KINDS[target].label) if kind == "field" and target in TERM_KINDS else target


def _come_or_gone(part: Part, difference: Difference) -> None:
    part.is_new, part.is_gone = difference.before is None, difference.after is None
    for name, value in (difference.after or difference.before).items():
        if name in WORDS and value:
            before, after = ("", value) if part.is_new else (value, "")
            part.lines.append(_line(difference.section, name, before, after))


def _line(section: str, name: str, before: Any, after: Any) -> Line:
    if section == "changes":
        return Line(_("from") if name == "before" else _("to"), _plain(before), _plain(after), is_text=True)
    if section == "clauses" and name == "values":
        return Line(_("values"), _plain(before), _plain(after))
    return Line(_label(section, name), _said(name, before), _said(name, after), is_text=name in WORDS)


def _label(section: str, name: str) -> str:
    if name == "party":
        return capfirst(_("enterprise"))
    model: Any = {"parties": Party, "clauses": AgreementClause, "promises": Obligation}.get(
        section, Agreement
    )
    if name in {"reason", "effective_on"}:
        model = Amendment
    return capfirst(str(model._meta.get_field(name.removesuffix("_id")).verbose_name))


def _said(name: str, value: Any) -> str:
    """A value of a snapshot, which JSON has been through."""
    if name in DATES and value:
        return in_words("ends_on", parse_date(value))
    if name == "value_amount" and value is not None:
        return in_words(name, Decimal(value))
    if name in {"forms", "renewal_rule"}:
        return in_words(name, value)
    if name in WORDS:
        return value or ""
    match name:
        case "side":
            return str(Side(value).label)
        case "rhythm":
            return str(Rhythm(value).label)
        case "metric":
            return Obligation(metric=value).label
        case "party":
            return chr(ord("A") + value - 1) if value else ""
    return _plain(value)


def _plain(value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, dict):
        return "\n".join(f"{name}: {text}" for name, text in value.items() if text)
    if isinstance(value, list):
        return listed(value)
    return str(value)
