"""The kinds of evidence, as pages speak of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import NotVisible, Text
from teachers.forms.evidence import (
    AchievementForm,
    EvidenceForm,
    ExperienceForm,
    QualificationForm,
    TaughtCourseForm,
    TrainingForm,
)
from teachers.models import (
    Achievement,
    Evidence,
    Experience,
    Qualification,
    QualificationKind,
    TaughtCourse,
    Training,
)


@dataclass(frozen=True, kw_only=True)
class EvidenceKind:
    """One of them.

    Attributes:
        add: the words of the button that enters one.
        variants: values of the model's ``kind``, chosen before the form is shown.
        related: what a query for lists fetches along.
    """

    model: type[Evidence]
    form: type[EvidenceForm]
    plural: Text
    add: Text
    icon: str
    empty: Text
    related: tuple[str, ...] = ()
    variants: tuple[tuple[str, Text], ...] = ()

    @property
    def slug(self) -> str:
        return self.model.slug

    @property
    def rows(self) -> Any:
        """All of them; narrow with ``visible_to``."""
        return cast("Any", self.model).objects.all()

    def fetched(self, rows: Any) -> Any:
        """With what their lines show beside the row."""
        return rows.select_related(*self.related) if self.related else rows


KINDS = (
    EvidenceKind(
        model=Qualification,
        form=QualificationForm,
        plural=gettext_lazy("Qualifications"),
        add=gettext_lazy("Add a qualification"),
        icon="certificate",
        empty=gettext_lazy("Teaching certificate, titles, skill certificates, assessors’ cards."),
        variants=tuple((str(kind.value), kind.label) for kind in QualificationKind),
    ),
    EvidenceKind(
        model=Training,
        form=TrainingForm,
        plural=gettext_lazy("Training and further study"),
        add=gettext_lazy("Add a training"),
        icon="school",
        empty=gettext_lazy("Trainings with their hours, further study, degrees."),
    ),
    EvidenceKind(
        model=TaughtCourse,
        form=TaughtCourseForm,
        plural=gettext_lazy("Courses taught"),
        add=gettext_lazy("Add a course"),
        icon="book",
        empty=gettext_lazy("Which courses, how many hours a year, in theory or practice."),
        related=("major",),
    ),
    EvidenceKind(
        model=Experience,
        form=ExperienceForm,
        plural=gettext_lazy("Experience in enterprises"),
        add=gettext_lazy("Add experience"),
        icon="building-factory-2",
        empty=gettext_lazy("Work in enterprises before or beside teaching; practice has its own pages."),
        related=("enterprise",),
    ),
    EvidenceKind(
        model=Achievement,
        form=AchievementForm,
        plural=gettext_lazy("Achievements"),
        add=gettext_lazy("Add an achievement"),
        icon="trophy",
        empty=gettext_lazy("Projects, awards, publications, mentoring and other results."),
    ),
)
BY_SLUG = {kind.slug: kind for kind in KINDS}


def kind_named(slug: str) -> EvidenceKind:
    """Raises NotVisible."""
    found = BY_SLUG.get(slug)
    if found is None:
        raise NotVisible(f"no kind of evidence is called {slug}")
    return found


def said_of(row: Evidence) -> list[tuple[str, Any]]:
    """What the record says of it, label and value, as its page shows them; what is not said is left out."""
    found: list[tuple[str, Any]] = []
    for field in row._meta.fields:
        value = getattr(row, field.name)
        if not field.editable or field.name in {"id", "teacher"} or value in (None, ""):
            continue
        if field.choices:
            value = getattr(row, f"get_{field.name}_display")()
        elif isinstance(value, Decimal):
            value = f"{float(value):g}"
        elif isinstance(value, bool):
            value = _("yes") if value else _("no")
        found.append((capfirst(str(field.verbose_name)), value))
    return found
