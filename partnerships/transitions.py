"""How the relationship with an enterprise moves on, and what becomes of its corrections and our questions."""

from django.utils.translation import gettext_lazy as _

from core.transitions import Transition, TransitionTable
from partnerships.models import Correction, Enterprise, Question, Stage

STAGES = TransitionTable(
    "enterprise",
    Enterprise,
    Stage,
    {
        "start_talks": Transition(
            label=_("Start talks"),
            sources=frozenset({Stage.PROSPECT, Stage.DORMANT, Stage.ENDED}),
            target=Stage.IN_TALKS,
            capability="enterprise.edit",
        ),
        "become_partner": Transition(
            label=_("Make it a partner"),
            sources=frozenset({Stage.PROSPECT, Stage.IN_TALKS, Stage.DORMANT}),
            target=Stage.PARTNER,
            capability="enterprise.edit",
        ),
        "let_rest": Transition(
            label=_("Let it rest"),
            sources=frozenset({Stage.IN_TALKS, Stage.PARTNER}),
            target=Stage.DORMANT,
            capability="enterprise.edit",
        ),
        "put_back": Transition(
            label=_("Back to the prospects"),
            sources=frozenset({Stage.IN_TALKS, Stage.DORMANT, Stage.ENDED}),
            target=Stage.PROSPECT,
            capability="enterprise.edit",
        ),
        "end": Transition(
            label=_("End the relationship"),
            sources=frozenset({Stage.IN_TALKS, Stage.PARTNER, Stage.DORMANT}),
            target=Stage.ENDED,
            capability="enterprise.edit",
            needs_reason=True,
        ),
        "bar": Transition(
            label=_("Bar it"),
            sources=frozenset(set(Stage) - {Stage.BARRED}),
            target=Stage.BARRED,
            capability="enterprise.bar",
            needs_reason=True,
            is_final=True,
        ),
        "lift_bar": Transition(
            label=_("Lift the bar"),
            sources=frozenset({Stage.BARRED}),
            target=Stage.PROSPECT,
            capability="enterprise.bar",
            needs_reason=True,
        ),
    },
)

CORRECTIONS = TransitionTable(
    "correction",
    Correction,
    Correction.State,
    {
        "accept": Transition(
            label=_("Accept"),
            sources=frozenset({Correction.State.WAITING}),
            target=Correction.State.ACCEPTED,
            capability="enterprise.edit",
        ),
        "reject": Transition(
            label=_("Reject"),
            sources=frozenset({Correction.State.WAITING}),
            target=Correction.State.REJECTED,
            capability="enterprise.edit",
            needs_reason=True,
        ),
        "withdraw": Transition(
            label=_("Withdraw"),
            sources=frozenset({Correction.State.WAITING}),
            target=Correction.State.WITHDRAWN,
            capability=None,
        ),
    },
)

_OPEN = frozenset({Question.State.OPEN})
QUESTIONS = TransitionTable(
    "question",
    Question,
    Question.State,
    {
        # Whoever holds the link answers: it has decided who acts.
        "confirm": Transition(
            label=_("Confirm"), sources=_OPEN, target=Question.State.CONFIRMED, capability=None
        ),
        "deny": Transition(
            label=_("Not right"), sources=_OPEN, target=Question.State.DENIED, capability=None
        ),
        "answer": Transition(
            label=_("Answer"), sources=_OPEN, target=Question.State.ANSWERED, capability=None
        ),
        "take_back": Transition(
            label=_("Take back"),
            sources=_OPEN,
            target=Question.State.TAKEN_BACK,
            capability="enterprise.edit",
        ),
    },
)


def move_between(source: str, target: str) -> str | None:
    """The name of the move that leads from one stage to another, as the board offers it."""
    return next(
        (name for name, move in STAGES.moves.items() if source in move.sources and move.target == target),
        None,
    )
