from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from internships.models import Student
from placements.vacancy_querysets import DestinationQuerySet


class DestinationKind(models.TextChoices):
    """What became of a graduate."""

    HOST = "host", _("Hired at the host of the internship")
    FIELD = "field", _("Hired elsewhere in the field")
    ELSEWHERE = "elsewhere", _("Hired in another field")
    SELF_EMPLOYED = "self_employed", _("Self-employed or freelance")
    STUDY = "study", _("Further study")
    MILITARY = "military", _("Military service")
    SEEKING = "seeking", _("Looking for work")
    UNKNOWN = "unknown", _("Not known")


K = DestinationKind
HIRED = frozenset({K.HOST, K.FIELD, K.ELSEWHERE})
# 毕业去向落实率: employed, self-employed or in service, and in further study, of all graduates.
SETTLED = HIRED | {K.SELF_EMPLOYED, K.STUDY, K.MILITARY}
# 对口就业率: of those who work, whether hired or for themselves, those who do so in their field.
WORKING = HIRED | {K.SELF_EMPLOYED}
ALWAYS_MATCHED = frozenset({K.HOST, K.FIELD})
KIND_CHIPS = {
    K.HOST: Chip(K.HOST.label, Meaning.GOOD, "building"),
    K.FIELD: Chip(K.FIELD.label, Meaning.GOOD, "briefcase"),
    K.ELSEWHERE: Chip(K.ELSEWHERE.label, Meaning.WAITING, "briefcase"),
    K.SELF_EMPLOYED: Chip(K.SELF_EMPLOYED.label, Meaning.WAITING, "user"),
    K.STUDY: Chip(K.STUDY.label, Meaning.GOOD, "school"),
    K.MILITARY: Chip(K.MILITARY.label, Meaning.GOOD, "shield"),
    K.SEEKING: Chip(K.SEEKING.label, Meaning.SOON, "search"),
    K.UNKNOWN: Chip(K.UNKNOWN.label, Meaning.LATE, "help-circle"),
}


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Destination(ScopedModel):
    """What became of one graduate, as it was last reported; the history keeps what was before."""

    student = models.OneToOneField(
        Student, models.PROTECT, related_name="destination", verbose_name=_("student")
    )
    kind = models.CharField(_("what became of them"), max_length=15, choices=DestinationKind)
    where = models.CharField(
        _("employer or school"), max_length=200, blank=True, help_text=_("Its whole name.")
    )
    is_matched = models.BooleanField(
        _("in the field of the major"),
        default=False,
        help_text=_("Work for which the major prepares (对口)."),
    )
    since_on = models.DateField(_("since"), null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("reported by"),
    )
    reported_at = models.DateTimeField(_("reported at"), editable=False)
    proof = models.CharField(
        _("proof"),
        max_length=300,
        blank=True,
        help_text=_("What shows it: a contract, an admission letter, a call, with its date."),
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)

    objects = DestinationQuerySet.as_manager()

    class Meta:
        verbose_name = _("destination of a graduate")
        verbose_name_plural = _("destinations of graduates")
        ordering = ["student"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(HIRED | {K.STUDY})) | ~Q(where=""),
                name="a_destination_says_where",
                violation_error_message=_("Say where: the whole name of the employer or school."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(ALWAYS_MATCHED)) | Q(is_matched=True),
                name="work_in_the_field_is_matched",
            ),
            models.CheckConstraint(
                condition=Q(is_matched=False) | Q(kind__in=sorted(ALWAYS_MATCHED | {K.SELF_EMPLOYED})),
                name="only_work_in_the_field_is_matched",
                violation_error_message=_("Only work can be in the field of the major."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | ~Q(proof=""),
                name="a_destination_is_confirmed_with_proof",
            ),
        ]
        indexes = [models.Index(fields=["kind", "confirmed_at"], name="destination_by_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs queries where student and class are not fetched along."""
        return self.student.department_id

    @property
    def chip(self) -> Chip:
        return KIND_CHIPS[DestinationKind(self.kind)]

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    def get_absolute_url(self) -> str:
        return f"{self.student.get_absolute_url()}?tab=destination"


class DestinationFile(Attachment):
    """What shows that it is true: the contract, the letter of admission."""

    parent = models.ForeignKey(
        Destination, models.CASCADE, related_name="files", verbose_name=_("destination of a graduate")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("proof of a destination")
        verbose_name_plural = _("proofs of destinations")
