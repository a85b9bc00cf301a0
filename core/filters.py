"""Filters: how a list is narrowed, with an address that can be shared."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.access import Actor
from core.bilingual import listed
from core.registry import filters_for
from core.search import is_too_short, search


class TickField(forms.Field):
    """A box to tick. Unticked it says nothing, as a box that was never sent does."""

    widget = forms.CheckboxInput

    def to_python(self, value: Any) -> bool | None:
        return True if value else None


class TickFilter(django_filters.Filter):
    """Narrows a list only where its box is ticked. ``method`` is only called then."""

    field_class = TickField


# What the address of a list says beside what narrows it.
BESIDE_FILTERS = frozenset({"sort", "columns", "page", "cursor", "export", "part"})


class RecordFilterSet(django_filters.FilterSet):
    """The search box (``q``) and whatever an app adds. Choices are narrowed to what ``user`` may see.

    A filter whose choices are rows takes ``queryset=lambda request: …visible_to(request.user)``.
    Filters that higher apps registered for the model (``core.registry``) come after the list's own.
    """

    base_filters: dict[str, django_filters.Filter]

    q = django_filters.CharFilter(method="search", label=_("Search"))

    def __init__(self, data: Any = None, *args: Any, whole: bool = False, **kwargs: Any) -> None:
        """Args:
        whole: all filters, to be drawn. Without it only those that the address uses are made: the
            form of all of them costs as much as the rows of a page.
        """

        def is_wanted(name: str) -> bool:
            return whole or any(given == name or given.startswith(f"{name}_") for given in data or ())

        self.base_filters = {name: one for name, one in self.base_filters.items() if is_wanted(name)}
        super().__init__(data, *args, **kwargs)
        model = self.queryset.model
        for added in filters_for(model._meta.label):
            if is_wanted(added.name) and (added.capability is None or self.user.scope_for(added.capability)):
                built = added.build()
                built.model, built.parent = model, self
                self.filters[added.name] = built

    # Where one character is enough for the search box.
    finds_one_character: ClassVar[bool] = False

    @property
    def is_too_short(self) -> bool:
        """Whether the search box holds too little to look for."""
        return not self.finds_one_character and is_too_short(self.data.get("q", ""))

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return search(queryset, value)

    @property
    def user(self) -> Actor:
        return self.request.user

    @property
    def active(self) -> list[tuple[str, str, str]]:
        """The filters in use beside the search: name, label and value in words."""
        found: list[tuple[str, str, str]] = []
        if not self.is_bound or not self.form.is_valid():
            return found
        for name, bound in self.form.fields.items():
            value = self.form.cleaned_data.get(name) if name != "q" else None
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
            return listed(choices.get(str(item), item) for item in value)
        if isinstance(value, bool):
            return str(_("yes")) if value else str(_("no"))
        return str(choices.get(str(value), value))
