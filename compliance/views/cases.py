"""What people do about the check of one record: decide a question, record a filing, withdraw it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.engine.facts import look, split
from compliance.forms import DecideForm, WaiverForm, WithdrawForm
from compliance.models import Evaluation, PackVersion, Waiver
from compliance.operations import (
    decide,
    deciding_power,
    judged,
    record_waiver,
    rule_pack,
    withdraw_waiver,
)
from compliance.operations.reading import Judged
from compliance.subjects import (
    Subject,
    objection_to,
    page_of,
    page_of_check,
    subject_named,
    subject_of,
)
from compliance.wording import fact_label, value_in_words
from core.access import NotVisible
from core.registry import Tab
from core.views import FormView

WAIVE = "rule.waive"


class Decide(FormView):
    """Shows exactly the facts that the rule looked at: the decision holds for just these."""

    form_class = DecideForm
    template_name = "compliance/decide.html"
    submit_label = gettext_lazy("Decide")
    success_message = gettext_lazy("Your decision stands on the check-list.")
    evaluation: Evaluation
    asked: Judged

    def authorise(self, **kwargs: Any) -> None:
        power = deciding_power(kwargs["pk"])
        rows = Evaluation.objects.current().permitting(self.request.user, power)
        found = rows.select_related("version__pack").filter(pk=kwargs["pk"]).first()
        if found is None:
            if Evaluation.objects.visible_to(self.request.user).filter(pk=kwargs["pk"]).exists():
                raise PermissionDenied
            raise NotVisible(f"compliance.Evaluation {kwargs['pk']}")
        asked = next((one for one in judged(found) if one.code == kwargs["code"] and one.finding.asks), None)
        if objection_to(self.request.user, found.subject):
            raise PermissionDenied
        if asked is None:
            raise NotVisible(f"a question {kwargs['code']} of compliance.Evaluation {found.pk}")
        self.evaluation, self.asked = found, asked

    def get_title(self) -> str:
        return self.asked.title

    def perform(self, form: Any) -> str:
        decide(
            actor=self.request.user,
            evaluation_id=self.evaluation.pk,
            code=self.asked.code,
            now=timezone.now(),
            **form.cleaned_data,
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return page_of_check(self.evaluation.subject, self.evaluation.stage)

    def extra_context(self, form: Any) -> dict[str, Any]:
        subject = self.evaluation.subject
        return {
            "subtitle": str(subject),
            "breadcrumbs": [{"label": str(subject), "url": self.cancel_url()}],
            "asked": self.asked,
            "source": f"{self.asked.instrument} {self.asked.article}",
            "looked_at": [
                (fact_label(path), value_in_words(value, path))
                for path in sorted(self.asked.finding.rule.reads)
                if (value := look(self.evaluation.facts, split(path))) is not None
            ],
        }


class WaiverNew(FormView):
    form_class = WaiverForm
    title = gettext_lazy("Record a filing that lifts rules")
    success_message = gettext_lazy("The filing is recorded; everything it counts for was checked again.")
    subject: Subject
    record: Any

    def authorise(self, **kwargs: Any) -> None:
        subject = subject_named(kwargs["kind"])
        record = subject.rows(self.request.user).filter(pk=kwargs["pk"]).first() if subject else None
        if subject is None or record is None:
            raise NotVisible(f"{kwargs['kind']} {kwargs['pk']}")
        if not self.request.user.scope_for(WAIVE).covers(record.department_id):
            raise PermissionDenied
        self.subject, self.record = subject, record

    def version(self) -> PackVersion:
        return self.subject.version(timezone.localdate())

    def form_kwargs(self) -> dict[str, Any]:
        code = self.request.GET.get("rule", "")
        return {"pack": rule_pack(self.version()), "initial": {"codes": [code]} if code else {}}

    def perform(self, form: Any) -> str:
        record_waiver(
            actor=self.request.user,
            subject=self.record,
            department_id=self.record.department_id,
            version=self.version(),
            now=timezone.now(),
            **form.cleaned_data,
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return page_of(self.record)

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.record),
            "breadcrumbs": [{"label": str(self.record), "url": self.cancel_url()}],
        }


class WaiverWithdraw(FormView):
    form_class = WithdrawForm
    template_name = "components/confirm.html"
    title = submit_label = gettext_lazy("Withdraw the filing")
    success_message = gettext_lazy("The filing counts no longer.")
    waiver: Waiver

    def authorise(self, **kwargs: Any) -> None:
        found = Waiver.objects.permitting(self.request.user, WAIVE).filter(pk=kwargs["pk"]).first()
        if found is None:
            if Waiver.objects.visible_to(self.request.user).filter(pk=kwargs["pk"]).exists():
                raise PermissionDenied
            raise NotVisible(f"compliance.Waiver {kwargs['pk']}")
        self.waiver = found

    def perform(self, form: Any) -> str:
        withdraw_waiver(
            actor=self.request.user, waiver_id=self.waiver.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return page_of(self.waiver.subject)

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.waiver),
            "question": _("Let this filing count no longer?"),
            "consequences": [_("The rules that it lifted stand in the way again.")],
            "danger": True,
        }


# --- The tab of a record ------------------------------------------------------------------------


def waivers(request: HttpRequest, record: Any) -> dict[str, Any]:
    """Two queries."""
    subject = subject_of(record)
    may_waive = request.user.scope_for(WAIVE).covers(record.department_id)  # type: ignore[union-attr]
    rows = Waiver.objects.about(record).select_related("recorded_by", "withdrawn_by")
    return {
        "waivers": rows.prefetch_related("files").order_by("withdrawn_at", "-valid_until", "-pk"),
        "today": timezone.localdate(),
        "may_waive": may_waive,
        "new_url": reverse("compliance:waiver_new", args=[subject.name, record.pk])
        if subject and may_waive
        else "",
    }


WAIVERS = Tab(
    name="waivers",
    label=gettext_lazy("Filings that lift rules"),
    template="compliance/waivers_tab.html",
    context=waivers,
    order=85,
)
