"""Noticing that somebody else has changed what a person is changing, so that nothing is written over unseen.

A form carries what it was opened with (:class:`VersionedForm`), its view shows both where they differ
(:class:`ShowsBoth`), and the operation compares under the lock (:func:`require_unchanged`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.bilingual import listed
from core.errors import Refused
from core.forms import SectionedForm


class ChangedMeanwhile(Refused):
    """Somebody else has changed it since it was shown."""


def version_of(record: models.Model, names: Iterable[str], *more: object) -> str:
    """Which version of some fields of a record this is, and of what else belongs to it."""
    said = [_said(record, name) for name in names]
    return hashlib.sha256(json.dumps([said, *more]).encode()).hexdigest()[:32]


def _said(record: models.Model, name: str) -> str:
    value = getattr(record, name)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    field: Any = record._meta.get_field(name)
    return str(field.value_to_string(record))


def require_unchanged(now: str, expected: str | None) -> None:
    """Raises ChangedMeanwhile. Where nothing was shown to anybody, nothing is expected."""
    if expected is not None and now != expected:
        raise ChangedMeanwhile(
            _("Somebody else has changed it meanwhile. Nothing of yours is lost: look at both.")
        )


class VersionedForm(SectionedForm):
    """Mixed into a form: ``expected`` is which version of the record was shown."""

    def __init__(self, *args: Any, version: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if version:
            self.fields["expected"] = forms.CharField(
                widget=forms.HiddenInput, initial=version, required=False
            )
            if self.helper.layout is not None:
                self.helper.layout.append("expected")


class ShowsBoth:
    """Mixed into the view of such a form: what the record says by now, beside what was typed.

    Sent again, what was typed counts.
    """

    def latest(self) -> tuple[Any, str]:
        """The record as it is now, and its version."""
        raise NotImplementedError

    def compared(self) -> Sequence[str]:
        raise NotImplementedError

    def extra_context(self, form: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().extra_context(form)  # type: ignore[misc]
        return found | {"conflict": self.conflict(form) if form.is_bound else []}

    def conflict(self, form: Any) -> list[dict[str, Any]]:
        record, version = self.latest()
        if form.data.get("expected") == version:
            return []
        form.data = form.data.copy()
        form.data["expected"] = version
        return list(self.differences(form, record))

    def differences(self, form: Any, record: Any) -> Iterator[dict[str, Any]]:
        for name in self.compared():
            if name in form.cleaned_data and _plain(form.cleaned_data[name]) != _plain(getattr(record, name)):
                yield {"label": str(form.fields[name].label), "now": in_words(record, name)}


def _plain(value: Any) -> Any:
    """As it is compared: browsers send other ends of lines, and lists in another order say the same."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list):
        return sorted(map(str, value))
    return value


def in_words(record: models.Model, name: str) -> str:
    """The value of a field for a reader."""
    field: Any = record._meta.get_field(name)
    value = getattr(record, name)
    if isinstance(value, list):
        labels = dict(getattr(field.base_field, "choices", None) or ())
        return listed(str(labels.get(one, one)) for one in value)
    if field.choices:
        return str(getattr(record, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value)
    return "—" if value in (None, "") else str(value)
