from collections.abc import Iterable, Mapping

from django import template

from core import bilingual

register = template.Library()


@register.filter
def spoken(words: Mapping[str, str]) -> str:
    """``{"en": …, "zh": …}`` in the reader's language."""
    return bilingual.in_words(words.get("en", ""), words.get("zh", ""))


@register.filter
def listed(words: Iterable[object]) -> str:
    """Several words as the reader's language lists them."""
    return bilingual.listed(words)
