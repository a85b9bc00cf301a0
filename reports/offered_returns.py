"""What returns to authorities put into the pages of other apps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import register_capabilities
from core.duties import register_duty_source
from core.navigation import Entry, register_entry
from core.notifications import register_kind
from core.registry import register_children, register_verbs
from core.search import Kind as SearchKind
from core.search import register_kind as register_search
from insights.demonstration.further import register_teller
from partnerships.merging import register_step
from reports.models import Return
from reports.notices.returns import KINDS
from reports.querysets.returns import READ
from reports.return_demonstration import make_returns
from reports.return_duties import values_asked_for
from reports.return_merging import STEP


def offer_returns() -> None:
    register_capabilities(
        "return",
        _("Returns to authorities"),
        {
            "read": _("see, with the rows of students and the files"),
            "edit": _("begin them and enter what nothing else keeps"),
            "submit": _("submit them for good"),
        },
    )
    for kind in KINDS:
        register_kind(kind)
    register_search(SEARCHED)
    register_entry(ENTRY)
    register_children(Return._meta.label, ("reports.ReturnAnswer", "return_to"))
    register_verbs(VERBS)
    register_duty_source(
        "returns",
        label=_("Asked of me for returns"),
        icon="table-export",
        duties=values_asked_for,
        order=92,
    )
    register_teller("returns", make_returns)
    register_step(STEP)


SEARCHED = SearchKind(
    name="return",
    label=_("Returns"),
    icon="table-export",
    rows=lambda actor: Return.objects.visible_to(actor).order_by("-year", "-version"),
    line=lambda one: (one.name, one.get_state_display()),
    list_url_name="reports:return_list",
    order=86,
)
ENTRY = Entry(
    group="figures",
    label=_("Returns"),
    url_name="reports:return_list",
    icon="table-export",
    order=31,
    capability=READ,
)
VERBS: dict[str, Any] = {
    "return.begin": pgettext_lazy("return to an authority", "began it"),
    "return.edit": pgettext_lazy("return to an authority", "chose another reference day"),
    "return.answer": pgettext_lazy("return to an authority", "entered answers"),
    "return.confirm": pgettext_lazy("return to an authority", "took over the answers of the return before"),
    "return.ask": pgettext_lazy("return to an authority", "asked those who can fill what is missing"),
    "return.submit": pgettext_lazy("return to an authority", "submitted it"),
    "return.complete": pgettext_lazy("return to an authority", "completed the submission"),
    "return.break_off": pgettext_lazy("return to an authority", "could not submit it"),
    "return.discard": pgettext_lazy("return to an authority", "discarded it"),
    "return.correct": pgettext_lazy("return to an authority", "began it as a correction"),
}
