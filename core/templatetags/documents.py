"""Filters of the document templates."""

from django import template
from django.utils.safestring import SafeString

from core.rendering import typography
from core.rendering.context import Bilingual, Language

register = template.Library()


@register.filter
def written(text: Bilingual, language: Language) -> SafeString:
    """`{{ party.name|written:language }}`: one language, or both beside each other."""
    return typography.written(text, language)
