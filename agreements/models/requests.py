"""What an enterprise asks for about an agreement, and what the centre answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models.agreement import Agreement
from agreements.models.amendments import Amendment
from agreements.querysets import RequestQuerySet
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel


class AgreementRequest(ScopedModel):
    """An enterprise asks for a change or a renewal of an agreement, or gives notice.

    It changes nothing by itself: the centre answers it, by amending, renewing or ending the agreement, or
    by saying why not.
    """

    class Kind(models.TextChoices):
        CHANGE = "change", pgettext_lazy("request about an agreement", "Change")
        RENEWAL = "renewal", _("Renewal")
        NOTICE = "notice", _("Notice")

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Agreed to")
        REFUSED = "refused", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="requests", verbose_name=_("agreement")
    )
    enterprise = models.ForeignKey(
        "partnerships.Enterprise", models.PROTECT, related_name="+", verbose_name=_("enterprise")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.TextField(_("text"))
    target = models.CharField(
        _("what is to change"),
        max_length=60,
        blank=True,
        help_text=_("A term or a clause, as an amendment names it; empty: the whole."),
    )
    new_ends_on = models.DateField(_("last day of the new term"), null=True, blank=True)
    last_day = models.DateField(_("last day wished for"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    amendment = models.ForeignKey(
        Amendment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("led to the amendment"),
    )
    successor = models.ForeignKey(
        Agreement,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("led to the agreement"),
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request of an enterprise")
        verbose_name_plural = _("requests of enterprises")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "enterprise", "kind"],
                condition=Q(state="open", kind__in=["renewal", "notice"]),
                name="a_renewal_or_notice_is_asked_for_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="notice", last_day__isnull=False) | (~Q(kind="notice") & Q(last_day=None)),
                name="a_notice_says_for_which_day",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="an_answered_request_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="a_declined_request_gives_its_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["agreement", "asked_at"], name="request_by_agreement"),
            models.Index(fields=["asked_at"], condition=Q(state="open"), name="request_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.agreement}"

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the agreement is not fetched along."""
        return self.agreement.department_id

    @property
    def chip(self) -> Chip:
        return CHIPS[self.State(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def ends_with_the_term(self) -> bool:
        """Whether the notice only keeps the agreement from going on after its last day."""
        return self.last_day is not None and self.last_day == self.agreement.last_day

    def get_absolute_url(self) -> str:
        return f"{self.agreement.get_absolute_url()}?tab=requests"


State = AgreementRequest.State
CHIPS = {
    State.OPEN: Chip(State.OPEN.label, Meaning.WAITING),
    State.ACCEPTED: Chip(State.ACCEPTED.label, Meaning.GOOD),
    State.REFUSED: Chip(State.REFUSED.label, Meaning.STOPPED),
    State.WITHDRAWN: Chip(State.WITHDRAWN.label, Meaning.INACTIVE, "arrow-back-up"),
}


class AgreementRequestFile(Attachment):
    """What an enterprise sends along with what it asks for."""

    parent = models.ForeignKey(
        AgreementRequest, models.CASCADE, related_name="files", verbose_name=_("request")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("file of a request")
        verbose_name_plural = _("files of requests")
