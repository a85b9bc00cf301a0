"""Places and equipment for practice, of the centre or of an enterprise."""

from __future__ import annotations

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
from catalogue.models import Major
from core.fields import decider
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from partnerships.models import Contact, Enterprise
from resources.querysets import ResourceQuerySet

MOST_PEOPLE = 5000


class ResourceKind(models.TextChoices):
    BASE = "base", pgettext_lazy("resource", "Training base")
    WORKSHOP = "workshop", pgettext_lazy("resource", "Workshop or laboratory")
    EQUIPMENT = "equipment", pgettext_lazy("resource", "Equipment")
    VENUE = "venue", pgettext_lazy("resource", "Venue")


RESOURCE_ICONS = {
    ResourceKind.BASE: "building-factory-2",
    ResourceKind.WORKSHOP: "tool",
    ResourceKind.EQUIPMENT: "settings",
    ResourceKind.VENUE: "building-community",
}


class ResourceState(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("resource", "In service")
    OUT = "out", pgettext_lazy("resource", "Out of service")
    PROPOSED = "proposed", pgettext_lazy("resource", "Proposed")
    REFUSED = "refused", pgettext_lazy("resource", "Turned down")
    WITHDRAWN = "recalled", pgettext_lazy("resource", "Withdrawn")


RESOURCE_CHIPS = {
    ResourceState.ACTIVE: Chip(ResourceState.ACTIVE.label, Meaning.GOOD, "circle-check"),
    ResourceState.OUT: Chip(ResourceState.OUT.label, Meaning.INACTIVE, "player-pause"),
    ResourceState.PROPOSED: Chip(ResourceState.PROPOSED.label, Meaning.WAITING, "send"),
    ResourceState.REFUSED: Chip(ResourceState.REFUSED.label, Meaning.STOPPED, "circle-x"),
    ResourceState.WITHDRAWN: Chip(ResourceState.WITHDRAWN.label, Meaning.INACTIVE, "archive"),
}
# What the centre has taken in: it can be booked, and be looked after.
TAKEN_IN = frozenset({ResourceState.ACTIVE, ResourceState.OUT})


@pghistory.track(exclude=["search_text", "search_bigrams"])
class Resource(ScopedModel):
    """A training base, workshop, device or venue. Without an enterprise it is the department's own."""

    name = models.CharField(pgettext_lazy("resource", "name"), max_length=160)
    number = models.CharField(
        pgettext_lazy("resource", "number"),
        max_length=40,
        blank=True,
        help_text=_("As in the register of assets, where it has one."),
    )
    kind = models.CharField(pgettext_lazy("resource", "kind"), max_length=12, choices=ResourceKind)
    state = models.CharField(
        _("state"), max_length=8, choices=ResourceState, default=ResourceState.ACTIVE, editable=False
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
        db_index=False,
        verbose_name=_("enterprise"),
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="resources", db_index=False, verbose_name=_("department")
    )
    place = models.CharField(
        pgettext_lazy("resource", "place"), max_length=200, help_text=_("Building and room, or address.")
    )
    capacity = models.PositiveSmallIntegerField(
        pgettext_lazy("resource", "capacity"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
        help_text=_("How many people can work there at once."),
    )
    about = models.TextField(pgettext_lazy("resource", "description"), max_length=4000, blank=True)
    safety_rules = models.TextField(
        pgettext_lazy("resource", "safety rules"),
        max_length=4000,
        blank=True,
        help_text=_("Whoever books it reads them first."),
    )
    majors = models.ManyToManyField(Major, blank=True, related_name="resources", verbose_name=_("majors"))
    is_shared = models.BooleanField(
        pgettext_lazy("resource", "may be booked by enterprises"),
        default=False,
        help_text=_("Enterprises see it at the portal and ask for times. Means nothing for what is theirs."),
    )
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resources_kept",
        verbose_name=pgettext_lazy("resource", "responsible person"),
        help_text=_("Of the centre: is told of bookings and of checks that are due."),
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resources_kept",
        verbose_name=_("person of the enterprise"),
    )
    check_months = models.PositiveSmallIntegerField(
        _("months between safety checks"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    next_check_on = models.DateField(_("next safety check"), null=True, blank=True)
    out_reason = models.CharField(_("why out of service"), max_length=500, blank=True, editable=False)
    by_enterprise = models.BooleanField(
        pgettext_lazy("resource", "proposed by the enterprise"), default=False, editable=False
    )
    answer = models.CharField(
        pgettext_lazy("resource", "answer to the enterprise"),
        max_length=500,
        blank=True,
        editable=False,
        help_text=_("What the centre said when it accepted it, or why it did not."),
    )
    created_by = decider(_("entered by"))
    created_at = models.DateTimeField(_("entered at"), editable=False)
    search_text = search_text_field("name", "number", "place", "about")
    search_bigrams = search_bigrams_field("name", "number", "place", "about")

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__range=(1, MOST_PEOPLE)), name="a_resource_has_a_possible_capacity"
            ),
            models.CheckConstraint(
                condition=Q(contact=None) | Q(enterprise__isnull=False),
                name="only_enterprises_have_contacts_at_resources",
                violation_error_message=_("Only what belongs to an enterprise has a person there."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ResourceState.OUT) | ~Q(out_reason=""),
                name="a_resource_out_of_service_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=ResourceState.REFUSED) | ~Q(answer=""),
                name="a_resource_not_taken_in_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "refused", "recalled"])
                | Q(by_enterprise=True, enterprise__isnull=False),
                name="only_enterprises_propose_resources",
            ),
            models.UniqueConstraint(
                fields=["department", "number"],
                condition=~Q(number=""),
                name="a_number_stands_for_one_resource",
                violation_error_message=_("This number is another resource of the department."),
            ),
        ]
        indexes = [
            search_index("resource_by_bigram"),
            models.Index(fields=["name", "id"], name="resource_by_name"),
            models.Index(fields=["capacity", "id"], name="resource_by_capacity"),
            models.Index(fields=["next_check_on", "id"], name="resource_by_check"),
            models.Index(fields=["enterprise", "name"], name="resource_by_enterprise"),
            models.Index(fields=["department", "name"], name="resource_by_department"),
            models.Index(fields=["kind", "name", "id"], name="resource_by_kind"),
            models.Index(
                fields=["created_at", "id"],
                condition=Q(state=ResourceState.PROPOSED),
                name="resource_by_proposal",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chip(self) -> Chip:
        return RESOURCE_CHIPS[ResourceState(self.state)]

    @property
    def icon(self) -> str:
        return RESOURCE_ICONS[ResourceKind(self.kind)]

    @property
    def owner(self) -> Any:
        """The enterprise, or the department of the centre. Costs queries where they are not fetched along."""
        return self.enterprise or self.department

    @property
    def is_of_centre(self) -> bool:
        return self.enterprise_id is None

    @property
    def is_active(self) -> bool:
        return self.state == ResourceState.ACTIVE

    @property
    def is_taken_in(self) -> bool:
        return self.state in TAKEN_IN

    def get_absolute_url(self) -> str:
        return reverse("resources:resource_detail", args=[self.pk])


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class OpeningHours(models.Model):
    """When a resource can be used on one day of the week. One that has none can be used at any time."""

    department_id = None  # shown to whoever sees its resource

    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="hours", db_index=False, verbose_name=_("resource")
    )
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday)
    opens = models.TimeField(pgettext_lazy("opening hours", "opens"))
    closes = models.TimeField(pgettext_lazy("opening hours", "closes"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "weekday"], name="a_resource_opens_once_a_day"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="a_resource_closes_after_it_opens",
                violation_error_message=_("It closes after it opens."),
            ),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="a_week_has_seven_days"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class ResourcePhoto(Attachment):
    department_id = None  # shown to whoever sees its resource

    parent = models.ForeignKey(Resource, models.CASCADE, related_name="photos", verbose_name=_("resource"))

    class Meta(Attachment.Meta):
        verbose_name = _("photo of a resource")
        verbose_name_plural = _("photos of resources")
