from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.powers import Powers, powers_of
from accounts.querysets import DelegationQuerySet, PeriodQuerySet
from catalogue.models import Region
from compliance.choices import NATIONAL_INTERNSHIPS
from compliance.models import Pack
from core.access import Scope, is_capability


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None, password: str | None = None, **fields) -> User:
        """``email`` may be missing where a ``login_name`` is given."""
        user = self.model(email=self.normalize_email(email).lower() or None, **fields)
        user.set_password(password)
        user.save(using=self._db, force_insert=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)

    def known_by(self, email: str) -> User | None:
        """Whoever signs in with an address, whatever its case."""
        return self.filter(email__iexact=email).first()

    def staff(self) -> models.QuerySet[User]:
        """Who works at the centre and may sign in: neither people of partners nor students nor inspectors."""
        return self.filter(is_active=True, is_partner=False, is_student=False, is_inspector=False)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, by e-mail or, as a student, by number. What the people of the centre may do
    comes from their appointments.
    """

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    login_name = models.CharField(
        _("student number"),
        max_length=30,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text=_("With which students sign in; many have no e-mail address."),
    )
    name = models.CharField(_("name"), max_length=100)
    name_latin = models.CharField(
        _("name in Latin letters"),
        max_length=100,
        blank=True,
        help_text=_("Shown on English pages and papers."),
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=[("en", _("English")), ("zh-hans", _("Simplified Chinese"))],
        default="en",
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("administers the site"), default=False)
    is_partner = models.BooleanField(
        _("works for an enterprise"),
        default=False,
        editable=False,
        help_text=_("Joined by invitation, and sees the partner portal only."),
    )
    is_student = models.BooleanField(
        _("studies here"),
        default=False,
        editable=False,
        help_text=_("Joined with a code of the school, and sees their own pages only."),
    )
    is_inspector = models.BooleanField(
        _("inspects the centre"),
        default=False,
        editable=False,
        help_text=_(
            "Joined by invitation, and sees the pages of their inspections only, while these are open."
        ),
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        # Chinese names are looked for by their sound; their characters sort by code point.
        ordering = [Lower(Coalesce(NullIf("name_latin", Value("")), "name")), "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_is_unique_whatever_its_case"),
            models.UniqueConstraint(Lower("login_name"), name="student_number_is_unique_whatever_its_case"),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(login_name__isnull=False),
                name="user_has_something_to_sign_in_with",
                violation_error_message=_("Enter an e-mail address: it is what this person signs in with."),
            ),
            models.CheckConstraint(
                condition=Q(is_partner=False) | Q(is_student=False), name="nobody_is_partner_and_student"
            ),
            models.CheckConstraint(
                condition=Q(is_inspector=False)
                | Q(is_partner=False, is_student=False, is_staff=False, is_superuser=False),
                name="an_inspector_is_nobody_else",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name as the page's language writes it."""
        if self.name_latin and not (translation.get_language() or "").startswith("zh"):
            return self.name_latin
        return self.name or self.email or self.login_name or ""

    @property
    def is_from_outside(self) -> bool:
        """Whether they come to pages of their own instead of those of the staff."""
        return self.is_partner or self.is_student or self.is_inspector

    @property
    def frame(self) -> str:
        """The base of the pages that everybody has, in the language of the pages that are theirs."""
        if self.is_student:
            return "base_me.html"
        if self.is_inspector:
            return "base_inspection.html"
        return "base_portal.html" if self.is_partner else "base.html"

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @cached_property
    def powers(self) -> Powers:
        """What this person may do today: two queries, once per request."""
        return powers_of(self, on=timezone.localdate())

    def scope_for(self, capability: str) -> Scope:
        return self.powers.scope_for(capability)

    def on_behalf_of(self, capability: str, department_id: int | None) -> User | None:
        return self.powers.on_behalf_of(capability, department_id)

    def can(self, capability: str) -> bool:
        """Whether they hold it anywhere: enough to offer a page, never to show or change a row."""
        return bool(self.scope_for(capability))


class Department(models.Model):
    """A part of the centre. Departments form a tree under the centre itself."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    code = models.CharField(_("code"), max_length=20, unique=True)
    name_en = models.CharField(_("name in English"), max_length=150)
    name_zh = models.CharField(_("name in Chinese"), max_length=150)
    is_active = models.BooleanField(_("exists today"), default=True)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="department_is_not_part_of_itself",
                violation_error_message=_("A department cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_zh if (translation.get_language() or "").startswith("zh") else self.name_en

    def clean(self) -> None:
        if self.pk and self.parent_id in subtrees([self.pk])[self.pk]:
            raise ValidationError({"parent": _("A department cannot be part of one of its own parts.")})


def subtrees(roots: Iterable[int]) -> dict[int, frozenset[int]]:
    """Each department with everything below it. One query, whatever the depth and number."""
    roots = set(roots)
    if not roots:
        return {}
    children: dict[int | None, list[int]] = {}
    for pk, parent in Department.objects.values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)

    def below(root: int) -> frozenset[int]:
        found: set[int] = set()
        waiting = [root]
        while waiting:
            pk = waiting.pop()
            if pk not in found:
                found.add(pk)
                waiting.extend(children.get(pk, ()))
        return frozenset(found)

    return {root: below(root) for root in roots}


class Position(models.Model):
    """A post in the centre: its duties in words, its powers as capabilities."""

    class Reach(models.TextChoices):
        DEPARTMENT = "department", _("its department and everything below")
        CENTRE = "centre", _("the whole centre")

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="positions", verbose_name=_("department")
    )
    title_en = models.CharField(_("title in English"), max_length=120)
    title_zh = models.CharField(_("title in Chinese"), max_length=120)
    duties_en = models.TextField(_("duties in English"), blank=True)
    duties_zh = models.TextField(_("duties in Chinese"), blank=True)
    capabilities = ArrayField(
        models.CharField(max_length=60), verbose_name=_("powers"), default=list, blank=True
    )
    reach = models.CharField(_("reach of the powers"), max_length=20, choices=Reach, default=Reach.DEPARTMENT)
    superior = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="subordinates",
        verbose_name=_("superior"),
        help_text=_("Who is asked when a decision here is overdue."),
    )

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["department__code", "title_en"]

    def __str__(self) -> str:
        return f"{self.title}, {self.department}"

    @property
    def title(self) -> str:
        return self.title_zh if (translation.get_language() or "").startswith("zh") else self.title_en

    @property
    def duties(self) -> str:
        """In the page's language, or in the other where only that was written."""
        in_order = (self.duties_en, self.duties_zh)
        if (translation.get_language() or "").startswith("zh"):
            in_order = in_order[::-1]
        return in_order[0] or in_order[1]

    def clean(self) -> None:
        unknown = [code for code in self.capabilities if not is_capability(code)]
        if unknown:
            raise ValidationError(
                {"capabilities": _("Unknown powers: %(codes)s") % {"codes": ", ".join(unknown)}}
            )


class Appointment(models.Model):
    """A person in a position for a period."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name=_("person"))
    position = models.ForeignKey(
        Position, models.PROTECT, related_name="appointments", verbose_name=_("position")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(
        _("to"), null=True, blank=True, help_text=_("The last day. Empty: until further notice.")
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="appointment_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.position}"


class Delegation(models.Model):
    """One's own powers in a colleague's hands, for an absence. They cannot be handed on."""

    delegator = models.ForeignKey(
        User, models.PROTECT, related_name="delegations_given", verbose_name=_("from")
    )
    delegate = models.ForeignKey(
        User, models.PROTECT, related_name="delegations_received", verbose_name=_("to")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="delegation_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~models.Q(delegator=models.F("delegate")), name="delegation_goes_to_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegator} → {self.delegate}"


class CalendarFeed(models.Model):
    """A person's deadlines at an address that calendar programs can read without signing in.

    Only a digest of the secret in the address is kept: whoever reads the database cannot read calendars.
    """

    user = models.ForeignKey(
        User, models.CASCADE, related_name="calendar_feeds", verbose_name=_("whose deadlines")
    )
    digest = models.CharField(_("digest of the secret"), max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"))
    last_read_at = models.DateTimeField(_("last read"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(revoked_at=None),
                name="a_person_has_one_calendar_feed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.created_at:%Y-%m-%d}"


class Accent(models.TextChoices):
    """The colours that reach enough contrast in light and dark (static/css/site.css)."""

    BLUE = "blue", _("blue")
    AZURE = "azure", _("azure")
    CYAN = "cyan", _("cyan")
    INDIGO = "indigo", _("indigo")
    PURPLE = "purple", _("purple")
    PINK = "pink", _("pink")
    RED = "red", _("red")
    ORANGE = "orange", _("orange")
    YELLOW = "yellow", _("yellow")
    LIME = "lime", _("lime")
    GREEN = "green", _("green")
    TEAL = "teal", _("teal")


def of_internships() -> Q:
    """The national rules of internships, and the packs that tighten them."""
    return Q(code=NATIONAL_INTERNSHIPS) | Q(parent__code=NATIONAL_INTERNSHIPS)


class Centre(models.Model):
    """The centre itself, as it stands on its papers and pages. There is one row."""

    legal_name_zh = models.CharField(_("legal name in Chinese"), max_length=200, blank=True)
    legal_name_en = models.CharField(_("legal name in English"), max_length=200, blank=True)
    registration_code = models.CharField(_("registration code"), max_length=60, blank=True)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
        help_text=_("The city or county where it is. Internships elsewhere need more (INT-30, INT-31)."),
    )
    internship_rules = models.ForeignKey(
        Pack,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to=of_internships,
        verbose_name=_("rules of internships"),
        help_text=_(
            "A local pack holds the national rules and tightens them: Ningbo’s hours, Qingdao’s minimum wage "
            "(enter it under “Local minimum wages”). Left empty, those of its region hold, or else the "
            "national ones. After a change all internships that are not over are checked anew, and so are "
            "the weeks, months and archives in which something was found."
        ),
    )
    address_zh = models.CharField(_("address in Chinese"), max_length=300, blank=True)
    address_en = models.CharField(_("address in English"), max_length=300, blank=True)
    representative = models.CharField(_("legal representative"), max_length=100, blank=True)
    representative_title_zh = models.CharField(
        _("position of the representative, in Chinese"), max_length=100, blank=True
    )
    representative_title_en = models.CharField(
        _("position of the representative, in English"), max_length=100, blank=True
    )
    licence = models.FileField(_("licence"), upload_to="centre/", blank=True)
    logo = models.ImageField(_("logo"), upload_to="centre/", blank=True)
    accent = models.CharField(_("accent colour"), max_length=10, choices=Accent, default=Accent.BLUE)
    reference_prefix = models.CharField(
        _("prefix of reference numbers"),
        max_length=10,
        default="AG",
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]*$", _("Capital letters and digits."))],
        help_text=_("AG makes AG-2026-0001. A new prefix continues the year's numbers."),
    )
    mfa_required_for_signing = models.BooleanField(
        _("a second factor is needed to sign"),
        default=True,
        help_text=_("For everybody whose positions let them sign for the centre."),
    )
    has_public_page = models.BooleanField(
        _("public page"),
        default=False,
        help_text=_(
            "Anybody may read at /partners/ which partners agreed to be named, the stories that both sides "
            "agreed to show in public, open lectures, and posts of enterprises that agreed to that."
        ),
    )

    class Meta:
        verbose_name = _("centre")
        verbose_name_plural = _("centre")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_centre"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("The centre"))

    @property
    def name(self) -> str:
        if (translation.get_language() or "").startswith("zh"):
            return self.legal_name_zh or self.legal_name_en
        return self.legal_name_en or self.legal_name_zh

    @property
    def place(self) -> str:
        """As packs of rules name it, "CN-320500"; empty where no region is entered. May cost a query."""
        return f"{self.region.country}-{self.region.code}" if self.region else ""

    @property
    def logo_url(self) -> str | None:
        return reverse("accounts:logo") if self.logo else None

    @classmethod
    def current(cls) -> Centre:
        """The centre: one query. Without a name until an administrator has entered it."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
