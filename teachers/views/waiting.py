"""What waits for the teacher affairs office: looked through, confirmed or returned one by one or together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from core.errors import REFUSALS, refusal_in_words
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from teachers.evidence_kinds import BY_SLUG, KINDS, kind_named
from teachers.forms.evidence import ReturnForm
from teachers.models import Evidence
from teachers.operations.evidence import confirm_evidence, return_evidence
from teachers.policies import CONFIRM
from teachers.waiting import waiting_for, waiting_of_kind

SHOWN = 100
SAMPLE = 10
LABELS = {"confirm": gettext_lazy("Confirm"), "return": gettext_lazy("Return")}


class ToConfirm(View):
    """The oldest first, with their teacher; what is ticked is confirmed or returned with the exact number."""

    request: PersonRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.request.user.scope_for(CONFIRM):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """At most sixteen queries however much waits."""
        user = self.request.user
        counts = {one.slug: waiting_of_kind(user, one.model).count() for one in KINDS}
        kind = request.GET.get("kind", "")
        wanted = [BY_SLUG[kind].model] if kind in BY_SLUG else [one.model for one in KINDS]
        rows = self.rows(waiting_for(user, wanted)[:SHOWN])
        total = sum(counts.values())
        note_reading(
            self.request, {row.teacher_id: row.teacher for row in rows}.values(), data=AccessLog.Data.RECORD
        )
        context = {
            "title": _("To confirm"),
            "subtitle": _("What teachers entered in their files counts once it is confirmed."),
            "rows": rows,
            "total": total,
            "more": max(0, counts.get(kind, total) - len(rows)),
            "kind": kind,
            "kinds": [(one, counts[one.slug]) for one in KINDS],
        }
        return render(request, "teachers/to_confirm.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        act = request.POST.get("action", "")
        if act not in LABELS:
            raise PermissionDenied
        chosen = self.chosen()
        if not chosen:
            messages.error(request, _("Tick at least one line."))
            return self.back()
        form = None
        confirmed = "confirmed" in request.POST
        if act == "return":
            form = ReturnForm(request.POST if confirmed else None, user=self.request.user)
        if confirmed and request.POST.get("expected") != str(len(chosen)):
            messages.error(request, _("The list has changed: please look at the number again."))
            confirmed = False
        if not confirmed or (form is not None and not form.is_valid()):
            return self.ask(act, chosen, form)
        self.perform(act, chosen, form.cleaned_data["reason"] if form is not None else "")
        return self.back()

    def rows(self, shown: Iterable[Mapping[str, Any]]) -> list[Any]:
        """The pieces behind what waits, in its order, with teacher and scans."""
        shown = list(shown)
        found: dict[tuple[str, int], Any] = {}
        for kind in KINDS:
            keys = [row["pk"] for row in shown if row["slug"] == kind.slug]
            if keys:
                rows = kind.rows.permitting(self.request.user, CONFIRM).filter(pk__in=keys)
                rows = rows.select_related("teacher__department", *kind.related).prefetch_related("files")
                found |= {(kind.slug, row.pk): row for row in rows}
        keys_in_order = ((row["slug"], row["pk"]) for row in shown)
        return [found[key] for key in keys_in_order if key in found]

    def chosen(self) -> list[tuple[str, int]]:
        """What was ticked, as ``slug:key``; what may not be decided on is refused when it is its turn."""
        found = []
        for ticked in self.request.POST.getlist("selected")[:SHOWN]:
            slug, _colon, pk = ticked.partition(":")
            if slug in BY_SLUG and pk.isdecimal():
                found.append((slug, int(pk)))
        return found

    def ask(self, act: str, chosen: list[tuple[str, int]], form: ReturnForm | None) -> HttpResponse:
        count = len(chosen)
        question = (
            ngettext(
                "Confirm %(count)s entry? It counts from then on.",
                "Confirm %(count)s entries? They count from then on.",
                count,
            )
            if act == "confirm"
            else ngettext(
                "Return %(count)s entry to its teacher?", "Return %(count)s entries to their teachers?", count
            )
        )
        sample = self.rows({"slug": slug, "pk": pk} for slug, pk in chosen[:SAMPLE])
        context = {
            "title": LABELS[act],
            "question": question % {"count": count},
            "sample": [f"{row.teacher} · {row}" for row in sample],
            "more_count": max(0, count - SAMPLE),
            "form": form,
            "hidden": [
                ("action", act),
                ("expected", count),
                *(("selected", f"{slug}:{pk}") for slug, pk in chosen),
            ],
            "submit_label": LABELS[act],
            "confirm_url": self.request.path,
            "cancel_url": self.request.path,
        }
        return render(self.request, "components/confirm.html", context)

    def perform(self, act: str, chosen: list[tuple[str, int]], reason: str) -> None:
        """One by one: what cannot be done is named with its reason and holds up no other."""
        refused: dict[str, list[str]] = defaultdict(list)
        now = timezone.now()
        for slug, pk in chosen:
            model = kind_named(slug).model
            try:
                if act == "confirm":
                    confirm_evidence(actor=self.request.user, model=model, pk=pk, now=now)
                else:
                    return_evidence(actor=self.request.user, model=model, pk=pk, reason=reason, now=now)
            except REFUSALS as refusal:
                refused[refusal_in_words(refusal)].append(self.name_of(model, pk))
        done = len(chosen) - sum(map(len, refused.values()))
        if done:
            messages.success(
                self.request, _("%(label)s: done for %(count)s.") % {"label": LABELS[act], "count": done}
            )
        for why, names in sorted(refused.items()):
            messages.error(
                self.request,
                _("Not done for %(count)s: %(reason)s") % {"count": len(names), "reason": why}
                + f" ({', '.join(names)})",
            )

    def name_of(self, model: type[Evidence], pk: int) -> str:
        """As far as this person may see it."""
        row: Any = kind_named(model.slug).rows.visible_to(self.request.user).filter(pk=pk).first()
        return str(row) if row is not None else f"{pk}"

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("teachers:to_confirm"))


def waiting_count(user: Any) -> int | None:
    """For the sidebar: one query."""
    return waiting_for(user).count() or None
