from training.models.certificates import CertificateCounter, CertificateOrder, CourseCertificate
from training.models.courses import (
    CHANGEABLE,
    OPEN_TO_STAFF,
    Course,
    CourseState,
    OfCourse,
    Session,
    Trainer,
)
from training.models.enrolments import (
    Attendance,
    Enrolment,
    EnrolmentState,
    Fee,
    FeeState,
    Result,
)

__all__ = [
    "CHANGEABLE",
    "OPEN_TO_STAFF",
    "Attendance",
    "CertificateCounter",
    "CertificateOrder",
    "Course",
    "CourseCertificate",
    "CourseState",
    "Enrolment",
    "EnrolmentState",
    "Fee",
    "FeeState",
    "OfCourse",
    "Result",
    "Session",
    "Trainer",
]
