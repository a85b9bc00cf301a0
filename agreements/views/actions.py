"""What a page offers somebody to do with an agreement or an amendment: what the tables and powers allow."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.chips import phase_of
from agreements.choices import EDITABLE_STATES, Phase, RenewalDecision, State
from agreements.documents import has_consolidated_text, languages_of
from agreements.models import Agreement, Amendment
from agreements.operations import envelope_out
from agreements.policies import ADMINISTER, EDIT, END
from agreements.transitions import AGREEMENT_MOVES, AMENDMENT_MOVES
from core.transitions import Offer

type Action = dict[str, Any]

# Moves with a page of their own that asks; the others belong to an import or happen by themselves.
ICONS = {
    "submit": "send",
    "recall": "arrow-back-up",
    "send": "signature",
    "call_back": "arrow-back-up",
    "withdraw": "ban",
    "suspend": "player-pause",
    "resume": "player-play",
    "terminate": "circle-x",
}
# The usual way forward; what is missing for a submission is listed on the page that asks.
FORWARD = ("submit", "send", "resume")


def actions_on_agreement(
    agreement: Agreement, *, user: User, now: datetime
) -> tuple[Action | None, list[Action]]:
    """The primary action, and the menu."""
    offers = {
        o.name: o for o in AGREEMENT_MOVES.offers(actor=user, record=agreement, now=now) if o.name in ICONS
    }
    moves = [_move("agreement", agreement.pk, offer) for offer in offers.values()]
    decisions = _renewal(agreement, user, timezone.localdate(now))
    sending = _electronic(agreement, user)
    primary = (
        next((a for a in moves if a["name"] in FORWARD), None)
        or next(iter(sending), None)
        or next((a for a in decisions if a["name"] == "renew" and a["is_due"]), None)
    )
    menu = [
        *_editing(agreement, user),
        *(action for action in (*sending, *decisions, *moves) if action is not primary),
        *_copies(agreement, user),
    ]
    return primary, sorted(menu, key=lambda action: action.get("danger", False))


def actions_on_amendment(
    amendment: Amendment, *, user: User, now: datetime
) -> tuple[Action | None, list[Action]]:
    offers = {
        o.name: o for o in AMENDMENT_MOVES.offers(actor=user, record=amendment, now=now) if o.name in ICONS
    }
    moves = [_move("amendment", amendment.pk, offer) for offer in offers.values()]
    primary = next((a for a in moves if a["name"] in FORWARD and not a["disabled_reason"]), None)
    menu = [action for action in moves if action is not primary]
    if amendment.state == "draft" and amendment.permits(user, EDIT):
        edit = reverse("agreements:amendment_edit", args=[amendment.pk])
        menu.insert(0, {"name": "edit", "label": _("Edit"), "url": edit, "icon": "edit"})
    return primary, sorted(menu, key=lambda action: action.get("danger", False))


def _move(kind: str, pk: int, offer: Offer) -> Action:
    return {
        "name": offer.name,
        "label": capfirst(str(offer.transition.label)),
        "url": reverse(f"agreements:{kind}_{offer.name}", args=[pk]),
        "icon": ICONS[offer.name],
        "danger": offer.transition.is_final,
        "disabled_reason": "" if offer.name == "submit" and kind == "agreement" else offer.refusal,
    }


def _page(name: str, agreement: Agreement, label: str, icon: str, **more: Any) -> Action:
    address = reverse(f"agreements:agreement_{name}", args=[agreement.pk])
    return {"name": name, "label": label, "url": address, "icon": icon, **more}


def _editing(agreement: Agreement, user: User) -> list[Action]:
    found: list[Action] = []
    if not agreement.permits(user, EDIT):
        return found
    if agreement.state in EDITABLE_STATES:
        found.append(_page("edit", agreement, _("Edit the terms"), "edit"))
        found.append(_page("clauses", agreement, _("Edit the clauses"), "list-details"))
        found.append(_page("promises", agreement, _("Edit the promises"), "target-arrow"))
    if agreement.state in {State.SIGNED, State.SUSPENDED}:
        found.append(_page("amend", agreement, _("Propose an amendment"), "file-diff"))
    return found


def _electronic(agreement: Agreement, user: User) -> list[Action]:
    """Costs a query while it is out for signature."""
    if agreement.state != State.OUT_FOR_SIGNATURE or not agreement.permits(user, EDIT):
        return []
    if not languages_of(agreement) or envelope_out(agreement) is not None:
        return []
    return [_page("send_electronically", agreement, _("Send for electronic signature"), "writing-sign")]


def _renewal(agreement: Agreement, user: User, on: date) -> list[Action]:
    """Answers to the approaching end."""
    if agreement.state != State.SIGNED:
        return []
    found: list[Action] = []
    edits, ends = agreement.permits(user, EDIT), agreement.permits(user, END)
    if agreement.renewal_decision == RenewalDecision.LAPSE and ends:
        found.append(
            _page("reconsider", agreement, _("Take the decision to let it lapse back"), "arrow-back-up")
        )
    if agreement.renewal_decision:
        return found
    is_due = phase_of(agreement, on=on) in {Phase.EXPIRING, Phase.EXPIRED}
    if edits:
        found.append(_page("renew", agreement, _("Renew"), "refresh", is_due=is_due))
    if edits and is_due and agreement.acknowledged_at is None:
        found.append(_page("acknowledge", agreement, _("I have seen that it ends"), "check", post=True))
    if edits and is_due:
        found.append(_page("snooze", agreement, _("Remind me later"), "clock-pause"))
    if ends:
        found.append(_page("lapse", agreement, _("Let it lapse"), "calendar-off"))
    return found


def _copies(agreement: Agreement, user: User) -> list[Action]:
    found: list[Action] = []
    if has_consolidated_text(agreement):
        found.append(_page("consolidated", agreement, _("Consolidated text"), "files"))
    if user.can(EDIT):
        address = f"{reverse('agreements:agreement_copy')}?from={agreement.pk}"
        found.append({"name": "copy", "label": _("Copy into a new draft"), "url": address, "icon": "copy"})
    if agreement.permits(user, ADMINISTER):
        found.append(_page("hand_over", agreement, _("Change the owner"), "user-edit"))
    can_go = agreement.state == State.DRAFT and not agreement.reference and not agreement.predecessor_id
    if can_go and agreement.permits(user, EDIT):
        found.append(_page("delete", agreement, _("Delete the draft"), "trash", danger=True))
    return found
