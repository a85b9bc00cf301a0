"""What enterprises need, and what came of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from catalogue.models import Major, Occupation
from collaboration.models.exchanges import Exchange
from collaboration.need_querysets import NeedAnswerQuerySet, NeedQuerySet
from core.fields import decider
from core.look import Chip, Meaning
from core.models import ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from internships.models import Post
from partnerships.models import Contact, Enterprise, Interaction
from projects.models import Project
from resources.models import Resource
from teachers.models import Opening, PartTimeNeed
from training.models import Course

MOST_PEOPLE = 10_000


class NeedKind(models.TextChoices):
    TALENT = "talent", pgettext_lazy("need of an enterprise", "Talent")
    TRAINING = "training", pgettext_lazy("need of an enterprise", "Training of employees")
    TECHNOLOGY = "technology", pgettext_lazy("need of an enterprise", "Technology and equipment")
    RESEARCH = "research", pgettext_lazy("need of an enterprise", "Research question")


NEED_ICONS = {
    NeedKind.TALENT: "user-search",
    NeedKind.TRAINING: "school",
    NeedKind.TECHNOLOGY: "tool",
    NeedKind.RESEARCH: "microscope",
}


class NeedState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("need of an enterprise", "Draft")
    TOLD = "told", pgettext_lazy("need of an enterprise", "Told")
    TAKEN_UP = "taken_up", pgettext_lazy("need of an enterprise", "Taken up")
    ANSWERED = "answered", pgettext_lazy("need of an enterprise", "Answered")
    MET = "met", pgettext_lazy("need of an enterprise", "Met")
    DECLINED = "declined", pgettext_lazy("need of an enterprise", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("need of an enterprise", "Withdrawn")


S = NeedState
NEED_CHIPS = {
    S.DRAFT: Chip(S.DRAFT.label, Meaning.INACTIVE, "pencil"),
    S.TOLD: Chip(S.TOLD.label, Meaning.WAITING, "send"),
    S.TAKEN_UP: Chip(S.TAKEN_UP.label, Meaning.WAITING, "clock"),
    S.ANSWERED: Chip(S.ANSWERED.label, Meaning.GOOD, "message-circle"),
    S.MET: Chip(S.MET.label, Meaning.GOOD, "checks"),
    S.DECLINED: Chip(S.DECLINED.label, Meaning.STOPPED, "circle-x"),
    S.WITHDRAWN: Chip(S.WITHDRAWN.label, Meaning.INACTIVE, "archive"),
}
WITH_OWNER = frozenset({S.TAKEN_UP, S.ANSWERED, S.MET})
OPEN_STATES = frozenset({S.TOLD, S.TAKEN_UP})


class NeedSource(models.TextChoices):
    PORTAL = "portal", pgettext_lazy("need of an enterprise", "Told at the portal")
    STAFF = "staff", pgettext_lazy("need of an enterprise", "Told to the staff")
    VISIT = "visit", pgettext_lazy("need of an enterprise", "Found at a visit")


class NeedLevel(models.TextChoices):
    """What is asked of the people who are looked for."""

    SECONDARY = "secondary", pgettext_lazy("level of talent", "Graduates of secondary vocational schools")
    COLLEGE = "college", pgettext_lazy("level of talent", "Graduates of vocational colleges")
    BACHELOR = "bachelor", pgettext_lazy("level of talent", "Bachelor and above")
    SENIOR_WORKER = "senior_worker", pgettext_lazy("level of talent", "Senior workers")
    TECHNICIAN = "technician", pgettext_lazy("level of talent", "Technicians and above")


class Urgency(models.TextChoices):
    NORMAL = "normal", pgettext_lazy("urgency of a need", "Normal")
    HIGH = "high", pgettext_lazy("urgency of a need", "Urgent")


@pghistory.track(exclude=["search_text", "search_bigrams"])
class Need(ScopedModel):
    """One thing that an enterprise needs, from the day it is told to the day it is met or given up.

    A draft is the enterprise's own, at the portal: nobody of the centre sees it.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="needs", db_index=False, verbose_name=_("enterprise")
    )
    kind = models.CharField(pgettext_lazy("need of an enterprise", "kind"), max_length=12, choices=NeedKind)
    state = models.CharField(_("state"), max_length=12, choices=S, default=S.TOLD, editable=False)
    waiting_since = models.DateField(_("in this state since"), editable=False)
    title = models.CharField(
        pgettext_lazy("need of an enterprise", "what is needed"),
        max_length=160,
        help_text=_("In a few words, such as: 20 operators of machining centres."),
    )
    details = models.TextField(
        pgettext_lazy("need of an enterprise", "in detail"),
        max_length=4000,
        help_text=_("The tasks, the topic, the problem or the question. The enterprise reads it as well."),
    )
    majors = models.ManyToManyField(
        Major, blank=True, related_name="needs_of_enterprises", verbose_name=_("majors")
    )
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("occupation")
    )
    people = models.PositiveIntegerField(
        pgettext_lazy("need of an enterprise", "number of people"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
        help_text=_("Who are looked for, or the employees to be trained."),
    )
    level = models.CharField(
        pgettext_lazy("need of an enterprise", "level"), max_length=16, choices=NeedLevel, blank=True
    )
    from_on = models.DateField(pgettext_lazy("need of an enterprise", "from when"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(
        pgettext_lazy("need of an enterprise", "hours wanted"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(2000)],
    )
    budget = models.DecimalField(
        pgettext_lazy("need of an enterprise", "budget"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("In yuan, where it is told."),
    )
    hoped = models.TextField(
        pgettext_lazy("need of an enterprise", "hoped result"), max_length=2000, blank=True
    )
    urgency = models.CharField(
        pgettext_lazy("need of an enterprise", "urgency"),
        max_length=8,
        choices=Urgency,
        default=Urgency.NORMAL,
    )
    until_on = models.DateField(pgettext_lazy("need of an enterprise", "needed until"), null=True, blank=True)
    source = models.CharField(
        pgettext_lazy("need of an enterprise", "how we know"), max_length=8, choices=NeedSource
    )
    told_by = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="needs_told",
        verbose_name=pgettext_lazy("need of an enterprise", "told by"),
    )
    interaction = models.ForeignKey(
        Interaction,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("visit or talk at which it was found"),
    )
    told_on = models.DateField(
        pgettext_lazy("need of an enterprise", "told on"), null=True, blank=True, editable=False
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="needs_of_enterprises",
        db_index=False,
        verbose_name=_("department"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="needs_owned",
        verbose_name=pgettext_lazy("need of an enterprise", "looked after by"),
    )
    answer_by = models.DateField(_("to be answered by"), null=True, blank=True, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    answer = models.TextField(_("answer in words"), max_length=2000, blank=True, editable=False)
    missing = models.TextField(_("what is still missing"), max_length=2000, blank=True, editable=False)
    met_on = models.DateField(pgettext_lazy("need of an enterprise", "met on"), null=True, editable=False)
    reason = models.TextField(_("reason"), max_length=2000, blank=True, editable=False)
    created_by = decider(_("entered by"))
    created_at = models.DateTimeField(_("entered at"), editable=False)
    search_text = search_text_field("title", "details", "hoped")
    search_bigrams = search_bigrams_field("title", "details", "hoped")

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need of an enterprise")
        verbose_name_plural = _("needs of enterprises")
        ordering = ["-told_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=S.DRAFT)
                | ~Q(kind__in=[NeedKind.TALENT, NeedKind.TRAINING])
                | Q(people__isnull=False, people__gte=1),
                name="a_need_of_people_says_how_many",
                violation_error_message=_("Say how many people."),
            ),
            models.CheckConstraint(
                condition=(Q(level="", from_on=None, occupation=None) | Q(kind=NeedKind.TALENT))
                & (Q(hours=None) | Q(kind=NeedKind.TRAINING))
                & (Q(budget=None) | Q(kind__in=[NeedKind.TECHNOLOGY, NeedKind.RESEARCH]))
                & (Q(people=None) | Q(kind__in=[NeedKind.TALENT, NeedKind.TRAINING])),
                name="a_need_says_what_its_kind_has",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DRAFT) | Q(source=NeedSource.PORTAL),
                name="a_draft_need_is_at_the_portal",
            ),
            models.CheckConstraint(
                condition=Q(state=S.DRAFT, told_on=None) | (~Q(state=S.DRAFT) & Q(told_on__isnull=False)),
                name="a_need_that_is_no_draft_was_told",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(WITH_OWNER)) | Q(owner__isnull=False, answer_by__isnull=False),
                name="a_need_taken_up_has_somebody_and_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.ANSWERED, S.MET]) | Q(answered_on__isnull=False),
                name="an_answered_need_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.MET) | Q(met_on__isnull=False), name="a_met_need_says_since_when"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.DECLINED, S.WITHDRAWN]) | ~Q(reason=""),
                name="a_need_given_up_says_why",
            ),
        ]
        indexes = [
            search_index("enterprise_need_by_bigram"),
            models.Index(fields=["told_on", "id"], name="enterprise_need_by_day"),
            models.Index(fields=["until_on", "id"], name="enterprise_need_by_end"),
            models.Index(fields=["answer_by", "id"], name="enterprise_need_by_answer"),
            models.Index(fields=["people", "id"], name="enterprise_need_by_people"),
            models.Index(fields=["state", "told_on", "id"], name="enterprise_need_by_state"),
            models.Index(fields=["kind", "told_on", "id"], name="enterprise_need_by_kind"),
            models.Index(fields=["enterprise", "told_on"], name="enterprise_need_by_enterprise"),
            models.Index(fields=["department", "told_on"], name="enterprise_need_by_department"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        return NEED_CHIPS[NeedState(self.state)]

    @property
    def icon(self) -> str:
        return NEED_ICONS[NeedKind(self.kind)]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_urgent(self) -> bool:
        return self.urgency == Urgency.HIGH

    def is_overdue(self, on: date) -> bool:
        return self.state == S.TAKEN_UP and self.answer_by is not None and self.answer_by < on

    def get_absolute_url(self) -> str:
        return reverse("collaboration:need_detail", args=[self.pk])


class AnswerKind(models.TextChoices):
    """With what a need is answered; each but the last two is a record of ours."""

    POST = "post", pgettext_lazy("answer to a need", "Post for interns")
    OPENING = "opening", pgettext_lazy("answer to a need", "Post for teachers")
    PART_TIME = "part_time", pgettext_lazy("answer to a need", "Part-time teaching")
    EXCHANGE = "exchange", pgettext_lazy("answer to a need", "Exchange")
    PROJECT = "project", pgettext_lazy("answer to a need", "Joint project")
    TRAINING = "training", pgettext_lazy("answer to a need", "Training of employees")
    RESOURCE = "resource", pgettext_lazy("answer to a need", "Place or equipment")
    COURSE = "course", pgettext_lazy("answer to a need", "Course")
    WORDS = "words", pgettext_lazy("answer to a need", "In words")


# The key that each kind has, and that no other has. A new kind of record is a line here, its key below.
ANSWER_KEYS = {
    AnswerKind.POST: "post",
    AnswerKind.OPENING: "opening",
    AnswerKind.PART_TIME: "part_time_need",
    AnswerKind.EXCHANGE: "exchange",
    AnswerKind.PROJECT: "project",
    AnswerKind.TRAINING: "training_course",
    AnswerKind.RESOURCE: "resource",
}


def _exactly_its_own() -> Q:
    """An answer of a kind has the key of this kind and no other; one without a record says something."""
    found = Q()
    for kind in AnswerKind:
        own = ANSWER_KEYS.get(kind)
        keys = {f"{key}__isnull": key != own for key in ANSWER_KEYS.values()}
        found |= Q(kind=kind, **keys) if own else Q(kind=kind, **keys) & ~Q(words="")
    return found


def _record(model: type[models.Model], name: str, label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        model, models.PROTECT, null=True, blank=True, related_name=name, verbose_name=label
    )


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class NeedAnswer(ScopedModel):
    """One of the things with which a need is answered: a record of ours, a course, or words."""

    need = models.ForeignKey(
        Need, models.CASCADE, related_name="answers", verbose_name=_("need of an enterprise")
    )
    kind = models.CharField(pgettext_lazy("answer to a need", "kind"), max_length=12, choices=AnswerKind)
    post = _record(Post, "answers_to_needs", _("post"))
    opening = _record(Opening, "answers_to_needs", _("post for a teacher"))
    part_time_need = _record(PartTimeNeed, "answers_to_needs", _("need of a part-time teacher"))
    exchange = _record(Exchange, "answers_to_needs", _("exchange"))
    project = _record(Project, "answers_to_needs", _("joint project"))
    training_course = _record(Course, "answers_to_needs", _("course for employees"))
    resource = _record(Resource, "answers_to_needs", pgettext_lazy("answer to a need", "place or equipment"))
    # As it was called then: the portal shows it without opening the record itself.
    title = models.CharField(pgettext_lazy("answer to a need", "what it is"), max_length=200, blank=True)
    words = models.TextField(
        pgettext_lazy("answer to a need", "in words"),
        max_length=2000,
        blank=True,
        help_text=_("How it answers the need. The enterprise reads it."),
    )
    added_on = models.DateField(_("added on"), editable=False)
    added_by = decider(_("added by"))

    objects = NeedAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a need")
        verbose_name_plural = _("answers to needs")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=_exactly_its_own(),
                name="an_answer_is_one_record_or_words",
                violation_error_message=_("Choose what answers it, or say it in words."),
            ),
            *(
                models.UniqueConstraint(
                    fields=["need", key],
                    name=f"a_need_is_answered_once_by_{key}",
                    violation_error_message=_("It stands among the answers already."),
                )
                for key in ANSWER_KEYS.values()
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.words[:80]

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the need is not fetched along."""
        return self.need.department_id

    @property
    def record(self) -> Any:
        """What it leads to; fetched along by ``with_records``."""
        key = ANSWER_KEYS.get(AnswerKind(self.kind))
        return getattr(self, key) if key else None

    def get_absolute_url(self) -> str:
        return self.need.get_absolute_url()
