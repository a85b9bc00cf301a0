from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import RecordForm
from core.http import PersonRequest
from core.views import FormView, act
from partnerships import merging
from partnerships.forms import PickForm
from partnerships.models import Enterprise
from partnerships.policies import MERGE, seen
from partnerships.views.enterprises import crumbs


class MergePick(FormView):
    """Which other record is the same enterprise."""

    form_class = PickForm
    submit_label = gettext_lazy("Compare the two")
    success_message = ""

    def authorise(self, **kwargs: Any) -> None:
        self.enterprise = seen(Enterprise.objects.all(), self.request.user, kwargs["pk"], MERGE)

    def form_kwargs(self) -> dict[str, Any]:
        return {"enterprise": self.enterprise}

    def get_title(self) -> str:
        return _("Merge %(name)s with another record") % {"name": self.enterprise}

    def perform(self, form: Any) -> str:
        other = form.cleaned_data["other"]
        return reverse("partnerships:merge_preview", args=[self.enterprise.pk, other.pk])

    def cancel_url(self) -> str:
        return self.enterprise.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "breadcrumbs": crumbs(self.enterprise),
            "form_help": _(
                "This record is kept, and everything of the other one moves here. You see what before it "
                "happens, and can take it back afterwards."
            ),
        }


class MergeForm(RecordForm):
    """For each field in which the two differ: which of them is right."""

    take = forms.MultipleChoiceField(required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take: Any = self.fields["take"]
        take.choices = [(name, name) for name in merging.FIELDS]


class MergePreview(FormView):
    form_class = MergeForm
    template_name = "partnerships/merge.html"
    title = gettext_lazy("Merge two records")
    submit_label = gettext_lazy("Merge")
    success_message = gettext_lazy("The two records are one now.")

    def authorise(self, **kwargs: Any) -> None:
        self.enterprise = seen(Enterprise.objects.all(), self.request.user, kwargs["pk"], MERGE)
        seen(Enterprise.objects.all(), self.request.user, kwargs["other"], MERGE)

    def perform(self, form: Any) -> Enterprise:
        return merging.merge(
            actor=self.request.user,
            kept_pk=self.kwargs["pk"],
            merged_pk=self.kwargs["other"],
            take=frozenset(form.cleaned_data["take"]),
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        ).kept

    def cancel_url(self) -> str:
        return self.enterprise.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        pk, other = self.kwargs["pk"], self.kwargs["other"]
        return {
            "breadcrumbs": crumbs(self.enterprise),
            "plan": merging.plan(actor=self.request.user, kept_pk=pk, merged_pk=other),
            "chosen": form["take"].value() or [],
            "swap_url": reverse("partnerships:merge_preview", args=[other, pk]),
        }


@act
def undo(request: PersonRequest, pk: int) -> Enterprise:
    record = merging.undo(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("The merge is undone: both records stand again."))
    return record.kept
