from collections.abc import Mapping

from django import template

from core.bilingual import in_words

register = template.Library()


@register.filter
def spoken(words: Mapping[str, str]) -> str:
    """``{"en": …, "zh": …}`` in the reader's language."""
    return in_words(words.get("en", ""), words.get("zh", ""))
