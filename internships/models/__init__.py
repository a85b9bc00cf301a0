from internships.models.classes import SchoolClass
from internships.models.students import Guardian, Sex, Student, StudentState

__all__ = ["Guardian", "SchoolClass", "Sex", "Student", "StudentState"]
