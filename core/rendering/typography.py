"""What a printer's eye adds to plain text."""

import re

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from core.rendering.context import Bilingual, Language

CLOSING = "，。、；：！？）》」』】〉”’"
OPENING = "（《「『【〈“‘"
HALF_EMPTY = re.compile(f"([{CLOSING}](?=[{CLOSING}{OPENING}])|(?<=[{OPENING}])[{OPENING}])")


def language_tag(language: Language) -> str:
    """Of the whole document, as BCP 47 writes it; every part in another language is marked as such."""
    return "zh-Hans" if language == "zh-hans" else "en"


def phrases(text: Bilingual, language: Language) -> list[tuple[str, str]]:
    """(language tag, text) of what is printed: one, or both where they differ."""
    english, chinese = ("en", text.en), ("zh-Hans", text.zh)
    wanted = {"en": [english], "zh-hans": [chinese], "both": [english, chinese]}[language]
    printed = [phrase for phrase in wanted if phrase[1]] or [
        phrase for phrase in (english, chinese) if phrase[1]
    ]
    if len(printed) == 2 and text.en == text.zh:
        return [(_tag_of(text.en), text.en)]
    return [(_tag_of(words) if text.en == text.zh else tag, words) for tag, words in printed]


def typeset(text: str, tag: str) -> SafeString:
    """Escaped text; in Chinese, of two full-width marks in a row the blank half is taken out (标点挤压)."""
    if not tag.startswith("zh"):
        return conditional_escape(text)
    pieces = enumerate(HALF_EMPTY.split(text))
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="half">{}</span>', piece) if index % 2 else piece,)
            for index, piece in pieces
            if piece
        ),
    )


def written(text: Bilingual, language: Language) -> SafeString:
    """Inline, each language marked as such."""
    return format_html_join(
        " ",
        '<span class="phrase" lang="{}">{}</span>',
        ((tag, typeset(words, tag)) for tag, words in phrases(text, language)),
    )


def _tag_of(text: str) -> str:
    return "en" if text.isascii() else "zh-Hans"
