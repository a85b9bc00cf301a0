"""Bodies that stand in no register, or in one without a scheme here: any code, or none."""

from django.utils.translation import gettext_lazy as _

from core.codes.scheme import CodeProblem, Scheme


def problem(code: str) -> CodeProblem | None:
    return None


NONE = Scheme(key="none", label=_("No registration code"), country="", problem=problem)
