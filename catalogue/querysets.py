from typing import Self

from django.db import models
from django.db.models import Q

from catalogue.codes import RegionLevel


class EntryQuerySet(models.QuerySet):
    """Entries of a national catalogue. They are public: everybody sees all of them."""

    def matching(self, text: str) -> Self:
        """Entries whose code starts with the text, or whose name, pinyin or initials contain it."""
        words = text.split()
        if not words:
            return self
        joined = "".join(words).lower()
        return self.filter(
            Q(code__istartswith=joined)
            | Q(name_en__icontains=" ".join(words))
            | Q(name_zh__contains="".join(words))
            | Q(pinyin_key__joined__contains=joined)
            | Q(pinyin_initials__startswith=joined)
        )


class TreeQuerySet(EntryQuerySet):
    def top_level(self) -> Self:
        return self.filter(parent=None)


class RegionQuerySet(TreeQuerySet):
    def in_country(self, country: str) -> Self:
        return self.filter(country=country)

    def provinces(self) -> Self:
        return self.filter(level=RegionLevel.PROVINCE)


class MajorQuerySet(EntryQuerySet):
    def current(self) -> Self:
        """Majors that the catalogue still has, for new plans and agreements."""
        return self.filter(status="current")

    def in_category(self, code: str) -> Self:
        """Majors of a category (two digits) or class (four digits)."""
        return self.filter(code__startswith=code)
