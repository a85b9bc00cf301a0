"""Other days of an approved practice, and who guides the teacher: the acts and what they ask."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.http import PersonRequest
from partnerships.models import Contact
from teachers.forms.practice import DecisionForm
from teachers.forms.practice_changes import GuideForm, OtherDaysForm, guide_in_words
from teachers.models import Practice, PracticeChange
from teachers.operations import practice_changes as operations
from teachers.operations.practice import PLAN
from teachers.practice_people import hosts, sees_practice
from teachers.transitions.practice import APPROVE
from teachers.views.practice import PracticeAct, time_in_words

SHOWN_CHOICES = 20


class OtherDays(PracticeAct):
    """Asks for another last day."""

    power = PLAN
    form_class = OtherDaysForm

    def form_kwargs(self) -> dict[str, Any]:
        return {"practice": self.record, "initial": {"planned_days": self.record.planned_days}}

    def perform(self, form: Any) -> Practice:
        super().perform(form)
        return self.record

    def extra_context(self, form: Any) -> dict[str, Any]:
        now = {"time": time_in_words(self.record)}
        return super().extra_context(form) | {"consequences": [_("Until now: %(time)s") % now]}


class EndEarly(OtherDays):
    title = gettext_lazy("End the practice early")
    submit_label = pgettext_lazy("practice of a teacher", "End early")
    question = gettext_lazy(
        "Which is the last day? What comes after it is free again, also the seat of a post. "
        "The teacher and the enterprise are told."
    )
    success_message = gettext_lazy("It ends earlier. Those whom it concerns are told.")
    danger = True
    operation = staticmethod(operations.end_early)

    def may(self, user: Any, practice: Practice) -> bool:
        return super().may(user, practice) or practice.permits(user, APPROVE)


class Prolong(OtherDays):
    title = gettext_lazy("Prolong the practice")
    submit_label = gettext_lazy("Hand in for approval")
    question = gettext_lazy("Until when is it to last? It waits for the same approval as the plan did.")
    success_message = gettext_lazy("Handed in: it waits for approval.")
    operation = staticmethod(operations.ask_to_prolong)


class OfChange(PracticeAct):
    """Asks before a prolongation is decided on."""

    power = APPROVE
    change: PracticeChange

    def authorise(self, **kwargs: Any) -> None:
        rows = PracticeChange.objects.visible_to(self.request.user).filter(pk=kwargs["pk"])
        found = rows.select_related("practice").first()
        if found is None:
            raise NotVisible(f"teachers.PracticeChange {kwargs['pk']}")
        self.change = found
        super().authorise(pk=found.practice_id)

    def perform(self, form: Any) -> Any:
        return self.operation(
            actor=self.request.user, pk=self.change.pk, now=timezone.now(), **form.cleaned_data
        )

    def extra_context(self, form: Any) -> dict[str, Any]:
        days = {
            "before": date_format(self.change.old_ends_on),
            "after": date_format(self.change.new_ends_on),
        }
        asked = [_("Last day: %(before)s → %(after)s") % days, self.change.reason]
        return super().extra_context(form) | {"consequences": asked}


class ApproveProlongation(OfChange):
    title = gettext_lazy("Approve the prolongation")
    submit_label = pgettext_lazy("practice of a teacher", "Approve")
    question = gettext_lazy("Let it last longer? The teacher and the enterprise are told.")
    success_message = gettext_lazy("Prolonged. The teacher and the enterprise are told.")
    operation = staticmethod(operations.approve_prolongation)


class RefuseProlongation(OfChange):
    form_class = DecisionForm
    title = gettext_lazy("Refuse the prolongation")
    submit_label = pgettext_lazy("practice of a teacher", "Refuse")
    question = gettext_lazy("Why does it not last longer?")
    success_message = gettext_lazy("Refused. The teacher is told why.")
    operation = staticmethod(operations.refuse_prolongation)


class WithdrawProlongation(OfChange):
    power = PLAN
    title = gettext_lazy("Take the prolongation back")
    submit_label = gettext_lazy("Take it back")
    question = gettext_lazy("Not ask for it any more? The practice ends when it was to end.")
    success_message = gettext_lazy("Taken back.")
    operation = staticmethod(operations.withdraw_prolongation)


class Guide(PracticeAct):
    power = PLAN
    form_class = GuideForm
    title = gettext_lazy("Name the guide")
    submit_label = gettext_lazy("Save")
    question = gettext_lazy("Who looks after the teacher in the enterprise?")
    success_message = gettext_lazy("Saved.")
    operation = staticmethod(operations.name_guide)

    def may(self, user: Any, practice: Practice) -> bool:
        return super().may(user, practice) or practice.permits(user, APPROVE)

    def form_kwargs(self) -> dict[str, Any]:
        return {"practice": self.record, "initial": {"mentor": self.record.mentor_id}}


@require_safe
def guide_choices(request: PersonRequest) -> JsonResponse:
    """People of enterprises that practice can be planned in, by their name or their enterprise's: no more
    than who they are. Raises NotVisible."""
    if not sees_practice(request.user):
        raise NotVisible(_("guides of practice"))
    rows = Contact.objects.filter(left_on=None, enterprise__in=hosts()).select_related("enterprise")
    for term in request.GET.get("q", "").split():
        named = Q(name__icontains=term) | Q(name_latin__icontains=term)
        rows = rows.filter(named | Q(enterprise__in=hosts().matching(term).order_by().values("pk")))
    rows = rows.order_by("enterprise__pinyin_key", "name", "pk")
    return JsonResponse(
        {
            "results": [
                {"value": str(row.pk), "text": f"{guide_in_words(row)} · {row.enterprise}"}
                for row in rows[:SHOWN_CHOICES]
            ]
        }
    )
