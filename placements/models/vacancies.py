from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from catalogue.models import Major, Region
from core.look import Chip, Meaning
from core.models import ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from internships.models import Part, Student
from internships.models.named import SortedBilingual
from partnerships.models import Contact, Enterprise
from placements.vacancy_querysets import VacancyApplicationQuerySet, VacancyQuerySet

SEARCHED = ("name_en", "name_zh", "duties", "address")
NOT_IN_HISTORY = ["name_en_key", "name_zh_key", "search_text", "search_bigrams", "updated_at"]


class VacancyState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("vacancy", "Draft")
    OFFERED = "offered", pgettext_lazy("vacancy", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("vacancy", "Open")
    RETURNED = "returned", pgettext_lazy("vacancy", "Returned")
    CLOSED = "closed", pgettext_lazy("vacancy", "Closed")


VACANCY_CHIPS = {
    VacancyState.DRAFT: Chip(VacancyState.DRAFT.label, Meaning.INACTIVE, "pencil"),
    VacancyState.OFFERED: Chip(VacancyState.OFFERED.label, Meaning.WAITING, "clock"),
    VacancyState.APPROVED: Chip(VacancyState.APPROVED.label, Meaning.GOOD, "circle-check"),
    VacancyState.RETURNED: Chip(VacancyState.RETURNED.label, Meaning.LATE, "arrow-back-up"),
    VacancyState.CLOSED: Chip(VacancyState.CLOSED.label, Meaning.INACTIVE, "archive"),
}
EDITABLE_VACANCY_STATES = frozenset({VacancyState.DRAFT, VacancyState.RETURNED})


@pghistory.track(exclude=NOT_IN_HISTORY)
class Vacancy(SortedBilingual, ScopedModel):
    """Work that an enterprise has for graduates."""

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="vacancies",
        db_index=False,
        editable=False,
        verbose_name=_("enterprise"),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="vacancies",
        db_index=False,
        editable=False,
        verbose_name=_("department"),
    )
    majors = models.ManyToManyField(
        Major,
        related_name="vacancies",
        blank=True,
        verbose_name=_("majors"),
        help_text=_("Empty: graduates of every major are welcome."),
    )
    duties = models.TextField(_("what there is to do"))
    asked_for = models.TextField(_("what is asked for"), blank=True)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("district"),
    )
    address = models.CharField(_("place of work"), max_length=300, blank=True)
    pay_from = models.PositiveIntegerField(_("pay a month from"), null=True, blank=True)
    pay_to = models.PositiveIntegerField(_("pay a month up to"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1, validators=[MinValueValidator(1)])
    open_until = models.DateField(_("open until"))
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vacancies",
        verbose_name=_("whom to ask"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=VacancyState, default=VacancyState.DRAFT, editable=False
    )
    return_reason = models.TextField(_("why it was returned"), blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    search_text = search_text_field(*SEARCHED)
    search_bigrams = search_bigrams_field(*SEARCHED)

    objects = VacancyQuerySet.as_manager()

    class Meta(SortedBilingual.Meta):
        verbose_name = _("vacancy")
        verbose_name_plural = _("vacancies")
        ordering = ["-created_at", "-pk"]
        constraints = [
            *SortedBilingual.Meta.constraints,
            models.CheckConstraint(condition=Q(seats__gt=0), name="a_vacancy_has_seats"),
            models.CheckConstraint(
                condition=Q(pay_from=None) | Q(pay_to=None) | Q(pay_to__gte=F("pay_from")),
                name="pay_reaches_from_less_to_more",
                violation_error_message=_("The pay reaches from the smaller amount to the larger."),
            ),
            models.CheckConstraint(
                condition=~Q(state=VacancyState.RETURNED) | ~Q(return_reason=""),
                name="a_returned_vacancy_gives_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=VacancyState.APPROVED) | Q(approved_at__isnull=False),
                name="an_approved_vacancy_says_since_when",
            ),
        ]
        indexes = [
            search_index("vacancy_by_bigram"),
            models.Index(fields=["name_en_key", "id"], name="vacancy_by_name_en"),
            models.Index(fields=["name_zh_key", "id"], name="vacancy_by_name_zh"),
            models.Index(fields=["open_until", "id"], name="vacancy_by_end"),
            models.Index(fields=["updated_at", "id"], name="vacancy_by_change"),
            models.Index(fields=["state", "open_until", "id"], name="vacancy_by_state"),
            models.Index(fields=["enterprise", "state", "id"], name="vacancy_by_enterprise"),
            models.Index(fields=["department", "open_until", "id"], name="vacancy_by_department"),
            models.Index(fields=["region", "open_until", "id"], name="vacancy_by_region"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chip(self) -> Chip:
        return VACANCY_CHIPS[VacancyState(self.state)]

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_VACANCY_STATES

    def is_open(self, on: date) -> bool:
        return self.state == VacancyState.APPROVED and self.open_until >= on

    def get_absolute_url(self) -> str:
        return reverse("placements:vacancy_detail", args=[self.pk])


class VacancyApplicationState(models.TextChoices):
    """How far an application is; both sides see it."""

    SENT = "sent", pgettext_lazy("application for work", "Sent")
    READ = "read", pgettext_lazy("application for work", "Read")
    INVITED = "invited", pgettext_lazy("application for work", "Invited")
    OFFERED = "offered", pgettext_lazy("application for work", "Work offered")
    ACCEPTED = "accepted", pgettext_lazy("application for work", "Accepted")
    DECLINED = "declined", pgettext_lazy("application for work", "Declined")
    TURNED_DOWN = "turned_down", pgettext_lazy("application for work", "Turned down")
    WITHDRAWN = "withdrawn", pgettext_lazy("application for work", "Withdrawn")


A = VacancyApplicationState
APPLICATION_CHIPS = {
    A.SENT: Chip(A.SENT.label, Meaning.WAITING, "send"),
    A.READ: Chip(A.READ.label, Meaning.WAITING, "eye"),
    A.INVITED: Chip(A.INVITED.label, Meaning.SOON, "calendar-event"),
    A.OFFERED: Chip(A.OFFERED.label, Meaning.SOON, "mail-opened"),
    A.ACCEPTED: Chip(A.ACCEPTED.label, Meaning.GOOD, "circle-check"),
    A.DECLINED: Chip(A.DECLINED.label, Meaning.STOPPED, "circle-x"),
    A.TURNED_DOWN: Chip(A.TURNED_DOWN.label, Meaning.STOPPED, "circle-x"),
    A.WITHDRAWN: Chip(A.WITHDRAWN.label, Meaning.INACTIVE, "ban"),
}
LIVE_APPLICATION_STATES = frozenset({A.SENT, A.READ, A.INVITED, A.OFFERED})


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["letter"])
class VacancyApplication(ScopedModel):
    """A student or graduate asks for the work, and shows as much of the profile as they allow here."""

    vacancy = models.ForeignKey(
        Vacancy, models.PROTECT, related_name="applications", db_index=False, verbose_name=_("vacancy")
    )
    student = models.ForeignKey(
        Student, models.PROTECT, related_name="vacancy_applications", verbose_name=_("student")
    )
    letter = models.TextField(_("letter"), max_length=3000, blank=True)
    parts = ArrayField(
        models.CharField(max_length=20, choices=Part),
        default=list,
        blank=True,
        verbose_name=_("parts of the profile that are shown"),
    )
    reachable_at = models.CharField(
        _("how to reach them"), max_length=300, blank=True, help_text=_("As it was when they applied.")
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=VacancyApplicationState,
        default=VacancyApplicationState.SENT,
        editable=False,
    )
    word = models.TextField(
        _("last word"), max_length=1000, blank=True, help_text=_("What whoever moved it last wrote.")
    )
    sent_at = models.DateTimeField(_("sent at"))
    moved_at = models.DateTimeField(_("moved at"))

    objects = VacancyApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application for a vacancy")
        verbose_name_plural = _("applications for vacancies")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy", "student"],
                condition=~Q(state=VacancyApplicationState.WITHDRAWN),
                name="a_student_applies_once_for_a_vacancy",
                violation_error_message=_("You have applied for it already."),
            ),
            models.CheckConstraint(
                condition=~Q(state=VacancyApplicationState.TURNED_DOWN) | ~Q(word=""),
                name="who_turns_somebody_down_says_why",
            ),
        ]
        indexes = [models.Index(fields=["vacancy", "state", "sent_at"], name="application_by_vacancy")]

    def __str__(self) -> str:
        return f"{self.student_id} – {self.vacancy_id}"

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs queries where student and class are not fetched along."""
        return self.student.department_id

    @property
    def chip(self) -> Chip:
        return APPLICATION_CHIPS[VacancyApplicationState(self.state)]

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_APPLICATION_STATES

    def get_absolute_url(self) -> str:
        return f"{self.vacancy.get_absolute_url()}?tab=applications"
