"""The legal entity identifier (ISO 17442): 20 characters, the last two a MOD 97-10 check."""

import re

import stdnum.lei
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import InvalidChecksum, ValidationError

from core.codes.scheme import CodeProblem, Scheme

LENGTH = 20
_CODE = re.compile(r"[0-9A-Z]{18}\d{2}", re.ASCII)


def problem(code: str) -> CodeProblem | None:
    if not code:
        return CodeProblem.EMPTY
    if len(code) != LENGTH:
        return CodeProblem.WRONG_LENGTH
    if not _CODE.fullmatch(code):
        return CodeProblem.NOT_A_CODE
    try:
        stdnum.lei.validate(code)
    except InvalidChecksum:
        return CodeProblem.WRONG_CHECK_DIGIT
    except ValidationError:
        return CodeProblem.NOT_A_CODE
    return None


LEI = Scheme(key="lei", label=_("Legal entity identifier (LEI)"), country="", problem=problem)
