"""Stories of the partnership: written, asked about, published, withdrawn, and their photos.

Locks: the story, then the consents to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Department
from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from core.bilingual import listed
from core.errors import Refused
from core.filetypes import IMAGES
from core.photos import without_whereabouts
from core.versions import require_unchanged, version_of
from information.models import ConsentState, Story, StoryPartner, StoryPhoto, StoryState
from information.models.stories import WORDS, digest_of
from information.notices import stories as notices
from information.transitions.stories import CONSENT_MOVES, EDIT, STORY_MOVES
from partnerships.models import Enterprise

FIELDS = (*WORDS, "kind", "happened_on", "audience")
MOST_PHOTOS = 12
TIME_TO_ANSWER = timedelta(days=14)
CLEARED: dict[str, Any] = {"digest": "", "reason": "", "answered_by_id": None, "answered_at": None}
NOT_ASKED = ["department", "proposer", "subject_type", "created_by", "published_by"]


class UnableToTell(Refused):
    """Not so, or not now; the message says why."""


@transaction.atomic
def write(
    *,
    actor: Actor,
    department: Department,
    enterprises: Iterable[Enterprise] = (),
    subject: models.Model | None = None,
    now: datetime,
    **fields: Any,
) -> Story:
    """A draft, which no enterprise sees yet. Raises NotVisible, PermissionDenied, UnableToTell,
    ValidationError."""
    if not actor.scope_for(EDIT).covers(department.pk):
        raise PermissionDenied(_("You do not tell stories of this department."))
    story = Story(department=department, subject=subject, created_by_id=actor.pk, created_at=now)
    fill(story, fields, on=timezone.localdate(now))
    story.save(force_insert=True)
    _name_enterprises(actor, story, enterprises)
    refresh(story)
    audit.record(actor=actor, subject=story, verb="story.write", now=now, capability=EDIT)
    return story


@transaction.atomic
def change(
    *,
    actor: Actor,
    pk: int,
    enterprises: Iterable[Enterprise] | None = None,
    expected: str | None = None,
    now: datetime,
    **fields: Any,
) -> Story:
    """One that was asked about or published is a draft again: it is not shown, and consent is asked anew.

    Args:
        expected: what was shown to whoever typed (``written``).

    Raises NotVisible, PermissionDenied, ChangedMeanwhile, UnableToTell, ValidationError.
    """
    story: Story = Story.objects.for_write(actor, pk, EDIT)
    require_unchanged(written(story), expected)
    story = _opened(actor, pk, now)
    fill(story, fields, on=timezone.localdate(now))
    story.save()
    if enterprises is not None:
        _name_enterprises(actor, story, enterprises)
    refresh(story)
    audit.record(actor=actor, subject=story, verb="story.change", now=now, capability=EDIT)
    return story


def written(story: Story) -> str:
    """Which version of its words, and of the enterprises it is about, this is. A query."""
    return version_of(story, FIELDS, sorted(story.partners.values_list("enterprise", flat=True)))


def fill(story: Story, fields: dict[str, Any], *, on: date) -> None:
    """Raises UnableToTell, ValidationError."""
    for name in FIELDS:
        if name in fields:
            value = fields[name]
            setattr(story, name, value.strip() if name in WORDS else value)
    if story.happened_on is not None and story.happened_on > on:
        raise UnableToTell(_("A story tells what has happened: the day lies ahead."))
    story.full_clean(exclude=NOT_ASKED)


def refresh(story: Story) -> None:
    """What an enterprise would agree to now."""
    story.digest = digest_of(story)
    story.save(update_fields=["digest"])


def keep_consents(kept: Enterprise, merged: Enterprise) -> None:
    """Two enterprises have become one, or two again: only keys have changed, so who agreed still does."""
    about = StoryPartner.objects.filter(enterprise__in=[kept.pk, merged.pk]).order_by().values("story")
    for story in Story.objects.filter(pk__in=about).select_for_update(of=("self",)).order_by("pk"):
        before = story.digest
        refresh(story)
        story.partners.filter(state=ConsentState.AGREED, digest=before).update(digest=story.digest)


def _name_enterprises(actor: Actor, story: Story, enterprises: Iterable[Enterprise]) -> None:
    """Those that stay keep what they answered; whom the actor does not see is neither added nor dropped."""
    chosen = {one.pk for one in enterprises}
    before = set(story.partners.values_list("enterprise", flat=True))
    seen = set(
        Enterprise.objects.visible_to(actor).filter(pk__in=chosen | before).values_list("pk", flat=True)
    )
    if chosen - before - seen:
        raise NotVisible(Enterprise._meta.label)
    gone = (before & seen) - chosen
    story.partners.filter(enterprise__in=gone).delete()
    StoryPartner.objects.bulk_create(
        StoryPartner(story=story, enterprise_id=key) for key in sorted(chosen - before)
    )


@transaction.atomic
def ask(*, actor: Actor, pk: int, answer_by: date | None = None, now: datetime) -> Story:
    """Each enterprise is asked for its consent to the words and photos as they stand; who has agreed to
    exactly these is not asked again.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToTell.
    """
    today = timezone.localdate(now)
    until = answer_by or today + TIME_TO_ANSWER
    if until < today:
        raise UnableToTell(_("The day lies before today."))
    story: Story = STORY_MOVES.move(actor=actor, pk=pk, name="ask", now=now, changes={"answer_by": until})
    refresh(story)
    partners = list(_partners(story))
    silent = [
        str(one.enterprise)
        for one in partners
        if not one.enterprise.contacts.liaisons_with_account().exists()
    ]
    if silent:
        raise UnableToTell(
            _("Nobody at the portal could answer for %(names)s: invite a liaison first.")
            % {"names": listed(silent)}
        )
    for one in partners:
        holds = one.state == ConsentState.AGREED and one.digest == story.digest
        if one.state != ConsentState.WAITING and not holds:
            CONSENT_MOVES.move(actor=actor, pk=one.pk, name="ask_anew", now=now, changes=CLEARED)
        if not holds:
            notices.tell_asked(story, one.enterprise, now=now)
    return story


@transaction.atomic
def publish(*, actor: Actor, pk: int, stated_name: str, now: datetime) -> Story:
    """The centre's own consent. Whoever publishes states that everybody recognisable in the photos agreed,
    the guardian where somebody is under 18.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToTell.
    """
    if not stated_name.strip():
        raise UnableToTell(_("State with your name that whoever is recognisable in the photos agreed."))
    story: Story = STORY_MOVES.move(
        actor=actor,
        pk=pk,
        name="publish",
        now=now,
        changes={
            "published_by_id": actor.pk,
            "published_at": now,
            "stated_name": stated_name.strip()[:100],
        },
    )
    for one in _partners(story):
        notices.tell_published(story, one.enterprise, now=now)
    return story


@transaction.atomic
def withdraw(*, actor: Actor, pk: int, reason: str, now: datetime) -> Story:
    """It is not shown any more. Enterprises that knew of it read why.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    before = Story.objects.for_write(actor, pk, EDIT).state
    story: Story = STORY_MOVES.move(
        actor=actor,
        pk=pk,
        name="withdraw",
        reason=reason,
        now=now,
        changes={"reason": reason.strip()[:500]},
    )
    told = [one.enterprise for one in _partners(story)] if before != StoryState.DRAFT else []
    if story.proposer is not None and story.proposer not in told:
        told.append(story.proposer)
    for enterprise in told:
        notices.tell_withdrawn(story, enterprise, now=now)
    return story


def _partners(story: Story) -> Any:
    return (
        story.partners.filter(enterprise__merged_into=None).select_related("enterprise").select_for_update()
    )


def _opened(actor: Actor, pk: int, now: datetime) -> Story:
    """Locked, as a draft."""
    story: Story = Story.objects.for_write(actor, pk, EDIT)
    if story.state == StoryState.WITHDRAWN:
        raise UnableToTell(pgettext("story", "It was withdrawn: write a new one."))
    if story.state != StoryState.DRAFT:
        story = STORY_MOVES.move(actor=actor, pk=pk, name="reopen", now=now)
    return story


# --- Photos -------------------------------------------------------------------------------------


@transaction.atomic
def add_photo(*, actor: Actor, pk: int, upload: File[bytes], now: datetime, **said: str) -> Story:
    """Consent is asked anew. Raises NotVisible, PermissionDenied, UnableToTell, UnacceptableFile,
    ValidationError."""
    story = _opened(actor, pk, now)
    keep_photo(actor, story, upload, said, now=now)
    return story


def keep_photo(
    actor: Actor, story: Story, upload: File[bytes], said: dict[str, str], *, now: datetime
) -> StoryPhoto:
    """Drawn anew, last in the order. The caller has locked the story and authorised the actor."""
    if story.photos.count() >= MOST_PHOTOS:
        raise UnableToTell(_("It has %(count)d photos already.") % {"count": MOST_PHOTOS})
    if not any(said.get(name, "").strip() for name in ("alt_en", "alt_zh")):
        raise UnableToTell(_("Say what the photo shows, in at least one language."))
    last = story.photos.aggregate(last=Max("position"))["last"]
    kept = store_upload(
        actor=actor,
        model=StoryPhoto,
        parent=story,
        upload=without_whereabouts(upload),
        now=now,
        accepted=IMAGES,
        position=0 if last is None else last + 1,
        **{name: value.strip() for name, value in said.items()},
    )
    refresh(story)
    _note(actor, story, "add_photo", kept, now)
    return kept


@transaction.atomic
def describe_photo(*, actor: Actor, pk: int, photo_id: int, now: datetime, **said: str) -> Story:
    """Raises NotVisible, PermissionDenied, UnableToTell, ValidationError."""
    story = _opened(actor, pk, now)
    kept = _photo(story, photo_id)
    for name in ("alt_en", "alt_zh", "taken_by"):
        setattr(kept, name, said.get(name, "").strip())
    kept.full_clean(exclude=["parent", "file", "added_by"])
    kept.save(update_fields=["alt_en", "alt_zh", "taken_by"])
    refresh(story)
    _note(actor, story, "describe_photo", kept, now)
    return story


@transaction.atomic
def put_first(*, actor: Actor, pk: int, photo_id: int, now: datetime) -> Story:
    """The photo stands before the others. Raises NotVisible, PermissionDenied, UnableToTell."""
    story = _opened(actor, pk, now)
    chosen = _photo(story, photo_id)
    others = [one for one in story.photos.order_by("position", "pk") if one.pk != chosen.pk]
    for position, one in enumerate([chosen, *others]):
        one.position = position
    StoryPhoto.objects.bulk_update([chosen, *others], ["position"])
    refresh(story)
    _note(actor, story, "order_photos", chosen, now)
    return story


@transaction.atomic
def remove_photo(*, actor: Actor, pk: int, photo_id: int, now: datetime) -> Story:
    """Raises NotVisible, PermissionDenied, UnableToTell."""
    story = _opened(actor, pk, now)
    kept = _photo(story, photo_id)
    _note(actor, story, "remove_photo", kept, now)
    discard(kept)
    refresh(story)
    return story


def _photo(story: Story, photo_id: int) -> StoryPhoto:
    kept: StoryPhoto | None = story.photos.filter(pk=photo_id).first()
    if kept is None:
        raise NotVisible(f"information.StoryPhoto {photo_id}")
    return kept


def _note(actor: Actor, story: Story, act: str, kept: StoryPhoto, now: datetime) -> None:
    audit.record(
        actor=actor,
        subject=story,
        verb=f"story.{act}",
        now=now,
        details={"file": kept.name},
        capability=EDIT,
    )
