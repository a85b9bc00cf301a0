from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from agreements.models import Agreement
from catalogue.models import Major
from collaboration.exchange_querysets import ExchangeQuerySet, OfExchangeQuerySet
from core.fields import decider
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from internships.models import SchoolClass
from partnerships.models import Contact, Enterprise
from teachers.models import Teacher

LONGEST = timedelta(hours=24)
MOST_PEOPLE = 5000


class Direction(models.TextChoices):
    """Who comes with something to give."""

    TO_SCHOOL = "to_school", pgettext_lazy("exchange", "Enterprise to school")
    TO_ENTERPRISE = "to_enterprise", pgettext_lazy("exchange", "School to enterprise")


class ExchangeKind(models.TextChoices):
    LECTURE = "lecture", pgettext_lazy("exchange", "Lecture")
    TRAINING = "training", pgettext_lazy("exchange", "Training")
    CURRICULUM = "curriculum", pgettext_lazy("exchange", "Curriculum advice")
    JURY = "jury", pgettext_lazy("exchange", "Contest jury")
    JOB_FAIR = "job_fair", pgettext_lazy("exchange", "Job fair")
    STUDENT_VISIT = "student_visit", pgettext_lazy("exchange", "Student visit")
    TEACHER_VISIT = "teacher_visit", pgettext_lazy("exchange", "Teacher visit")
    EMPLOYEE_TRAINING = "employee_training", pgettext_lazy("exchange", "Employee training")
    TECHNICAL_SERVICE = "technical_service", pgettext_lazy("exchange", "Technical service")


K = ExchangeKind
TO_SCHOOL = (K.LECTURE, K.TRAINING, K.CURRICULUM, K.JURY, K.JOB_FAIR)
TO_ENTERPRISE = (K.STUDENT_VISIT, K.TEACHER_VISIT, K.EMPLOYEE_TRAINING, K.TECHNICAL_SERVICE)


def direction_of(kind: str) -> Direction:
    return Direction.TO_SCHOOL if kind in TO_SCHOOL else Direction.TO_ENTERPRISE


class ExchangeState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("exchange", "Proposed")
    AGREED = "agreed", pgettext_lazy("exchange", "Agreed")
    DECLINED = "declined", pgettext_lazy("exchange", "Declined")
    ANNOUNCED = "announced", pgettext_lazy("exchange", "Announced")
    HELD = "held", pgettext_lazy("exchange", "Held")
    CLOSED = "closed", pgettext_lazy("exchange", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("exchange", "Cancelled")


S = ExchangeState
EXCHANGE_CHIPS = {
    S.PROPOSED: Chip(S.PROPOSED.label, Meaning.WAITING, "send"),
    S.AGREED: Chip(S.AGREED.label, Meaning.WAITING, "circle-check"),
    S.DECLINED: Chip(S.DECLINED.label, Meaning.STOPPED, "circle-x"),
    S.ANNOUNCED: Chip(S.ANNOUNCED.label, Meaning.GOOD, "speakerphone"),
    S.HELD: Chip(S.HELD.label, Meaning.SOON, "clock"),
    S.CLOSED: Chip(S.CLOSED.label, Meaning.GOOD, "checks"),
    S.CANCELLED: Chip(S.CANCELLED.label, Meaning.STOPPED, "ban"),
}
ANNOUNCED_STATES = frozenset({S.ANNOUNCED, S.HELD, S.CLOSED})
RECORDED_STATES = [S.PROPOSED, S.DECLINED, S.HELD, S.CLOSED, S.CANCELLED]
COMING_STATES = frozenset({S.PROPOSED, S.AGREED, S.ANNOUNCED})
OVER_STATES = frozenset({S.CLOSED, S.DECLINED, S.CANCELLED})


class Audience(models.TextChoices):
    STUDENTS = "students", pgettext_lazy("audience of an exchange", "Students")
    TEACHERS = "teachers", pgettext_lazy("audience of an exchange", "Teachers and staff")
    EMPLOYEES = "employees", pgettext_lazy("audience of an exchange", "Employees of the enterprise")


class Place(models.TextChoices):
    SCHOOL = "school", pgettext_lazy("place of an exchange", "At the school")
    ENTERPRISE = "enterprise", pgettext_lazy("place of an exchange", "At the enterprise")
    ONLINE = "online", pgettext_lazy("place of an exchange", "Online")


@pghistory.track(exclude=["search_text", "search_bigrams"])
class Exchange(ScopedModel):
    """One occasion at which one side gives the other something, from its proposal to the hours credited.

    A series is made by repeating one.
    """

    direction = models.CharField(
        pgettext_lazy("exchange", "direction"), max_length=16, choices=Direction, editable=False
    )
    kind = models.CharField(pgettext_lazy("exchange", "kind"), max_length=20, choices=ExchangeKind)
    state = models.CharField(
        _("state"), max_length=10, choices=ExchangeState, default=ExchangeState.PROPOSED, editable=False
    )
    title = models.CharField(pgettext_lazy("exchange", "title"), max_length=160)
    about = models.TextField(
        pgettext_lazy("exchange", "what it is about"),
        max_length=4000,
        blank=True,
        help_text=_("What those who come learn or do, and what they should bring."),
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="exchanges", db_index=False, verbose_name=_("enterprise")
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exchanges",
        verbose_name=_("under the agreement"),
        help_text=_("What it promises is then counted from here. It has to be in force on the day."),
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="exchanges", db_index=False, verbose_name=_("department")
    )
    audience = ArrayField(
        models.CharField(max_length=12, choices=Audience),
        verbose_name=_("who takes part"),
        default=list,
    )
    classes = models.ManyToManyField(
        SchoolClass,
        blank=True,
        related_name="exchanges",
        verbose_name=_("classes"),
        help_text=_("Of which students; by invitation, these are invited."),
    )
    majors = models.ManyToManyField(
        Major,
        blank=True,
        related_name="exchanges",
        verbose_name=_("majors"),
        help_text=_("Of which students; by invitation, the students of their classes are invited."),
    )
    starts_at = models.DateTimeField(pgettext_lazy("exchange", "begins"))
    ends_at = models.DateTimeField(pgettext_lazy("exchange", "ends"))
    place_kind = models.CharField(
        pgettext_lazy("exchange", "where"), max_length=12, choices=Place, default=Place.SCHOOL
    )
    place = models.CharField(
        pgettext_lazy("exchange", "place"),
        max_length=300,
        blank=True,
        help_text=_("Room, address, or the address of the online meeting."),
    )
    capacity = models.PositiveSmallIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
        help_text=_("Who comes later waits for a place. Empty: as many as like."),
    )
    is_public = models.BooleanField(
        _("public"),
        default=True,
        help_text=_("Everybody of the school sees it and may register; otherwise only who is invited."),
    )
    organiser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
        help_text=_("Who is reminded to close it."),
    )
    repeats = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="repetitions",
        verbose_name=_("repeats"),
    )
    # Entered by the centre afterwards: the enterprise confirms that it took place, or says that it did not.
    was_held = models.BooleanField(_("recorded afterwards"), default=False, editable=False)
    by_enterprise = models.BooleanField(_("proposed by the enterprise"), default=False, editable=False)
    proposed_by = decider(_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"), editable=False)
    answered_by = decider(_("answered by"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    answer = models.CharField(
        _("reason"), max_length=500, blank=True, editable=False, help_text=_("Why declined or cancelled.")
    )
    code = models.CharField(_("code to sign in"), max_length=6, blank=True, editable=False)
    hours = models.DecimalField(
        _("hours credited"), max_digits=4, decimal_places=1, null=True, blank=True, editable=False
    )
    outcome = models.TextField(
        pgettext_lazy("exchange", "what came of it"), max_length=4000, blank=True, editable=False
    )
    closed_by = decider(_("closed by"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    search_text = search_text_field("title", "about", "place")
    search_bigrams = search_bigrams_field("title", "about", "place")

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(direction=Direction.TO_SCHOOL, kind__in=sorted(TO_SCHOOL))
                | Q(direction=Direction.TO_ENTERPRISE, kind__in=sorted(TO_ENTERPRISE)),
                name="a_kind_of_exchange_has_its_direction",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="exchange_ends_after_it_begins",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__lte=F("starts_at") + LONGEST),
                name="an_exchange_is_one_occasion",
                violation_error_message=_(
                    "One exchange is one occasion of a day at most: repeat it for the next days."
                ),
            ),
            models.CheckConstraint(
                condition=Q(was_held=False) | Q(by_enterprise=False, state__in=RECORDED_STATES),
                name="what_was_held_is_recorded_by_the_centre",
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__range=(1, MOST_PEOPLE)),
                name="an_exchange_has_possible_places",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.DECLINED, S.CANCELLED]) | ~Q(answer=""),
                name="an_exchange_given_up_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.ANNOUNCED, S.HELD, S.CLOSED]) | Q(code__regex=r"^\d{6}$"),
                name="an_announced_exchange_has_a_code",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.CLOSED)
                | Q(hours__isnull=False, closed_at__isnull=False, hours__gt=0, hours__lte=24),
                name="a_closed_exchange_has_its_hours",
            ),
        ]
        indexes = [
            search_index("exchange_by_bigram"),
            models.Index(fields=["starts_at", "id"], name="exchange_by_start"),
            models.Index(fields=["proposed_at", "id"], name="exchange_by_proposal"),
            models.Index(fields=["enterprise", "starts_at"], name="exchange_by_enterprise"),
            models.Index(fields=["department", "starts_at"], name="exchange_by_department"),
            models.Index(fields=["state", "starts_at"], name="exchange_by_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        return EXCHANGE_CHIPS[ExchangeState(self.state)]

    @property
    def is_announced(self) -> bool:
        return self.state in ANNOUNCED_STATES

    @property
    def is_coming(self) -> bool:
        return self.state in COMING_STATES

    @property
    def is_over(self) -> bool:
        return self.state in OVER_STATES

    @property
    def audience_labels(self) -> list[str]:
        return [str(Audience(one).label) for one in self.audience]

    @property
    def duration_hours(self) -> Decimal:
        """From beginning to end, in halves of an hour, at least one half."""
        halves = round((self.ends_at - self.starts_at) / timedelta(minutes=30))
        return Decimal(max(halves, 1)) / 2

    @property
    def takes_entries(self) -> bool:
        """Whether who takes part is entered, or who was there of what is recorded afterwards."""
        return self.is_announced or (self.was_held and self.state == S.PROPOSED)

    def waits_for_centre(self) -> bool:
        return self.state == S.PROPOSED and self.by_enterprise

    def is_over_at(self, now: datetime) -> bool:
        return self.ends_at <= now

    def get_absolute_url(self) -> str:
        return reverse("collaboration:exchange_detail", args=[self.pk])


class OfExchange(ScopedModel):
    """A part of an exchange, seen by whoever keeps exchanges of the department."""

    class Meta:
        abstract = True

    exchange: models.ForeignKey

    objects = OfExchangeQuerySet.as_manager()

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the exchange is not fetched along."""
        return self.exchange.department_id

    def get_absolute_url(self) -> str:
        return self.exchange.get_absolute_url()


@pghistory.track()
class Speaker(OfExchange):
    """Who holds an exchange: somebody of the enterprise, or a teacher of the centre."""

    exchange = models.ForeignKey(
        Exchange, models.CASCADE, related_name="speakers", db_index=False, verbose_name=_("exchange")
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exchanges_held",
        verbose_name=_("person of the enterprise"),
    )
    teacher = models.ForeignKey(
        Teacher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exchanges_held",
        verbose_name=_("teacher"),
    )

    class Meta:
        verbose_name = _("speaker of an exchange")
        verbose_name_plural = _("speakers of exchanges")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact=None, teacher__isnull=False) | Q(contact__isnull=False, teacher=None),
                name="a_speaker_is_of_one_side",
            ),
            models.UniqueConstraint(fields=["exchange", "contact"], name="a_contact_speaks_once"),
            models.UniqueConstraint(fields=["exchange", "teacher"], name="a_teacher_speaks_once"),
        ]

    def __str__(self) -> str:
        """Costs a query where the person is not fetched along."""
        return str(self.contact or self.teacher)


class ExchangeFile(Attachment):
    """Slides, hand-outs, photos, minutes: for everybody who sees the exchange."""

    department_id = None  # shown to whoever sees its exchange

    parent = models.ForeignKey(Exchange, models.CASCADE, related_name="files", verbose_name=_("exchange"))

    class Meta(Attachment.Meta):
        verbose_name = _("material of an exchange")
        verbose_name_plural = _("materials of exchanges")
