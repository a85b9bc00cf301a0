"""Dashboards as they stood: all they said, kept although records change."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from core.models import ScopedModel
from core.school_years import YearKind
from insights.querysets import BoardSnapshotQuerySet


class BoardSnapshot(ScopedModel):
    """A dashboard of one day. The database lets nobody alter it.

    ``contents`` holds everything that its page shows, for each language; the numbers of the day have their
    rows in the snapshots that were made with it.
    """

    board = models.CharField(_("dashboard"), max_length=30, editable=False)
    day = models.DateField(_("as of the day"))
    year_kind = models.CharField(_("kind of year"), max_length=10, choices=YearKind, editable=False)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("department"),
        help_text=_("Empty: the whole centre."),
    )
    occasion = models.CharField(
        _("what it is for"),
        max_length=200,
        help_text=_("Such as the annual quality report or an inspection."),
    )
    frozen_at = models.DateTimeField(_("frozen at"), editable=False)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("frozen by")
    )
    contents = models.JSONField(_("contents"), editable=False)

    objects = BoardSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen dashboard")
        verbose_name_plural = _("frozen dashboards")
        ordering = ["-frozen_at", "-pk"]
        indexes = [
            models.Index(fields=["frozen_at", "id"], name="board_snapshot_by_instant"),
            models.Index(fields=["day", "id"], name="board_snapshot_by_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(occasion=""), name="a_frozen_dashboard_says_what_it_is_for")
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_dashboards_are_never_altered", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.said['title']} · {self.day}"

    @property
    def said(self) -> dict[str, Any]:
        """What it said, in the reader's language."""
        return self.contents["zh" if (get_language() or "").startswith("zh") else "en"]

    def get_absolute_url(self) -> str:
        return reverse("insights:board_snapshot", args=[self.pk])
