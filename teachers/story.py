"""What teachers' practice tells of an enterprise (``core.story``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.story import Happening, StorySource
from partnerships.models import Enterprise
from partnerships.portal.partner import Partner
from teachers.models import Practice, PracticeState
from teachers.portal.reading import own_practices


def _told(actor: Any, enterprise: Enterprise, until: date, limit: int) -> Iterator[Happening]:
    rows = Practice.objects.visible_to(actor).filter(enterprise=enterprise.pk)
    return _lines(rows, until, limit, lambda pk: reverse("teachers:practice_detail", args=[pk]))


def _told_to_partner(partner: Partner, until: date, limit: int) -> Iterator[Happening]:
    rows = own_practices(partner).prefetch_related(None)
    return _lines(rows, until, limit, lambda pk: reverse("portal:practice", args=[pk]))


def _lines(
    practices: QuerySet[Practice], until: date, limit: int, address: Callable[[int], str]
) -> Iterator[Happening]:
    """By form and days; the record's own page says who it is, and notes who read it."""
    done = practices.filter(state=PracticeState.ACCEPTED, ends_on__lte=until)
    for one in done.only("pk", "form", "starts_on", "ends_on").order_by("-ends_on", "-pk")[:limit]:
        yield Happening(
            on=one.ends_on,
            title=_("Practice of a teacher: %(form)s") % {"form": one.get_form_display()},
            text=_("since %(day)s") % {"day": formats.date_format(one.starts_on)},
            url=address(one.pk),
        )


PRACTICE = StorySource(
    name="practice",
    label=gettext_lazy("Practice of teachers"),
    icon="chalkboard",
    told=_told,
    told_to_partner=_told_to_partner,
    order=30,
)
