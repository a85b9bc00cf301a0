from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AccessLog(models.Model):
    """Who looked at whose personal data, for which page. The application can add rows, never alter them.

    One row for a page or for ten thousand rows of an export. Old rows go by a function of the database
    that deletes nothing younger than half a year (:func:`core.personal.forget_old`).
    """

    class Act(models.TextChoices):
        OPENED = "opened", _("opened")
        EXPORTED = "exported", _("exported")

    class Data(models.TextChoices):
        """What kind of data, as a privacy notice would call it."""

        CONTACT = "contact", _("ways to reach somebody")
        ACCOUNT = "account", _("accounts and powers")
        FILE = "file", _("documents about a person")
        RECORD = "record", _("records of a person's education or work")
        SENSITIVE = "sensitive", _("sensitive data: health, minors, whereabouts, money")

    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who looked")
    )
    act = models.CharField(_("act"), max_length=10, choices=Act)
    data = models.CharField(_("data"), max_length=12, choices=Data)
    subject_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name=_("kind of record")
    )
    subject_ids = ArrayField(models.BigIntegerField(), verbose_name=_("records"))
    purpose = models.CharField(
        _("page"), max_length=120, help_text=_("The page or act that the data was read for.")
    )
    address = models.GenericIPAddressField(_("from the address"), null=True)

    class Meta:
        verbose_name = _("access to personal data")
        verbose_name_plural = _("accesses to personal data")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(subject_ids=[]), name="an_access_concerns_somebody"),
        ]
        indexes = [
            models.Index(fields=["-at"], name="access_by_instant"),
            models.Index(fields=["actor", "-at"], name="access_by_actor"),
            # Whoever asks who has seen somebody's data is answered without reading all of it.
            GinIndex(fields=["subject_ids"], name="access_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.purpose}"
