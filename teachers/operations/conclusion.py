"""From the publicity period on: objections, the recognition itself, reviews, revocation, appeals.

Locks: the recognition, then its objection or appeal, and last the counter of certificates.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from teachers.models import (
    Answered,
    Objection,
    PanelVote,
    Recognition,
    RecognitionAppeal,
    RecognitionReview,
    RecognitionState,
    ReviewOutcome,
)
from teachers.operations.answers import answer_once, not_one_s_own
from teachers.operations.recognition import (
    UnableToRecognise,
    add_term,
    applicants,
    not_for_oneself,
)
from teachers.operations.recognition_certificates import order_certificate
from teachers.recognition_notices import (
    APPEAL_ANSWERED,
    APPEALED,
    DECIDED,
    OBJECTED,
    REVIEWED,
    tell_holders,
    tell_objector,
    tell_teacher,
)
from teachers.standards import conclusion_refused, recheck, term_refused
from teachers.transitions.recognition import PUBLISH, RECOGNITION_MOVES

# --- Objections -------------------------------------------------------------------------------


@transaction.atomic
def object_to(*, actor: Actor, pk: int, reason: str, from_outside: str = "", now: datetime) -> Objection:
    """Object in the publicity period. Everybody of the centre may; what outsiders write, the office enters.

    Raises:
        NotVisible: it is not public today.
        PermissionDenied: somebody enters an outsider's objection without the power to.
        UnableToRecognise: no reason is given, or it is one's own.
    """
    today = timezone.localdate(now)
    public = Recognition.objects.in_publicity(today).select_related("teacher")
    recognition = public.select_for_update(of=("self",)).filter(pk=pk).first()
    if recognition is None:
        raise NotVisible(f"teachers.Recognition {pk}")
    if from_outside.strip() and not recognition.permits(actor, PUBLISH):
        raise PermissionDenied
    not_for_oneself(actor, recognition)
    if not reason.strip():
        raise UnableToRecognise(_("Please give a reason: the others will read it."))
    objection = Objection.objects.create(
        recognition=recognition,
        reason=reason.strip(),
        from_outside=from_outside.strip(),
        made_by_id=actor.pk,
        made_at=now,
    )
    # The objection is the subject: the teacher reads the history of the recognition.
    audit.record(actor=actor, subject=objection, verb="recognition.object", now=now)
    tell_holders(PUBLISH, OBJECTED, recognition, by=actor.pk, now=now)
    return objection


@transaction.atomic
def answer_objection(*, actor: Actor, pk: int, outcome: str, answer: str, now: datetime) -> Objection:
    """Uphold or dismiss an objection, with a reason. Nobody answers their own.

    Raises NotVisible, PermissionDenied, UnableToRecognise.
    """
    objection = Objection.objects.visible_to(actor).filter(pk=pk).first()
    if objection is None:
        raise NotVisible(f"teachers.Objection {pk}")
    _for_publisher(actor, objection.recognition_id)
    rows = Objection.objects.select_related("recognition__teacher").select_for_update(of=("self",))
    objection = rows.get(pk=pk)
    not_one_s_own(objection, actor=actor, from_outside=objection.from_outside, refused=UnableToRecognise)
    answer_once(objection, actor=actor, outcome=outcome, answer=answer, refused=UnableToRecognise, now=now)
    audit.record(
        actor=actor,
        subject=objection,
        verb="recognition.answer_objection",
        now=now,
        reason=objection.answer,
        details={"outcome": outcome},
        capability=PUBLISH,
    )
    tell_objector(objection, by=actor.pk, now=now)
    return objection


def _for_publisher(actor: Actor, pk: int) -> Recognition:
    rows: Any = Recognition.objects.select_related("teacher")
    recognition: Recognition = rows.for_write(actor, pk, PUBLISH)
    not_for_oneself(actor, recognition)
    return recognition


# --- Recognised, or not -------------------------------------------------------------------------


@transaction.atomic
def recognise(*, actor: Actor, pk: int, recognised_on: date, review_due: date, now: datetime) -> Recognition:
    """Conclude it: valid from a day until the review, five years at most. The certificate is ordered.

    Raises:
        NotVisible, PermissionDenied.
        TransitionRefused: the publicity period runs, an objection is open or upheld, a rule is in the way.
        UnableToRecognise: the days are not what the standard asks for.
    """
    recognition = _for_publisher(actor, pk)
    today = timezone.localdate(now)
    if recognised_on > today:
        raise UnableToRecognise(_("It cannot be concluded for a day to come."))
    if recognition.publicised_until is not None and recognised_on <= recognition.publicised_until:
        raise UnableToRecognise(_("It counts from a day after the publicity period."))
    recheck([recognition], now=now)
    recognition.recognised_on, recognition.review_due = recognised_on, review_due
    if refusal := conclusion_refused(recognition, on=recognised_on):
        raise UnableToRecognise(refusal)
    moved = _moved(actor, pk, "recognise", now, recognised_on=recognised_on, review_due=review_due, answer="")
    term = add_term(moved, starts_on=recognised_on, ends_on=review_due)
    order_certificate(actor=actor, term=term, now=now)
    tell_teacher(DECIDED, moved, now=now)
    return moved


@transaction.atomic
def refuse(*, actor: Actor, pk: int, reason: str, now: datetime) -> Recognition:
    """Refuse after the publicity period, as where an objection was upheld.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToRecognise.
    """
    _for_publisher(actor, pk)
    moved = _moved(actor, pk, "refuse", now, reason=reason, answer=reason.strip())
    tell_teacher(DECIDED, moved, now=now, reason=reason.strip())
    return moved


def _moved(
    actor: Actor, pk: int, name: str, now: datetime, *, reason: str = "", **changes: Any
) -> Recognition:
    moved: Recognition = RECOGNITION_MOVES.move(
        actor=actor,
        pk=pk,
        name=name,
        now=now,
        reason=reason,
        changes={**changes, "waiting_since": timezone.localdate(now)},
    )
    return moved


# --- Reviewed ---------------------------------------------------------------------------------


@transaction.atomic
def review(
    *,
    actor: Actor,
    pk: int,
    outcome: str,
    reason: str,
    reviewed_on: date,
    valid_until: date | None,
    now: datetime,
) -> RecognitionReview:
    """Keep a recognition for another term, or revoke it. One that has lapsed is valid again from that day.

    Args:
        valid_until: the last day of the next term; only where it is kept.

    Raises NotVisible, PermissionDenied, UnableToRecognise, ValidationError.
    """
    recognition = _for_publisher(actor, pk)
    if recognition.state != RecognitionState.RECOGNISED or recognition.ended_on is not None:
        raise UnableToRecognise(_("Only what is recognised can be reviewed."))
    if recognition.recognised_on is None or not recognition.recognised_on < reviewed_on <= timezone.localdate(
        now
    ):
        raise UnableToRecognise(_("The review lies between the recognition and today."))
    if recognition.reviews.filter(reviewed_on__gt=reviewed_on).exists():
        raise UnableToRecognise(_("It was reviewed later than that already."))
    if not reason.strip():
        raise UnableToRecognise(_("Please give a reason: the others will read it."))
    done = RecognitionReview(
        recognition=recognition,
        outcome=outcome,
        reviewed_on=reviewed_on,
        reason=reason.strip(),
        reviewed_by_id=actor.pk,
    )
    done.full_clean()
    done.save(force_insert=True)
    if outcome == ReviewOutcome.KEPT:
        _keep(actor, recognition, done, valid_until, now)
    else:
        recognition.ended_on, recognition.end_reason = reviewed_on, done.reason
        recognition.save(update_fields=["ended_on", "end_reason", "updated_at"])
    audit.record(
        actor=actor,
        subject=recognition,
        verb=f"recognition.review_{outcome}",
        now=now,
        reason=done.reason,
        capability=PUBLISH,
    )
    tell_teacher(REVIEWED, recognition, now=now, reason=done.reason)
    return done


def _keep(
    actor: Actor, recognition: Recognition, done: RecognitionReview, valid_until: date | None, now: datetime
) -> None:
    due = recognition.review_due
    if valid_until is None or due is None or valid_until <= due:
        raise UnableToRecognise(_("Say until when it is kept: later than it is valid now."))
    if recognition.is_outside:
        raise UnableToRecognise(
            _("An outside body recognised it: apply anew, and record what that body decides.")
        )
    if refusal := term_refused(first=done.reviewed_on, last=valid_until):
        raise UnableToRecognise(refusal)
    term = add_term(recognition, starts_on=done.reviewed_on, ends_on=valid_until, review=done)
    recognition.review_due = valid_until
    recognition.save(update_fields=["review_due", "updated_at"])
    order_certificate(actor=actor, term=term, now=now)


# --- Appealed ---------------------------------------------------------------------------------


def appealable(recognition: Recognition) -> tuple[bool, RecognitionReview | None]:
    """Whether there is something to appeal against, and the revocation if it is one. Two queries at most."""
    if recognition.is_outside:
        return False, None
    if recognition.state == RecognitionState.REFUSED:
        return not recognition.appeals.filter(review=None).exists(), None
    if recognition.ended_on is None:
        return False, None
    rows = recognition.reviews.filter(outcome=ReviewOutcome.REVOKED, appeal=None)
    revocation = rows.filter(reviewed_on=recognition.ended_on).order_by("-pk").first()
    return revocation is not None, revocation


@transaction.atomic
def appeal(*, actor: Actor, pk: int, reason: str, now: datetime) -> RecognitionAppeal:
    """The teacher asks to have a refusal, or a revocation, looked at again: once each.

    Raises NotVisible, PermissionDenied, UnableToRecognise.
    """
    recognition = applicants(actor, pk)
    if recognition.state != RecognitionState.REFUSED and recognition.ended_on is None:
        raise UnableToRecognise(_("Only a refusal or a revocation can be appealed against."))
    if recognition.is_outside:
        raise UnableToRecognise(_("Appeal to the outside body, which decided."))
    is_open, revocation = appealable(recognition)
    if not is_open:
        raise UnableToRecognise(_("You have appealed already. One appeal is open to you."))
    if not reason.strip():
        raise UnableToRecognise(_("Please give a reason: the others will read it."))
    made = RecognitionAppeal.objects.create(
        recognition=recognition, review=revocation, reason=reason.strip(), made_by_id=actor.pk, made_at=now
    )
    audit.record(actor=actor, subject=recognition, verb="recognition.appeal", now=now, reason=made.reason)
    tell_holders(PUBLISH, APPEALED, recognition, by=actor.pk, now=now)
    return made


@transaction.atomic
def answer_appeal(*, actor: Actor, pk: int, outcome: str, answer: str, now: datetime) -> RecognitionAppeal:
    """Dismiss an appeal, or uphold it: what was refused goes before another panel, and what was revoked is
    valid again from the day of the revocation on, without a gap, as long as its term lasts.

    Neither whoever voted on it in a panel nor whoever revoked it decides about the appeal.

    Raises NotVisible, PermissionDenied, UnableToRecognise.
    """
    key = RecognitionAppeal.objects.visible_to(actor).filter(pk=pk).values_list("recognition", flat=True)
    found = key.first()
    if found is None:
        raise NotVisible(f"teachers.RecognitionAppeal {pk}")
    recognition = _for_publisher(actor, found)
    made = RecognitionAppeal.objects.select_for_update(of=("self",)).select_related("review").get(pk=pk)
    _require_another_decider(actor, made)
    is_reopened = outcome == Answered.UPHELD and not made.is_against_revocation
    if is_reopened and (other := _applied_anew(recognition)):
        words = _("The teacher has applied anew: %(application)s. Have that withdrawn or decided first.")
        raise UnableToRecognise(words % {"application": f"{other} · {other.get_state_display()}"})
    answer_once(made, actor=actor, outcome=outcome, answer=answer, refused=UnableToRecognise, now=now)
    audit.record(
        actor=actor,
        subject=recognition,
        verb="recognition.answer_appeal",
        now=now,
        reason=made.answer,
        details={"outcome": outcome},
        capability=PUBLISH,
    )
    if is_reopened:
        recognition = _moved(
            actor, recognition.pk, "reopen", now, answer="", publicised_from=None, publicised_until=None
        )
        recheck([recognition], now=now)
    elif outcome == Answered.UPHELD:
        # Its terms stand as they were: with the revocation gone it is valid on all their days.
        recognition.ended_on, recognition.end_reason = None, ""
        recognition.save(update_fields=["ended_on", "end_reason", "updated_at"])
    tell_teacher(
        APPEAL_ANSWERED,
        recognition,
        now=now,
        reason=made.answer,
        is_against_revocation=made.is_against_revocation,
    )
    return made


def _require_another_decider(actor: Actor, made: RecognitionAppeal) -> None:
    """Raises UnableToRecognise."""
    if made.review is not None:
        if made.review.reviewed_by_id == actor.pk:
            raise UnableToRecognise(_("You revoked it: somebody else decides about the appeal."))
        return
    if PanelVote.objects.filter(case__recognition=made.recognition_id, member__user=actor.pk).exists():
        raise UnableToRecognise(_("You voted on it in the panel: somebody else decides about the appeal."))


def _applied_anew(recognition: Recognition) -> Recognition | None:
    """Another application of the teacher for the stage that is open: two are never."""
    rows = Recognition.objects.open().filter(teacher=recognition.teacher_id, stage=recognition.stage)
    return rows.select_related("teacher").exclude(pk=recognition.pk).first()
