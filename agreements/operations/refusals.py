"""What the operations of agreements refuse."""

from collections.abc import Sequence

from agreements.problems import Problem
from core.errors import Refused


class UnableToEdit(Refused):
    """The text cannot be changed, or not like this."""


class Incomplete(Refused):
    """Something is missing; ``problems`` says all of it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = list(problems)


class UnableToSign(Refused):
    """The signature cannot be recorded, or not any more."""


class UnableToRenew(Refused):
    """There is nothing to renew or to decide, or it has been decided."""


class UnableToAmend(Refused):
    """The agreement cannot be amended, or not like this."""


class UnableToAssign(Refused):
    """This person cannot look after the agreement; the message says why."""


class UnableToAdopt(Refused):
    """The existing agreement cannot be taken over."""
