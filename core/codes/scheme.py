"""What a registration scheme is, and the register of them."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CodeProblem(TextChoices):
    """Why a code is not accepted; the label is what the user reads."""

    EMPTY = "empty", _("There is no code.")
    OLD_NUMBER = "old_number", _("This is an old registration number; the 18-character code replaced it.")
    WRONG_LENGTH = "wrong_length", _("The code has the wrong number of characters.")
    NOT_A_CODE = "not_a_code", _("This is not a code of this register.")
    WRONG_CHECK_DIGIT = "wrong_check_digit", _("The check digit does not fit: a character is mistyped.")


class UnknownScheme(LookupError):
    """No registration scheme has this key."""


# What registers and spreadsheets write where they have no code.
NO_VALUE = frozenset({"/", "无", "暂无", "空", "N/A", "NA", "NULL", "NONE"})
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—−_.·]+")
# Zero-width and byte-order marks come along with text copied from web pages.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))


def normalise(text: str) -> str:
    """Half-width, upper case, without blanks and dashes; "" where the text says that there is no code."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(_INVISIBLE)
    code = unicodedata.normalize("NFKC", _SEPARATORS.sub("", plain))
    return "" if code in NO_VALUE else code


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One register's codes.

    `normalise` brings typed text into the stored form; `problem` judges a code in that form.
    `country` is the ISO 3166 code of the register's country, "" for an international one.
    """

    key: str
    label: str | Promise
    country: str
    problem: Callable[[str], CodeProblem | None]
    normalise: Callable[[str], str] = normalise

    def accepts(self, text: str) -> bool:
        return self.problem(self.normalise(text)) is None


_schemes: dict[str, Scheme] = {}


def register(scheme: Scheme) -> None:
    if _schemes.setdefault(scheme.key, scheme) is not scheme:
        raise ValueError(f"The registration scheme {scheme.key!r} is already registered.")


def schemes() -> tuple[Scheme, ...]:
    """All schemes, in the order of their registration."""
    return tuple(_schemes.values())


def get_scheme(key: str) -> Scheme:
    """Raises UnknownScheme."""
    try:
        return _schemes[key]
    except KeyError:
        raise UnknownScheme(key) from None


def scheme_choices() -> list[tuple[str, str | Promise]]:
    return [(scheme.key, scheme.label) for scheme in schemes()]
