"""The moves of agreements, of amendments and of what enterprises ask for."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.choices import AmendmentState, State
from agreements.models import Agreement, AgreementRequest, Amendment
from agreements.problems import problems_before_submission
from core.transitions import Transition, TransitionTable

S, A, R = State, AmendmentState, AgreementRequest.State


def is_complete(agreement: Agreement, now: datetime) -> str | None:
    problems = problems_before_submission(agreement, on=timezone.localdate(now))
    return next((str(problem.message) for problem in problems if problem.blocks), None)


def nobody_signed(paper: Agreement | Amendment, now: datetime) -> str | None:
    if _signatures(paper).exists():
        return _("Somebody has signed already. Withdraw it, or remove the recorded signature first.")
    return None


def everybody_signed(paper: Agreement | Amendment, now: datetime) -> str | None:
    agreement = paper if isinstance(paper, Agreement) else paper.agreement
    if _signatures(paper).count() < agreement.parties.count():
        return _("Not every party has signed.")
    return None


def changes_something(amendment: Amendment, now: datetime) -> str | None:
    if not amendment.changes.exists():
        return _("The amendment does not change anything yet.")
    return None


def agreement_still_binds(amendment: Amendment, now: datetime) -> str | None:
    if amendment.agreement.state not in {State.SIGNED, State.SUSPENDED}:
        return _("The agreement is “%(state)s” and cannot be amended any more.") % {
            "state": amendment.agreement.get_state_display()
        }
    return None


def _signatures(paper: Agreement | Amendment):
    from agreements.models import PaperSignature

    if isinstance(paper, Amendment):
        return PaperSignature.objects.filter(amendment=paper)
    return PaperSignature.objects.filter(party__agreement=paper, amendment=None)


AGREEMENT_MOVES = TransitionTable(
    "agreement",
    Agreement,
    State,
    {
        "submit": Transition(
            label=gettext_lazy("submit for review"),
            sources=frozenset({S.DRAFT}),
            target=S.IN_REVIEW,
            capability="agreement.edit",
            guards=(is_complete,),
        ),
        "recall": Transition(
            label=gettext_lazy("take back from review"),
            sources=frozenset({S.IN_REVIEW}),
            target=S.DRAFT,
            capability="agreement.edit",
        ),
        "approve": Transition(
            label=gettext_lazy("approve"),
            sources=frozenset({S.IN_REVIEW}),
            target=S.APPROVED,
            capability=None,
        ),
        "return": Transition(
            label=gettext_lazy("return"),
            sources=frozenset({S.IN_REVIEW}),
            target=S.DRAFT,
            capability=None,
            needs_reason=True,
        ),
        "review_again": Transition(
            label=gettext_lazy("review again after a change"),
            sources=frozenset({S.APPROVED}),
            target=S.IN_REVIEW,
            capability=None,
        ),
        "send": Transition(
            label=gettext_lazy("send for signature"),
            sources=frozenset({S.APPROVED}),
            target=S.OUT_FOR_SIGNATURE,
            capability="agreement.edit",
            guards=(is_complete,),
        ),
        "call_back": Transition(
            label=gettext_lazy("call back from signature"),
            sources=frozenset({S.OUT_FOR_SIGNATURE}),
            target=S.APPROVED,
            capability="agreement.edit",
            guards=(nobody_signed,),
            needs_reason=True,
        ),
        "sign": Transition(
            label=gettext_lazy("conclude"),
            sources=frozenset({S.OUT_FOR_SIGNATURE}),
            target=S.SIGNED,
            capability=None,
            guards=(everybody_signed,),
        ),
        "withdraw": Transition(
            label=gettext_lazy("withdraw"),
            sources=frozenset({S.DRAFT, S.IN_REVIEW, S.APPROVED, S.OUT_FOR_SIGNATURE}),
            target=S.WITHDRAWN,
            capability="agreement.edit",
            needs_reason=True,
            is_final=True,
        ),
        "suspend": Transition(
            label=gettext_lazy("suspend"),
            sources=frozenset({S.SIGNED}),
            target=S.SUSPENDED,
            capability="agreement.end",
            needs_reason=True,
        ),
        "resume": Transition(
            label=gettext_lazy("resume"),
            sources=frozenset({S.SUSPENDED}),
            target=S.SIGNED,
            capability="agreement.end",
        ),
        "terminate": Transition(
            label=gettext_lazy("terminate"),
            sources=frozenset({S.SIGNED, S.SUSPENDED}),
            target=S.TERMINATED,
            capability="agreement.end",
            needs_reason=True,
            is_final=True,
        ),
        "succeed": Transition(
            label=gettext_lazy("replace by its successor"),
            sources=frozenset({S.SIGNED}),
            target=S.RENEWED,
            capability=None,
        ),
        "adopt": Transition(
            label=gettext_lazy("take over as signed"),
            sources=frozenset({S.DRAFT}),
            target=S.SIGNED,
            capability="agreement.administer",
        ),
        "adopt_terminated": Transition(
            label=gettext_lazy("take over as terminated"),
            sources=frozenset({S.DRAFT}),
            target=S.TERMINATED,
            capability="agreement.administer",
            needs_reason=True,
        ),
    },
)

AMENDMENT_MOVES = TransitionTable(
    "amendment",
    Amendment,
    AmendmentState,
    {
        "submit": Transition(
            label=gettext_lazy("submit for review"),
            sources=frozenset({A.DRAFT}),
            target=A.IN_REVIEW,
            capability="agreement.edit",
            guards=(changes_something, agreement_still_binds),
        ),
        "approve": Transition(
            label=gettext_lazy("approve"),
            sources=frozenset({A.IN_REVIEW}),
            target=A.APPROVED,
            capability=None,
        ),
        "return": Transition(
            label=gettext_lazy("return"),
            sources=frozenset({A.IN_REVIEW}),
            target=A.DRAFT,
            capability=None,
            needs_reason=True,
        ),
        "recall": Transition(
            label=gettext_lazy("take back from review"),
            sources=frozenset({A.IN_REVIEW, A.APPROVED}),
            target=A.DRAFT,
            capability="agreement.edit",
        ),
        "send": Transition(
            label=gettext_lazy("send for signature"),
            sources=frozenset({A.APPROVED}),
            target=A.OUT_FOR_SIGNATURE,
            capability="agreement.edit",
            guards=(agreement_still_binds,),
        ),
        "call_back": Transition(
            label=gettext_lazy("call back from signature"),
            sources=frozenset({A.OUT_FOR_SIGNATURE}),
            target=A.APPROVED,
            capability="agreement.edit",
            guards=(nobody_signed,),
            needs_reason=True,
        ),
        "sign": Transition(
            label=gettext_lazy("conclude"),
            sources=frozenset({A.OUT_FOR_SIGNATURE}),
            target=A.SIGNED,
            capability=None,
            guards=(everybody_signed, agreement_still_binds),
        ),
        "withdraw": Transition(
            label=gettext_lazy("withdraw"),
            sources=frozenset({A.DRAFT, A.IN_REVIEW, A.APPROVED, A.OUT_FOR_SIGNATURE}),
            target=A.WITHDRAWN,
            capability="agreement.edit",
            needs_reason=True,
            is_final=True,
        ),
    },
)

# Who answers depends on what is asked for: agreements.requests.CAPABILITIES.
REQUEST_MOVES = TransitionTable(
    "request",
    AgreementRequest,
    AgreementRequest.State,
    {
        "accept": Transition(
            label=gettext_lazy("agree"),
            sources=frozenset({R.OPEN}),
            target=R.ACCEPTED,
            capability=None,
        ),
        "refuse": Transition(
            label=gettext_lazy("decline"),
            sources=frozenset({R.OPEN}),
            target=R.REFUSED,
            capability=None,
            needs_reason=True,
        ),
        "withdraw": Transition(
            label=gettext_lazy("withdraw"),
            sources=frozenset({R.OPEN}),
            target=R.WITHDRAWN,
            capability=None,
        ),
    },
)
