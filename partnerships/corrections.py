"""What an enterprise may ask us to correct, and how it reads: on the pages of both sides and in mails."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import formats, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.bilingual import listed
from partnerships.models import Contact, ContactRole, Correction, Enterprise, SizeBand
from partnerships.models.correction import LEFT, LICENCE, NEW_CONTACT

ENTERPRISE_FIELDS = ("name", "name_en", "address", "website", "size_band", "staff_count")
CONTACT_FIELDS = ("name", "name_latin", "title", "email", "phone")
NOTHING = (None, "")


@dataclass(frozen=True, slots=True)
class ReadCorrection:
    """One correction as a page shows it.

    Attributes:
        now: what is on record by now, where that is not what it was when the correction was proposed.
        seen: stands for what is on record; whoever decides sends it back.
    """

    correction: Correction
    label: str
    before: str
    after: str
    now: str | None
    seen: str

    @property
    def is_stale(self) -> bool:
        return self.now is not None


def read(correction: Correction) -> ReadCorrection:
    """Wants the enterprise and the contact fetched along."""
    current, is_open = correction.current(), correction.state == Correction.State.WAITING
    return ReadCorrection(
        correction=correction,
        label=label_of(correction),
        before=in_words(correction.field, correction.before),
        after=in_words(correction.field, correction.after),
        now=in_words(correction.field, current) if is_open and is_stale(correction) else None,
        seen=fingerprint(current),
    )


def is_stale(correction: Correction) -> bool:
    """Whether what is on record has changed since the correction was proposed."""
    return correction.current() != correction.before


def fingerprint(value: Any) -> str:
    """Stands for a value on record: tells whether it is still the one that somebody looked at."""
    text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def label_of(correction: Correction) -> str:
    """What it is about: "Address", or "Sun Li: phone"."""
    contact = correction.contact
    name = field_label(Contact if contact else Enterprise, correction.field)
    return _("%(person)s: %(field)s") % {"person": contact, "field": name} if contact else name


def field_label(model: type[Enterprise | Contact], field: str) -> str:
    words = {LEFT: _("Has left"), NEW_CONTACT: _("Somebody new"), LICENCE: _("Business licence")}
    if field in words:
        return words[field]
    return capfirst(str(model._meta.get_field(field).verbose_name))  # type: ignore[union-attr]


def in_words(field: str, value: Any) -> str:
    """A value as a person would write it; a dash where there is none."""
    if value in NOTHING:
        return "—"
    if field == LEFT:
        return formats.date_format(date.fromisoformat(value), "DATE_FORMAT")
    if field == NEW_CONTACT:
        roles = listed(ContactRole(role).label for role in value["roles"])
        return " · ".join(filter(None, (*(value[name] for name in CONTACT_FIELDS), roles)))
    if field == "size_band":
        return str(SizeBand(value).label)
    if field == "staff_count":
        return formats.number_format(value, use_l10n=True, force_grouping=True)
    return str(value)


def stored(field: str, value: Any) -> Any:
    """A value as the column keeps it."""
    return value.isoformat() if field == LEFT and value is not None else value


def in_both_languages(corrections: Iterable[Correction], *, with_outcome: bool = False) -> dict[str, str]:
    """Several, one a line, for a notification that is read in the reader's language."""
    rows = list(corrections)
    found: dict[str, str] = {}
    for key, language in (("en", "en"), ("zh", "zh-hans")):
        with translation.override(language):
            found[key] = "\n".join(_line(row, with_outcome=with_outcome) for row in rows)
    return found


def _line(correction: Correction, *, with_outcome: bool) -> str:
    what = {
        "label": label_of(correction),
        "before": in_words(correction.field, correction.before),
        "after": in_words(correction.field, correction.after),
    }
    is_addition = correction.field in (NEW_CONTACT, LICENCE, LEFT)
    line = _("%(label)s: %(after)s") % what if is_addition else _("%(label)s: %(before)s → %(after)s") % what
    if not with_outcome:
        return line
    outcome = str(correction.get_state_display())
    if correction.reason:
        return _("%(line)s – %(outcome)s: %(reason)s") % {
            "line": line,
            "outcome": outcome,
            "reason": correction.reason,
        }
    return _("%(line)s – %(outcome)s") % {"line": line, "outcome": outcome}
