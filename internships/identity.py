"""Citizen identity numbers of mainland China (GB 11643-1999).

Six digits of a region, eight of the birth date, three in sequence (odd for men), and a check character by
ISO 7064 MOD 11-2. The region is not looked up: regions come and go, and numbers keep the one they began
with, such as that of the standard's own example.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from internships.models.students import Sex

SHAPE = re.compile(r"^[1-9][0-9]{16}[0-9X]$", re.ASCII)
WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
CHECK_CHARACTERS = "10X98765432"
EARLIEST_YEAR = 1900


class IdentityProblem(models.TextChoices):
    """Why something is no identity number."""

    SHAPE = "shape", _("An identity number has 17 digits and a check character.")
    BIRTH_DATE = "birth_date", _("The birth date in this identity number does not exist.")
    CHECK = "check", _("The check character does not fit: one of the characters is mistyped.")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a number says about its holder."""

    number: str
    born_on: date
    sex: Sex


class NotAnIdentity(ValueError):
    """The text is no identity number; ``problem`` says why."""

    def __init__(self, problem: IdentityProblem) -> None:
        super().__init__(str(problem.label))
        self.problem = problem


def normalise(text: str) -> str:
    """Full-width digits, blanks and a small x are ways of writing the same number."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def check_character(body: str) -> str:
    """The last character that belongs to the first 17."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def read(text: str) -> Identity:
    """What the number says. Raises NotAnIdentity."""
    number = normalise(text)
    if not SHAPE.match(number):
        raise NotAnIdentity(IdentityProblem.SHAPE)
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise NotAnIdentity(IdentityProblem.BIRTH_DATE) from None
    if born_on.year < EARLIEST_YEAR:
        raise NotAnIdentity(IdentityProblem.BIRTH_DATE)
    if check_character(number[:17]) != number[17]:
        raise NotAnIdentity(IdentityProblem.CHECK)
    return Identity(number, born_on, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)
