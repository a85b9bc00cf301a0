from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import Appointment, Department, User
from core.access import Actor, ScopedQuerySet
from core.search import search
from signing.models import Approval
from signing.subjects import has_approvals
from teachers.models import Teacher

READ = "announcement.read"
LIBRARY_READ, LIBRARY_EDIT = "library.read", "library.edit"
ASSIGNMENT_READ, ASSIGNMENT_EDIT = "assignment.read", "assignment.edit"


class AnnouncementQuerySet(ScopedQuerySet):
    """What one's departments announce, what one wrote oneself, and what one is told."""

    read_capability: ClassVar[str] = READ

    def own(self, actor: Actor) -> Q | None:
        readers: Any = self.model._meta.get_field("readers").related_model
        told = readers._default_manager.filter(user=actor.pk).values("announcement")
        return Q(created_by=actor.pk) | Q(state="published", pk__in=told)

    def matching(self, terms: str) -> Self:
        found: Any = search(self, terms)
        return found

    def current(self, on: date) -> Self:
        """Published, and still shown on a day."""
        return self.filter(Q(shown_until=None) | Q(shown_until__gte=on), state="published")

    def with_numbers(self) -> Self:
        """With how many were told and how many of them read it, counted row by row."""
        readers: Any = self.model._meta.get_field("readers").related_model
        rows = readers._base_manager.filter(announcement=OuterRef("pk")).order_by().values("announcement")
        read = rows.filter(read_at__isnull=False)
        return self.annotate(
            told_count=Subquery(rows.annotate(number=Count("pk")).values("number")),
            read_count=Subquery(read.annotate(number=Count("pk")).values("number")),
        )


class AssignmentQuerySet(ScopedQuerySet):
    """Tasks of the people of one's departments, one's own, and those that one gave."""

    read_capability: ClassVar[str] = ASSIGNMENT_READ

    def own(self, actor: Actor) -> Q:
        return Q(owner=actor.pk) | Q(giver=actor.pk)

    def permitting(self, actor: Actor, capability: str) -> Self:
        rows = super().permitting(actor, capability)
        if capability != ASSIGNMENT_EDIT or actor.pk is None or actor.scope_for(capability).everywhere:
            return rows
        return self.filter(self.own(actor) | Q(pk__in=rows.order_by().values("pk")))

    def open(self) -> Self:
        return self.filter(state="open")

    def late(self, on: date) -> Self:
        return self.open().filter(due_on__lt=on)

    def about(self, record: Any) -> Self:
        """Also those that came from an approval of the record."""
        about = Q(subject_type=ContentType.objects.get_for_model(record), subject_id=record.pk)
        if has_approvals(type(record)):
            runs = Approval.objects.about(record).order_by().values("pk")
            about |= Q(subject_type=ContentType.objects.get_for_model(Approval), subject_id__in=runs)
        return self.filter(about)

    def nearest_first(self) -> Self:
        """By their day; what has none comes last, as the database has it."""
        return self.order_by("due_on", "pk")

    def with_names(self) -> Self:
        return self.select_related("owner", "giver", "department")


class LibraryQuerySet(ScopedQuerySet):
    """What one's departments keep, what one entered oneself, and what is shared with the staff one is of."""

    read_capability: ClassVar[str] = LIBRARY_READ

    def own(self, actor: Actor) -> Q | None:
        """Two queries, of where the person works."""
        if not isinstance(actor, User) or actor.is_from_outside:
            return None
        chosen: Any = self.model._meta.get_field("departments")
        through = chosen.remote_field.through
        above = departments_above(actor, timezone.localdate())
        shared_here = through._base_manager.filter(department__in=above).values("librarydocument")
        shared = Q(state="shared") & (Q(staff_reach="all") | Q(staff_reach="chosen", pk__in=shared_here))
        return Q(created_by=actor.pk) | shared

    def matching(self, terms: str) -> Self:
        found: Any = search(self, terms)
        return found

    def out_of_date(self, on: date) -> Self:
        return self.filter(state="shared", valid_until__lt=on)

    def for_partners(self) -> Self:
        return self.exclude(partner_reach="none")

    def with_numbers(self) -> Self:
        """With how often any version was fetched, as ``download_count``, counted row by row."""
        versions: Any = self.model._meta.get_field("versions").related_model
        downloads = versions._meta.get_field("downloads").related_model
        rows = downloads._base_manager.filter(version__parent=OuterRef("pk")).order_by()
        number = rows.values("version__parent").annotate(number=Count("pk")).values("number")
        return self.annotate(download_count=Subquery(number))


def departments_above(user: User, on: date) -> set[int]:
    """Where somebody works on a day, by their positions or as a teacher, and all that these are part of."""
    held = Appointment.objects.on(on).filter(user=user.pk).order_by().values_list("position__department")
    taught = Teacher.objects.filter(user=user.pk).order_by().values_list("department")
    found: set[int] = set()
    waiting = {key for (key,) in held.union(taught).order_by()}
    if not waiting:
        return found
    above = dict(Department.objects.values_list("pk", "parent"))
    while waiting:
        key = waiting.pop()
        if key is not None and key not in found:
            found.add(key)
            waiting.add(above.get(key))
    return found
