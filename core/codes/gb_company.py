"""Company numbers of the United Kingdom's register: eight characters, leading zeros kept."""

import re

from django.utils.translation import gettext_lazy as _

from core.codes.scheme import CodeProblem, Scheme, normalise

LENGTH = 8
# Scotland and Northern Ireland, partnerships, overseas companies, societies, charities and so on.
PREFIXES = (
    "AC", "CE", "CS", "ES", "FC", "FE", "GE", "GN", "GS", "IC", "IP", "LP", "NA", "NC", "NF", "NI", "NL",
    "NO", "NP", "NR", "NV", "NZ", "OC", "OE", "PC", "R0", "RC", "RS", "SA", "SC", "SE", "SF", "SG", "SI",
    "SL", "SO", "SP", "SR", "SZ", "ZC",
)  # fmt: skip
# A few old industrial societies end in R or S instead of their last digits.
_NUMBER = re.compile(rf"\d{{8}}|(?:{'|'.join(PREFIXES)})\d{{5}}[\dRS]|IP\d{{4}}RS|SP\d{{4}}RS", re.ASCII)
_DIGITS = re.compile(r"\d{1,8}", re.ASCII)
_PREFIXED = re.compile(rf"({'|'.join(PREFIXES)})(\d{{1,6}})", re.ASCII)


def normalise_number(text: str) -> str:
    """As `normalise`, and gives back the leading zeros that a spreadsheet took."""
    number = normalise(text)
    if _DIGITS.fullmatch(number):
        return number.zfill(LENGTH)
    if parts := _PREFIXED.fullmatch(number):
        return parts[1] + parts[2].zfill(LENGTH - len(parts[1]))
    return number


def problem(code: str) -> CodeProblem | None:
    if not code:
        return CodeProblem.EMPTY
    if len(code) != LENGTH:
        return CodeProblem.WRONG_LENGTH
    if not _NUMBER.fullmatch(code) or code == "0" * LENGTH:
        return CodeProblem.NOT_A_CODE
    return None


GB_COMPANY = Scheme(
    key="gb_company", label=_("UK company number"), country="GB", problem=problem, normalise=normalise_number
)
