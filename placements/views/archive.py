"""The archive of an internship: what is there of it, what the rules say, and what keeps it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.checklist import lines_of
from compliance.choices import Stage
from compliance.subjects import DECIDE
from core.forms import RecordForm
from core.http import PersonRequest
from core.registry import Tab
from core.views import act
from internships.models import Plan
from partnerships.views.record_pages import RecordAct
from placements.archive_gates import obstacles_of
from placements.archive_parts import archive_parts, held_parts
from placements.models import ArchiveRelease, Placement
from placements.models.placements import OVER_STATES
from placements.operations import archive_release
from placements.operations.archives import TAKE, check_archives
from placements.operations.readiness import latest_check
from placements.views.evaluation import crumbs

EDIT = "placement.edit"


def archive(request: HttpRequest, placement: Any) -> dict[str, Any]:
    """About twenty queries: each part says whether there is something of it."""
    user: Any = request.user
    there = held_parts([placement])[placement.pk]
    over = placement.state in OVER_STATES
    check = latest_check(placement, Stage.ARCHIVE)
    obstacles = obstacles_of([placement.pk]).get(placement.pk, [])
    may_decide = placement.permits(user, DECIDE)
    return {
        "placement": placement,
        "is_over": over,
        "parts": [(part, part.name in there) for part in archive_parts()],
        "check": check,
        "groups": lines_of(check) if check else [],
        "may_decide": may_decide,
        "may_take": over and placement.permits(user, TAKE),
        "obstacles": obstacles,
        "releases": ArchiveRelease.objects.filter(placement=placement).select_related("released_by"),
        "release_url": reverse("placements:archive_release", args=[placement.pk])
        if over and obstacles and may_decide
        else "",
        "check_url": reverse("placements:archive_check", args=[placement.pk])
        if over and placement.permits(user, EDIT)
        else "",
    }


ARCHIVE = Tab(
    name="archive",
    label=gettext_lazy("Archive"),
    template="placements/archive_tab.html",
    context=archive,
    order=82,
)


def address_of_archive(placement: Placement) -> str:
    return f"{placement.get_absolute_url()}?tab={ARCHIVE.name}"


@act
def check(request: PersonRequest, pk: int) -> str:
    placement: Placement = Placement.objects.for_write(request.user, pk, EDIT)
    check_archives([pk], now=timezone.now())
    messages.success(request, _("Checked against the rules."))
    return address_of_archive(placement)


# --- Archiving all the same -------------------------------------------------------------------


class ReleaseForm(RecordForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands in the archive, with your name and what was found."),
    )


class Release(RecordAct):
    form_class = ReleaseForm
    capability = DECIDE
    title = gettext_lazy("Archive it all the same")
    submit_label = gettext_lazy("Archive all the same")
    question = gettext_lazy("Archive this internship although rules stand in the way?")
    consequences = (
        gettext_lazy("The findings stay as they are, and lie in the archive with the reason."),
        gettext_lazy("Whatever is found later keeps the archive back again."),
    )
    success_message = gettext_lazy("The archive can be taken.")
    operation = staticmethod(archive_release.release_archive)

    def records(self) -> QuerySet:
        return Placement.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def cancel_url(self) -> str:
        return address_of_archive(self.record)

    def perform(self, form: forms.BaseForm) -> str:
        super().perform(form)
        return self.cancel_url()


class PlanRelease(RecordAct):
    form_class = ReleaseForm
    capability = DECIDE
    title = gettext_lazy("Archive them all the same")
    submit_label = gettext_lazy("Archive all the same")
    question = gettext_lazy("Archive every internship of this plan although rules stand in the way?")
    consequences = Release.consequences
    success_message = gettext_lazy("The archives can be packed.")
    operation = staticmethod(archive_release.release_archives_of_plan)

    def records(self) -> QuerySet:
        return Plan.objects.all()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def cancel_url(self) -> str:
        return f"{self.record.get_absolute_url()}?tab=ends"

    def perform(self, form: forms.BaseForm) -> str:
        super().perform(form)
        return self.cancel_url()
