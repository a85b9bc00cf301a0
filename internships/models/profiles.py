"""What a student shows of themselves, all year: to the school, and to enterprises as far as they allow."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Attachment
from internships.models.students import Student


class Part(models.TextChoices):
    """What a student may allow enterprises to see; nothing unless they say so."""

    FOUND = "found", _("Be found: name, class, major, skills and what you say about yourself")
    CERTIFICATE = "certificate", _("Your certificates")
    WORK = "work", _("Your works")
    AWARD = "award", _("Your awards")
    CONTACT = "contact", _("How to reach you: phone and e-mail")


class Skill(models.Model):
    """One thing somebody can do, as a tag. Students add what is missing."""

    name = models.CharField(_("name"), max_length=40)
    key = models.CharField(
        _("key"), max_length=40, unique=True, editable=False, help_text=_("The name, folded.")
    )

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class StudentProfile(models.Model):
    """A student in their own words."""

    student = models.OneToOneField(Student, models.CASCADE, related_name="profile", verbose_name=_("student"))
    about = models.TextField(_("about me"), max_length=2000, blank=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="profiles", verbose_name=_("skills"))
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("profile of a student")
        verbose_name_plural = _("profiles of students")
        ordering = ["student"]

    def __str__(self) -> str:
        return str(self.student)


class ProfileEntry(models.Model):
    """A certificate, a work or an award."""

    class Kind(models.TextChoices):
        CERTIFICATE = Part.CERTIFICATE.value, _("Certificate")
        WORK = Part.WORK.value, _("Work")
        AWARD = Part.AWARD.value, _("Award")

    student = models.ForeignKey(
        Student, models.CASCADE, related_name="profile_entries", verbose_name=_("student")
    )
    kind = models.CharField(pgettext_lazy("of an entry", "kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    by = models.CharField(_("given by"), max_length=120, blank=True)
    happened_on = models.DateField(_("when"), null=True, blank=True)
    text = models.TextField(_("description"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("entry of a profile")
        verbose_name_plural = _("entries of profiles")
        ordering = ["kind", "-happened_on", "pk"]

    def __str__(self) -> str:
        return self.title


class ProfileFile(Attachment):
    """What shows that an entry is true: a scan or a picture."""

    parent = models.ForeignKey(
        ProfileEntry, models.CASCADE, related_name="files", verbose_name=_("entry of a profile")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("file of a profile")
        verbose_name_plural = _("files of profiles")


class ProfileConsent(models.Model):
    """A student allows enterprises to see a part; the rows are the record of when, and of what."""

    student = models.ForeignKey(
        Student, models.CASCADE, related_name="profile_consents", verbose_name=_("student")
    )
    part = models.CharField(_("part"), max_length=20, choices=Part)
    shown = models.CharField(
        _("what is shown"),
        max_length=300,
        blank=True,
        help_text=_("The ways to reach the student, as they were when the student agreed."),
    )
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("consent to show a profile")
        verbose_name_plural = _("consents to show profiles")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "part"],
                condition=Q(withdrawn_at=None),
                name="a_student_consents_once_to_a_part",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_is_withdrawn_after_it_was_given",
            ),
        ]
        indexes = [
            models.Index(fields=["part", "student"], name="consent_open", condition=Q(withdrawn_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.student}: {self.get_part_display()}"
