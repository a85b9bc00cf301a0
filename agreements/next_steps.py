"""What an agreement waits for, and for whom: the first line of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from agreements.chips import phase_of
from agreements.choices import AmendmentState, Phase, RenewalDecision, State
from agreements.models import Agreement, Amendment, Party
from core.bilingual import listed
from core.look import Meaning
from signing.models import ApprovalStep, Envelope
from signing.policies import power_for, with_whom


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """As ``components/detail_page.html`` shows it."""

    text: str
    whose: str = ""
    due: date | None = None
    url: str = ""
    label: str = ""
    meaning: Meaning = Meaning.WAITING


def next_step_of_agreement(
    agreement: Agreement, *, user: User, on: date, step: ApprovalStep | None, unsigned: list[Party]
) -> NextStep | None:
    address = agreement.get_absolute_url()
    whose = _whose(agreement.owner, user)
    match agreement.state:
        case State.DRAFT:
            return NextStep(
                text=_("Complete the draft and submit it for review"), whose=whose, meaning=Meaning.INACTIVE
            )
        case State.IN_REVIEW:
            return decision_step(step, user=user, on=on, url=f"{address}?tab=approval")
        case State.APPROVED:
            return NextStep(text=_("Print it and send it for signature"), whose=whose)
        case State.OUT_FOR_SIGNATURE:
            return electronic_step(agreement, user=user) or signature_step(
                unsigned, url=f"{address}?tab=parties"
            )
        case State.SUSPENDED:
            return NextStep(text=_("Resume or terminate it"), whose=whose, meaning=Meaning.STOPPED)
        case State.SIGNED:
            return _renewal_step(agreement, whose=whose, on=on)
        case State.TERMINATED:
            return _last_day_step(agreement, on=on)
    return None


def next_step_of_amendment(
    amendment: Amendment, *, user: User, on: date, step: ApprovalStep | None, unsigned: list[Party]
) -> NextStep | None:
    whose = _whose(amendment.proposed_by, user)
    match amendment.state:
        case AmendmentState.DRAFT:
            return NextStep(text=_("Submit the amendment for review"), whose=whose, meaning=Meaning.INACTIVE)
        case AmendmentState.IN_REVIEW:
            return decision_step(step, user=user, on=on, url=f"{amendment.get_absolute_url()}?tab=approval")
        case AmendmentState.APPROVED:
            return NextStep(text=_("Print it and send it for signature"), whose=whose)
        case AmendmentState.OUT_FOR_SIGNATURE:
            return electronic_step(amendment, user=user) or signature_step(
                unsigned, url=f"{amendment.get_absolute_url()}?tab=signatures"
            )
    return None


def decision_step(step: ApprovalStep | None, *, user: User, on: date, url: str) -> NextStep | None:
    """Who has to decide; costs three queries."""
    if step is None:
        return None
    late = step.due_on is not None and step.due_on < on
    meaning = Meaning.LATE if late else Meaning.WAITING
    if power_for(user, step) is not None:
        return NextStep(
            text=_("Decide: %(step)s") % {"step": step.name},
            whose=_("You"),
            due=step.due_on,
            url=url,
            label=_("Read and decide"),
            meaning=meaning,
        )
    (stuck,) = with_whom([step], on=on)
    return NextStep(
        text=_("Waits for a decision: %(step)s") % {"step": step.name},
        whose=listed(dict.fromkeys(str(holder.user) for holder in stuck.deciders))
        or _("nobody holds the power that is needed"),
        due=step.due_on,
        meaning=meaning if stuck.deciders else Meaning.LATE,
    )


def electronic_step(paper: Agreement | Amendment, *, user: User) -> NextStep | None:
    """Whose electronic signature it waits for; nothing where it is not out like that. Two queries."""
    envelope = Envelope.objects.about(paper).out().prefetch_related("signatories").first()
    if envelope is None:
        return None
    turn = [person for person in envelope.signatories.all() if person.status in ("invited", "opened")]
    mine = next((person for person in turn if person.user_id == user.pk and person.is_electronic), None)
    if mine is not None:
        return NextStep(
            text=_("Read it and sign it"),
            whose=_("You"),
            due=envelope.deadline_on,
            url=mine.get_absolute_url(),
            label=_("Read and sign"),
        )
    return NextStep(
        text=_("Waits to be signed electronically")
        if all(person.is_electronic for person in turn)
        else _("Waits to be signed, on paper by one of those who are asked"),
        whose=listed(f"{person} ({person.party})" for person in turn),
        due=envelope.deadline_on,
        url=f"{paper.get_absolute_url()}?tab=signing",
        label=_("See the signing"),
    )


def signature_step(unsigned: list[Party], *, url: str) -> NextStep:
    return NextStep(
        text=_("Record who signed, and when"),
        whose=listed(party.name for party in unsigned),
        url=url,
        label=_("Record a signature"),
    )


def _renewal_step(agreement: Agreement, *, whose: str, on: date) -> NextStep | None:
    if agreement.renewal_decision == RenewalDecision.RENEW:
        return NextStep(text=_("Its renewal is being prepared"), whose=whose, due=agreement.last_day)
    if agreement.renewal_decision == RenewalDecision.LAPSE:
        return NextStep(
            text=_("It ends with its term, as was decided"), due=agreement.last_day, meaning=Meaning.INACTIVE
        )
    phase = phase_of(agreement, on=on)
    if phase == Phase.EXPIRED:
        return NextStep(
            text=_("It has expired: renew it or let it lapse"),
            whose=whose,
            due=agreement.last_day,
            meaning=Meaning.LATE,
        )
    if phase == Phase.EXPIRING:
        return NextStep(
            text=_("Decide what follows: renew it or let it lapse"),
            whose=whose,
            due=agreement.notice_on,
            meaning=Meaning.SOON,
        )
    if phase == Phase.UPCOMING:
        return NextStep(text=_("It comes into force"), due=agreement.starts_on, meaning=Meaning.GOOD)
    return NextStep(
        text=_("Nothing to do until its end comes near"), due=agreement.notice_on, meaning=Meaning.GOOD
    )


def _last_day_step(agreement: Agreement, *, on: date) -> NextStep | None:
    if agreement.terminated_on is None or agreement.terminated_on < on:
        return None
    return NextStep(
        text=_("It binds the parties until its last day"),
        due=agreement.terminated_on,
        meaning=Meaning.STOPPED,
    )


def _whose(owner: Any, user: User) -> str:
    return _("You") if owner.pk == user.pk else str(owner)
