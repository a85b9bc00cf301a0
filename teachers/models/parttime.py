"""Part-time teachers from enterprises (产业兼职教师, 教师〔2023〕9号): what is needed, who comes, and the way
of one appointment. The person is a contact of the enterprise: one person, one record.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from catalogue.models import Major
from core.attachments import Attachment
from core.fields import decider
from core.look import Chip, Meaning
from core.models import ScopedModel
from partnerships.models import Contact
from teachers.models.qualifications import SKILL_LEVELS, QualificationLevel
from teachers.models.teacher import Rank, Teacher
from teachers.parttime_querysets import (
    AppointmentQuerySet,
    OfAppointmentQuerySet,
    PartTimeNeedQuerySet,
    PartTimeTeacherQuerySet,
)

SKILL_CHOICES = [(level.value, level.label) for level in QualificationLevel if level in SKILL_LEVELS]


class NeedState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("need of a part-time teacher", "Draft")
    PUBLISHED = "published", pgettext_lazy("need of a part-time teacher", "Published")
    CLOSED = "closed", pgettext_lazy("need of a part-time teacher", "Closed")


NEED_CHIPS = {
    NeedState.DRAFT: Chip(NeedState.DRAFT.label, Meaning.INACTIVE, "pencil"),
    NeedState.PUBLISHED: Chip(NeedState.PUBLISHED.label, Meaning.GOOD, "speakerphone"),
    NeedState.CLOSED: Chip(NeedState.CLOSED.label, Meaning.INACTIVE, "archive"),
}


@pghistory.track()
class PartTimeNeed(ScopedModel):
    """What a department needs somebody from practice for. Once published, enterprises can read it."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="part_time_needs", verbose_name=_("department")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=NeedState, default=NeedState.DRAFT, editable=False
    )
    title = models.CharField(
        pgettext_lazy("need of a part-time teacher", "what is needed"),
        max_length=120,
        help_text=_("Such as: part-time teacher for numerical control."),
    )
    majors = models.ManyToManyField(
        Major, blank=True, related_name="part_time_needs", verbose_name=_("majors")
    )
    courses = models.CharField(
        pgettext_lazy("need of a part-time teacher", "courses"),
        max_length=300,
        help_text=_("What is to be taught, courses separated by commas."),
    )
    hours_per_term = models.PositiveSmallIntegerField(
        _("hours a term"), validators=[MinValueValidator(1), MaxValueValidator(800)]
    )
    sought = models.CharField(
        _("title or skill sought"),
        max_length=200,
        help_text=_("Such as: intermediate title, or skill of senior worker and above."),
    )
    seats = models.PositiveSmallIntegerField(
        pgettext_lazy("need of a part-time teacher", "people"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    starts_on = models.DateField(pgettext_lazy("need of a part-time teacher", "from"))
    ends_on = models.DateField(pgettext_lazy("need of a part-time teacher", "until"))
    details = models.TextField(
        pgettext_lazy("need of a part-time teacher", "more"), max_length=2000, blank=True
    )
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("entered at"), editable=False)

    objects = PartTimeNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need of a part-time teacher")
        verbose_name_plural = _("needs of part-time teachers")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="need_ends_after_it_starts",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(state=NeedState.DRAFT) | Q(published_on__isnull=False),
                name="what_is_not_a_draft_was_published",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, hours_per_term__gte=1), name="a_need_asks_for_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["department", "state", "id"], name="need_by_department"),
            models.Index(fields=["state", "starts_on", "id"], name="need_by_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        return NEED_CHIPS[NeedState(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state == NeedState.PUBLISHED

    def get_absolute_url(self) -> str:
        return reverse("teachers:need_detail", args=[self.pk])


class ExceptionKind(models.TextChoices):
    """Who may teach without title or skill level (PT-02)."""

    NONE = "", pgettext_lazy("exception for a part-time teacher", "None")
    CRAFTSMAN = "craftsman", _("Craftsman of renown")
    HERITAGE = "heritage", _("Bearer of intangible heritage")


@pghistory.track()
class PartTimeTeacher(ScopedModel):
    """Somebody from an enterprise who teaches at the centre, or was proposed to. Name, employer, post and
    address are the contact's: that of the employment of today."""

    contact = models.OneToOneField(
        Contact,
        models.PROTECT,
        related_name="part_time_teacher",
        editable=False,
        verbose_name=_("contact"),
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="part_time_teachers", verbose_name=_("department")
    )
    teacher = models.OneToOneField(
        Teacher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="part_time",
        verbose_name=_("also in our own record as"),
        help_text=_("Where the same person is, or was, a teacher of the centre: they are counted once."),
    )
    title = models.CharField(pgettext_lazy("of a teacher", "professional title"), max_length=60, blank=True)
    rank = models.CharField(
        pgettext_lazy("of a teacher", "rank"), max_length=20, choices=Rank, default=Rank.NONE
    )
    skill = models.CharField(
        pgettext_lazy("of a part-time teacher", "trade"),
        max_length=60,
        blank=True,
        help_text=_("Of the skill certificate, such as 电工."),
    )
    skill_level = models.CharField(_("skill level"), max_length=20, choices=SKILL_CHOICES, blank=True)
    exception = models.CharField(
        _("exception"),
        max_length=20,
        choices=ExceptionKind,
        blank=True,
        default=ExceptionKind.NONE,
        help_text=_("Who may teach without title or skill level."),
    )
    exception_reason = models.TextField(_("reason of the exception"), max_length=1000, blank=True)
    training = models.CharField(
        _("training in teaching"), max_length=120, blank=True, help_text=_("What it was, and by whom.")
    )
    trained_on = models.DateField(_("trained on"), null=True, blank=True)
    training_hours = models.PositiveSmallIntegerField(_("hours of training"), null=True, blank=True)
    birth_date = models.DateField(_("born on"), null=True, blank=True)
    is_manager = models.BooleanField(_("has led something in an enterprise"), default=False)
    management = models.CharField(
        _("management experience"), max_length=200, blank=True, help_text=_("What they lead or led.")
    )
    created_at = models.DateTimeField(_("entered at"), editable=False)

    objects = PartTimeTeacherQuerySet.as_manager()

    class Meta:
        verbose_name = _("part-time teacher")
        verbose_name_plural = _("part-time teachers")
        ordering = ["contact__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(exception=ExceptionKind.NONE) | ~Q(exception_reason=""),
                name="an_exception_says_why",
                violation_error_message=_("Say why an exception is made."),
            ),
            models.CheckConstraint(
                condition=Q(skill_level="") | ~Q(skill=""),
                name="a_skill_level_is_of_a_trade",
                violation_error_message=_("Say of which trade the skill level is."),
            ),
        ]
        indexes = [models.Index(fields=["department", "id"], name="part_timer_by_department")]

    def __str__(self) -> str:
        """Costs a query where the contact is not fetched along."""
        return str(self.contact)

    @property
    def standing_in_words(self) -> str:
        """Title, or trade and skill level, or the exception."""
        if self.title:
            return self.title
        if self.skill_level:
            return f"{self.skill} · {self.get_skill_level_display()}"
        return str(self.get_exception_display()) if self.exception else ""

    def get_absolute_url(self) -> str:
        return reverse("teachers:part_timer_detail", args=[self.pk])


class AppointmentState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("appointment of a part-time teacher", "Proposed")
    VETTED = "vetted", pgettext_lazy("appointment of a part-time teacher", "Vetted")
    PUBLICISED = "publicised", pgettext_lazy("appointment of a part-time teacher", "Made public")
    AGREED = "agreed", pgettext_lazy("appointment of a part-time teacher", "Agreement signed")
    INDUCTED = "inducted", pgettext_lazy("appointment of a part-time teacher", "Inducted")
    ENDED = "ended", pgettext_lazy("appointment of a part-time teacher", "Ended")
    REFUSED = "refused", pgettext_lazy("appointment of a part-time teacher", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("appointment of a part-time teacher", "Withdrawn")


S = AppointmentState
COMING = frozenset({S.PROPOSED, S.VETTED, S.PUBLICISED, S.AGREED})
APPOINTMENT_CHIPS = {
    S.PROPOSED: Chip(S.PROPOSED.label, Meaning.WAITING, "send"),
    S.VETTED: Chip(S.VETTED.label, Meaning.WAITING, "eye"),
    S.PUBLICISED: Chip(S.PUBLICISED.label, Meaning.WAITING, "speakerphone"),
    S.AGREED: Chip(S.AGREED.label, Meaning.WAITING, "writing-sign"),
    S.INDUCTED: Chip(S.INDUCTED.label, Meaning.GOOD, "circle-check"),
    S.ENDED: Chip(S.ENDED.label, Meaning.INACTIVE, "archive"),
    S.REFUSED: Chip(S.REFUSED.label, Meaning.STOPPED, "circle-x"),
    S.WITHDRAWN: Chip(S.WITHDRAWN.label, Meaning.INACTIVE, "archive"),
}
OVER = Chip(pgettext_lazy("appointment of a part-time teacher", "Over"), Meaning.INACTIVE, "archive")
NOT_YET = Chip(pgettext_lazy("appointment of a part-time teacher", "To begin"), Meaning.WAITING, "clock")


@pghistory.track()
class Appointment(ScopedModel):
    """One way from a proposal to teaching, for one person and one need.

    Whether somebody serves on a day is told by the days alone (``Appointment.objects.serving_on``):
    from the induction or the first day, whichever is later, to the last day or that of an early end.
    """

    person = models.ForeignKey(
        PartTimeTeacher, models.PROTECT, related_name="appointments", verbose_name=_("part-time teacher")
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="part_time_appointments",
        editable=False,
        verbose_name=_("contact"),
        help_text=_("Of the enterprise for which they were proposed: it stays, wherever they work later."),
    )
    need = models.ForeignKey(
        PartTimeNeed,
        models.PROTECT,
        related_name="appointments",
        verbose_name=_("need of a part-time teacher"),
    )
    state = models.CharField(_("state"), max_length=12, choices=S, default=S.PROPOSED, editable=False)
    waiting_since = models.DateField(_("in this state since"), editable=False)
    begins_on = models.DateField(pgettext_lazy("appointment of a part-time teacher", "first day"))
    ends_on = models.DateField(pgettext_lazy("appointment of a part-time teacher", "last day"))
    fee = models.DecimalField(
        _("fee an hour"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("In yuan, before tax."),
    )
    statement = models.TextField(_("what speaks for it"), max_length=2000, blank=True)
    by_enterprise = models.BooleanField(_("proposed by the enterprise"), default=False, editable=False)
    proposed_on = models.DateField(_("proposed on"), editable=False)
    proposed_by = decider(_("proposed by"))
    vetted_on = models.DateField(_("vetted on"), null=True, blank=True, editable=False)
    vetted_by = decider(_("vetted by"))
    vetting = models.TextField(_("result of the vetting"), max_length=2000, blank=True, editable=False)
    publicised_from = models.DateField(_("public from"), null=True, blank=True, editable=False)
    publicised_until = models.DateField(_("public until"), null=True, blank=True, editable=False)
    publicised_by = decider(_("made public by"))
    agreed_on = models.DateField(_("agreement signed on"), null=True, blank=True, editable=False)
    agreed_by = decider(_("agreement recorded by"))
    inducted_on = models.DateField(_("inducted on"), null=True, blank=True, editable=False)
    inducted_by = decider(_("induction recorded by"))
    induction = models.TextField(_("what the induction covered"), max_length=2000, blank=True, editable=False)
    induction_hours = models.PositiveSmallIntegerField(
        _("hours of induction"), null=True, blank=True, editable=False
    )
    ended_on = models.DateField(_("ended early on"), null=True, blank=True, editable=False)
    ended_by = decider(_("ended by"))
    answer = models.TextField(_("reason"), blank=True, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment of a part-time teacher")
        verbose_name_plural = _("appointments of part-time teachers")
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="appointment_ends_after_it_begins",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["person", "need"],
                condition=Q(state__in=sorted(COMING)),
                name="somebody_is_proposed_once_for_a_need",
                violation_error_message=_("This person is proposed for the need already."),
            ),
            models.CheckConstraint(
                condition=Q(vetted_by=None) | Q(proposed_by=None) | ~Q(vetted_by=F("proposed_by")),
                name="nobody_vets_their_own_proposal",
            ),
            models.CheckConstraint(
                condition=Q(publicised_until=None) | Q(publicised_until__gte=F("publicised_from")),
                name="an_appointment_is_public_from_a_day_to_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.INDUCTED, S.ENDED])
                | Q(
                    vetted_on__isnull=False,
                    publicised_until__isnull=False,
                    agreed_on__isnull=False,
                    inducted_on__isnull=False,
                ),
                name="who_teaches_has_taken_every_step",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.ENDED, S.REFUSED, S.WITHDRAWN]) | ~Q(answer=""),
                name="what_is_given_up_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.ENDED) | Q(ended_on__isnull=False), name="what_ended_has_its_day"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "state", "id"], name="appointment_by_person"),
            models.Index(fields=["need", "state", "id"], name="appointment_by_need"),
            models.Index(fields=["state", "waiting_since", "id"], name="appointment_by_state"),
            models.Index(fields=["begins_on", "ends_on"], name="appointment_by_days"),
        ]

    def __str__(self) -> str:
        """Costs queries where the contact or the need is not fetched along."""
        return f"{self.contact} · {self.need}"

    @property
    def chip(self) -> Chip:
        return APPOINTMENT_CHIPS[AppointmentState(self.state)]

    def chip_on(self, day: date) -> Chip:
        """The state; of who was inducted also whether the days have begun or are over."""
        if self.state != S.INDUCTED:
            return self.chip
        if self.ends_on < day:
            return OVER
        return NOT_YET if self.begins_on > day else self.chip

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """That of the need; costs a query where it is not fetched along."""
        return self.need.department_id

    @property
    def is_coming(self) -> bool:
        return self.state in COMING

    @property
    def last_day(self) -> date:
        return min(self.ends_on, self.ended_on) if self.ended_on else self.ends_on

    def serves_on(self, day: date) -> bool:
        if self.inducted_on is None:
            return False
        return max(self.begins_on, self.inducted_on) <= day <= self.last_day

    def get_absolute_url(self) -> str:
        return reverse("teachers:appointment_detail", args=[self.pk])


class OfAppointment(ScopedModel):
    """A part of an appointment, seen by whoever sees the appointment."""

    class Meta:
        abstract = True

    appointment: models.ForeignKey

    objects = OfAppointmentQuerySet.as_manager()

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs queries where appointment and need are not fetched along."""
        return self.appointment.department_id

    def get_absolute_url(self) -> str:
        return self.appointment.get_absolute_url()


class AppointmentFile(Attachment):
    """The signed agreement, or another paper of an appointment."""

    department_id = None  # shown to whoever sees its appointment

    parent = models.ForeignKey(Appointment, models.CASCADE, related_name="files")
    is_agreement = models.BooleanField(_("the signed agreement"), default=False)

    class Meta(Attachment.Meta):
        verbose_name = _("file of an appointment")
        verbose_name_plural = _("files of appointments")


class ClauseKind(models.TextChoices):
    """What the agreement has to say (PT-06); the order is the one on paper."""

    DUTIES = "duties", pgettext_lazy("clause with a part-time teacher", "Duties")
    HOURS = "hours", pgettext_lazy("clause with a part-time teacher", "Hours")
    MODE = "mode", pgettext_lazy("clause with a part-time teacher", "Mode of work")
    PAY = "pay", pgettext_lazy("clause with a part-time teacher", "Pay")
    PROTECTION = "protection", pgettext_lazy("clause with a part-time teacher", "Protection")
    ASSESSMENT = "assessment", pgettext_lazy("clause with a part-time teacher", "Assessment")
    TERMINATION = "termination", pgettext_lazy("clause with a part-time teacher", "Termination")


@pghistory.track()
class AppointmentClause(OfAppointment):
    """One clause of the agreement with a part-time teacher, in both languages."""

    appointment = models.ForeignKey(
        Appointment, models.CASCADE, related_name="clauses", db_index=False, verbose_name=_("appointment")
    )
    kind = models.CharField(
        pgettext_lazy("clause with a part-time teacher", "about"), max_length=12, choices=ClauseKind
    )
    text_zh = models.TextField(_("Chinese text"), max_length=3000)
    text_en = models.TextField(_("English text"), max_length=3000, blank=True)

    class Meta:
        verbose_name = _("clause with a part-time teacher")
        verbose_name_plural = _("clauses with part-time teachers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["appointment", "kind"], name="an_agreement_says_a_thing_once"),
            models.CheckConstraint(condition=~Q(text_zh=""), name="a_clause_says_something"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
