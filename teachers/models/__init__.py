from teachers.models.achievements import Achievement, AchievementFile, AchievementKind, AchievementLevel
from teachers.models.evidence import EVIDENCE_CHIPS, Evidence, EvidenceFile, EvidenceState
from teachers.models.learning import (
    CourseMode,
    Experience,
    ExperienceFile,
    TaughtCourse,
    TaughtCourseFile,
    Training,
    TrainingFile,
    TrainingForm,
)
from teachers.models.of_teacher import OfTeacher
from teachers.models.qualifications import (
    SKILL_LEVELS,
    TITLE_LEVELS,
    Qualification,
    QualificationFile,
    QualificationKind,
    QualificationLevel,
)
from teachers.models.service import Absence, AbsenceReason, ServicePeriod
from teachers.models.teacher import Rank, Teacher, TeacherKind

__all__ = [
    "EVIDENCE_CHIPS",
    "SKILL_LEVELS",
    "TITLE_LEVELS",
    "Absence",
    "AbsenceReason",
    "Achievement",
    "AchievementFile",
    "AchievementKind",
    "AchievementLevel",
    "CourseMode",
    "Evidence",
    "EvidenceFile",
    "EvidenceState",
    "Experience",
    "ExperienceFile",
    "OfTeacher",
    "Qualification",
    "QualificationFile",
    "QualificationKind",
    "QualificationLevel",
    "Rank",
    "ServicePeriod",
    "TaughtCourse",
    "TaughtCourseFile",
    "Teacher",
    "TeacherKind",
    "Training",
    "TrainingFile",
    "TrainingForm",
]
