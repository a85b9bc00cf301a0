"""Records that carry their name in both languages of the product."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_words(english: str, chinese: str) -> str:
    """The one of two texts that the reader understands; the other where there is only that."""
    if (get_language() or "").startswith("zh"):
        return chinese or english
    return english or chinese


def listed(words: Iterable[object]) -> str:
    """Several words as the reader's language lists them: 甲、乙 or A, B."""
    return ("、" if (get_language() or "").startswith("zh") else ", ").join(map(str, words))


class Bilingual(models.Model):
    """A name in English and in Chinese; either may be missing, not both.

    `name` is the one to show: in the reader's language where we have it, else the other.
    """

    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    name_zh = models.CharField(_("Chinese name"), max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name_en="", name_zh=""),
                name="%(app_label)s_%(class)s_has_a_name",
                violation_error_message=_("Give a name in at least one language."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_words(self.name_en, self.name_zh)
