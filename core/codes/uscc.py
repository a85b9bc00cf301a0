"""The unified social credit code of China (GB 32100-2015).

python-stdnum 2.2 wants a digit as the registering authority and so rejects the authorities A
(military), N (agriculture: every village cooperative) and Y (other); hence our own pattern.
"""

import re

from django.utils.translation import gettext_lazy as _

from core.codes.scheme import CodeProblem, Scheme

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))

# Authority, type of body, region (GB/T 2260), organisation (GB 11714), check digit.
_CODE = re.compile(rf"[1-9ANY][1-9]\d{{6}}[{ALPHABET}]{{10}}", re.ASCII)
# Before 2015: 13 digits until 2007, then 15, where cooperatives wrote NA after the region.
_OLD_NUMBER = re.compile(r"\d{13}|\d{15}|\d{6}NA\d{6}[\dX]", re.ASCII)
_CHARACTERS = re.compile(r"[0-9A-Z]+")


def check_digit(body: str) -> str:
    """The 18th character for the 17 before it: weights 3^i modulo 31."""
    total = sum(_VALUES[character] * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def problem(code: str) -> CodeProblem | None:
    if not code:
        return CodeProblem.EMPTY
    if _CODE.fullmatch(code):
        return None if check_digit(code[:-1]) == code[-1] else CodeProblem.WRONG_CHECK_DIGIT
    if _OLD_NUMBER.fullmatch(code):
        return CodeProblem.OLD_NUMBER
    if len(code) != LENGTH and _CHARACTERS.fullmatch(code):
        return CodeProblem.WRONG_LENGTH
    return CodeProblem.NOT_A_CODE


def region_code(code: str) -> str:
    """The six digits of the region (GB/T 2260) whose authority registered the enterprise."""
    return code[2:8]


USCC = Scheme(key="uscc", label=_("Unified social credit code"), country="CN", problem=problem)
