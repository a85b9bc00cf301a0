"""Registration codes of enterprises: one scheme per register, chosen by key.

The built-in schemes are registered here; another register is added with `register(Scheme(...))`.
"""

from core.codes import gb_company, siren, uscc
from core.codes.lei import LEI
from core.codes.scheme import (
    CodeProblem,
    Scheme,
    UnknownScheme,
    get_scheme,
    register,
    scheme_choices,
    schemes,
)
from core.codes.unregistered import NONE

for _scheme in (uscc.USCC, gb_company.GB_COMPANY, siren.SIREN, LEI, NONE):
    register(_scheme)

__all__ = [
    "CodeProblem",
    "Scheme",
    "UnknownScheme",
    "get_scheme",
    "register",
    "scheme_choices",
    "schemes",
]
