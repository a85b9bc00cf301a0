from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from agreements.models import Agreement
from catalogue.models import Major
from core.access import Actor
from core.fields import decider
from core.look import Chip, Meaning
from core.models import ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from internships.models import Student
from partnerships.models import Contact, Enterprise
from projects.querysets import EDIT, OfProjectQuerySet, ProjectQuerySet
from teachers.models import Teacher


class Side(models.TextChoices):
    """Whose something is."""

    CENTRE = "centre", pgettext_lazy("side of a project", "Centre")
    ENTERPRISE = "enterprise", pgettext_lazy("side of a project", "Enterprise")


class ProjectKind(models.TextChoices):
    TECHNOLOGY = "technology", pgettext_lazy("joint project", "Technology R&D")
    TRAINING = "training", pgettext_lazy("joint project", "Skills training")
    RESEARCH = "research", pgettext_lazy("joint project", "Scientific research")
    CURRICULUM = "curriculum", pgettext_lazy("joint project", "Curriculum and standards")
    SERVICE = "service", pgettext_lazy("joint project", "Technical service")


KIND_ICONS = {
    ProjectKind.TECHNOLOGY: "tool",
    ProjectKind.TRAINING: "school",
    ProjectKind.RESEARCH: "microscope",
    ProjectKind.CURRICULUM: "book",
    ProjectKind.SERVICE: "briefcase",
}


class ProjectState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("joint project", "Proposed")
    RETURNED = "returned", pgettext_lazy("joint project", "Returned")
    REVIEWED = "reviewed", pgettext_lazy("joint project", "Reviewed")
    APPROVED = "approved", pgettext_lazy("joint project", "Approved")
    RUNNING = "running", pgettext_lazy("joint project", "Running")
    IN_ACCEPTANCE = "in_acceptance", pgettext_lazy("joint project", "In acceptance")
    CLOSED = "closed", pgettext_lazy("joint project", "Closed")
    STOPPED = "stopped", pgettext_lazy("joint project", "Stopped")


S = ProjectState
PROJECT_CHIPS = {
    S.PROPOSED: Chip(S.PROPOSED.label, Meaning.WAITING, "send"),
    S.RETURNED: Chip(S.RETURNED.label, Meaning.SOON, "arrow-back-up"),
    S.REVIEWED: Chip(S.REVIEWED.label, Meaning.WAITING, "eye"),
    S.APPROVED: Chip(S.APPROVED.label, Meaning.GOOD, "circle-check"),
    S.RUNNING: Chip(S.RUNNING.label, Meaning.GOOD, "player-play"),
    S.IN_ACCEPTANCE: Chip(S.IN_ACCEPTANCE.label, Meaning.WAITING, "clipboard-check"),
    S.CLOSED: Chip(S.CLOSED.label, Meaning.GOOD, "checks"),
    S.STOPPED: Chip(S.STOPPED.label, Meaning.STOPPED, "ban"),
}
# While it is only planned everything may be changed; what was reviewed is returned first.
PLANNED_STATES = frozenset({S.PROPOSED, S.RETURNED})
UNDER_WAY = frozenset({S.APPROVED, S.RUNNING})
OPEN_STATES = frozenset(S) - {S.CLOSED, S.STOPPED}
WITH_CHARTER = frozenset({S.APPROVED, S.RUNNING, S.IN_ACCEPTANCE, S.CLOSED})


class ProjectResult(models.TextChoices):
    ACCEPTED = "accepted", pgettext_lazy("result of a project", "Accepted")
    CONDITIONAL = "conditional", pgettext_lazy("result of a project", "Accepted with conditions")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("result of a project", "Not accepted")


ACCEPTED_RESULTS = (ProjectResult.ACCEPTED, ProjectResult.CONDITIONAL)


@pghistory.track(exclude=["search_text", "search_bigrams"])
class Project(ScopedModel):
    """Something the centre and enterprises do together, from its proposal to its acceptance.

    Proposed by either side. What one says of a project holds for its leading enterprise; further partners
    read it as well.
    """

    number = models.CharField(
        pgettext_lazy("joint project", "number"), max_length=40, unique=True, editable=False
    )
    kind = models.CharField(pgettext_lazy("joint project", "kind"), max_length=12, choices=ProjectKind)
    state = models.CharField(_("state"), max_length=14, choices=S, default=S.PROPOSED, editable=False)
    waiting_since = models.DateField(_("in this state since"), editable=False)
    title = models.CharField(pgettext_lazy("joint project", "title"), max_length=160)
    aims = models.TextField(
        pgettext_lazy("joint project", "aims"),
        max_length=4000,
        help_text=_("What is to be reached, and how one sees that it is."),
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="projects",
        db_index=False,
        verbose_name=_("leading enterprise"),
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("under the agreement"),
        help_text=_("It binds on the day on which the project is approved. What it promises counts there."),
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="projects", db_index=False, verbose_name=_("department")
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects_led",
        verbose_name=_("led by somebody of the staff"),
    )
    lead_teacher = models.ForeignKey(
        Teacher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects_led",
        verbose_name=_("led by a teacher"),
    )
    majors = models.ManyToManyField(Major, blank=True, related_name="projects", verbose_name=_("majors"))
    starts_on = models.DateField(pgettext_lazy("joint project", "begins on"))
    ends_on = models.DateField(pgettext_lazy("joint project", "ends on"))
    by_enterprise = models.BooleanField(
        pgettext_lazy("joint project", "proposed by the enterprise"), default=False, editable=False
    )
    proposed_by = decider(_("proposed by"))
    proposed_on = models.DateField(pgettext_lazy("joint project", "proposed on"), editable=False)
    created_at = models.DateTimeField(_("entered at"), editable=False)
    taken_over_on = models.DateField(
        _("taken over on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("From a list; it was begun before this program."),
    )
    reason = models.TextField(
        _("reason"), max_length=2000, blank=True, editable=False, help_text=_("Why returned or stopped.")
    )
    reviewed_by = decider(pgettext_lazy("joint project", "reviewed by"))
    reviewed_on = models.DateField(
        pgettext_lazy("joint project", "reviewed on"), null=True, blank=True, editable=False
    )
    approved_by = decider(_("approved by"))
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    started_on = models.DateField(_("started on"), null=True, blank=True, editable=False)
    result = models.CharField(
        pgettext_lazy("joint project", "result"),
        max_length=12,
        choices=ProjectResult,
        blank=True,
        editable=False,
    )
    conclusion = models.TextField(
        _("conclusion of the acceptance"), max_length=4000, blank=True, editable=False
    )
    accepted_by = decider(_("acceptance led by"))
    accepted_on = models.DateField(_("day of acceptance"), null=True, blank=True, editable=False)
    stopped_on = models.DateField(_("stopped on"), null=True, blank=True, editable=False)
    search_text = search_text_field("number", "title", "aims")
    search_bigrams = search_bigrams_field("number", "title", "aims")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint project")
        verbose_name_plural = _("joint projects")
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_it_begins",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(lead=None) | Q(lead_teacher=None),
                name="a_project_is_led_by_one_person",
                violation_error_message=_("One person leads it: somebody of the staff, or a teacher."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.PROPOSED, S.RETURNED, S.STOPPED])
                | Q(lead__isnull=False)
                | Q(lead_teacher__isnull=False),
                name="a_reviewed_project_has_a_lead",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(WITH_CHARTER))
                | Q(agreement__isnull=False, approved_on__isnull=False),
                name="an_approved_project_stands_under_an_agreement",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.RETURNED, S.STOPPED]) | ~Q(reason=""),
                name="a_project_given_back_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.STOPPED) | Q(stopped_on__isnull=False),
                name="a_stopped_project_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(state=S.CLOSED, accepted_on__isnull=False) & ~Q(result="")
                | (~Q(state=S.CLOSED) & Q(accepted_on=None, result="")),
                name="a_closed_project_has_a_result",
            ),
        ]
        indexes = [
            search_index("project_by_bigram"),
            models.Index(fields=["proposed_on", "id"], name="project_by_proposal"),
            models.Index(fields=["starts_on", "id"], name="project_by_start"),
            models.Index(fields=["ends_on", "id"], name="project_by_end"),
            models.Index(fields=["accepted_on", "id"], name="project_by_acceptance"),
            models.Index(fields=["state", "proposed_on", "id"], name="project_by_state"),
            models.Index(fields=["kind", "proposed_on", "id"], name="project_by_kind"),
            models.Index(fields=["enterprise", "proposed_on"], name="project_by_enterprise"),
            models.Index(fields=["enterprise", "waiting_since"], name="project_by_enterprise_and_move"),
            models.Index(fields=["department", "proposed_on"], name="project_by_department"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        return PROJECT_CHIPS[ProjectState(self.state)]

    @property
    def icon(self) -> str:
        return KIND_ICONS[ProjectKind(self.kind)]

    @property
    def leader(self) -> Any:
        """Who leads it, a user or a teacher; costs a query where they are not fetched along."""
        return self.lead or self.lead_teacher

    @property
    def leader_user_id(self) -> int | None:
        """The account of whoever leads it, if they have one."""
        return self.lead_id or (self.lead_teacher.user_id if self.lead_teacher else None)

    @property
    def is_planned(self) -> bool:
        return self.state in PLANNED_STATES

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def has_charter(self) -> bool:
        return self.state in WITH_CHARTER

    @property
    def has_report(self) -> bool:
        return self.state == S.CLOSED

    @property
    def is_accepted(self) -> bool:
        return self.state == S.CLOSED and self.result in ACCEPTED_RESULTS

    @property
    def waits_to_be_taken_up(self) -> bool:
        """Proposed by the enterprise, and nobody of the centre leads it yet."""
        return self.state == S.PROPOSED and self.lead_id is None and self.lead_teacher_id is None

    def is_late(self, on: date) -> bool:
        return self.state == S.RUNNING and self.ends_on < on

    def permits(self, actor: Actor, capability: str) -> bool:
        """Whoever leads it may do what keeping it asks for."""
        if super().permits(actor, capability):
            return True
        return capability == EDIT and actor.pk is not None and actor.pk == self.leader_user_id

    def get_absolute_url(self) -> str:
        return reverse("projects:project_detail", args=[self.pk])


class OfProject(ScopedModel):
    """A part of a joint project."""

    class Meta:
        abstract = True

    project: models.ForeignKey

    objects = OfProjectQuerySet.as_manager()

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the project is not fetched along."""
        return self.project.department_id

    def get_absolute_url(self) -> str:
        return self.project.get_absolute_url()


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class ProjectPartner(OfProject):
    """A further enterprise beside the leading one."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="partners", db_index=False, verbose_name=_("joint project")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="projects_joined", verbose_name=_("enterprise")
    )

    class Meta:
        verbose_name = _("further partner of a project")
        verbose_name_plural = _("further partners of projects")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "enterprise"], name="an_enterprise_joins_a_project_once"
            ),
        ]

    def __str__(self) -> str:
        """Costs a query where the enterprise is not fetched along."""
        return str(self.enterprise)


class ProjectRole(models.TextChoices):
    RESEARCHER = "researcher", pgettext_lazy("role in a project", "Researcher")
    TRAINER = "trainer", pgettext_lazy("role in a project", "Trainer")
    EXPERT = "expert", pgettext_lazy("role in a project", "Expert")
    TECHNICIAN = "technician", pgettext_lazy("role in a project", "Technician")
    WRITER = "writer", pgettext_lazy("role in a project", "Author")
    ASSISTANT = "assistant", pgettext_lazy("role in a project", "Assistant")


def _person(model: Any, label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        model, models.PROTECT, null=True, blank=True, related_name="project_memberships", verbose_name=label
    )


@pghistory.track()
class ProjectMember(OfProject):
    """Who works in a project: a teacher, somebody of an enterprise, or a student."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="members", db_index=False, verbose_name=_("joint project")
    )
    teacher = _person(Teacher, _("teacher"))
    contact = _person(Contact, _("person of the enterprise"))
    student = _person(Student, _("student"))
    role = models.CharField(pgettext_lazy("joint project", "role"), max_length=12, choices=ProjectRole)
    hours = models.DecimalField(
        pgettext_lazy("joint project", "hours"),
        max_digits=6,
        decimal_places=1,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(9999))],
        help_text=_("Planned for the whole project."),
    )
    task = models.CharField(pgettext_lazy("joint project", "task"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("member of a project")
        verbose_name_plural = _("members of projects")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(teacher__isnull=False, contact=None, student=None)
                | Q(teacher=None, contact__isnull=False, student=None)
                | Q(teacher=None, contact=None, student__isnull=False),
                name="a_member_of_a_project_is_one_person",
                violation_error_message=_(
                    "Choose one person: a teacher, somebody of the enterprise, or a student."
                ),
            ),
            models.CheckConstraint(condition=Q(hours__gte=0), name="hours_in_a_project_are_not_negative"),
            *(
                models.UniqueConstraint(
                    fields=["project", key],
                    name=f"a_{key}_is_in_a_project_once",
                    violation_error_message=_("This person is in the project already."),
                )
                for key in ("teacher", "contact", "student")
            ),
        ]

    def __str__(self) -> str:
        """Costs a query where the person is not fetched along."""
        return str(self.teacher or self.contact or self.student)
