"""The grammar of the pages: a list, a detail page, a form, an act. Every app speaks it."""

from core.views.acts import act
from core.views.detail import DetailView, Tab
from core.views.forms import FormView
from core.views.lists import BulkAct, ListView

__all__ = ["BulkAct", "DetailView", "FormView", "ListView", "Tab", "act"]
