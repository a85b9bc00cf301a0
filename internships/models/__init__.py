from internships.models.classes import SchoolClass
from internships.models.hosts import Aspect, Conclusion, HostFinding, HostVisit, HostVisitReport, Verdict
from internships.models.plans import (
    AssessmentCriterion,
    Filing,
    FilingKind,
    FilingScan,
    Plan,
    PlanDocument,
    PlanKind,
    PlanState,
    PlanTask,
    Side,
)
from internships.models.posts import Post, PostState
from internships.models.students import Guardian, Sex, Student, StudentState

__all__ = [
    "Aspect",
    "AssessmentCriterion",
    "Conclusion",
    "Filing",
    "FilingKind",
    "FilingScan",
    "Guardian",
    "HostFinding",
    "HostVisit",
    "HostVisitReport",
    "Plan",
    "PlanDocument",
    "PlanKind",
    "PlanState",
    "PlanTask",
    "Post",
    "PostState",
    "SchoolClass",
    "Sex",
    "Side",
    "Student",
    "StudentState",
    "Verdict",
]
