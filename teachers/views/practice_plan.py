"""Planning practice, one's own or somebody else's; and entering what is over, from paper."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.http import PersonRequest
from core.views import FormView
from partnerships.policies import seen
from teachers.forms.practice import PastPracticeForm, PlanForm
from teachers.models import Opening, Practice, Teacher
from teachers.operations import practice as operations
from teachers.policies import is_own
from teachers.practice_people import hosts, plannable, sees_practice
from teachers.transitions.practice import ACCEPT
from teachers.views.practice import crumbs

SHOWN_CHOICES = 20


class OfTeacherForm(FormView):
    """A form about the practice of one teacher."""

    teacher: Teacher

    def cancel_url(self) -> str:
        if is_own(self.request.user, self.teacher):
            return reverse("teachers:my_practice")
        return f"{self.teacher.get_absolute_url()}?tab=practice"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"subtitle": str(self.teacher), "breadcrumbs": crumbs(self.request.user)}


class PracticeNew(OfTeacherForm):
    form_class = PlanForm
    title = gettext_lazy("Plan practice in an enterprise")
    submit_label = gettext_lazy("Hand in for approval")
    success_message = gettext_lazy("Handed in: it waits for approval.")
    opening: Opening | None = None

    def authorise(self, **kwargs: Any) -> None:
        user = self.request.user
        self.teacher = plannable(user, kwargs["teacher_id"])
        asked = self.request.GET.get("opening", "")
        if asked:
            rows = Opening.objects.visible_to(user).select_related("enterprise", "contact")
            self.opening = rows.filter(pk=asked).first() if asked.isdecimal() else None
            if self.opening is None:
                raise NotVisible(f"teachers.Opening {asked}")

    def form_kwargs(self) -> dict[str, Any]:
        if self.opening is None:
            return {}
        return {
            "opening": self.opening,
            "initial": {
                "place": self.opening.place,
                "mentor": self.opening.contact_id,
                "starts_on": self.opening.starts_on,
                "ends_on": self.opening.ends_on,
                "form": "post_held",
            },
        }

    def perform(self, form: Any) -> Practice:
        return operations.plan_practice(
            actor=self.request.user,
            teacher_id=self.teacher.pk,
            opening_id=self.opening.pk if self.opening else None,
            now=timezone.now(),
            **form.entered(),
        )

    def extra_context(self, form: Any) -> dict[str, Any]:
        context = super().extra_context(form)
        if self.opening is not None:
            context["subtitle"] = f"{self.teacher} · {self.opening} · {self.opening.enterprise}"
        return context


class PracticeEdit(OfTeacherForm):
    form_class = PlanForm
    title = gettext_lazy("Change the plan")
    submit_label = gettext_lazy("Hand in for approval")
    success_message = gettext_lazy("Handed in: it waits for approval.")
    record: Practice

    def authorise(self, **kwargs: Any) -> None:
        rows = Practice.objects.visible_to(self.request.user).with_names()
        found = rows.select_related("opening__enterprise", "opening__contact").filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"teachers.Practice {kwargs['pk']}")
        self.teacher = plannable(self.request.user, found.teacher_id)
        if not found.is_plan and self.request.method == "GET":
            raise NotVisible(f"{found.pk} is no plan any more")
        self.record = found

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record, "opening": self.record.opening}

    def perform(self, form: Any) -> Practice:
        return operations.replan_practice(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.entered()
        )

    def cancel_url(self) -> str:
        return self.record.get_absolute_url()


class PracticeRecord(OfTeacherForm):
    form_class = PastPracticeForm
    title = gettext_lazy("Enter practice that is over")
    success_message = gettext_lazy("Entered: it waits to be accepted.")

    def authorise(self, **kwargs: Any) -> None:
        rows = Teacher.objects.select_related("department")
        self.teacher = seen(rows, self.request.user, kwargs["teacher_id"], ACCEPT)

    def perform(self, form: Any) -> Practice:
        return operations.record_practice(
            actor=self.request.user, teacher_id=self.teacher.pk, now=timezone.now(), **form.entered()
        )

    def cancel_url(self) -> str:
        return f"{self.teacher.get_absolute_url()}?tab=practice"


@require_safe
def host_choices(request: PersonRequest) -> JsonResponse:
    """Enterprises to plan practice in, by name. Raises NotVisible."""
    if not sees_practice(request.user):
        raise NotVisible(_("enterprises for practice"))
    rows = hosts().matching(request.GET.get("q", "")).order_by("pinyin_key", "pk")
    return JsonResponse(
        {"results": [{"value": str(row.pk), "text": str(row)} for row in rows[:SHOWN_CHOICES]]}
    )
