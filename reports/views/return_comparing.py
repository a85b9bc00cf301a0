"""The tab that says what differs between two submitted returns."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.registry import Tab
from reports.models import Return
from reports.returns.comparing import changed_rows, difference, gone_rows, others
from reports.returns.fields import Definition
from reports.views.return_persons import merged, note_persons

PER_PAGE = 50
MOST_GONE = 50


def comparing_tab(definition: Definition) -> Tab:
    return Tab(
        name="compare",
        label=pgettext("in a return", "Compare"),
        template="reports/return_compare.html",
        context=partial(compared, definition),
        order=95,
    )


def compared(definition: Definition, request: Any, one: Return) -> dict[str, Any]:
    """A page of rows that are new or say something else, and those that are gone. Constant queries.

    Rows are the same where they are about the same record.
    """
    choices = others(one)
    asked = request.GET.get("with", "")
    before = next((each for each in choices if str(each.pk) == asked), choices[0] if choices else None)
    address = one.get_absolute_url()
    context: dict[str, Any] = {
        "before": before,
        "choices": [
            {
                "label": _("version %(number)s") % {"number": each.version}
                if each.pk == one.corrects_id
                else each.year_in_words,
                "url": f"{address}?{urlencode({'tab': 'compare', 'with': each.pk})}",
                "active": each is before,
                "count": None,
            }
            for each in choices
        ],
    }
    if before is None:
        return context
    page = Paginator(changed_rows(one, before), PER_PAGE).get_page(request.GET.get("page", "1"))
    rows = list(page.object_list)
    every_gone = gone_rows(one, before)
    gone, gone_count = list(every_gone[:MOST_GONE]), every_gone.count()
    note_persons(request, merged(row.persons for row in (*rows, *gone)))
    return context | {
        "page": page,
        "page_url": f"{address}?{urlencode({'tab': 'compare', 'with': before.pk})}&page=",
        "differences": [difference(definition, row) for row in rows],
        "gone": [{"name": row.name, "table": _table(definition, row.sheet)} for row in gone],
        "gone_count": gone_count,
        "gone_more": gone_count - len(gone),
    }


def _table(definition: Definition, key: str) -> str:
    sheet = definition.sheet(key)
    return sheet.name if sheet else key
