"""The SIREN number of France: nine digits, the last a Luhn check digit."""

import stdnum.fr.siren
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from core.codes.scheme import CodeProblem, Scheme


def problem(code: str) -> CodeProblem | None:
    if not code:
        return CodeProblem.EMPTY
    if not (code.isascii() and code.isdigit()):
        return CodeProblem.NOT_A_CODE
    try:
        stdnum.fr.siren.validate(code)
    except InvalidLength:
        return CodeProblem.WRONG_LENGTH
    except InvalidChecksum:
        return CodeProblem.WRONG_CHECK_DIGIT
    except ValidationError:
        return CodeProblem.NOT_A_CODE
    return None


SIREN = Scheme(key="siren", label=_("SIREN number"), country="FR", problem=problem)
