"""Addresses that let somebody in: what is written down of them."""

import re

KEYS = re.compile(r"(/(?:link|join|calendar)/)[^/\s\"'?]+")


def without_key(text: str) -> str:
    """The same text with what opens a link, an invitation or a calendar taken out of its addresses."""
    return KEYS.sub(r"\1…", text)
