"""What joint projects tell of an enterprise: each on the day since which it is in its state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.story import Happening, StorySource
from projects.models import Project
from projects.walls import PROJECT_COLUMNS


def _told(rows: Any, until: date, limit: int, page: str) -> Iterator[Happening]:
    for one in rows.filter(waiting_since__lte=until).order_by("-waiting_since", "-pk")[:limit]:
        yield Happening(
            on=one.waiting_since,
            title=one.title,
            text=" · ".join(
                filter(
                    None, (str(one.chip.label), str(one.get_result_display()), str(one.get_kind_display()))
                )
            ),
            url=reverse(page, args=[one.pk]),
        )


def told(actor: Any, enterprise: Any, until: date, limit: int) -> Iterator[Happening]:
    """Those it leads. One query."""
    rows = Project.objects.visible_to(actor).filter(enterprise=enterprise.pk)
    return _told(rows.only(*PROJECT_COLUMNS), until, limit, "projects:project_detail")


def told_to_partner(partner: Any, until: date, limit: int) -> Iterator[Happening]:
    """Those it leads. One query, behind the walls."""
    rows = Project.objects.filter(enterprise=partner.enterprise.pk).only(*PROJECT_COLUMNS)
    return _told(rows, until, limit, "portal:project")


STORY = StorySource(
    name="projects",
    label=_("Joint projects"),
    icon="affiliate",
    told=told,
    told_to_partner=told_to_partner,
    order=60,
)
