from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from placements.models import Consent, ConsentState, Tripartite, TripartiteState

EDIT = "placement.edit"

_ASKED = frozenset({ConsentState.ASKED})
_GIVEN = frozenset({ConsentState.GIVEN})

CONSENT_MOVES = TransitionTable(
    "consent",
    Consent,
    ConsentState,
    {
        # Whoever holds the link, or is signed in as the student, answers: that has decided who acts.
        "give": Transition(
            label=pgettext_lazy("consent", "Give consent"),
            sources=_ASKED,
            target=ConsentState.GIVEN,
            capability=None,
        ),
        "object": Transition(
            label=pgettext_lazy("consent", "Object"),
            sources=_ASKED,
            target=ConsentState.OBJECTED,
            capability=None,
            needs_reason=True,
        ),
        "take_back": Transition(
            label=pgettext_lazy("consent", "Do not ask any more"),
            sources=_ASKED,
            target=ConsentState.TAKEN_BACK,
            capability=EDIT,
        ),
        # The paper whose signature it was is signed no more.
        "fall_away": Transition(
            label=pgettext_lazy("consent", "Fall away"),
            sources=_GIVEN,
            target=ConsentState.TAKEN_BACK,
            capability=None,
        ),
    },
)

_MADE, _OUT = frozenset({TripartiteState.MADE}), frozenset({TripartiteState.OUT})

TRIPARTITE_MOVES = TransitionTable(
    "tripartite",
    Tripartite,
    TripartiteState,
    {
        "send": Transition(
            label=pgettext_lazy("tripartite agreement", "Send for signature"),
            sources=_MADE,
            target=TripartiteState.OUT,
            capability=EDIT,
        ),
        # Declined, called off, or the last day is past; the envelope has decided.
        "come_back": Transition(
            label=pgettext_lazy("tripartite agreement", "Come back unsigned"),
            sources=_OUT,
            target=TripartiteState.MADE,
            capability=None,
        ),
        # With the last party; its signature has decided.
        "sign": Transition(
            label=pgettext_lazy("tripartite agreement", "Sign"),
            sources=_MADE | _OUT,
            target=TripartiteState.SIGNED,
            capability=None,
        ),
        "replace": Transition(
            label=pgettext_lazy("tripartite agreement", "Make anew"),
            sources=_MADE,
            target=TripartiteState.REPLACED,
            capability=EDIT,
        ),
        "cancel": Transition(
            label=pgettext_lazy("tripartite agreement", "Cancel"),
            sources=_MADE,
            target=TripartiteState.CANCELLED,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
    },
)
