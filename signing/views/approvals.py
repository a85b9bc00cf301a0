from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.http import PersonRequest
from core.views import FormView
from signing.desk import asked_by_me, for_me_to_sign, waiting_for_me, way_of
from signing.forms.approvals import DecisionForm
from signing.models import ApprovalStep
from signing.operations import Decision, batches_for, decide, last_look, look_at
from signing.policies import power_for
from signing.subjects import fingerprint, model_of, snapshot_of, subject_of


@require_safe
def desk(request: PersonRequest) -> HttpResponse:
    """What waits for my decision, the most overdue first; and where mine are stuck, and with whom."""
    today = timezone.localdate()
    return render(
        request,
        "signing/desk.html",
        {
            "title": _("Waiting for me"),
            "subtitle": _("Decisions you can take now, and where your own requests are stuck."),
            "waiting": waiting_for_me(request.user),
            "to_sign": for_me_to_sign(request.user),
            "batches": batches_for(request.user),
            "asked": asked_by_me(request.user, on=today),
            "today": today,
        },
    )


class Decide(FormView):
    """One decision: what changed since this person's last look, the whole record, approve or return."""

    form_class = DecisionForm
    template_name = "signing/decide.html"
    success_message = gettext_lazy("Your decision is recorded. Whoever asked is told.")
    step: ApprovalStep
    subject: Any

    def authorise(self, **kwargs: Any) -> None:
        step_id = kwargs["step_id"]
        step = ApprovalStep.objects.select_related("approval__opened_by").filter(pk=step_id).first()
        if step is None:
            raise NotVisible(f"signing.ApprovalStep {step_id}")
        rows: Any = model_of(step.approval)._default_manager
        subject = rows.visible_to(self.request.user).filter(pk=step.approval.subject_id).first()
        if subject is None:
            raise NotVisible(f"signing.ApprovalStep {step_id}")
        self.step, self.subject = step, subject
        if power_for(self.request.user, step) is None:
            raise PermissionDenied

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.authorise(**kwargs)
        if self.step.status != ApprovalStep.Status.CURRENT:
            messages.info(request, _("This has been decided or taken back in the meantime."))
            return HttpResponseRedirect(self.cancel_url())
        return self.show(self.build())

    def get_title(self) -> str:
        return _("%(step)s: %(record)s") % {"step": self.step.name, "record": self.subject}

    def perform(self, form: forms.BaseForm) -> str:
        decide(
            actor=self.request.user,
            step_id=self.step.pk,
            decision=Decision(form.cleaned_data["decision"]),
            seen=form.cleaned_data["seen"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        return reverse("signing:desk")

    def cancel_url(self) -> str:
        return self.subject.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        """What is shown is what is decided on: its name goes along with the decision."""
        now = timezone.now()
        snapshot = snapshot_of(self.subject)
        look = last_look(actor=self.request.user, subject=self.subject)
        if look is None:
            look_at(actor=self.request.user, approval=self.step.approval, now=now)
        if form.is_bound:
            form.data = form.data.copy()
            form.data["seen"] = fingerprint(snapshot)
        else:
            form.initial["seen"] = fingerprint(snapshot)
        kind = subject_of(self.subject)
        power = power_for(self.request.user, self.step)
        return {
            "breadcrumbs": [{"label": _("Waiting for me"), "url": reverse("signing:desk")}],
            "step": self.step,
            "subject": self.subject,
            "lender": power.lender if power else None,
            "last_look": look,
            "review_template": kind.review_template,
            "review": kind.review(self.subject, look.snapshot if look else None, snapshot)
            if kind.review
            else {},
            **way_of(self.subject, user=self.request.user, on=timezone.localdate(now)),
        }
