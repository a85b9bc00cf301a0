"""What an enterprise says at the portal: its consent to a story, and stories it proposes itself.

Done outside the walls; the view has made sure who acts. Locks: the story, then the consent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import NotVisible
from core.versions import require_unchanged
from information.models import Story, StoryPartner, StoryState
from information.notices import stories as notices
from information.operations.stories import FIELDS, UnableToTell, fill, keep_photo, refresh, written
from information.transitions.stories import CONSENT_MOVES, STORY_MOVES
from partnerships.models import Enterprise
from partnerships.portal.partner import Partner

MOST_PROPOSALS = 10


def agree(*, partner: Partner, pk: int, digest: str, now: datetime) -> Story:
    """To exactly what was read: ``digest`` is of the words and photos on the page.

    Raises NotVisible, TransitionRefused, UnableToTell (it was changed meanwhile, or is not asked about).
    """
    return _answer(partner, pk, "agree", now, digest=digest)


def ask_changes(*, partner: Partner, pk: int, reason: str, now: datetime) -> Story:
    """Raises NotVisible, TransitionRefused, UnableToTell."""
    return _answer(partner, pk, "ask_changes", now, reason=reason)


def refuse(*, partner: Partner, pk: int, reason: str, now: datetime) -> Story:
    """Raises NotVisible, TransitionRefused, UnableToTell."""
    return _answer(partner, pk, "refuse", now, reason=reason)


@transaction.atomic
def _answer(
    partner: Partner, pk: int, name: str, now: datetime, *, reason: str = "", digest: str = ""
) -> Story:
    story, consent = _asked(partner, pk)
    if story.state != StoryState.ASKED:
        raise UnableToTell(_("You are not asked about it now."))
    changes: dict[str, Any] = {"reason": reason.strip()[:500]}
    if name == "agree":
        if digest != story.digest:
            raise UnableToTell(_("It was changed meanwhile: please read it again."))
        changes["digest"] = digest
    _move(partner, story, consent, name, changes, now=now, reason=reason)
    return story


@transaction.atomic
def take_back(*, partner: Partner, pk: int, reason: str = "", now: datetime) -> Story:
    """At any time; a published story is not shown from that moment on, and the centre is told.

    Raises NotVisible, TransitionRefused.
    """
    story, consent = _asked(partner, pk)
    changes = {"reason": reason.strip()[:500], "digest": ""}
    _move(partner, story, consent, "take_back", changes, now=now, reason=reason)
    if story.state == StoryState.PUBLISHED:
        story = STORY_MOVES.move(actor=partner, pk=pk, name="lose_consent", reason=reason, now=now)
    return story


def _asked(partner: Partner, pk: int) -> tuple[Story, StoryPartner]:
    """Both locked. Raises NotVisible."""
    story = Story.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    rows = StoryPartner.objects.select_for_update().filter(story=pk, enterprise=partner.enterprise.pk)
    consent = rows.first()
    if story is None or consent is None:
        raise NotVisible(f"information.Story {pk}")
    return story, consent


def _move(
    partner: Partner,
    story: Story,
    consent: StoryPartner,
    name: str,
    changes: Mapping[str, Any],
    *,
    now: datetime,
    reason: str,
) -> None:
    moved = CONSENT_MOVES.move(
        actor=partner,
        pk=consent.pk,
        name=name,
        reason=reason,
        now=now,
        changes={**changes, "answered_by_id": partner.pk, "answered_at": now},
    )
    enterprise = Enterprise.objects.get(pk=partner.enterprise.pk)
    audit.record(
        actor=partner,
        subject=story,
        verb=f"story_consent.{name}",
        now=now,
        reason=reason.strip(),
        details={"enterprise": enterprise.pk},
    )
    notices.tell_answer(story, enterprise, moved, now=now)


# --- Proposed by the enterprise --------------------------------------------------------------------


@transaction.atomic
def propose(*, partner: Partner, now: datetime, **fields: Any) -> Story:
    """A draft about the enterprise itself. Whoever keeps stories of its department is told.

    Raises UnableToTell (that many wait already), ValidationError.
    """
    enterprise = Enterprise.objects.select_related("department").get(pk=partner.enterprise.pk)
    if Story.objects.waiting_for_centre().filter(proposer=enterprise).count() >= MOST_PROPOSALS:
        raise UnableToTell(
            _("%(count)d stories that you proposed wait for the school already.") % {"count": MOST_PROPOSALS}
        )
    story = Story(
        department=enterprise.department,
        proposer=enterprise,
        created_by_id=partner.pk,
        created_at=now,
    )
    fill(story, _said(fields), on=timezone.localdate(now))
    story.save(force_insert=True)
    StoryPartner.objects.create(story=story, enterprise=enterprise)
    refresh(story)
    audit.record(actor=partner, subject=story, verb="story.propose", now=now)
    notices.tell_proposed(story, enterprise, now=now)
    return story


def _said(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name in FIELDS}


def _own_draft(partner: Partner, pk: int) -> Story:
    """Locked. Raises NotVisible, UnableToTell."""
    rows = Story.objects.select_for_update(of=("self",)).filter(proposer=partner.enterprise.pk)
    story = rows.filter(pk=pk).first()
    if story is None:
        raise NotVisible(f"information.Story {pk}")
    if story.state != StoryState.DRAFT or story.answer_by is not None:
        raise UnableToTell(_("The school works on it now: ask for changes once it asks you."))
    return story


@transaction.atomic
def change_own(
    *, partner: Partner, pk: int, expected: str | None = None, now: datetime, **fields: Any
) -> Story:
    """As long as the centre has not asked anybody.

    Args:
        expected: what was shown to whoever typed (``written``).

    Raises NotVisible, ChangedMeanwhile, UnableToTell, ValidationError.
    """
    story = _own_draft(partner, pk)
    require_unchanged(written(story), expected)
    fill(story, _said(fields), on=timezone.localdate(now))
    story.save()
    refresh(story)
    audit.record(actor=partner, subject=story, verb="story.change", now=now)
    return story


@transaction.atomic
def add_own_photo(*, partner: Partner, pk: int, upload: File[bytes], now: datetime, **said: str) -> Story:
    """Raises NotVisible, UnableToTell, UnacceptableFile."""
    story = _own_draft(partner, pk)
    keep_photo(partner, story, upload, said, now=now)
    return story
