"""The task of consenting or objecting by link: what it shows, and what its walls let it see."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.walls import PERSON_COLUMNS
from core.roles import LINK_ROLE
from core.walls import Wall, outside
from placements.conditions import conditions_agreed
from placements.models import Consent, ConsentState, Placement
from signing.links import LinkTask, Shown, links_about
from signing.models import TaskLink

NAME = "consent"

WALLS = (
    Wall(
        role=LINK_ROLE,
        table="placements_consent",
        sees=f"id IN (SELECT subject_id FROM signing_tasklink WHERE task = '{NAME}')",  # noqa: S608 — our own constant
    ),
    Wall(
        role=LINK_ROLE,
        table="accounts_user",
        sees="id IN (SELECT asked_by_id FROM placements_consent)",
        columns=PERSON_COLUMNS,
    ),
)


def links_to(consent: Consent) -> QuerySet[TaskLink]:
    return links_about(NAME, [consent.pk])


def consent_of(link: TaskLink) -> Consent | None:
    return consents_with_askers().filter(pk=link.subject_id).first()


def consents_with_askers() -> QuerySet[Consent]:
    """With who asked, as far as the walls let a person through."""
    asker = Prefetch("asked_by", User.objects.only(*PERSON_COLUMNS))
    return Consent.objects.prefetch_related(asker)


def outcome(consent: Consent) -> str:
    """What became of it, to whoever was asked."""
    return {
        ConsentState.ASKED: "",
        ConsentState.GIVEN: _("You have given your consent."),
        ConsentState.OBJECTED: _("You have objected. The school gets in touch with you."),
        ConsentState.TAKEN_BACK: _("The school does not ask this any more."),
    }[ConsentState(consent.state)]


def placement_shown(consent: Consent) -> Placement:
    """The placement that one is asked about, read outside the walls of the link: this one and no other."""
    with outside():
        return (
            Placement.objects.select_related(
                "student",
                "enterprise",
                "post__plan",
                "post__occupation",
                "post__region__parent__parent",
                "mentor",
                "instructor",
            )
            .prefetch_related("post__majors")
            .get(pk=consent.placement_id)
        )


def conditions_shown(placement: Placement) -> list:
    """What the placement means for the student, in lines. Asks nothing more of the database."""
    return conditions_agreed(placement)


def _shown(consent: Consent) -> Shown:
    placement = placement_shown(consent)
    asker: Any = consent.asked_by  # a consent with a link was asked for by somebody
    return Shown(
        title=_("Consent to an internship"),
        asked_by=asker,
        facts=[
            (_("Student"), str(placement.student)),
            (_("Enterprise"), str(placement.enterprise)),
        ],
        due_on=consent.due_on,
        outcome=outcome(consent),
    )


TASK = LinkTask(
    name=NAME,
    label=gettext_lazy("Give consent to an internship, or object"),
    subject=consent_of,
    shown=_shown,
    page=lambda link, _consent: reverse("consent:answer", args=[link.token]),
    ask=lambda consent: consent.asked_by,
)
