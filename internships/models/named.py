from __future__ import annotations

from core.bilingual import Bilingual
from core.fields import PinyinKeyField


class SortedBilingual(Bilingual):
    """A name in both languages that lists sort by, in the reader's language."""

    name_en_key = PinyinKeyField(source="name_as_sorted_in_english")
    name_zh_key = PinyinKeyField(source="name_as_sorted_in_chinese")

    class Meta(Bilingual.Meta):
        abstract = True

    @property
    def name_as_sorted_in_english(self) -> str:
        return self.name_en or self.name_zh

    @property
    def name_as_sorted_in_chinese(self) -> str:
        return self.name_zh or self.name_en
