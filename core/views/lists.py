from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import FETCH_RAISE, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views import View
from django_tables2.rows import BoundRow

from core.access import Text
from core.errors import REFUSALS, refusal_in_words
from core.exports import ExportColumn, export_response
from core.filters import BESIDE_FILTERS, RecordFilterSet
from core.http import PersonRequest
from core.models import AccessLog, SavedView
from core.paging import InvalidCursor, Ordering, Page, page_of
from core.personal import note_export, note_reading
from core.registry import rules_link
from core.tables import RecordTable

# Each is an operation of its own, and somebody waits for the page.
MOST_AT_ONCE = 1000
# How many of those that were refused are named.
NAMED = 5
EXPORT_FORMATS = {"csv": "CSV", "xlsx": "Excel (XLSX)"}


@dataclass(frozen=True, kw_only=True)
class BulkAct:
    """Something done to many rows at once, confirmed with their exact number.

    Attributes:
        perform: does it to one row by its key, through a domain operation that authorises by itself.
        form: asked on the confirming page (a reason, a new owner); takes ``user``.
    """

    label: Text
    question: Text
    perform: Callable[..., None]
    capability: str
    icon: str = ""
    danger: bool = False
    form: Callable[..., forms.Form] | None = None


class ListView(View):
    """A list: searched, filtered, sorted, with columns to choose, views to keep, exports and bulk acts.

    Attributes:
        sorts: column name → database field; each pair (field, primary key) needs an index.
        default_sort: a column name, with ``-`` for descending.
        personal_data: of which kind what the list says about people is; who reads or exports it is noted.
        capability: what one must hold somewhere to be shown the list at all.
    """

    capability: ClassVar[str]
    title: ClassVar[Text]
    list_name: ClassVar[str]
    table_class: ClassVar[type[RecordTable]]
    filterset_class: ClassVar[type[RecordFilterSet]]
    sorts: ClassVar[dict[str, str]]
    default_sort: ClassVar[str]
    template_name: ClassVar[str] = "components/list_page.html"
    search_placeholder: ClassVar[Text] = ""
    empty_title: ClassVar[Text] = ""
    empty_text: ClassVar[Text] = ""
    empty_icon: ClassVar[str] = "inbox"
    bulk_acts: ClassVar[dict[str, BulkAct]] = {}
    personal_data: ClassVar[AccessLog.Data | None] = None
    request: PersonRequest

    def get_queryset(self) -> QuerySet:
        """The rows this person may see; start from ``visible_to``."""
        raise NotImplementedError

    def primary_action(self) -> dict[str, Any] | None:
        return None

    def extra_context(self) -> dict[str, Any]:
        return {}

    def authorise(self) -> None:
        """Show the list only to those who may see anything in it: raises ``PermissionDenied``."""
        if not self.request.user.scope_for(self.capability):
            raise PermissionDenied

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.authorise()
        return super().dispatch(request, *args, **kwargs)

    # --- Reading

    def get(self, request: HttpRequest) -> HttpResponseBase:
        # A column that would fetch something for each row fails here, before it is slow elsewhere.
        rows = self.get_queryset().fetch_mode(FETCH_RAISE)
        # An address that narrows nothing spares the form of the filters.
        narrows = not BESIDE_FILTERS.issuperset(request.GET)
        is_panel = request.GET.get("part") == "filters"
        filterset = self.filterset_class(
            request.GET if narrows else None, queryset=rows, request=request, whole=is_panel
        )
        if is_panel:
            return HttpResponse(render_to_string("components/list_page.html#filters", {"filter": filterset}))
        if "export" in request.GET:
            return self.export(filterset)
        order, ordering = self.ordering()
        try:
            page = page_of(
                filterset.qs, ordering=ordering, number=self.page_number(), cursor=request.GET.get("cursor")
            )
        except InvalidCursor:
            return HttpResponseRedirect(self.address(cursor=None))
        if self.personal_data:
            note_reading(self.request, page.rows, data=self.personal_data)
        return render(request, self.template_name, self.context(filterset, page, order))

    def page_number(self) -> int:
        number = self.request.GET.get("page", "1")
        return int(number) if number.isdecimal() and len(number) < 10 else 1

    def ordering(self) -> tuple[str, Ordering]:
        order = self.request.GET.get("sort", self.default_sort)
        if order.lstrip("-") not in self.sorts:
            order = self.default_sort
        return order, Ordering(self.sorts[order.lstrip("-")], is_descending=order.startswith("-"))

    def shown_columns(self) -> list[str]:
        known = list(self.table_class.base_columns)
        chosen = [name for name in self.request.GET.getlist("columns") if name in known]
        return chosen or list(self.table_class.default_columns) or known

    def address(self, **changes: str | None) -> str:
        """This list's address with some parameters changed, or taken out where the value is ``None``."""
        query = self.request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def context(self, filterset: RecordFilterSet, page: Page, order: str) -> dict[str, Any]:
        shown = self.shown_columns()
        active = filterset.active
        term = self.request.GET.get("q", "")
        return {
            "title": self.title,
            "table": self.table_class.for_page(
                page, shown=shown, sorts=self.sorts, order=order, request=self.request
            ),
            "filter": filterset,
            "filters_url": self.address(part="filters"),
            "kept_filters": [
                (name, value)
                for name, values in self.request.GET.lists()
                if name not in BESIDE_FILTERS | {"q"}
                for value in values
            ],
            "active_filters": [
                {"label": label, "value": value, "remove_url": self.without(name)}
                for name, label, value in active
            ],
            "is_filtered": bool(active or term),
            "search_term": term,
            "is_too_short": filterset.is_too_short,
            "search_placeholder": self.search_placeholder,
            "total_label": page.total_label,
            "saved_views": self.saved_views(),
            "save_view_url": reverse("core:view_save", args=[self.list_name]),
            "columns": [
                {"name": name, "label": label, "shown": name in shown}
                for name, label in self.table_class.column_labels().items()
            ],
            "exports": [
                {"label": label, "url": self.address(export=name, page=None, cursor=None)}
                for name, label in EXPORT_FORMATS.items()
            ],
            "bulk_actions": [
                {"name": name, "label": bulk.label, "icon": bulk.icon, "danger": bulk.danger}
                for name, bulk in self.offered_bulk_acts().items()
            ],
            "bulk_url": self.request.path,
            "primary_action": self.primary_action(),
            "empty_title": self.empty_title,
            "empty_text": self.empty_text,
            "empty_icon": self.empty_icon,
            "rules_url": rules_link(self.request.user, filterset.queryset.model),
            **self.extra_context(),
        }

    def without(self, name: str) -> str:
        """The address without one filter, its range and multiple-choice forms included."""
        query = self.request.GET.copy()
        for parameter in list(query):
            if parameter == name or parameter.startswith(
                (f"{name}_min", f"{name}_max", f"{name}_after", f"{name}_before")
            ):
                del query[parameter]
        for parameter in ("page", "cursor"):
            query.pop(parameter, None)
        return f"{self.request.path}?{query.urlencode()}"

    def saved_views(self) -> list[dict[str, Any]]:
        current = self.request.GET.urlencode()
        return [
            {
                "label": view.name,
                "url": f"{self.request.path}?{view.query}",
                "active": view.query == current,
                "is_on_home": view.is_on_home,
                "pin_url": reverse("core:view_pin", args=[view.pk]),
                "is_sent": hasattr(view, "schedule"),
                "schedule_url": reverse("core:view_schedule", args=[view.pk]),
                "delete_url": reverse("core:view_delete", args=[view.pk]),
            }
            for view in SavedView.objects.filter(
                owner=self.request.user, list_name=self.list_name
            ).select_related("schedule")
        ]

    # --- Exporting exactly what is filtered

    def export(self, filterset: RecordFilterSet) -> HttpResponseBase:
        fmt = self.request.GET["export"]
        if fmt not in EXPORT_FORMATS:
            raise Http404
        self.note_exported(filterset.qs)
        return export_response(
            self.request,
            filename=self.list_name.rpartition(":")[2],
            columns=self.export_columns(),
            queryset=self.in_order(filterset.qs),
            fmt=fmt,
        )

    def note_exported(self, rows: QuerySet) -> None:
        """Write down whose data are about to be sent as a file, where the list has any."""
        if self.personal_data:
            note_export(self.request, rows, data=self.personal_data)

    def export_columns(self) -> list[ExportColumn]:
        labels = self.table_class.column_labels()
        return [ExportColumn(labels[name], self.export_accessor(name)) for name in self.shown_columns()]

    def in_order(self, rows: QuerySet) -> QuerySet:
        _order, ordering = self.ordering()
        return rows.order_by(*ordering.expressions())

    def export_accessor(self, name: str) -> Callable[[Any], Any]:
        """How a column's plain value is read from a row: as the table's ``value`` methods say."""
        table = self.table_class([])
        return lambda record: BoundRow(record, table=table).get_cell_value(name)

    # --- Bulk acts

    def offered_bulk_acts(self) -> dict[str, BulkAct]:
        return {
            name: bulk
            for name, bulk in self.bulk_acts.items()
            if self.request.user.scope_for(bulk.capability)
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask with the exact number, then do it row by row and say what was refused and why."""
        bulk = self.offered_bulk_acts().get(request.POST.get("action", ""))
        if bulk is None:
            raise PermissionDenied
        keys = self.selected(bulk)
        if len(keys) > MOST_AT_ONCE:
            messages.error(
                request,
                _("At most %(count)s at once: please narrow the list first.")
                % {"count": number_format(MOST_AT_ONCE, force_grouping=True)},
            )
            return self.back_to_the_list()
        confirmed = "confirmed" in request.POST
        form = bulk.form(request.POST if confirmed else None, user=request.user) if bulk.form else None
        if confirmed and request.POST.get("expected", str(len(keys))) != str(len(keys)):
            messages.error(request, _("The list has changed: please look at the number again."))
            confirmed = False
        if not confirmed or (form is not None and not form.is_valid()):
            return self.confirm(bulk, keys, form)
        refused: dict[str, list[Any]] = defaultdict(list)
        for pk in keys:
            try:
                bulk.perform(user=request.user, pk=pk, **(form.cleaned_data if form is not None else {}))
            except REFUSALS as refusal:
                refused[refusal_in_words(refusal)].append(pk)
        self.report(bulk, len(keys) - sum(map(len, refused.values())), refused)
        return self.back_to_the_list()

    def report(self, bulk: BulkAct, done: int, refused: Mapping[str, list[Any]]) -> None:
        """Say how many were done, and for each reason which were not."""
        if done:
            messages.success(
                self.request, _("%(label)s: done for %(count)s.") % {"label": bulk.label, "count": done}
            )
        for reason, keys in sorted(refused.items()):
            names = [str(row) for row in self.get_queryset().filter(pk__in=keys[:NAMED])]
            if names and len(keys) > len(names):
                names.append("…")
            messages.error(
                self.request,
                _("Not done for %(count)s: %(reason)s") % {"count": len(keys), "reason": reason}
                + (f" ({', '.join(names)})" if names else ""),
            )

    def back_to_the_list(self) -> HttpResponse:
        query = self.request.POST.get("query", "")
        return HttpResponseRedirect(f"{self.request.path}?{query}" if query else self.request.path)

    def selected(self, bulk: BulkAct) -> list[Any]:
        """The keys that were ticked, or all that match, of rows on which the act is permitted.

        One more than may be worked on at once, where there are too many.
        """
        rows = self.get_queryset()
        if self.request.POST.get("all_matching"):
            query = QueryDict(self.request.POST.get("query", ""))
            filterset = self.filterset_class(query or None, queryset=rows, request=self.request)
            # A filter that cannot be read would let everything through.
            rows = filterset.qs if not query or filterset.is_valid() else rows.none()
        else:
            rows = rows.filter(pk__in=[pk for pk in self.request.POST.getlist("selected") if pk.isdecimal()])
        permitted = rows.model._default_manager.permitting(self.request.user, bulk.capability)
        meant = self.meant_for(bulk, rows.filter(pk__in=permitted.values("pk")))
        return list(meant.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])

    def meant_for(self, bulk: BulkAct, rows: QuerySet) -> QuerySet:
        """Those of the chosen rows for which an act can be meant at all; of the others nothing is asked."""
        return rows

    def confirm(self, bulk: BulkAct, keys: list[Any], form: forms.Form | None) -> HttpResponse:
        sample = self.get_queryset().filter(pk__in=keys[:10])
        # All that match are found again by their query: there may be more than a form can carry.
        chosen = (
            [("all_matching", "1")]
            if self.request.POST.get("all_matching")
            else [("selected", pk) for pk in keys]
        )
        hidden: list[tuple[str, Any]] = [
            ("action", self.request.POST["action"]),
            ("query", self.request.POST.get("query", "")),
            ("expected", len(keys)),
            *chosen,
        ]
        return render(
            self.request,
            "components/confirm.html",
            {
                "title": bulk.label,
                "question": str(bulk.question) % {"count": len(keys)},
                "sample": [str(row) for row in sample],
                "more_count": max(0, len(keys) - 10),
                "form": form,
                "hidden": hidden,
                "submit_label": bulk.label,
                "danger": bulk.danger,
                "confirm_url": self.request.path,
                "cancel_url": f"{self.request.path}?{self.request.POST.get('query', '')}",
            },
        )
