from teachers.models.teacher import Teacher, TeacherKind

__all__ = ["Teacher", "TeacherKind"]
