from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from core.models import Attachment
from teachers.models.of_teacher import OfTeacher
from teachers.querysets import EvidenceQuerySet


class EvidenceState(models.TextChoices):
    """How far a piece of evidence has come. Only what is confirmed counts."""

    ENTERED = "entered", pgettext_lazy("evidence of a teacher", "To be confirmed")
    RETURNED = "returned", pgettext_lazy("evidence of a teacher", "Returned")
    CONFIRMED = "confirmed", pgettext_lazy("evidence of a teacher", "Confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("evidence of a teacher", "Taken back")


EVIDENCE_CHIPS = {
    EvidenceState.ENTERED: Chip(EvidenceState.ENTERED.label, Meaning.WAITING, "clock"),
    EvidenceState.RETURNED: Chip(EvidenceState.RETURNED.label, Meaning.SOON, "arrow-back-up"),
    EvidenceState.CONFIRMED: Chip(EvidenceState.CONFIRMED.label, Meaning.GOOD, "circle-check"),
    EvidenceState.WITHDRAWN: Chip(EvidenceState.WITHDRAWN.label, Meaning.INACTIVE, "circle-x"),
}


class Evidence(OfTeacher):
    """Something that a teacher has, did or was given, with what shows it.

    A concrete table adds ``teacher``, what is said of it, and ``since_field``, the day it counts from.
    """

    state = models.CharField(
        _("state"), max_length=10, choices=EvidenceState, default=EvidenceState.ENTERED, editable=False
    )
    answer = models.CharField(
        pgettext_lazy("evidence of a teacher", "why it was returned"),
        max_length=500,
        blank=True,
        editable=False,
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered at"), editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)

    since_field: ClassVar[str]
    slug: ClassVar[str]
    """What the kind of evidence is called in addresses and audit events."""
    files: Any

    objects = EvidenceQuerySet.as_manager()  # type: ignore[misc]  # narrower

    class Meta:
        abstract = True

    @property
    def chip(self) -> Chip:
        return EVIDENCE_CHIPS[EvidenceState(self.state)]

    @property
    def since(self) -> date:
        found: date = getattr(self, self.since_field)
        return found

    @property
    def until(self) -> date | None:
        """The last day, where there is one."""
        return getattr(self, "ends_on", None)

    @property
    def summary(self) -> str:
        """What a line of a list says beside the name and the days."""
        raise NotImplementedError

    @property
    def is_confirmed(self) -> bool:
        return self.state == EvidenceState.CONFIRMED

    @property
    def is_returned(self) -> bool:
        return self.state == EvidenceState.RETURNED

    def get_absolute_url(self) -> str:
        return reverse("teachers:evidence_detail", args=[self.slug, self.pk])


class EvidenceFile(Attachment):
    """A scan beside a piece of evidence. A concrete table per kind adds the key ``parent``."""

    class Meta(Attachment.Meta):
        abstract = True


def in_one_line(*parts: object) -> str:
    """What is known of them, apart by dots."""
    return " · ".join(str(part) for part in parts if part)


def evidence_constraints(name: str) -> list[models.CheckConstraint]:
    """What holds for every kind of evidence.

    Args:
        name: the kind in one word, which the constraints' names begin with.
    """
    return [
        models.CheckConstraint(
            condition=~Q(state="returned") | ~Q(answer=""), name=f"{name}_is_returned_for_a_reason"
        ),
        models.CheckConstraint(
            condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False),
            name=f"{name}_says_since_when_it_is_confirmed",
        ),
    ]


def evidence_indexes(name: str) -> list[models.Index]:
    return [
        models.Index(fields=["teacher", "state"], name=f"{name}_by_teacher"),
        models.Index(fields=["entered_at", "id"], condition=Q(state="entered"), name=f"{name}_to_confirm"),
    ]
