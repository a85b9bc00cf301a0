"""Filters: how a list is narrowed, with an address that can be shared."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.access import Actor
from core.search import search


class RecordFilterSet(django_filters.FilterSet):
    """The search box (``q``) and whatever an app adds. Choices are narrowed to what ``user`` may see.

    A filter whose choices are rows takes ``queryset=lambda request: …visible_to(request.user)``.
    """

    q = django_filters.CharFilter(method="search", label=_("Search"))

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return search(queryset, value)

    @property
    def user(self) -> Actor:
        return self.request.user

    @property
    def active(self) -> list[tuple[str, str, str]]:
        """The filters in use beside the search: name, label and value in words."""
        found = []
        for name, bound in self.form.fields.items():
            if name == "q" or not self.form.is_bound:
                continue
            value = self.form.cleaned_data.get(name) if self.form.is_valid() else None
            if value in (None, "", []) or (hasattr(value, "exists") and not value):
                continue
            found.append((name, str(bound.label), self._in_words(name, value)))
        return found

    def _in_words(self, name: str, value: Any) -> str:
        field = self.form.fields[name]
        if isinstance(value, slice):
            return f"{value.start or '…'} – {value.stop or '…'}"
        choices: dict[str, Any] = {}
        if hasattr(field, "choices") and not hasattr(field, "queryset"):
            for key, label in field.choices:
                if isinstance(label, (list, tuple)):
                    choices |= {str(k): v for k, v in label}
                else:
                    choices[str(key)] = label
        if isinstance(value, (list, tuple, QuerySet)):
            return ", ".join(str(choices.get(str(item), item)) for item in value)
        if isinstance(value, bool):
            return str(_("yes")) if value else str(_("no"))
        return str(choices.get(str(value), value))
