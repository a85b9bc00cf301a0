"""What the pages about one record share: fetching it, and asking before an act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from core.access import Text
from core.forms import RecordForm
from core.views import FormView
from partnerships.policies import seen


class RecordFormView(FormView):
    """A form about one record that one sees and may change."""

    capability: ClassVar[str]
    record: Any

    def records(self) -> QuerySet:
        raise NotImplementedError

    def crumbs(self) -> list[dict[str, Any]]:
        raise NotImplementedError

    def authorise(self, **kwargs: Any) -> None:
        self.record = seen(self.records(), self.request.user, kwargs["pk"], self.capability)

    def cancel_url(self) -> str:
        return self.record.get_absolute_url()

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return {"breadcrumbs": [*self.crumbs(), {"label": str(self.record), "url": self.cancel_url()}]}


class RecordAct(RecordFormView):
    """Asks before something is done to one record, for a reason where others will read it.

    What the form asks for is what ``operation`` takes besides the actor, the record and the time.
    """

    template_name = "components/confirm.html"
    form_class: ClassVar[Any] = RecordForm
    question: ClassVar[Text]
    consequences: ClassVar[tuple[Text, ...]] = ()
    danger: ClassVar[bool] = False
    operation: ClassVar[Callable[..., Any]]

    def perform(self, form: forms.BaseForm) -> Any:
        return self.operation(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return super().extra_context(form) | {
            "subtitle": str(self.record),
            "question": self.question,
            "consequences": self.consequences,
            "danger": self.danger,
        }
