"""What one person of the centre has to do until a day: given by a colleague or noted by oneself."""

from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.access import Actor
from core.fields import decider
from core.look import Chip, Meaning
from core.models import ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from information.querysets import ASSIGNMENT_EDIT, AssignmentQuerySet


class AssignmentState(models.TextChoices):
    OPEN = "open", pgettext_lazy("to-do", "Open")
    DONE = "done", pgettext_lazy("to-do", "Done")
    GIVEN_UP = "given_up", pgettext_lazy("to-do", "Given up")


S = AssignmentState
ASSIGNMENT_CHIPS = {
    S.OPEN: Chip(S.OPEN.label, Meaning.WAITING, "clock"),
    S.DONE: Chip(S.DONE.label, Meaning.GOOD, "checks"),
    S.GIVEN_UP: Chip(S.GIVEN_UP.label, Meaning.INACTIVE, "ban"),
}


@pghistory.track(exclude=["search_text", "search_bigrams"])
class Assignment(ScopedModel):
    """A task of one person: from whom, until when, about which record, and what came of it.

    Attributes:
        department: the owner's on the day on which it was given; none where they belong to none.
        subject: the record it comes from. Its name and page are for those alone who see that record.
        planned_at: when it got another owner or day last: from then on it is reminded of anew.
        word: what came of it, or why it was given up.
    """

    state = models.CharField(_("state"), max_length=8, choices=S, default=S.OPEN, editable=False)
    title = models.CharField(pgettext_lazy("to-do", "what is to be done"), max_length=200)
    details = models.TextField(pgettext_lazy("to-do", "details"), max_length=4000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="assignments",
        db_index=False,
        verbose_name=pgettext_lazy("to-do", "done by"),
    )
    giver = decider(pgettext_lazy("to-do", "given by"))
    given_at = models.DateTimeField(pgettext_lazy("to-do", "given at"), editable=False)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="assignments",
        db_index=False,
        verbose_name=_("department"),
    )
    due_on = models.DateField(pgettext_lazy("to-do", "due on"), null=True, blank=True)
    planned_at = models.DateTimeField(
        pgettext_lazy("to-do", "its owner or day set anew at"), null=True, blank=True, editable=False
    )
    subject_type = models.ForeignKey(
        ContentType,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("kind of record"),
    )
    subject_id = models.BigIntegerField(_("record"), null=True, blank=True, editable=False)
    subject = GenericForeignKey("subject_type", "subject_id")
    word = models.TextField(
        pgettext_lazy("to-do", "what came of it"), max_length=1000, blank=True, editable=False
    )
    ended_by = decider(pgettext_lazy("to-do", "ended by"))
    ended_at = models.DateTimeField(pgettext_lazy("to-do", "ended at"), null=True, blank=True, editable=False)
    search_text = search_text_field("title", "details")
    search_bigrams = search_bigrams_field("title", "details")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("to-do", "task")
        verbose_name_plural = pgettext_lazy("to-do", "tasks")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject_type=None, subject_id=None)
                | Q(subject_type__isnull=False, subject_id__isnull=False),
                name="an_assignment_is_about_one_record_or_none",
            ),
            models.CheckConstraint(
                condition=Q(state=S.OPEN, ended_at=None, word="")
                | (~Q(state=S.OPEN) & Q(ended_at__isnull=False) & ~Q(word="")),
                name="an_assignment_ends_with_a_word",
            ),
        ]
        indexes = [
            search_index("assignment_by_bigram"),
            models.Index(
                fields=["owner", "due_on"], name="open_assignment_by_owner", condition=Q(state="open")
            ),
            models.Index(fields=["owner", "given_at"], name="assignment_by_owner"),
            models.Index(fields=["giver", "given_at"], name="assignment_by_giver"),
            models.Index(fields=["department", "given_at"], name="assignment_by_department"),
            models.Index(fields=["subject_type", "subject_id"], name="assignment_by_subject"),
            models.Index(fields=["due_on", "id"], name="assignment_by_day"),
            models.Index(fields=["given_at", "id"], name="assignment_by_entry"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        return ASSIGNMENT_CHIPS[AssignmentState(self.state)]

    def is_late(self, on: date) -> bool:
        return self.state == S.OPEN and self.due_on is not None and self.due_on < on

    def permits(self, actor: Actor, capability: str) -> bool:
        """Whose it is and who gave it may do what keeping it asks for."""
        if super().permits(actor, capability):
            return True
        is_theirs = actor.pk is not None and actor.pk in (self.owner_id, self.giver_id)
        return capability == ASSIGNMENT_EDIT and is_theirs

    def get_absolute_url(self) -> str:
        return reverse("information:assignment_detail", args=[self.pk])
