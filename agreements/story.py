"""What agreements tell of an enterprise (``core.story``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agreements.choices import CONCLUDED_STATES, AmendmentState, State
from agreements.models import Agreement, Amendment
from agreements.portal.reading import own_rows
from core.story import Happening, StorySource
from partnerships.models import Enterprise
from partnerships.portal.partner import Partner

TITLES = ("title_en", "title_zh")


def _told(actor: Any, enterprise: Enterprise, until: date, limit: int) -> Iterator[Happening]:
    agreements = Agreement.objects.visible_to(actor).filter(parties__enterprise=enterprise.pk)
    return _lines(agreements, until, limit, lambda pk: reverse("agreements:agreement_detail", args=[pk]))


def _told_to_partner(partner: Partner, until: date, limit: int) -> Iterator[Happening]:
    return _lines(own_rows(partner), until, limit, lambda pk: reverse("portal:agreement", args=[pk]))


def _lines(
    agreements: QuerySet[Agreement], until: date, limit: int, address: Callable[[int], str]
) -> Iterator[Happening]:
    """Signatures, ends and amendments, in one statement. Where the day of signing is not known, an agreement
    stands at its first day."""
    concluded = agreements.filter(state__in=CONCLUDED_STATES)
    signed = concluded.filter(signed_on__lte=until).annotate(on=F("signed_on"), what=Value("signed"))
    begun = concluded.filter(signed_on=None, starts_on__lte=until).annotate(
        on=F("starts_on"), what=Value("begun")
    )
    broken_off = agreements.filter(state=State.TERMINATED, terminated_on__lte=until).annotate(
        on=F("terminated_on"), what=Value("terminated")
    )
    run_out = concluded.filter(~Q(state=State.TERMINATED), last_day__lt=until).annotate(
        on=F("last_day"), what=Value("ended")
    )
    amended = Amendment.objects.filter(
        agreement__in=agreements.order_by().values("pk"),
        state=AmendmentState.SIGNED,
        signed_on__lte=until,
    ).annotate(on=F("signed_on"), what=Value("amended"))
    parts: list[QuerySet[Any, Any]] = [
        rows.order_by().values_list("on", "what", "pk", *TITLES)
        for rows in (signed, begun, broken_off, run_out)
    ]
    titles = [f"agreement__{title}" for title in TITLES]
    parts.append(amended.order_by().values_list("on", "what", "agreement", *titles))
    words = {
        "signed": _("Agreement signed"),
        "begun": _("Agreement in force"),
        "terminated": _("Agreement terminated"),
        "ended": _("Agreement ended"),
        "amended": pgettext("of an agreement", "Amendment signed"),
    }
    rows = parts[0].union(*parts[1:], all=True).order_by("-on", "-pk")[:limit]
    for on, what, pk, title_en, title_zh in rows:
        title = Agreement(title_en=title_en, title_zh=title_zh).title
        yield Happening(on=on, title=title, text=words[what], url=address(pk))


AGREEMENTS = StorySource(
    name="agreements",
    label=gettext_lazy("Agreements"),
    icon="file-certificate",
    told=_told,
    told_to_partner=_told_to_partner,
    order=10,
)
