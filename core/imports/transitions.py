from django.utils.translation import gettext_lazy as _

from core.models import ImportRun
from core.transitions import Transition, TransitionTable

State = ImportRun.State

# Who may act on a run depends on its kind, so the operations have already decided it.
IMPORT_MOVES = TransitionTable(
    "import",
    ImportRun,
    State,
    {
        "check": Transition(
            label=_("Check"),
            sources=frozenset({State.UPLOADED, State.CHECKED, State.FAILED}),
            target=State.CHECKING,
            capability=None,
        ),
        "judge": Transition(
            label=_("Finish the check"),
            sources=frozenset({State.CHECKING}),
            target=State.CHECKED,
            capability=None,
        ),
        "apply": Transition(
            label=_("Apply"),
            sources=frozenset({State.CHECKED}),
            target=State.APPLYING,
            capability=None,
            is_final=True,
        ),
        "finish": Transition(
            label=_("Finish"),
            sources=frozenset({State.APPLYING}),
            target=State.APPLIED,
            capability=None,
        ),
        "recheck": Transition(
            label=_("Check again"),
            sources=frozenset({State.APPLYING}),
            target=State.CHECKING,
            capability=None,
        ),
        "cancel": Transition(
            label=_("Cancel"),
            sources=frozenset({State.UPLOADED, State.CHECKED, State.FAILED}),
            target=State.CANCELLED,
            capability=None,
            is_final=True,
        ),
        "fail": Transition(
            label=_("Give up"),
            sources=frozenset({State.CHECKING, State.APPLYING}),
            target=State.FAILED,
            capability=None,
        ),
    },
)
