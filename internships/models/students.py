from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from compliance.engine.predicates import age_on
from core.encryption import EncryptedTextField
from core.fields import PinyinInitialsField, PinyinKeyField
from core.look import Chip, Meaning
from core.models import ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from internships.models.classes import SchoolClass
from internships.querysets import OfStudentQuerySet, StudentQuerySet

SEARCHED = ("name", "name_latin", "number", "pinyin_initials")
# Written by the database, or nobody's to read again in a history.
NOT_IN_HISTORY = [
    "pinyin_key",
    "pinyin_initials",
    "identity",
    "identity_digest",
    "search_text",
    "search_bigrams",
]


def masked(identity: str) -> str:
    return f"{identity[:3]}{'*' * (len(identity) - 5)}{identity[-2:]}"


class StudentState(models.TextChoices):
    """Whether somebody studies here."""

    ENROLLED = "enrolled", _("Enrolled")
    ON_LEAVE = "on_leave", _("On leave of absence")
    GRADUATED = "graduated", _("Graduated")
    LEFT = "left", _("Left without graduating")


STUDENT_CHIPS = {
    StudentState.ENROLLED: Chip(StudentState.ENROLLED.label, Meaning.GOOD, "school"),
    StudentState.ON_LEAVE: Chip(StudentState.ON_LEAVE.label, Meaning.SOON, "moon"),
    StudentState.GRADUATED: Chip(StudentState.GRADUATED.label, Meaning.INACTIVE, "certificate"),
    StudentState.LEFT: Chip(StudentState.LEFT.label, Meaning.INACTIVE, "archive"),
}


class Sex(models.TextChoices):
    """As the identity card says it; rules on prohibited work ask for it (INT-18)."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


@pghistory.track(exclude=NOT_IN_HISTORY)
class Student(ScopedModel):
    """Somebody who studies at the centre, and goes into internships."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="student",
        verbose_name=_("signs in as"),
    )
    number = models.CharField(_("student number"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_latin = models.CharField(_("name in Latin letters"), max_length=100, blank=True)
    pinyin_key = PinyinKeyField(source="name")
    pinyin_initials = PinyinInitialsField(source="name")
    school_class = models.ForeignKey(
        SchoolClass, models.PROTECT, related_name="students", verbose_name=_("class")
    )
    sex = models.CharField(_("sex"), max_length=6, choices=Sex)
    born_on = models.DateField(_("born on"))
    identity = EncryptedTextField(_("identity number"), null=True, editable=False)
    identity_digest = models.CharField(  # noqa: DJ001 - unique where present
        _("digest of the identity number"), max_length=64, null=True, unique=True, editable=False
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("home address"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=StudentState, default=StudentState.ENROLLED, editable=False
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    search_text = search_text_field(*SEARCHED)
    search_bigrams = search_bigrams_field(*SEARCHED)

    objects = StudentQuerySet.as_manager()

    class Meta:
        verbose_name = _("student")
        verbose_name_plural = _("students")
        ordering = ["pinyin_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(number=""), name="student_has_name_and_number"),
            models.CheckConstraint(
                condition=Q(identity__isnull=True, identity_digest=None)
                | Q(identity__isnull=False, identity_digest__isnull=False),
                name="identity_number_has_its_digest",
            ),
        ]
        indexes = [
            search_index("student_by_bigram"),
            models.Index(fields=["pinyin_key", "id"], name="student_by_name"),
            models.Index(fields=["school_class", "pinyin_key", "id"], name="student_by_class"),
            models.Index(fields=["state", "pinyin_key", "id"], name="student_by_state"),
            models.Index(fields=["pinyin_key", "id"], name="student_without_account", condition=Q(user=None)),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name as the page's language writes it."""
        if self.name_latin and not (get_language() or "").startswith("zh"):
            return self.name_latin
        return self.name

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the class is not fetched along."""
        return self.school_class.department_id

    @property
    def chip(self) -> Chip:
        return STUDENT_CHIPS[StudentState(self.state)]

    @property
    def masked_identity(self) -> str:
        """The first three and the last two characters: enough to tell two people apart on a list."""
        return masked(self.identity) if self.identity else ""

    def get_absolute_url(self) -> str:
        return reverse("internships:student_detail", args=[self.pk])

    def age(self, on: date) -> int:
        """Whole years lived on a day."""
        return age_on(self.born_on, on)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Guardian(ScopedModel):
    """A parent, or whoever else answers for a student and signs beside them."""

    class Relationship(models.TextChoices):
        FATHER = "father", _("Father")
        MOTHER = "mother", _("Mother")
        GRANDPARENT = "grandparent", _("Grandparent")
        OTHER = "other", _("Other guardian")

    student = models.ForeignKey(Student, models.CASCADE, related_name="guardians", verbose_name=_("student"))
    name = models.CharField(_("name"), max_length=100)
    relationship = models.CharField(_("relationship"), max_length=20, choices=Relationship)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=[("zh-hans", _("Simplified Chinese")), ("en", _("English"))],
        default="zh-hans",
        help_text=_("In which we write to them."),
    )
    is_first = models.BooleanField(
        _("first to ask"), default=False, help_text=_("Whom we call, and who signs for a student under age.")
    )

    objects = OfStudentQuerySet.as_manager()

    class Meta:
        verbose_name = _("guardian")
        verbose_name_plural = _("guardians")
        ordering = ["-is_first", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["student"], condition=Q(is_first=True), name="student_has_one_first_guardian"
            ),
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email=""),
                name="guardian_can_be_reached",
                violation_error_message=_("Give a phone number or an e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs queries where student and class are not fetched along."""
        return self.student.department_id

    def get_absolute_url(self) -> str:
        return self.student.get_absolute_url()
