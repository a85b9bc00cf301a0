"""How well a partnership goes, a module for each subject."""

from assessments.models.assessments import (
    DECIDED,
    Action,
    ActionSide,
    Assessment,
    AssessmentState,
    Result,
    total_of_results,
)
from assessments.models.schemes import Indicator, Scheme, Source, WarningLimits
from assessments.models.surveys import (
    FEWEST,
    NUMBERS,
    OF_ENTERPRISE,
    OF_SCHOOL,
    Answer,
    Group,
    Invitee,
    Survey,
    questions_for,
)
from assessments.models.warnings import EarlyWarning, Reason
from assessments.scoring import Grade

__all__ = [
    "DECIDED",
    "FEWEST",
    "NUMBERS",
    "OF_ENTERPRISE",
    "OF_SCHOOL",
    "Action",
    "ActionSide",
    "Answer",
    "Assessment",
    "AssessmentState",
    "EarlyWarning",
    "Grade",
    "Group",
    "Indicator",
    "Invitee",
    "Reason",
    "Result",
    "Scheme",
    "Source",
    "Survey",
    "WarningLimits",
    "questions_for",
    "total_of_results",
]
